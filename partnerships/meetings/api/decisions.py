"""/api/v1/p/<slug>/decisions/: the register of decisions."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.meetings.api.shapes import ItemRefSerializer, MeetingRefSerializer
from partnerships.meetings.domain.decisions import COUNTS, Votes, change_decision, record_decision
from partnerships.meetings.models import Decision
from partnerships.meetings.queries.agenda import item_by_id
from partnerships.meetings.queries.decisions import (
    Sought,
    decision_or_none,
    decisions_found,
    readable,
)
from partnerships.meetings.queries.record import minutes_of
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.errors import Missing
from portal.web.listed import Listed
from portal.web.operations import changes, lists, makes, reads
from portal.web.preconditions import created, hold, read, require_match, with_etag
from portal.web.sent import Filters, KeyField, Sent, checked, chosen

OPEN_TO = Requires.rights(P.DECISION_READ, writing=P.MINUTES_WRITE)
LONGEST = 20_000  # characters
MOST_VOTES = 1_000
VOTE = Decision.Reached.VOTE


class DecisionRefSerializer(serializers.Serializer):
    """Another decision by its number."""

    id = serializers.IntegerField()
    number = serializers.CharField()


class DecisionSerializer(serializers.ModelSerializer):
    """One decision. `text` is Markdown; votes are null where it was reached by consensus."""

    meeting = MeetingRefSerializer()
    item = ItemRefSerializer()

    class Meta:
        model = Decision
        fields = [
            "id", "number", "year", "meeting", "item", "text", "restricted", "restricted_why",
            "reached", *COUNTS, "casting_vote", "state", "recorded_at",
        ]  # fmt: skip


class WholeDecisionSerializer(DecisionSerializer):
    """One decision with the later one that ended it and the earlier ones that it ended, as far as
    they are open to the reader."""

    replaced_by = serializers.SerializerMethodField()
    replaces = DecisionRefSerializer(many=True, source="earlier")

    class Meta(DecisionSerializer.Meta):
        fields = [*DecisionSerializer.Meta.fields, "replaced_by", "replaces"]

    def get_replaced_by(self, decision: Decision) -> DecisionRefSerializer(allow_null=True):  # type: ignore[valid-type]
        """None also where it is not open to the reader."""
        later = decision.replaced_by
        if not readable(self.context["reader"], later):
            return None
        return DecisionRefSerializer(later).data


class DecisionFilters(Filters):
    """`q`: words, or a number such as D2004/17."""

    q = serializers.CharField(max_length=120, required=False)
    body = KeyField(required=False)
    year = serializers.IntegerField(min_value=1, max_value=9999, required=False)
    state = serializers.ChoiceField(Decision.State.choices, required=False)


class DecisionChange(Sent):
    """How a decision is worded and was reached. By vote, all three counts are needed."""

    text = serializers.CharField(max_length=LONGEST)
    reached = serializers.ChoiceField(Decision.Reached.choices, default=Decision.Reached.CONSENSUS)
    votes_for = serializers.IntegerField(
        min_value=0, max_value=MOST_VOTES, allow_null=True, default=None
    )
    votes_against = serializers.IntegerField(
        min_value=0, max_value=MOST_VOTES, allow_null=True, default=None
    )
    votes_abstained = serializers.IntegerField(
        min_value=0, max_value=MOST_VOTES, allow_null=True, default=None
    )
    casting_vote = serializers.BooleanField(default=False)
    restricted = serializers.BooleanField(default=False)
    restricted_why = serializers.CharField(max_length=300, allow_blank=True, default="")


class NewDecision(DecisionChange):
    """A decision to record; `item` is the id of an item of a meeting that was held."""

    item = KeyField()


class DecisionList(Listed):
    """Every decision that is open to the reader, the newest number first."""

    permission_classes = [OPEN_TO]

    @lists(DecisionSerializer, DecisionFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Narrowed by words, body, year and state."""
        given = checked(DecisionFilters, request.query_params)
        sought = Sought(
            given.get("q", ""), given.get("body"), given.get("year"), given.get("state", "")
        )
        return self.page(decisions_found(reader_of(request), sought), DecisionSerializer)

    @makes(NewDecision, WholeDecisionSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """Record a decision in draft minutes; it gets its number at once and keeps it."""
        given = checked(NewDecision, request.data)
        item = chosen(item_by_id(given.pop("item")), "item", "agenda item")
        made = record_decision(item=item, by=request.user, **_decided(given))
        return created(_shown(request, made.pk), reverse("api:decision", args=[slug, made.pk]))


class DecisionDetail(APIView):
    """One decision."""

    permission_classes = [OPEN_TO]

    @reads(WholeDecisionSerializer)
    def get(self, request: Request, slug: str, decision_id: int) -> Response:
        """404 for one that is not open to the reader."""
        return read(request, _shown(request, decision_id))

    @changes(DecisionChange, WholeDecisionSerializer)
    def patch(self, request: Request, slug: str, decision_id: int) -> Response:
        """Word it anew while its minutes are a draft; 409 afterwards."""
        found = _found(request, decision_id)
        if minutes := minutes_of(found.meeting):  # first, as the domain does: no deadlock
            hold(minutes)
        hold(found)
        current = _found(request, decision_id)
        require_match(request, _data(request, current))
        given = checked(DecisionChange, request.data, partial=True)
        now = {name: getattr(current, name) for name in DecisionChange().fields}
        change_decision(
            decision=current, revision=current.revision, by=request.user, **_decided(now | given)
        )
        return with_etag(_shown(request, decision_id))


def _found(request: Request, decision_id: int) -> Decision:
    found = decision_or_none(reader_of(request), decision_id)
    if found is None:
        raise Missing("There is no such decision here, or it is not open to you.")
    return found


def _shown(request: Request, decision_id: int) -> Any:
    return _data(request, _found(request, decision_id))


def _data(request: Request, decision: Decision) -> Any:
    return WholeDecisionSerializer(decision, context={"reader": reader_of(request)}).data


def _decided(given: dict[str, Any]) -> dict[str, Any]:
    """Arguments for the domain: votes as one thing, where the body voted."""
    said = {key: given[key] for key in ("text", "reached", "restricted", "restricted_why")}
    if given["reached"] != VOTE:
        return said
    missing = [name for name in COUNTS if given[name] is None]
    if missing:
        raise serializers.ValidationError({name: ["Count these votes too."] for name in missing})
    return {**said, "votes": Votes(*(given[name] for name in COUNTS), given["casting_vote"])}
