"""How the API shows returns, their findings and their queries."""

from rest_framework import serializers

from surveys.returns.models import Cannot, Query, QueryMessage, Return

LONGEST = 2000  # characters, as in the pages' forms
CODE = 12  # characters of the code of a section, question or check
CANNOT = [("", "It can be answered"), *Cannot.choices]


class ReturnSerializer(serializers.ModelSerializer):
    """One return, without its answers. `version`: how often it was signed off."""

    year = serializers.IntegerField(source="wave.year")
    closes_on = serializers.DateField(source="wave.closes_on")
    due_on = serializers.DateField()
    questionnaire = serializers.CharField(source="wave.questionnaire.sha256")

    class Meta:
        model = Return
        fields = [
            "year", "state", "closes_on", "due_on", "questionnaire", "ready_at", "submitted_at",
            "document_sha256", "version",
        ]  # fmt: skip


class AnswerSerializer(serializers.Serializer):
    """An answer and the revision it has; send both back to change it.

    `cannot`: why the question cannot be answered, empty where it can. `carried_from`: the year that
    the value was copied from and not confirmed since.
    """

    value = serializers.JSONField(allow_null=True)
    revision = serializers.IntegerField()
    cannot = serializers.ChoiceField(CANNOT)
    cannot_note = serializers.CharField()
    carried_from = serializers.IntegerField(allow_null=True)


class FindingSerializer(serializers.Serializer):
    """One thing that stands between the answers and signing off, unless it is `confirmed`.

    `anchor`: id of the field on the page of its section. `seen` stands for the answers that a soft
    check looks at and what was said about them: send it back to confirm; empty for other kinds.
    """

    kind = serializers.ChoiceField(["required", "carried", "hard", "soft"])
    code = serializers.CharField()
    section = serializers.CharField()
    question = serializers.CharField()
    item = serializers.CharField()
    anchor = serializers.CharField()
    message = serializers.CharField()
    remedy = serializers.CharField()
    confirmed = serializers.BooleanField()
    seen = serializers.CharField()


class ConfirmationSerializer(serializers.Serializer):
    """Unusual answers that somebody confirmed; nobody is named once the return is signed off."""

    check_code = serializers.CharField()
    note = serializers.CharField()
    confirmed_by = serializers.SerializerMethodField()
    confirmed_at = serializers.DateTimeField(allow_null=True)

    def get_confirmed_by(self, confirmation: object) -> str:
        """Empty for a frozen one, which has no author."""
        known = getattr(confirmation, "confirmed_by_id", None)
        return str(confirmation.confirmed_by) if known else ""  # type: ignore[attr-defined]


class MessageSerializer(serializers.ModelSerializer):
    """One message of a query's thread."""

    written_by = serializers.CharField()

    class Meta:
        model = QueryMessage
        fields = ["side", "text", "written_by", "written_at"]


class ReturnQuerySerializer(serializers.ModelSerializer):
    """One query about a return; `question` is empty where it is about the whole of it."""

    raised_by = serializers.CharField()
    settled_by = serializers.CharField(allow_null=True)

    class Meta:
        model = Query
        fields = [
            "number", "question", "raised_by_side", "state", "raised_by", "raised_at", "settled_by",
            "settled_at",
        ]  # fmt: skip


class ReturnThreadSerializer(ReturnQuerySerializer):
    """One query with its messages, in order."""

    messages = MessageSerializer(many=True)

    class Meta(ReturnQuerySerializer.Meta):
        fields = [*ReturnQuerySerializer.Meta.fields, "messages"]


class MomentSerializer(serializers.Serializer):
    """One thing that happened. `version` and `query`: numbers of what it is about, 0 for none.

    `tone`: "done", "open" (something had to be done then) or empty.
    """

    at = serializers.DateTimeField()
    title = serializers.CharField()
    who = serializers.CharField()
    why = serializers.CharField()
    tone = serializers.CharField()
    version = serializers.IntegerField()
    query = serializers.IntegerField()


class CodesField(serializers.ListField):
    """Codes of sections or questions, at least one."""

    def __init__(self, **more: object) -> None:
        child = serializers.CharField(max_length=CODE)
        super().__init__(**{"child": child, "allow_empty": False, "max_length": 500} | more)
