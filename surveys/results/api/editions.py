"""Editions over the API: the list, one edition with all that describes it, its questions."""

from typing import Any

from django.conf import settings
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.web.operations import reads
from portal.web.preconditions import read
from surveys.results import queries
from surveys.results.api.national import National
from surveys.results.celllist import unknown_names
from surveys.results.exports.about import RECONSTRUCTION, STATUS, SYMBOLS, SYNTHETIC, TERMS
from surveys.results.exports.reading import groups_of
from surveys.results.models import Edition


class EditionSerializer(serializers.ModelSerializer):
    """One edition: `cells_sha256` identifies its figures, `inputs_sha256` what they came from.

    `replaced_by`: the edition that stands for it now, as far as you may read it; `superseded` says
    that there is one, `replaces` and `note` which one this replaced and why.
    """

    year = serializers.IntegerField(source="wave.year")
    returns = serializers.IntegerField()
    superseded = serializers.SerializerMethodField()
    replaced_by = serializers.SerializerMethodField()

    class Meta:
        model = Edition
        fields = [
            "id", "year", "number", "state", "returns", "built_at", "frozen_at", "released_at",
            "superseded", "replaced_by", "replaces", "note",
            "questionnaire_sha256", "inputs_sha256", "cells_sha256",
        ]  # fmt: skip

    def get_superseded(self, edition: Edition) -> bool:
        """Whether another edition stands for it now."""
        return self.get_replaced_by(edition) is not None

    def get_replaced_by(self, edition: Edition) -> int | None:
        """The id of that edition."""
        newer: int | None = self.context["successors"].get(edition.pk)
        return newer


class GroupSerializer(serializers.Serializer):
    """A group of partnerships for which the edition has figures."""

    key = serializers.CharField()
    label = serializers.CharField()
    dimension = serializers.CharField()


class RateSerializer(serializers.Serializer):
    """The response of one group; `per_cent` is null where nobody was eligible."""

    group = serializers.CharField()
    label = serializers.CharField()
    complete = serializers.IntegerField()
    eligible = serializers.IntegerField()
    per_cent = serializers.FloatField(allow_null=True)


class MeaningsSerializer(serializers.Serializer):
    """What `status` and the symbols in `words` mean."""

    status = serializers.DictField(child=serializers.CharField())
    symbols = serializers.DictField(child=serializers.CharField())


class WholeEditionSerializer(EditionSerializer):
    """One edition with its groups and their response, its disclosure settings and notices."""

    thresholds = serializers.DictField()
    groups = GroupSerializer(many=True, source="api_groups")
    response = RateSerializer(many=True, source="api_response")
    notices = serializers.SerializerMethodField()
    terms = serializers.SerializerMethodField()
    meanings = serializers.SerializerMethodField()
    weighted = serializers.SerializerMethodField()

    class Meta(EditionSerializer.Meta):
        fields = [
            *EditionSerializer.Meta.fields,
            "code_sha256", "method", "earlier", "weighted", "thresholds", "groups", "response",
            "notices", "terms", "meanings",
        ]  # fmt: skip

    def get_notices(self, edition: Edition) -> list[str]:
        """What a reader has to know before using a figure."""
        return [RECONSTRUCTION, SYNTHETIC] if settings.SYNTHETIC_DEMO else [RECONSTRUCTION]

    def get_terms(self, edition: Edition) -> str:
        """How the figures may be used."""
        return TERMS

    def get_meanings(self, edition: Edition) -> MeaningsSerializer:
        """The same for every edition."""
        return {"status": dict(STATUS), "symbols": dict(SYMBOLS)}  # type: ignore[return-value]

    def get_weighted(self, edition: Edition) -> bool:
        """Whether it has per cents weighted for non-response."""
        return bool(edition.weights)


class OptionSerializer(serializers.Serializer):
    """One answer; those outside the base have no per cent."""

    code = serializers.CharField()
    label = serializers.CharField()
    in_base = serializers.BooleanField()


class ItemSerializer(serializers.Serializer):
    """One question, or one row of a grid, that the edition has cells for."""

    key = serializers.CharField()
    section = serializers.CharField()
    question = serializers.CharField()
    text = serializers.CharField()
    label = serializers.CharField()
    kind = serializers.ChoiceField(["choice", "multi", "number", "text"])
    options = OptionSerializer(many=True)


class EditionList(National, generics.ListAPIView):
    """Editions, newest wave and newest edition first."""

    serializer_class = EditionSerializer

    def get_queryset(self) -> Any:
        """Those the caller may read."""
        return queries.editions(released_only=self.released_only)

    def get_serializer_context(self) -> dict[str, Any]:
        """With what stands for replaced editions now."""
        return {**super().get_serializer_context(), "successors": self.successors()}


class EditionDetail(National, APIView):
    """One edition: where its figures come from and how to read them."""

    @reads(WholeEditionSerializer)
    def get(self, request: Request, edition_id: int) -> Response:
        """With its groups and the response of each."""
        edition = self.edition()
        edition.api_response = queries.rates_of(edition)
        edition.api_groups = groups_of(edition)
        context = {"successors": self.successors()}
        return read(request, WholeEditionSerializer(edition, context=context).data)


class EditionItems(National, generics.ListAPIView):
    """What an edition has cells for, in questionnaire order."""

    serializer_class = ItemSerializer

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every item with its options."""
        edition = self.edition()
        self.accept(unknown_names(self.filters(), ()))
        return self.fresh(edition, lambda: self._page(edition))

    def _page(self, edition: Edition) -> Response:
        shown = self.paginate_queryset(queries.items_of(edition))
        form = queries.questionnaire_form(edition)
        for item in shown:
            question = form.question(item["question"])
            item |= {"section": question.section, "text": question.text}
        return self.get_paginated_response(self.get_serializer(shown, many=True).data)
