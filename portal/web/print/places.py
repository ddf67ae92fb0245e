"""Where a document's blocks stand on its pages, and how a shorter copy keeps them there; pure.

A copy in which something is withheld has the same sections and the same number of blocks. What is
withheld keeps its height on the last page that it reached, leaves the pages in between free, and
whatever begins a page in the fuller copy begins that page in the shorter one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from portal.web.print.document import Document


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a block on one page: number of the page from 0, height in CSS pixels, and
    whether nothing stands above it."""

    page: int
    height: float
    at_top: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """All fragments of one block, page by page."""

    fragments: tuple[Fragment, ...]

    @property
    def page(self) -> int:
        """The page that it begins on."""
        return self.fragments[0].page

    @property
    def begins_page(self) -> bool:
        """True if it is the first thing on a page other than the first."""
        return self.fragments[0].at_top and self.page > 0


@dataclass(frozen=True)
class Places:
    """What a shorter copy has to keep: `spots` of the fuller one by id, and the ids of places
    that are `shorter` in it."""

    spots: Mapping[str, Spot] = field(default_factory=dict)
    shorter: frozenset[str] = frozenset()

    def rests(self, place: str) -> tuple[str, ...]:
        """Ids of the further pages that a shorter place leaves free."""
        if place not in self.shorter:
            return ()
        return tuple(f"rest-{place}-{n}" for n in range(1, len(self.spots[place].fragments)))

    @property
    def css(self) -> str:
        """The rules that keep every place."""
        return "".join(self._rules())

    def kept_by(self, spots: Mapping[str, Spot]) -> bool:
        """True if everything begins on the page where it begins in the fuller copy."""
        pages = {name: spot.page for name, spot in spots.items()}
        return pages == {name: spot.page for name, spot in self.spots.items()}

    def _rules(self) -> Iterator[str]:
        for name, spot in self.spots.items():
            if spot.begins_page:
                # A natural break drops the margin above a section, a forced one would keep it.
                yield f"#{name}{{break-before:page}}.section:has(>#{name}){{margin-top:0}}"
            if name in self.shorter:
                heights = [fragment.height for fragment in spot.fragments]
                rests = self.rests(name)
                for rest, height in zip(rests, heights[1:], strict=True):
                    yield f"#{rest}{{height:{height!r}px}}"
                # A little less than the rest of the first page, or it would not fit there.
                filled, first = f"#{name}>.entry--withheld", max(heights[0] - 12, 0)
                yield (
                    f"{filled}{{height:{first!r}px}}"
                    if rests
                    else f"#{name}{{height:{heights[0]!r}px}}"
                )


NOWHERE = Places()


def keeping(document: Document, like: Document, spots: Mapping[str, Spot]) -> Places:
    """The places of `like` that `document` keeps. Raises ValueError when their parts do not match."""
    shapes = [[len(section.blocks) for section in each.sections] for each in (document, like)]
    if shapes[0] != shapes[1] or not (document.placed and like.placed):
        raise ValueError("A copy needs the same sections and as many blocks as the document.")
    shorter = {
        f"place-{i}-{j}"
        for i, (mine, theirs) in enumerate(zip(document.sections, like.sections, strict=True), 1)
        for j, (a, b) in enumerate(zip(mine.blocks, theirs.blocks, strict=True), 1)
        if a != b and not getattr(a, "fills_page", False)
    }
    return Places(dict(spots), frozenset(shorter))
