"""The codebook: which themes there are and which of them a question offers."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.audit.models import AuditEvent
from portal.errors import Missing
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Question
from surveys.reading.models import Theme, ThemeRelease
from surveys.returns.models import Wave

EVERY_QUESTION = ""


@dataclass(frozen=True)
class Codebook:
    """Every theme, by id and in order."""

    themes: dict[int, Theme]

    def offered(self, question: str) -> list[Theme]:
        """What coders tick on an answer to this question: its own themes, then those of all."""
        fitting = [t for t in self.themes.values() if t.is_offered]
        own = [theme for theme in fitting if theme.question == question]
        return own + [theme for theme in fitting if theme.question == EVERY_QUESTION]

    def counted(self, question: str) -> list[Theme]:
        """Those offered, and retired ones, whose codes stay."""
        kept = [theme for theme in self.themes.values() if theme.merged_into_id is None]
        own = [theme for theme in kept if theme.question == question]
        return own + [theme for theme in kept if theme.question == EVERY_QUESTION]

    def resolved(self, ids: Iterable[int]) -> frozenset[int]:
        """The themes that these ids stand for now: merged ones are read as what they became."""
        return frozenset(self._now(pk) for pk in ids if pk in self.themes)

    def named(self, ids: Iterable[int]) -> list[Theme]:
        """The themes of these ids, in the order of the codebook."""
        wanted = self.resolved(ids)
        return [theme for pk, theme in self.themes.items() if pk in wanted]

    def _now(self, pk: int) -> int:
        seen: set[int] = set()
        while (into := self.themes[pk].merged_into_id) is not None and pk not in seen:
            seen.add(pk)
            pk = into
        return pk


def codebook() -> Codebook:
    """The whole codebook; one query."""
    return Codebook(
        {theme.pk: theme for theme in Theme.objects.order_by("question", "position", "id")}
    )


def theme_by_id(theme_id: int, *, for_update: bool = False) -> Theme:
    """One theme. Raises Missing."""
    rows = Theme.objects.filter(pk=theme_id)
    found = (rows.select_for_update() if for_update else rows).first()
    if found is None:
        raise Missing("There is no such theme. The codebook shows them all.")
    return found


def wordings_of(theme: Theme) -> list[AuditEvent]:
    """What was done to a theme, newest first."""
    events = AuditEvent.objects.filter(target=f"reading.theme:{theme.pk}")
    return list(events.order_by("-at", "-id"))


def coded_questions() -> dict[str, Question]:
    """Code → text question, of every wave, worded as in the newest that asks it."""
    found: dict[str, Question] = {}
    waves = Wave.objects.order_by("-year").values_list("questionnaire__sha256", flat=True)
    for sha256 in waves:
        for question in form_of(sha256).questions:
            if question.type == "text":
                found.setdefault(question.code, question)
    return dict(sorted(found.items()))


def releases(*, year: int | None = None) -> list[ThemeRelease]:
    """Counts released to departments, newest wave first."""
    found = ThemeRelease.objects.select_related(
        "wave__questionnaire", "edition__wave", "released_by"
    )
    found = found.defer("wave__questionnaire__document")
    return list(found.filter(wave__year=year) if year else found)


def release_by_id(release_id: int) -> ThemeRelease:
    """One of them. Raises Missing."""
    found = next((each for each in releases() if each.pk == release_id), None)
    if found is None:
        raise Missing("There is no such table of themes. The list of themes shows them all.")
    return found


def release_of(wave: Wave, question: str) -> ThemeRelease | None:
    """The released counts of a wave and question, or None."""
    rows = ThemeRelease.objects.select_related("edition__wave", "released_by")
    return rows.filter(wave=wave, question=question).first()
