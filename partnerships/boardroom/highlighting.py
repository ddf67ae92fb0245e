"""Words found, marked in an excerpt: safe whatever stands in the text; pure."""

import re
import secrets
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.web.markdown import to_plain

_STRAY = re.compile(r"\*\*|__")
# Without one of these a text is no Markdown, and parsing it would change nothing.
_MARKUP = re.compile(r"[^\w\s.,;:?'’“”…]|\d[.)]")


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

    def in_prose(self, excerpt: str) -> SafeString:
        """An excerpt of Markdown with these markers, as text on one line with <mark>."""
        if not _MARKUP.search(excerpt):
            return self.in_line(excerpt)
        # Cut from a longer text, an excerpt may hold one end of an emphasis.
        return self.in_line(_STRAY.sub("", to_plain(excerpt)))

    def in_line(self, text: str) -> SafeString:
        """Plain text with these markers, such as a title."""
        pieces = re.split(f"{self.opening}(.*?){self.closing}", " ".join(text.split()))
        return format_html_join(
            "",
            "{}",
            ((self._piece(piece, found=number % 2 == 1),) for number, piece in enumerate(pieces)),
        )

    def _piece(self, text: str, *, found: bool) -> SafeString:
        clean = text.replace(self.opening, "").replace(self.closing, "")
        return format_html("<mark>{}</mark>" if found else "{}", clean)
