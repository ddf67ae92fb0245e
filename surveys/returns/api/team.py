"""/api/v1/p/<slug>/returns/<year>/: who has which section, and what the partners say."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.membership.access import Requires
from partnerships.membership.api.references import NamedSerializer
from partnerships.membership.permissions import P
from partnerships.membership.queries.directory import organisation_of
from portal.web.listed import Listed
from portal.web.operations import lists
from portal.web.sent import Filters, KeyField, Sent, checked, chosen
from surveys.returns.api.finding import found
from surveys.returns.api.shapes import CODE, LONGEST
from surveys.returns.domain.endorsing import endorse_section
from surveys.returns.endorsed import SILENT, SectionTally, section_digest, tally
from surveys.returns.models import Assignment, Endorsement
from surveys.returns.queries.team import assignments_of, own_assignments
from surveys.returns.standing import standing_of

MINE = "mine"
VERDICTS = [*Endorsement.Verdict.choices, (SILENT, "Says nothing")]


class AssignmentSerializer(serializers.ModelSerializer):
    """A section given to a person, or to an organisation whose members may then answer it."""

    person = serializers.CharField(allow_null=True)
    organisation = NamedSerializer(allow_null=True)
    assigned_by = serializers.CharField()

    class Meta:
        model = Assignment
        fields = ["id", "section", "person", "organisation", "due_on", "assigned_by", "assigned_at"]


class AssignmentFilters(Filters):
    """`whose`: those of the reader, in person or through an organisation."""

    whose = serializers.ChoiceField([MINE], required=False)


class VoiceSerializer(serializers.Serializer):
    """What one organisation says about one section. `was` stands for these words: send it back
    with others in their place."""

    organisation = NamedSerializer()
    verdict = serializers.ChoiceField(Endorsement.Verdict.choices)
    note = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    was = serializers.CharField()


class SectionTallySerializer(serializers.Serializer):
    """Who says what about one section; `earlier`: said of answers that have changed since.

    `seen` stands for the answers of now: send it back with your organisation's word on them.
    """

    section = serializers.CharField(source="section.code")
    seen = serializers.SerializerMethodField()
    endorsed = VoiceSerializer(many=True)
    dissented = VoiceSerializer(many=True)
    earlier = VoiceSerializer(many=True)
    silent = NamedSerializer(many=True)

    def get_seen(self, row: SectionTally) -> str:
        """SHA-256 (hex)."""
        return section_digest(self.context["standing"], row.section)


class EndorsementSent(Sent):
    """What an organisation of yours says of a section; to dissent it needs a note.

    `organisation`: its id; `seen` as it came with the section, not needed to say nothing any more;
    `was` as it came with what the organisation says so far, empty where it says nothing.
    """

    organisation = KeyField()
    section = serializers.CharField(max_length=CODE)
    verdict = serializers.ChoiceField(VERDICTS)
    note = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")
    seen = serializers.CharField(max_length=64, allow_blank=True, default="")
    was = serializers.CharField(max_length=64, allow_blank=True, default="")


class AssignmentList(Listed):
    """The sections that were given to somebody."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @lists(AssignmentSerializer, AssignmentFilters)
    def get(self, request: Request, slug: str, year: int) -> Response:
        """In the order of giving."""
        mine = checked(AssignmentFilters, request.query_params).get("whose") == MINE
        annual_return = found(year)
        rows = own_assignments(annual_return, request.user) if mine else None
        return self.page(
            assignments_of(annual_return) if rows is None else rows, AssignmentSerializer
        )


class EndorsementList(Listed):
    """What the partner organisations say."""

    permission_classes = [Requires.rights(P.RETURN_READ, writing=P.RETURN_ENDORSE)]

    @lists(SectionTallySerializer)
    def get(self, request: Request, slug: str, year: int) -> Response:
        """Section by section, those that are asked."""
        standing = standing_of(found(year))
        rows = tally(standing.annual_return, standing)
        return self.page(rows, SectionTallySerializer, standing=standing)

    @extend_schema(request=EndorsementSent, responses={204: None})
    def post(self, request: Request, slug: str, year: int) -> Response:
        """Say what your organisation thinks; 409 when the answers, or its words so far, are
        others than those seen."""
        given = checked(EndorsementSent, request.data)
        organisation = organisation_of(given["organisation"])
        given["organisation"] = chosen(organisation, "organisation", "organisation")
        endorse_section(annual_return=found(year), by=request.user, **given)
        return Response(status=status.HTTP_204_NO_CONTENT)
