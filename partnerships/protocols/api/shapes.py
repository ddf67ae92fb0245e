"""How the API shows protocols, their versions and what is in them."""

from django.utils import timezone
from rest_framework import serializers

from partnerships.membership.api.references import NamedSerializer
from partnerships.protocols.models import (
    Clause,
    Obligation,
    ObligationReport,
    Protocol,
    ProtocolVersion,
)
from partnerships.protocols.queries.obligations import line_of, reports_on

STANDINGS = ("overdue", "soon", "later", "done")
VERSION = [
    "number", "state", "what_changed", "comment_until", "in_force_on", "review_on", "ended_on",
    "ended_why",
]  # fmt: skip


class VersionSerializer(serializers.ModelSerializer):
    """How far one version is, and its parties."""

    parties = serializers.SerializerMethodField()

    class Meta:
        model = ProtocolVersion
        fields = [*VERSION, "parties"]

    def get_parties(self, version: ProtocolVersion) -> NamedSerializer(many=True):  # type: ignore[valid-type]
        """Organisations, by name."""
        partners = [party.organisation for party in version.parties.all()]
        return NamedSerializer(partners, many=True).data


class ClauseSerializer(serializers.ModelSerializer):
    """One clause; `text` is Markdown."""

    version = serializers.IntegerField(source="version.number", read_only=True)
    protocol = serializers.IntegerField(source="version.protocol_id", read_only=True)

    class Meta:
        model = Clause
        fields = ["id", "protocol", "version", "position", "heading", "text"]


class ObligationSerializer(serializers.ModelSerializer):
    """What one party undertakes; `clause` is an id."""

    organisation = NamedSerializer()
    clause = serializers.IntegerField(source="clause_id", allow_null=True)

    class Meta:
        model = Obligation
        fields = [
            "id", "organisation", "clause", "what", "measure", "evidence", "exceptions", "due_on",
            "recurs",
        ]  # fmt: skip


class WholeVersionSerializer(VersionSerializer):
    """One version with everything in it. `text_sha256` is what signatures are bound to."""

    clauses = serializers.SerializerMethodField()
    obligations = ObligationSerializer(many=True)

    class Meta(VersionSerializer.Meta):
        fields = [*VERSION, "purpose", "text_sha256", "parties", "clauses", "obligations"]

    def get_clauses(self, version: ProtocolVersion) -> ClauseSerializer(many=True):  # type: ignore[valid-type]
        """In order."""
        clauses = list(version.clauses.all())
        for clause in clauses:
            clause.version = version  # known: not to be read again for each
        return ClauseSerializer(clauses, many=True).data


class ProtocolSerializer(serializers.ModelSerializer):
    """One protocol with the versions that are open to the reader, newest first."""

    versions = VersionSerializer(many=True, source="listed")

    class Meta:
        model = Protocol
        fields = ["id", "number", "title", "kind", "subject", "is_public", "versions"]


class WholeProtocolSerializer(ProtocolSerializer):
    """The same with every word of its versions."""

    versions = WholeVersionSerializer(many=True, source="listed")


class ReportSerializer(serializers.ModelSerializer):
    """Whether an obligation was kept for one due day."""

    reported_by = serializers.CharField()

    class Meta:
        model = ObligationReport
        fields = ["id", "due_on", "outcome", "note", "reported_by", "reported_at"]


class WholeObligationSerializer(ObligationSerializer):
    """One obligation, how it stands and what was reported. `open_day`: the due day that waits for
    a report, or null. Of two reports on one day the later counts."""

    protocol = serializers.IntegerField(source="version.protocol_id")
    version = serializers.IntegerField(source="version.number")
    open_day = serializers.SerializerMethodField()
    standing = serializers.SerializerMethodField()
    reports = serializers.SerializerMethodField()

    class Meta(ObligationSerializer.Meta):
        fields = [
            *ObligationSerializer.Meta.fields, "protocol", "version", "open_day", "standing",
            "reports",
        ]  # fmt: skip

    def get_open_day(self, obligation: Obligation) -> serializers.DateField(allow_null=True):  # type: ignore[valid-type]
        """The first due day without a report."""
        day = line_of(obligation, timezone.localdate()).standing.open_day
        return day.isoformat() if day else None

    def get_standing(self, obligation: Obligation) -> serializers.ChoiceField(STANDINGS):  # type: ignore[valid-type]
        """What its open day says."""
        return line_of(obligation, timezone.localdate()).state

    def get_reports(self, obligation: Obligation) -> ReportSerializer(many=True):  # type: ignore[valid-type]
        """Newest due day first, of each day the latest first."""
        return ReportSerializer(reports_on(obligation), many=True).data
