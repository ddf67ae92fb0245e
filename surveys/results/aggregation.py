"""Counting coded returns by place and summing the places to the published groups."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.results.breakdowns import GROUPS, PLACE_MEMBERSHIP

NOT_ANSWERED = 0
ROUTED_OUT = 250
CANNOT = 251  # reported as not answerable: counted with those not answered
BLOCK = 1 << 19
"""Answers counted at a time: keeps the working memory at a few megabytes at any size."""

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class DamagedCodesError(ValueError):
    """Stored codes that do not fit the questionnaire's layout; `manage.py rebuild_returns` mends them."""


@dataclass(frozen=True, eq=False)
class Tallies:
    """How often each value stands in each column, for the places that hold returns.

    `counts` is [places, columns, highest + 2]: first not answered or not answerable, then options
    1 to `highest`, last routed out.
    """

    places: npt.NDArray[np.intp]
    counts: Floats

    @property
    def membership(self) -> npt.NDArray[np.bool_]:
        """[groups, places]: which of these places make up each group."""
        return PLACE_MEMBERSHIP[:, self.places]

    def by_group(self) -> Counts:
        """The same [groups, columns, highest + 2], summed to the published groups."""
        flat = self.counts.reshape(len(self.places), int(np.prod(self.counts.shape[1:])))
        summed = (self.membership.astype(float) @ flat).astype(np.int64)
        return summed.reshape(len(GROUPS), *self.counts.shape[1:])


def count(codes: Mapping[int, bytes], *, columns: int, highest: int) -> Tallies:
    """Count every byte value of every column in every place.

    `codes` holds for each place the coded returns joined end to end, one byte a column; `highest`
    is the largest option code in use. Raises DamagedCodesError when bytes are missing or hold a
    value that no option has.
    """
    width = highest + 2
    table = _slots(highest)
    places = sorted(codes)
    tallies = np.zeros((len(places), columns * (width + 1)))
    offsets = np.arange(columns, dtype=np.intp) * (width + 1)
    for position, place in enumerate(places):
        _tally(codes[place].translate(table), offsets, tallies[position], place)
    shaped = tallies.reshape(len(places), columns, width + 1)
    faults = shaped[:, :, width].any(axis=0)
    if faults.any():
        column = int(np.flatnonzero(faults)[0])
        raise DamagedCodesError(f"Column {column} holds a code that no option of its item has.")
    return Tallies(np.array(places, np.intp), shaped[:, :, :width])


def _slots(highest: int) -> bytes:
    """A translation of byte values to count slots; the slot after the last marks a fault."""
    table = bytearray([highest + 2] * 256)
    table[: highest + 1] = range(highest + 1)
    table[ROUTED_OUT] = highest + 1
    table[CANNOT] = NOT_ANSWERED
    return bytes(table)


def _tally(slots: bytes, offsets: npt.NDArray[np.intp], into: Floats, place: int) -> None:
    columns = len(offsets)
    if len(slots) % columns:
        raise DamagedCodesError(f"The codes of place {place} are not whole returns.")
    matrix = np.frombuffer(slots, np.uint8).reshape(-1, columns)
    rows = max(1, BLOCK // columns)
    for start in range(0, len(matrix), rows):
        block = np.add(matrix[start : start + rows], offsets, dtype=np.intp)
        into += np.bincount(block.ravel(), minlength=len(into))
