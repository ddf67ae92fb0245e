"""What a request is about: the wave, its text questions, the partnership."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest

from partnerships.register.models import Partnership
from partnerships.register.queries import partnership_by_slug
from surveys.questionnaires.structure import Question
from surveys.reading.queries.answers import text_questions
from surveys.returns.models import Wave
from surveys.returns.queries.collecting import every_wave, wave_by_year


def opened_waves() -> list[Wave]:
    """Waves that have been opened, newest first."""
    return [wave for wave in every_wave() if wave.state != Wave.State.DRAFT]


def chosen_wave(request: HttpRequest, waves: Sequence[Wave]) -> Wave | None:
    """That of ?year=, or the newest; None without any."""
    wanted = request.GET.get("year", "")
    newest = waves[0] if waves else None
    return next((wave for wave in waves if str(wave.year) == wanted), newest)


def wave_and_questions(year: int) -> tuple[Wave, tuple[Question, ...]]:
    """The wave of that year with its text questions. Raises Missing."""
    wave = wave_by_year(year)
    return wave, text_questions(wave)


def chosen_question(request: HttpRequest, questions: Sequence[Question]) -> Question | None:
    """That of ?question=, or the first; None where a wave has no text question."""
    wanted = request.GET.get("question", "")
    first = questions[0] if questions else None
    return next((each for each in questions if each.code == wanted), first)


def question_of(questions: Sequence[Question], code: str) -> Question:
    """The text question of that code, or 404."""
    found = next((each for each in questions if each.code == code), None)
    if found is None:
        raise Http404
    return found


def partnership_or_404(slug: str) -> Partnership:
    """The partnership of that slug."""
    found = partnership_by_slug(slug)
    if found is None:
        raise Http404
    return found
