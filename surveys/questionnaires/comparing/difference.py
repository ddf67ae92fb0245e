"""The difference between two documents: sections, questions, options, rows, routing, checks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from surveys.questionnaires import document as documents
from surveys.questionnaires.comparing.clauses import NAMED, Clauses
from surveys.questionnaires.comparing.found import Change, Detail, Difference

Part = Mapping[str, Any]
GENERAL = {
    "code": "Code",
    "year": "Year",
    "version": "Version",
    "title": "Title",
    "status": "Status",
    "notice": "Notice",
    "attribution": "Attribution",
    "reference_date": "Reference date",
    "eligibility": "A return counts only if",
    "missing_codes": "Codes of missing answers",
    "breakdowns": "Breakdowns",
    "figures": "Figures",
    "mapping": "Mapped to",
}
SECTION = {"title": "Title", "intro": "Introduction", "show_if": "Asked only if"}
QUESTION = {
    "code": "Code",
    "section": "Section",
    "text": "Question",
    "help": "Hint",
    "type": "Type",
    "required": "Must be answered",
    "show_if": "Asked only if",
    "min": "Smallest number",
    "max": "Largest number",
    "decimals": "Decimal places",
    "unit": "Unit",
    "currency": "Currency",
    "period": "Financial year",
    "max_length": "Longest answer",
    "max_choices": "Most options",
    "row_name": "Name of a row",
    "rows_name": "Name of rows",
    "option_name": "Name of an option",
    "theme": "Subject",
    "figure": "Figure",
}
OPTION = {
    "label": "",
    "score": "score",
    "group": "counts as",
    "in_base": "in the percentage base",
    "exclusive": "stands alone",
}
ROW = {"label": "", "show_if": "asked only if"}
# What a property that is not given stands for.
DEFAULTS = {"decimals": 0, "row_name": "row", "rows_name": "rows", "option_name": "an answer"}
CHECK = {
    "kind": "Kind",
    "questions": "Questions",
    "rule": "Rule",
    "when": "Applies when",
    "require": "Must hold",
    "message": "Message",
    "remedy": "Remedy",
    "note": "Note",
}


def difference(before: Part, after: Part) -> Difference:
    """All that differs, in the order of `after` and then what is gone.

    Questions belong together by the mapping of `after` when it speaks of `before`, else by code.
    Both may have faults, as drafts do; their shape must hold.
    """
    return _Comparison(before, after).found()


class _Comparison:
    """The two documents and their words."""

    def __init__(self, before: Part, after: Part) -> None:
        self.before, self.after = before, after
        self.old, self.new = Clauses(before), Clauses(after)
        mapping = after.get("mapping")
        fits = mapping and mapping["to"]["sha256"] == documents.sha256(before)
        self.mapping: Part = mapping if mapping and fits else {"questions": [], "to": None}
        self.listed = {entry["question"]: entry for entry in self.mapping["questions"]}

    def found(self) -> Difference:
        """Everything, list by list."""
        old, new = self._settings(self.before), self._settings(self.after)
        return Difference(
            general=(*self._details(old, new, GENERAL), *self._sources()),
            sections=self._sections(),
            questions=self._questions(),
            checks=self._checks(),
        )

    def _sources(self) -> Iterator[Detail]:
        """Where questions come from: in one line, since it changes nothing for who answers."""
        old = {part["code"]: part for part in self.before["questions"]}
        differ = [
            part["code"]
            for part in self.after["questions"]
            if any(
                part.get(key) != old.get(part["code"], part).get(key)
                for key in ("source", "source_ref")
            )
        ]
        if differ:
            yield Detail("Sources", "", f"Stated otherwise for {_and(differ)}")

    def _settings(self, document: Part) -> Part:
        """The mapping as its target alone: what it says of questions stands beside these."""
        if not document.get("mapping"):
            return document
        target = document["mapping"]["to"]
        return {**document, "mapping": f"{target['code']} version {target['version']}"}

    def _sections(self) -> tuple[Change, ...]:
        codes = {part["code"]: part["code"] for part in self.after["sections"]}
        return tuple(self._parts("sections", codes, SECTION, "title"))

    def _checks(self) -> tuple[Change, ...]:
        codes = {part["code"]: part["code"] for part in self.after.get("checks", ())}
        return tuple(self._parts("checks", codes, CHECK, "message"))

    def _questions(self) -> tuple[Change, ...]:
        old_codes = {part["code"] for part in self.before["questions"]}
        codes = {}
        for part in self.after["questions"]:
            entry = self.listed.get(part["code"])
            if entry and entry["relation"] in ("same", "reworded"):
                codes[part["code"]] = entry["earlier"][0]
            elif not self.mapping["to"] and part["code"] in old_codes:
                codes[part["code"]] = part["code"]
        return tuple(self._parts("questions", codes, QUESTION, "text"))

    def _parts(
        self, key: str, codes: Mapping[str, str], names: Mapping[str, str], title: str
    ) -> Iterator[Change]:
        """Changes in one list; `codes`: code in `after` → code in `before`."""
        old = {part["code"]: part for part in self.before.get(key, ())}
        new = {part["code"]: part for part in self.after.get(key, ())}
        pairs = {mine: theirs for mine, theirs in codes.items() if theirs in old and mine in new}
        moved = _moved([pairs[code] for code in new if code in pairs], list(old))
        for code, part in new.items():
            if code not in pairs:
                yield Change("added", code, part.get(title, ""), remark=self._origin(key, code))
                continue
            earlier = old[pairs[code]]
            details = list(self._details(earlier, part, names))
            details += self._inside(earlier, part)
            if pairs[code] in moved:
                details.append(Detail("Place", _place(pairs[code], old), _place(code, new)))
            if details:
                yield Change("changed", code, part.get(title, ""), tuple(details))
        gone = set(old) - set(pairs.values())
        for code, part in old.items():
            if code in gone:
                yield Change("removed", code, part.get(title, ""), remark=self._fate(key, code))

    def _details(self, old: Part, new: Part, names: Mapping[str, str]) -> Iterator[Detail]:
        for key, name in names.items():
            default = DEFAULTS.get(key)
            was, now = old.get(key, default), new.get(key, default)
            # A condition whose words alone changed did so with the option it names.
            if was == now:
                continue
            before, after = self.old.value(key, was), self.new.value(key, now)
            if before != after:
                yield Detail(name, before, after)
            elif key in NAMED:
                yield Detail(name, "", "Changed inside")

    def _inside(self, old: Part, new: Part) -> Iterator[Detail]:
        for key, noun, names in (("options", "Option", OPTION), ("rows", "Row", ROW)):
            theirs = {part["code"]: self._line(self.old, part, names) for part in old.get(key, ())}
            mine = {part["code"]: self._line(self.new, part, names) for part in new.get(key, ())}
            for code in [*mine, *(code for code in theirs if code not in mine)]:
                if theirs.get(code) != mine.get(code):
                    yield Detail(f"{noun} {code}", theirs.get(code, ""), mine.get(code, ""))
            both = [code for code in mine if code in theirs]
            if both != [code for code in theirs if code in mine]:
                yield Detail(f"Order of {key}", ", ".join(theirs), ", ".join(mine))

    def _line(self, words: Clauses, part: Part, names: Mapping[str, str]) -> str:
        """An option or row on one line: its label, and what is special about it."""
        said = []
        for key, name in names.items():
            value = words.value(key, part.get(key))
            if not name:
                said.append(value)
            elif key == "in_base":
                said += ["not in the percentage base"] if value == "No" else []
            elif key == "exclusive":
                said += [name] if value == "Yes" else []
            elif value:
                said.append(f"{name} {value}")
        return "; ".join(said)

    def _origin(self, key: str, code: str) -> str:
        entry = self.listed.get(code) if key == "questions" else None
        if entry is None or not entry["earlier"]:
            return ""
        verb = "Split from" if entry["relation"] == "split" else "Merged from"
        return f"{verb} {_and(entry['earlier'])}"

    def _fate(self, key: str, code: str) -> str:
        if key != "questions":
            return ""
        heirs = [e for e in self.mapping["questions"] if code in e["earlier"]]
        if heirs:
            verb = "Split into" if heirs[0]["relation"] == "split" else "Merged into"
            return f"{verb} {_and([entry['question'] for entry in heirs])}"
        return "Dropped" if code in self.mapping.get("dropped", ()) else ""


def _moved(codes: Sequence[str], order: Sequence[str]) -> set[str]:
    """The fewest codes that must move to bring `codes` into this order."""
    places = [order.index(code) for code in codes]
    ends: list[int] = []  # place each longest rising run of its length ends with
    chains: list[tuple[int, ...]] = []
    for place in places:
        length = bisect_left(ends, place)
        chain = (*chains[length - 1], place) if length else (place,)
        ends[length:] = [place, *ends[length + 1 :]]
        chains[length:] = [chain, *chains[length + 1 :]]
    stay = set(chains[-1]) if chains else set()
    return {code for code, place in zip(codes, places, strict=True) if place not in stay}


def _place(code: str, parts: Mapping[str, Part]) -> str:
    codes = list(parts)
    place = codes.index(code)
    return f"after {codes[place - 1]}" if place else "first"


def _and(codes: Sequence[str]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} and {codes[-1]}"
