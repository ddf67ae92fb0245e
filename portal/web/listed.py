"""Lists of the API: one page of rows, with links to its neighbours."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from portal.web.api import PortalPagination


class Listed(APIView):
    """A view whose `get` answers with `page()`."""

    pagination_class = PortalPagination

    def page(
        self, rows: QuerySet[Any] | Sequence[Any], shape: type[BaseSerializer], **context: Any
    ) -> Response:
        """The page asked for; `rows` are in a total order, so that no row is missed or met twice."""
        pages = self.pagination_class()
        found = pages.paginate_queryset(rows, self.request, view=self)
        shown = shape(found, many=True, context={"request": self.request, **context})
        return pages.get_paginated_response(shown.data)
