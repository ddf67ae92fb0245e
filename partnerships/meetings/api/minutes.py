"""/api/v1/p/<slug>/meetings/<id>/minutes/ and passages/: minutes read as a whole and written
passage by passage."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.meetings.domain.writing import LONGEST, Clash, save_passage
from partnerships.meetings.minutes_shown import Shown, shown_to
from partnerships.meetings.minutes_text import minutes_text
from partnerships.meetings.models import Minutes, MinutesVersion, Passage
from partnerships.meetings.queries.life import minutes_for
from partnerships.meetings.queries.open import passage_open_to
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.web.operations import changes, reads
from portal.web.preconditions import hold, read, require_match, with_etag
from portal.web.problems import CONFLICT, CONTENT_TYPE, problem
from portal.web.sent import LARGEST, Sent, checked

CLASHES = (
    "Somebody else changed the same lines. Theirs stand, yours were not saved: put both together"
    " from `base`, `theirs` and `mine`, and send that with `base_revision` set to `revision`."
)


class FrozenSerializer(serializers.Serializer):
    """The frozen version that the text is of; `sha256` is of the whole version, for everybody."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(MinutesVersion.Kind.choices)
    sha256 = serializers.CharField()
    frozen_at = serializers.DateTimeField()


class PassageRefSerializer(serializers.Serializer):
    """A passage of the minutes that is open to the reader; its own address has its words."""

    id = serializers.IntegerField()
    item = serializers.CharField(help_text="The number of its item.")
    restricted = serializers.BooleanField()


class MinutesSerializer(serializers.Serializer):
    """Minutes as one reader may see them. `text` is Markdown; what is withheld says so in its
    place, and `withheld` counts it. `version` is null for a draft, which still changes."""

    meeting = serializers.IntegerField(source="minutes.meeting_id")
    state = serializers.ChoiceField(Minutes.State.choices, source="minutes.state")
    amend_until = serializers.DateField(source="minutes.amend_until", allow_null=True)
    version = FrozenSerializer(allow_null=True)
    withheld = serializers.IntegerField()
    text = serializers.SerializerMethodField()
    passages = serializers.SerializerMethodField()

    def get_text(self, shown: Shown) -> str:
        """The whole copy."""
        return minutes_text(shown.document)

    def get_passages(self, shown: Shown) -> PassageRefSerializer(many=True):  # type: ignore[valid-type]
        """In the order of the items."""
        return [
            {"id": part["id"], "item": item["number"], "restricted": part["restricted"]}
            for item in shown.document["items"]
            for part in item["passages"]
            if not part.get("withheld")
        ]


class PassageSerializer(serializers.ModelSerializer):
    """One passage. `text` is Markdown; `revision` counts how often it was saved."""

    meeting = serializers.IntegerField(source="minutes.meeting_id", read_only=True)
    state = serializers.ChoiceField(Minutes.State.choices, source="minutes.state", read_only=True)
    item = serializers.IntegerField(source="item_id", read_only=True)
    edited_by = serializers.CharField(read_only=True)

    class Meta:
        model = Passage
        fields = [
            "id", "meeting", "state", "item", "restricted", "restricted_why", "text", "revision",
            "edited_by", "edited_at",
        ]  # fmt: skip


class PassageChange(Sent):
    """The passage as it should read, and the revision that it was written from.

    Where somebody else saved meanwhile, send If-Match `*`: both changes are joined.
    """

    text = serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False)
    base_revision = serializers.IntegerField(min_value=0, max_value=LARGEST)
    restricted_why = serializers.CharField(max_length=300, allow_blank=True, default="")


class PassageClashSerializer(serializers.Serializer):
    """The problem document of two changes of the same lines."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    base = serializers.CharField()
    theirs = serializers.CharField()
    mine = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class MeetingMinutes(APIView):
    """The minutes of one meeting."""

    permission_classes = [Requires.right(P.MINUTES_READ_CONFIRMED)]

    @reads(MinutesSerializer)
    def get(self, request: Request, slug: str, meeting_id: int) -> Response:
        """Frozen once they are circulated, live before; 404 while they are not open to the
        reader."""
        reader = reader_of(request)
        shown = shown_to(reader, minutes_for(reader, meeting_id))
        return read(request, MinutesSerializer(shown).data)


class PassageDetail(APIView):
    """One passage of minutes."""

    permission_classes = [Requires.rights(P.MINUTES_READ_CONFIRMED, writing=P.MINUTES_WRITE)]

    @reads(PassageSerializer)
    def get(self, request: Request, slug: str, passage_id: int) -> Response:
        """Its words and revision."""
        return read(request, _shown(request, passage_id))

    @changes(
        PassageChange,
        PassageSerializer,
        clash=OpenApiResponse(PassageClashSerializer, description="Both changed the same lines."),
    )
    def patch(self, request: Request, slug: str, passage_id: int) -> Response:
        """Save it as its page does: changes of different lines are joined, and of two changes of
        the same lines neither is lost."""
        reader = reader_of(request)
        hold(passage_open_to(reader, passage_id).minutes)
        passage = passage_open_to(reader, passage_id)
        require_match(request, PassageSerializer(passage).data)
        given = checked(PassageChange, request.data)
        outcome = save_passage(
            minutes=passage.minutes,
            item=passage.item,
            restricted=passage.restricted,
            text=given["text"],
            base_revision=given["base_revision"],
            why=given["restricted_why"],
            by=request.user,
        )
        if isinstance(outcome, Clash):
            return _clashed(outcome)
        return with_etag(_shown(request, passage_id))


def _shown(request: Request, passage_id: int) -> Any:
    return PassageSerializer(passage_open_to(reader_of(request), passage_id)).data


def _clashed(clash: Clash) -> Response:
    said = problem(409, CLASHES, kind=CONFLICT)
    more = {name: getattr(clash, name) for name in ("base", "theirs", "mine", "by", "revision")}
    document = PassageClashSerializer({**said, **more, "at": clash.at}).data
    return Response(document, status=409, content_type=CONTENT_TYPE)
