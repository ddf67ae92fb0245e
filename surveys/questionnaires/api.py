"""/api/v1/questionnaires/: the published versions."""

from typing import Any

from rest_framework import generics, serializers
from rest_framework.permissions import IsAuthenticated

from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.queries import published_questionnaires


class QuestionnaireSerializer(serializers.ModelSerializer):
    """One version; `sha256` is the hash of its canonical document."""

    class Meta:
        model = Questionnaire
        fields = ["code", "year", "version", "title", "sha256", "published_at"]


class QuestionnaireDocumentSerializer(QuestionnaireSerializer):
    """One version with its whole document (see the JSON Schema in the documentation)."""

    document = serializers.DictField()

    class Meta(QuestionnaireSerializer.Meta):
        fields = [*QuestionnaireSerializer.Meta.fields, "document"]


class QuestionnaireList(generics.ListAPIView):
    """Published questionnaires, newest first."""

    permission_classes = [IsAuthenticated]
    serializer_class = QuestionnaireSerializer

    def get_queryset(self) -> Any:
        """Without their documents."""
        return published_questionnaires().defer("document")


class QuestionnaireDetail(generics.RetrieveAPIView):
    """One published questionnaire by its hash."""

    permission_classes = [IsAuthenticated]
    serializer_class = QuestionnaireDocumentSerializer
    lookup_field = "sha256"

    def get_queryset(self) -> Any:
        """With its document."""
        return published_questionnaires()
