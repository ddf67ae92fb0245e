"""The figures of an edition over the API, and how they changed between waves."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.web.operations import IF_NONE_MATCH
from surveys.results.api.national import National
from surveys.results.breakdowns import GROUPS
from surveys.results.celllist import STATUSES, CellList, ChangeList
from surveys.results.models import Edition

ITEM = OpenApiParameter("item", str, description="Key of an item, such as H02.crime.")
SECTION = OpenApiParameter("section", str, description="Code of a section, such as H.")
GROUP = OpenApiParameter("group", str, description="Key of a group, such as nrf or london.")
DIMENSION = OpenApiParameter(
    "dimension",
    str,
    enum=list(dict.fromkeys(group.dimension for group in GROUPS)),
    description="All groups of one breakdown.",
)
STATUS = OpenApiParameter("status", str, enum=list(STATUSES), description="One status alone.")


class CellSerializer(serializers.Serializer):
    """One figure: an answer to one item in one group (`statistic` is "answers"), or a statistic.

    Figures are null unless shown. `per_cent` is of valid answers (`base`), `per_cent_of_all` of all
    returns of the group, `weighted_per_cent` weighted for non-response; `value` is of statistics
    alone; `words` is the figure as it is printed.
    """

    item = serializers.CharField()
    group = serializers.CharField()
    option = serializers.CharField()
    statistic = serializers.CharField()
    count = serializers.IntegerField(allow_null=True)
    base = serializers.IntegerField(allow_null=True)
    per_cent = serializers.FloatField(allow_null=True)
    per_cent_of_all = serializers.FloatField(allow_null=True)
    weighted_per_cent = serializers.IntegerField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    words = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)


class WaveChangeSerializer(serializers.Serializer):
    """One answer by partnerships that are in both waves; `points` is the difference of the per
    cents. Groups are those of the later wave. Figures are null unless shown."""

    item = serializers.CharField()
    earlier_item = serializers.CharField()
    group = serializers.CharField()
    option = serializers.CharField()
    count_now = serializers.IntegerField(allow_null=True)
    base_now = serializers.IntegerField(allow_null=True)
    per_cent_now = serializers.FloatField(allow_null=True)
    words_now = serializers.CharField()
    count_then = serializers.IntegerField(allow_null=True)
    base_then = serializers.IntegerField(allow_null=True)
    per_cent_then = serializers.FloatField(allow_null=True)
    words_then = serializers.CharField()
    points = serializers.FloatField(allow_null=True)
    status = serializers.ChoiceField(STATUSES)


class _Figures(National, generics.ListAPIView):
    def figures(self, edition: Edition) -> CellList | ChangeList:
        """What the address asks for."""
        raise NotImplementedError

    def _answer(self) -> Response:
        edition = self.edition()
        found = self.figures(edition)
        self.accept(found.errors)
        return self.fresh(edition, lambda: self._page(found))

    def _page(self, found: Any) -> Response:
        shown = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(shown, many=True).data)


class EditionCells(_Figures):
    """The figures of an edition, by item, group and answer."""

    serializer_class = CellSerializer

    def figures(self, edition: Edition) -> CellList:
        """All cells."""
        return CellList(edition, self.filters())

    @extend_schema(parameters=[ITEM, SECTION, GROUP, DIMENSION, STATUS, IF_NONE_MATCH])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Narrowed by the filters; an unknown key or filter is an error, not an empty list."""
        return self._answer()


class EditionChange(_Figures):
    """Change since the survey before, for partnerships in both.

    Empty without an earlier edition, or as long as you may not read that one."""

    serializer_class = WaveChangeSerializer

    def figures(self, edition: Edition) -> ChangeList:
        """Change, as far as the caller may read the edition it starts from."""
        return ChangeList(edition, self.filters(), released_only=self.released_only)

    @extend_schema(parameters=[ITEM, SECTION, GROUP, IF_NONE_MATCH])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Narrowed by the filters, as the figures of one edition."""
        return self._answer()
