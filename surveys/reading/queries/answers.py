"""Text answers of a wave's signed-off returns, read across partnerships by the evaluator's role."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connections

from partnerships.register.models import Partnership
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Question
from surveys.reading.texts import Place
from surveys.returns.models import Wave
from surveys.returns.queries import EVALUATOR

# A text counts as an answer when something is left of it without white space.
ANSWERS = """
FROM returns_return r
CROSS JOIN unnest(%(questions)s::text[]) WITH ORDINALITY AS q(code, place)
CROSS JOIN LATERAL (SELECT r.document -> 'answers' -> q.code AS value) v
CROSS JOIN LATERAL (SELECT v.value #>> '{}' AS text) t
WHERE r.wave_id = %(wave)s AND r.state IN ('submitted', 'accepted', 'queried')
  AND jsonb_typeof(v.value) = 'string' AND t.text ~ '\\S'
"""
SHA256 = "encode(sha256(convert_to(t.text, 'UTF8')), 'hex')"


def text_questions(wave: Wave) -> tuple[Question, ...]:
    """The wave's text questions, in the order of its questionnaire."""
    form = form_of(wave.questionnaire.sha256)
    return tuple(question for question in form.questions if question.type == "text")


def places_of(
    wave: Wave,
    questions: Sequence[str],
    *,
    strata: Collection[int] | None = None,
    words: Iterable[str] = (),
) -> list[Place]:
    """Every answer to these questions that holds all the words, by question and partnership's name;
    `strata`: of these only."""
    sought = [f"%{_literal(word)}%" for word in words]
    sql = f"SELECT r.id, r.partnership_id, r.stratum, q.code, {SHA256} {ANSWERS}"
    values: dict[str, Any] = {"questions": list(questions), "wave": wave.pk}
    if strata is not None:
        sql += " AND r.stratum = ANY(%(strata)s)"
        values["strata"] = list(strata)
    for at, word in enumerate(sought):
        sql += f" AND t.text ILIKE %(word_{at})s"
        values[f"word_{at}"] = word
    with connections[EVALUATOR].cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY q.place, r.partnership_id", values)
        found = [Place(*row) for row in cursor.fetchall()]
    order = {code: at for at, code in enumerate(questions)}
    names = names_of({place.partnership_id for place in found})
    return sorted(found, key=lambda p: (order[p.question], names[p.partnership_id], p.return_id))


def texts_of(places: Collection[Place]) -> dict[tuple[int, str, str], str]:
    """Key → the text, of a page of answers."""
    if not places:
        return {}
    sql = (
        "SELECT r.id, q.code, q.sha256, r.document -> 'answers' ->> q.code FROM returns_return r"
        " JOIN unnest(%s::bigint[], %s::text[], %s::text[]) AS q(id, code, sha256) ON q.id = r.id"
        " WHERE r.state IN ('submitted', 'accepted', 'queried')"
    )
    values: list[Any] = [
        [place.return_id for place in places],
        [place.question for place in places],
        [place.sha256 for place in places],
    ]
    with connections[EVALUATOR].cursor() as cursor:
        cursor.execute(sql, values)
        return {(pk, code, sha): text or "" for pk, code, sha, text in cursor.fetchall()}


def answers_by_question(wave: Wave) -> Counter[str]:
    """Question → how many answers there are."""
    codes = [question.code for question in text_questions(wave)]
    with connections[EVALUATOR].cursor() as cursor:
        cursor.execute(
            f"SELECT q.code, count(*) {ANSWERS} GROUP BY q.code",
            {"questions": codes, "wave": wave.pk},
        )
        return Counter(dict(cursor.fetchall()))


def names_of(partnerships: Collection[int]) -> dict[int, str]:
    """Id → name."""
    return dict(Partnership.objects.filter(pk__in=partnerships).values_list("pk", "name"))


def partnerships_of(ids: Collection[int]) -> dict[int, Partnership]:
    """Id → partnership."""
    return Partnership.objects.in_bulk(ids)


def _literal(word: str) -> str:
    """For ILIKE: its own signs stand for themselves."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
