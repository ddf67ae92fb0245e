"""Where each return stands among the published groups: its stratum and its band of maturity."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from surveys.questionnaires.structure import Form
from surveys.results.aggregation import DamagedCodesError
from surveys.results.breakdowns import BANDS, NO_BAND, place_of
from surveys.returns.queries import CodedReturns

THEME = "maturity"


@dataclass(frozen=True, eq=False)
class Placed:
    """The coded returns of a wave by place (breakdowns.place_of); places without any are left out.

    codes: the code bytes of its returns end to end. numbers: [returns, number items] in the same
    order, NaN where there is no number. partnerships: ids in the same order.
    """

    codes: dict[int, bytes]
    numbers: dict[int, npt.NDArray[np.float64]]
    partnerships: dict[int, list[int]]

    @property
    def returns(self) -> int:
        """How many returns there are."""
        return sum(self.sizes.values())

    @property
    def sizes(self) -> dict[int, int]:
        """How many there are in each place."""
        return {place: len(ids) for place, ids in self.partnerships.items()}


def maturity_item(form: Form) -> int | None:
    """The position among the form's number items of the year in which a partnership first met.

    That is the first number question of the theme "maturity"; None where a questionnaire has none,
    or where its bands are not those of `breakdowns.BANDS`.
    """
    named = next((part for part in form.breakdowns if part["code"] == THEME), None)
    if named is None or [band["code"] for band in named["bands"]] != list(BANDS):
        return None
    numbers = [item for item in form.items if item.kind == "number"]
    themes = [form.question(item.question).theme for item in numbers]
    return themes.index(THEME) if THEME in themes else None


def bands_of(form: Form, years: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """The band of each year, 1 to the number of bands; NO_BAND where there is no year."""
    bands = np.full(len(years), NO_BAND, np.intp)
    named: Any = next(part for part in form.breakdowns if part["code"] == THEME)
    for number, band in enumerate(named["bands"], 1):
        inside = (years >= band.get("min", -np.inf)) & (years <= band.get("max", np.inf))
        bands[inside] = number
    return bands


def placed(form: Form, coded: CodedReturns) -> Placed:
    """The returns of each stratum apart by band, in the order they had in it.

    Raises DamagedCodesError when codes are longer or shorter than their returns.
    """
    at = maturity_item(form)
    found = Placed({}, {}, {})
    for stratum, partnerships in coded.partnerships.items():
        numbers, codes = coded.numbers[stratum], coded.codes[stratum]
        if len(codes) != len(partnerships) * len(form.columns):
            raise DamagedCodesError("Some codes are longer or shorter than a return.")
        bands = np.full(len(partnerships), NO_BAND, np.intp)
        if at is not None and numbers.shape[1] > at:
            bands = bands_of(form, numbers[:, at])
        rows = np.frombuffer(codes, np.uint8).reshape(len(partnerships), -1)
        for band in np.unique(bands).tolist():
            inside = np.flatnonzero(bands == band)
            place = place_of(stratum, band)
            found.codes[place] = rows[inside].tobytes()
            found.numbers[place] = numbers[inside]
            found.partnerships[place] = [partnerships[index] for index in inside.tolist()]
    return found
