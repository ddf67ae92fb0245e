"""A reader who solves the linear system of matched and whole tables, and knows more than most."""

import numpy as np
import pandas as pd

from surveys.results.breakdowns import GROUPS as PUBLISHED
from surveys.results.breakdowns import PLACE_MEMBERSHIP


def frame_of(side, later, both):
    """Every return of a wave in pandas: its codes, its place and the place it has in the later."""
    rows = []
    columns = len(side.form.columns)
    for place, ids in side.placed.partnerships.items():
        codes = np.frombuffer(side.placed.codes[place], np.uint8).reshape(-1, columns)
        rows += [(one, place, later.get(one), *row) for one, row in zip(ids, codes, strict=True)]
    frame = pd.DataFrame(rows, columns=["id", "place", "later", *range(columns)])
    return frame.assign(matched=frame["id"].isin(both))


class Attacker:
    """Solves the linear system of the published figures of one item in one wave.

    Unknown are the counts of each answer in every place, apart for matched partnerships (by their
    place in both waves) and the others. A published zero is worth all its parts, and where a
    group, or NRF by type, has as many returns in one table as in the other, nobody is unmatched.
    """

    def __init__(self, side_, later, both, options, shares):
        frame = frame_of(side_, later, both)
        pairs = frame[frame["matched"]][["place", "later"]].drop_duplicates()
        others = frame[["place"]].drop_duplicates().assign(later=np.nan)
        self.atoms = pd.concat([pairs.assign(matched=True), others.assign(matched=False)])
        self.width, self.shares = len(options), shares
        self.rows, self.zero = [], np.zeros(len(self.atoms) * (self.width + shares), bool)
        for group in range(len(PUBLISHED)):
            if PUBLISHED[group].dimension not in ("region", "maturity"):
                self._same_returns(frame, group)

    def _same_returns(self, frame, group):
        members = PLACE_MEMBERSHIP[group]
        whole = members[frame["place"].to_numpy(int)]
        matched = members[frame["later"].fillna(0).to_numpy(int)] & frame["matched"].to_numpy(bool)
        if (whole == matched).all():
            here = members[self.atoms["place"].to_numpy(int)]
            nobody = here & ~self.atoms["matched"].to_numpy(bool)
            self.zero |= np.repeat(nobody, self.width + self.shares)

    def figure(self, group, column, *, matched):
        at = self.atoms["later" if matched else "place"].fillna(0).to_numpy(int)
        inside = PLACE_MEMBERSHIP[group, at]
        if matched:
            inside = inside & self.atoms["matched"].to_numpy(bool)
        columns = np.zeros(self.width + self.shares)
        if column < self.width or self.shares:
            columns[column] = 1
        else:
            columns[:] = 1  # the base of one choice is the sum of its answers
        return np.kron(inside.astype(float), columns)

    def told(self, group, column, value, *, matched):
        row = self.figure(group, column, matched=matched)
        self.rows.append(row)
        if value == 0:
            self.zero |= row > 0

    def solve(self):
        matrix = np.array(self.rows)[:, ~self.zero]
        _, sizes, directions = np.linalg.svd(matrix, full_matrices=False)
        self.basis = directions[sizes > 1e-8]

    def finds(self, row):
        left = row[~self.zero]
        return bool(np.abs(left - self.basis.T @ (self.basis @ left)).max(initial=0) < 1e-7)
