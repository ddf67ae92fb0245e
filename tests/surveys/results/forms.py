"""Small compiled forms and random returns for the pure tests of results."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.questionnaires.structure import Column, Item, Option


@dataclass(frozen=True)
class SmallForm:
    """The two parts of a compiled form that the layout reads."""

    items: tuple[Item, ...]
    columns: tuple[Column, ...]


def item(key: str, kind: str, *options: Option) -> Item:
    question, _, row = key.partition(".")
    return Item(key, question, row or None, f"Label of {key}", kind, options, f"id_{key}")


def option(code: str, *, in_base: bool = True, exclusive: bool = False) -> Option:
    return Option(code, f"Option {code}", in_base=in_base, exclusive=exclusive)


DK = option("dk", in_base=False, exclusive=True)
NA = option("na", in_base=False)
VACANT = option("vacant", in_base=False)


def small_form(*items: Item) -> SmallForm:
    columns = []
    for index, one in enumerate(items):
        if one.kind == "multi":
            columns += [Column(index, place) for place in range(len(one.options))]
        else:
            columns.append(Column(index, None))
    return SmallForm(items, tuple(columns))


EXAMPLE = small_form(
    item("A01", "choice", option("yes"), option("no")),
    item("B01", "choice", option("a"), option("b"), option("c"), VACANT, DK),
    item("B02", "number"),
    item("C01", "multi", option("x"), option("y"), option("none", exclusive=True), DK),
    item("D01.one", "choice", option("low"), option("mid"), option("high"), NA),
    item("E01", "text"),
)


def random_codes(form: SmallForm, size: int, seed: int) -> npt.NDArray[np.uint8]:
    """Coded returns [size, columns], with every kind of missing answer in them."""
    rng = np.random.default_rng(seed)
    parts = []
    for one in form.items:
        state = rng.choice([0, 1, 250], size, p=[0.1, 0.8, 0.1])
        if one.kind == "choice":
            weights = rng.dirichlet(np.full(len(one.options), 0.6))
            chosen = rng.choice(len(one.options), size, p=weights) + 1
            parts.append(np.where(state == 1, chosen, state)[:, None])
        elif one.kind == "multi":
            parts.append(_ticks(one, state, rng))
        else:
            parts.append(state[:, None])
    return np.concatenate(parts, axis=1).astype(np.uint8)


def _ticks(one: Item, state: npt.NDArray[np.int64], rng: np.random.Generator):
    ticks = rng.random((len(state), len(one.options))) < 0.4
    alone = rng.integers(-2, len(one.options), len(state))
    for place, choice in enumerate(one.options):
        if choice.exclusive:
            ticks[:, place] = False
            ticks[alone == place] = False
            ticks[alone == place, place] = True
    return np.where(state[:, None] == 1, ticks + 1, state[:, None])
