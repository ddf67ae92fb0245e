"""Words found, marked in an excerpt: safe whatever stands in the text; pure."""

import re
import secrets
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.web.markdown import to_plain


@dataclass(frozen=True)
class Markers:
    """What the database puts around a word it found: letters and digits drawn for one request, so
    that no text can hold them beforehand and Markdown sees only a longer word."""

    opening: str
    closing: str

    @classmethod
    def drawn(cls) -> "Markers":
        """New ones."""
        return cls(f"x{secrets.token_hex(8)}o", f"x{secrets.token_hex(8)}c")

    def shown(self, excerpt: str) -> SafeString:
        """An excerpt of Markdown with these markers, as text on one line with <mark>."""
        plain = " ".join(to_plain(excerpt).split())
        pieces = re.split(f"{self.opening}(.*?){self.closing}", plain)
        parts = []
        for number, piece in enumerate(pieces):
            clean = escape(piece.replace(self.opening, "").replace(self.closing, ""))
            parts.append(f"<mark>{clean}</mark>" if number % 2 else clean)
        return mark_safe("".join(parts))  # noqa: S308 every piece is escaped
