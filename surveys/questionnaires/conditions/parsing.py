"""Reading a condition written as text; conditions/text.py describes the language."""

from __future__ import annotations

import re
from typing import Any

from surveys.questionnaires.conditions.tokens import TextFault, Token, tokens_of
from surveys.questionnaires.conditions.values import (
    QUESTION,
    attribute_value,
    authority_code,
    cannot_begin,
    number,
    option_code,
    question_code,
)

NODE = dict[str, Any]
DEEPEST = 12  # as conditions.faults allows
COMPARED = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
ROW = re.compile(r"([A-Z][A-Z0-9]{0,7})\.([a-z0-9_]{1,40})")
ATTRIBUTES = ("nrf", "authority_type", "region")
COVERED = "authority_codes"


class Reader:
    """Reads the tokens of one text, once, from left to right."""

    def __init__(self, text: str):
        self.tokens = tokens_of(text)
        self.at = 0

    @property
    def next(self) -> Token:
        """The token ahead."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """The token ahead, which is thereby read."""
        token = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def skip(self, *words: str) -> bool:
        """Read the next token if it is one of these words."""
        if self.next.is_word(*words):
            self.take()
            return True
        return False

    def expect_sign(self, sign: str, why: str) -> None:
        """Read this sign. Raises TextFault."""
        if not self.next.is_sign(sign):
            raise TextFault(self.next.position, f"{why}, but {self.next.shown} stands here.")
        self.take()

    def whole(self) -> NODE | None:
        """The condition, or None for an empty text."""
        if self.next.kind == "end":
            return None
        node = self.chain(0)
        if self.next.kind != "end":
            raise TextFault(
                self.next.position,
                f"The condition should end before {self.next.shown}, or go on with “and” or “or” in"
                " small letters.",
            )
        return node

    def chain(self, depth: int) -> NODE:
        """Conditions joined by "and", or by "or"."""
        if depth > DEEPEST:
            raise TextFault(
                self.next.position, f"Brackets may stand {DEEPEST} deep at most. Say it simpler."
            )
        parts = [self.single(depth)]
        joint = self.next.text if self.next.is_word("and", "or") else ""
        while joint and self.next.is_word("and", "or"):
            if self.next.text != joint:
                raise TextFault(
                    self.next.position,
                    "Put brackets around what belongs together: “and” and “or” stand side by side"
                    " here.",
                )
            self.take()
            parts.append(self.single(depth))
        if not joint:
            return parts[0]
        return {"all" if joint == "and" else "any": parts}

    def single(self, depth: int) -> NODE:
        """A condition that is not a chain."""
        token = self.next
        if token.is_word("not"):
            self.take()
            if depth >= DEEPEST:
                raise TextFault(token.position, "Too many times “not”. Say it simpler.")
            return {"not": self.single(depth + 1)}
        if token.is_word("all", "any"):
            return self.group(depth)
        if token.is_sign("("):
            self.take()
            inner = self.chain(depth + 1)
            self.expect_sign(")", "A bracket is still open: close it with )")
            return inner
        return self.leaf()

    def group(self, depth: int) -> NODE:
        """all of (A; B; C)"""
        name = self.take().text
        if not self.skip("of"):
            raise TextFault(self.next.position, f"Write “{name} of ( … ; … )”.")
        self.expect_sign("(", "Open a bracket with (")
        parts = [self.chain(depth + 1)]
        while self.next.is_sign(";"):
            self.take()
            parts.append(self.chain(depth + 1))
        self.expect_sign(")", "Close the bracket with ), or go on with ;")
        return {name: parts}

    def leaf(self) -> NODE:
        """One thing asked."""
        token = self.next
        if token.is_word(*ATTRIBUTES):
            return self.attribute()
        if token.is_word(COVERED):
            return self.covered()
        if token.kind == "word" and ROW.fullmatch(token.text):
            return self.row()
        if token.kind == "word" and QUESTION.fullmatch(token.text):
            following = self.tokens[self.at + 1]
            if following.is_word("is", "includes", "does", "answered"):
                return self.answer()
            return self.comparison()
        if token.kind == "number" or token.is_word("year", "sum"):
            return self.comparison()
        raise TextFault(token.position, cannot_begin(token))

    def answer(self) -> NODE:
        """A01 is yes; B02 is answered; G02 includes any of a, b."""
        code = self.take().text
        if self.next.is_word("includes", "does"):
            return self.included(code)
        return self.said({"question": code})

    def row(self) -> NODE:
        """H02.crime is discussed"""
        token = self.take()
        found = ROW.fullmatch(token.text)
        assert found is not None
        if self.next.is_word("includes", "does"):
            raise TextFault(
                self.next.position, f"A row takes one option: write “{token.text} is …”."
            )
        return self.said({"question": found[1], "row": found[2]})

    def said(self, of: NODE) -> NODE:
        """What comes after a question or row: is answered, is X, is not one of X, Y."""
        if self.skip("answered"):
            return {**of, "answered": True}
        if not self.skip("is"):
            raise TextFault(self.next.position, f"Write “is” here, not {self.next.shown}.")
        negated = self.skip("not")
        if self.skip("answered"):
            node = {**of, "answered": True}
        else:
            self.list_words("one", "any")
            node = {**of, "in": self.codes()}
        return {"not": node} if negated else node

    def included(self, code: str) -> NODE:
        """includes a, b; does not include any of a, b."""
        if self.skip("includes"):
            self.list_words("any", "one")
            return {"question": code, "includes_any": self.codes()}
        self.take()
        if not (self.skip("not") and self.skip("include")):
            raise TextFault(self.next.position, f"Write “{code} does not include …”.")
        self.list_words("any", "one")
        return {"not": {"question": code, "includes_any": self.codes()}}

    def list_words(self, *words: str) -> bool:
        """Read "one of" or "any of" if it stands here."""
        if self.next.is_word(*words) and self.tokens[self.at + 1].is_word("of"):
            self.take()
            self.take()
            return True
        return False

    def codes(self) -> list[str]:
        """Codes of options, with commas."""
        return self.listed(option_code)

    def listed(self, read: Any) -> list[Any]:
        """Values with commas."""
        found = [read(self.take())]
        while self.next.is_sign(","):
            self.take()
            found.append(read(self.take()))
        return found

    def attribute(self) -> NODE:
        """nrf; nrf is no; region is one of "London", "South East"."""
        name = self.take().text
        if not self.next.is_word("is"):
            if name != "nrf":
                raise TextFault(self.next.position, f"Write “{name} is …”.")
            return {"lsp": "nrf", "eq": True}
        self.take()
        negated = self.skip("not")
        listed = self.list_words("one", "any")
        values = self.listed(attribute_value)
        key, given = ("in", values) if listed or len(values) > 1 else ("eq", values[0])
        node = {"lsp": name, key: given}
        return {"not": node} if negated else node

    def covered(self) -> NODE:
        """authority_codes include any of 00CC, 17"""
        self.take()
        negated = False
        if self.skip("do"):
            negated = self.skip("not")
        if not self.skip("include", "includes"):
            raise TextFault(self.next.position, f"Write “{COVERED} include …”.")
        self.list_words("any", "one")
        node = {"lsp": COVERED, "includes_any": self.listed(authority_code)}
        return {"not": node} if negated else node

    def comparison(self) -> NODE:
        """B03 + B04 = B02"""
        left = self.amount()
        sign = self.next
        if not sign.is_sign(*COMPARED):
            raise TextFault(
                sign.position,
                "Say what is asked of it: “is …”, “includes …”, “is answered”, or compare it with"
                f" = != < <= > or >=. Here stands {sign.shown}.",
            )
        self.take()
        return {COMPARED[sign.text]: [left, self.amount()]}

    def amount(self) -> NODE:
        """B02; B03 + B04; sum of B03; 12.5; year."""
        token = self.take()
        if token.kind == "number":
            return {"value": number(token)}
        if token.is_word("year"):
            return {"wave": "year"}
        if token.is_word("sum"):
            if not self.skip("of"):
                raise TextFault(self.next.position, "Write “sum of B03, B04”.")
            return {"sum": self.listed(question_code)}
        codes = [question_code(token)]
        while self.next.is_sign("+"):
            self.take()
            codes.append(question_code(self.take()))
        return {"number": codes[0]} if len(codes) == 1 else {"sum": codes}
