"""What happens to the codebook: themes are added, changed, moved, merged, retired, brought back."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.record import Actor, actor_words, record
from portal.errors import Conflict, Refused
from surveys.reading.models import Theme
from surveys.reading.queries.codebook import EVERY_QUESTION, coded_questions, theme_by_id

SAID = ("code", "label", "memo", "example")


@transaction.atomic
def add_theme(
    *, question: str, code: str, label: str, memo: str, by: Actor, example: str = ""
) -> Theme:
    """A new theme of a question, or of every one (empty), at its end. Refuses a code that is taken
    and a question that no survey asks."""
    if question != EVERY_QUESTION and question not in coded_questions():
        raise Refused("No survey asks this text question. Choose one of those listed.")
    _refuse_taken(code, but=0)
    last = Theme.objects.filter(question=question).aggregate(last=Max("position"))["last"]
    theme = Theme.objects.create(
        question=question,
        code=code,
        label=label,
        memo=memo,
        example=example,
        position=(last or 0) + 1,
        created_by=actor_words(by),
    )
    record("theme.added", on=theme, by=by, question=question, now=_said(theme))
    return theme


@transaction.atomic
def change_theme(
    *, theme_id: int, revision: int, code: str, label: str, memo: str, example: str, by: User
) -> Theme:
    """Word it otherwise; the earlier wording stays in the audit trail. Raises Missing, Conflict
    when somebody else changed it first."""
    theme = theme_by_id(theme_id, for_update=True)
    _refuse_gone(theme)
    if theme.revision != revision:
        raise Conflict(
            "Somebody else has changed this theme meanwhile. Below is what it says now, in place"
            " of what you typed."
        )
    _refuse_taken(code, but=theme.pk)
    before = _said(theme)
    theme.code, theme.label, theme.memo, theme.example = code, label, memo, example
    if before != _said(theme):
        theme.revision += 1
        theme.save(update_fields=[*SAID, "revision"])
        record("theme.changed", on=theme, by=by, before=before, now=_said(theme))
    return theme


@transaction.atomic
def move_theme(*, theme_id: int, up: bool, by: User) -> Theme:
    """One place up or down among the themes of its question; nothing at the end."""
    theme = theme_by_id(theme_id, for_update=True)
    rows = list(
        Theme.objects.select_for_update().filter(question=theme.question).order_by("position", "id")
    )
    beside = [row for row in rows if row.is_offered == theme.is_offered]
    at = next(place for place, row in enumerate(beside) if row.pk == theme.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(beside):
        one, other = rows.index(beside[at]), rows.index(beside[to])
        rows[one], rows[other] = rows[other], rows[one]
        for position, row in enumerate(rows, 1):
            row.position = position
        Theme.objects.bulk_update(rows, ["position"])
        record("theme.moved", on=theme, by=by, up=up)
    return theme


@transaction.atomic
def merge_theme(*, theme_id: int, into_id: int, by: User) -> Theme:
    """Read the codes of one theme as those of another from now on. Cannot be undone.

    Refuses a theme of another question, unless the other is one of every question.
    """
    first, second = sorted((theme_by_id(theme_id).pk, theme_by_id(into_id).pk))
    locked = {pk: theme_by_id(pk, for_update=True) for pk in (first, second)}
    theme, into = locked[theme_id], locked[into_id]
    _refuse_gone(theme)
    if theme.pk == into.pk:
        raise Refused("Choose another theme to merge this one into.")
    if not into.is_offered:
        raise Refused(f"“{into}” is no longer in use. Choose a theme that is.")
    if into.question not in (theme.question, EVERY_QUESTION):
        raise Refused(f"“{into}” is a theme of another question. Choose one of the same question.")
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    record("theme.merged", on=theme, by=by, into=into.code, was=_said(theme))
    return into


@transaction.atomic
def retire_theme(*, theme_id: int, by: User) -> Theme:
    """Offer it to coders no longer; answers coded with it stay so."""
    theme = theme_by_id(theme_id, for_update=True)
    _refuse_gone(theme)
    if theme.retired_at is None:
        theme.retired_at = timezone.now()
        theme.save(update_fields=["retired_at"])
        record("theme.retired", on=theme, by=by)
    return theme


@transaction.atomic
def restore_theme(*, theme_id: int, by: User) -> Theme:
    """Offer a retired theme again."""
    theme = theme_by_id(theme_id, for_update=True)
    _refuse_gone(theme)
    if theme.retired_at is not None:
        theme.retired_at = None
        theme.save(update_fields=["retired_at"])
        record("theme.restored", on=theme, by=by)
    return theme


def _refuse_gone(theme: Theme) -> None:
    if theme.merged_into is not None:
        raise Refused(
            f"“{theme}” was merged into “{theme.merged_into}”. Change that one in its place."
        )


def _refuse_taken(code: str, *, but: int) -> None:
    taken = Theme.objects.filter(code=code).exclude(pk=but).first()
    if taken is not None:
        raise Refused(f"The code {code} is that of “{taken}”. Give this theme another one.")


def _said(theme: Theme) -> dict[str, str]:
    return {name: getattr(theme, name) for name in SAID}
