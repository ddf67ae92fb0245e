"""/api/v1/questionnaires/: the published versions."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.web.listed import Listed
from portal.web.operations import lists
from surveys.questionnaires.codebook import codebook
from surveys.questionnaires.mapping import RELATIONS
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.queries import form_of, published_by_sha, published_questionnaires

NOT_MAPPED = {"to": None, "questions": [], "dropped": []}
RELATION = [(key, words) for key, words in RELATIONS.items() if key != "dropped"]


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


class ValueSerializer(serializers.Serializer):
    """One value of a variable: the byte in coded answers, the code in the document, words."""

    byte = serializers.IntegerField()
    code = serializers.CharField()
    label = serializers.CharField()


class VariableSerializer(serializers.Serializer):
    """One column of coded answers. `base`: who belongs to 100 per cent; `asked`: the routing;
    `earlier`: how it follows the questionnaire before; all three in words."""

    name = serializers.CharField()
    question = serializers.CharField()
    section = serializers.CharField()
    label = serializers.CharField()
    kind = serializers.CharField()
    values = ValueSerializer(many=True)
    base = serializers.CharField()
    asked = serializers.CharField()
    earlier = serializers.CharField()


class MappedToSerializer(serializers.Serializer):
    """The version that the questions are mapped to."""

    code = serializers.CharField()
    year = serializers.IntegerField()
    version = serializers.IntegerField()
    sha256 = serializers.CharField()


class MappedSerializer(serializers.Serializer):
    """How one question follows earlier ones, which are named by their codes."""

    question = serializers.CharField()
    relation = serializers.ChoiceField(RELATION)
    earlier = serializers.ListField(child=serializers.CharField())


class MappingSerializer(serializers.Serializer):
    """`to`: null where the questionnaire is mapped to no other; `dropped`: earlier questions that
    are asked no more."""

    to = MappedToSerializer(allow_null=True)
    questions = MappedSerializer(many=True)
    dropped = serializers.ListField(child=serializers.CharField())


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


class Codebook(Listed):
    """Every variable of a published questionnaire."""

    permission_classes = [IsAuthenticated]

    @lists(VariableSerializer)
    def get(self, request: Request, sha256: str) -> Response:
        """In the order of the columns of coded answers."""
        return self.page(codebook(form_of(published_by_sha(sha256).sha256)), VariableSerializer)


class Mapping(APIView):
    """How the questions of a published questionnaire follow those of the one before."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=MappingSerializer)
    def get(self, request: Request, sha256: str) -> Response:
        """Question by question; one that is not named is new."""
        document = published_by_sha(sha256).document
        return Response(MappingSerializer(document.get("mapping") or NOT_MAPPED).data)
