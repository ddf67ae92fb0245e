"""/api/v1/editions/: national results, with the same disclosure control as page and PDF."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from surveys.results import queries
from surveys.results.celllist import CellList
from surveys.results.models import Edition


class EditionSerializer(serializers.ModelSerializer):
    """One edition: `cells_sha256` identifies its figures, `inputs_sha256` what they came from."""

    year = serializers.IntegerField(source="wave.year")
    returns = serializers.IntegerField()

    class Meta:
        model = Edition
        fields = [
            "id", "year", "number", "state", "returns", "built_at", "released_at",
            "questionnaire_sha256", "inputs_sha256", "cells_sha256",
        ]  # fmt: skip


class RateSerializer(serializers.Serializer):
    """The response of one group; `per_cent` is null where nobody was eligible."""

    group = serializers.CharField()
    label = serializers.CharField()
    complete = serializers.IntegerField()
    eligible = serializers.IntegerField()
    per_cent = serializers.FloatField(allow_null=True)


class WholeEditionSerializer(EditionSerializer):
    """One edition with its disclosure settings and the response of every group."""

    thresholds = serializers.DictField(child=serializers.IntegerField())
    response = RateSerializer(many=True, source="api_response")

    class Meta(EditionSerializer.Meta):
        fields = [*EditionSerializer.Meta.fields, "thresholds", "response"]


class OptionSerializer(serializers.Serializer):
    """One answer; those outside the base have no per cent."""

    code = serializers.CharField()
    label = serializers.CharField()
    in_base = serializers.BooleanField()


class ItemSerializer(serializers.Serializer):
    """One question, or one row of a grid, that the edition has cells for."""

    key = serializers.CharField()
    question = serializers.CharField()
    label = serializers.CharField()
    kind = serializers.ChoiceField(["choice", "multi", "number", "text"])
    options = OptionSerializer(many=True)


class CellSerializer(serializers.Serializer):
    """One answer to one item in one group. `count` and `per_cent` are null unless shown."""

    item = serializers.CharField()
    group = serializers.CharField()
    option = serializers.CharField()
    count = serializers.IntegerField(allow_null=True)
    base = serializers.IntegerField()
    per_cent = serializers.FloatField(allow_null=True)
    words = serializers.CharField()
    status = serializers.ChoiceField(["shown", "withheld", "not_asked"])


class National:
    """Who may read results: everybody with national rights what is released, evaluators all."""

    permission_classes = [Requires.right(P.NATIONAL_READ)]
    request: Request
    kwargs: dict[str, Any]

    @property
    def released_only(self) -> bool:
        """Whether the caller must wait for the release."""
        return not self.request.can(P.RESULTS_READ)

    def edition(self) -> Edition:
        """The edition of the URL. Raises Missing, also before its release."""
        return queries.edition_by_id(self.kwargs["edition_id"], released_only=self.released_only)

    def fresh(self, edition: Edition, answer: Any) -> Response:
        """`answer()` with the hash of the cells as its ETag, or 304 for those who have it."""
        tag = f'"{edition.cells_sha256}-{edition.state}"'
        known = self.request.headers.get("If-None-Match", "")
        response = Response(status=304) if tag in known else answer()
        response["ETag"] = tag
        return response


class EditionList(National, generics.ListAPIView):
    """Editions, newest wave and newest edition first."""

    serializer_class = EditionSerializer

    def get_queryset(self) -> Any:
        """Those the caller may read."""
        return queries.editions(released_only=self.released_only)


class EditionDetail(National, generics.GenericAPIView):
    """One edition: where its figures come from."""

    serializer_class = WholeEditionSerializer

    def get(self, request: Request, edition_id: int) -> Response:
        """With the response of each of the 27 groups."""
        edition = self.edition()
        edition.api_response = queries.rates_of(edition)
        return self.fresh(edition, lambda: Response(self.get_serializer(edition).data))


class EditionItems(National, generics.ListAPIView):
    """What an edition has cells for, in questionnaire order."""

    serializer_class = ItemSerializer

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every item with its options."""
        edition = self.edition()
        return self.fresh(edition, lambda: self._page(queries.items_of(edition)))

    def _page(self, items: list[dict[str, Any]]) -> Response:
        shown = self.paginate_queryset(items)
        return self.get_paginated_response(self.get_serializer(shown, many=True).data)


CELL_FILTERS = [
    OpenApiParameter("item", str, description="Key of an item, such as H02.crime."),
    OpenApiParameter("group", str, description="Key of a group, such as nrf or london."),
]


class EditionCells(National, generics.ListAPIView):
    """The cells of an edition, by item, group and answer."""

    serializer_class = CellSerializer

    @extend_schema(parameters=CELL_FILTERS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Narrowed by the parameters; an unknown key is an error, not an empty list."""
        edition = self.edition()
        cells = CellList(
            edition, item=request.query_params.get("item"), group=request.query_params.get("group")
        )
        if cells.errors:
            raise serializers.ValidationError(cells.errors)
        return self.fresh(edition, lambda: self._page(cells))

    def _page(self, cells: CellList) -> Response:
        shown = self.paginate_queryset(cells)
        return self.get_paginated_response(self.get_serializer(shown, many=True).data)
