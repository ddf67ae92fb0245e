"""/api/v1/p/<slug>/search/: one ranked list over everything that is open to the reader."""

import re
from html import unescape

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.boardroom.hits_shown import Hit, hits_of
from partnerships.boardroom.queries.search import (
    Found,
    What,
    asked_for,
    found,
    nothing_to_look_for,
)
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.web.listed import Listed
from portal.web.operations import lists
from portal.web.sent import Filters, checked

TAGS = re.compile(r"<[^>]+>")


class HitSerializer(serializers.Serializer):
    """Something found. `id` is of the passage, decision, action, item, paper or protocol; `url` is
    its page. Words are plain text."""

    kind = serializers.ChoiceField([what.value for what in What])
    id = serializers.IntegerField()
    title = serializers.SerializerMethodField()
    excerpt = serializers.SerializerMethodField()
    facts = serializers.ListField(child=serializers.CharField())
    state = serializers.CharField()
    restricted = serializers.BooleanField()
    url = serializers.CharField()

    def get_title(self, hit: Hit) -> str:
        """Without marks."""
        return unescape(TAGS.sub("", hit.title))

    def get_excerpt(self, hit: Hit) -> str:
        """Without marks."""
        return unescape(TAGS.sub("", hit.excerpt))


class SearchFilters(Filters):
    """`q`: words, a "quoted phrase", or, -without; or a number such as D2004/17. `kind` narrows."""

    q = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField([what.value for what in What], required=False)


class Search(Listed):
    """Minutes, decisions, actions, agenda items, papers' titles and protocols."""

    permission_classes = [Requires.right(P.SEARCH_USE)]

    @lists(HitSerializer, SearchFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Best first, at most 500; 400 without words."""
        given = checked(SearchFilters, request.query_params)
        asked = asked_for(given["q"])
        answer = Found()
        if not nothing_to_look_for(asked):
            answer = found(reader_of(request), asked, given.get("kind", ""))
        return self.page(_Hits(answer, asked, slug), HitSerializer)


class _Hits:
    """The keys found, made into lines only for the page that is asked for."""

    def __init__(self, answer: Found, asked: object, slug: str) -> None:
        self.keys, self.asked, self.slug = answer.keys, asked, slug

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, part: slice) -> list[Hit]:
        return hits_of(self.keys[part], self.asked, self.slug)
