"""Ridge regression over a kernel: what each passage is worth for each provision.

In:  how alike any two passages are, what each serves, and how much it counts.
Out: an array of shape (passages, provisions), by which a passage's likeness to others becomes a score.

With far more features than passages it is solved between the passages. A few thousand are solved at once, by
Cholesky. More are solved by conjugate gradients, for which blocks of neighbouring passages, mostly of one language,
are first solved each by itself: they have most in common with each other, so that a few steps are enough. All
provisions take their steps together (SciPy's solver takes one, and would read the whole system anew for each).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.linalg import LinAlgError
from scipy import linalg

# Rows that are solved at once: with more, their factors cost more than the steps that they save.
BLOCK = 4_000
# The share of what is asked for a provision that may remain unanswered; weights are kept with two digits.
REST = 1e-4
MOST_STEPS = 100


def fit(kernel: Any, targets: Any, worth: Any, ridge: float) -> Any:
    """The coefficients of the passages for every provision at once, of the shape of `targets`.

    `kernel` has the shape (passages, passages), `targets` (passages, provisions); `worth` is how much each passage
    counts. `LinAlgError` as in `solved`.
    """
    root = np.sqrt(worth, dtype=kernel.dtype)[:, np.newaxis]
    system = kernel * root
    system *= root.T
    system[np.diag_indices_from(system)] += ridge
    return root * solved(system, root * targets)


def solved(system: Any, right: Any) -> Any:
    """X of `system` X = `right`, of its shape, by column as near as `REST`.

    The system is symmetric and positive; `LinAlgError` where it is not, or is not solved in `MOST_STEPS`.
    """
    blocks = np.array_split(np.arange(len(system)), -(-len(system) // BLOCK))
    factors = [
        (rows, linalg.cho_factor(system[np.ix_(rows, rows)], lower=True, check_finite=False))
        for rows in blocks
    ]

    def by_blocks(columns: Any) -> Any:
        parts = [linalg.cho_solve(f, columns[rows], check_finite=False) for rows, f in factors]
        return np.vstack(parts)

    found = by_blocks(right)
    if len(blocks) == 1:
        return found
    rest = right - system @ found
    enough = REST * np.linalg.norm(right, axis=0)
    step = better = by_blocks(rest)
    gain = (rest * better).sum(axis=0)
    # A column that is solved to its last digit has nothing left to divide by.
    tiny = np.finfo(system.dtype).tiny
    for _ in range(MOST_STEPS):
        if (np.linalg.norm(rest, axis=0) <= enough).all():
            return found
        ahead = system @ step
        length = gain / np.maximum((step * ahead).sum(axis=0), tiny)
        found += length * step
        rest -= length * ahead
        better = by_blocks(rest)
        gained, gain = gain, (rest * better).sum(axis=0)
        step = better + gain / np.maximum(gained, tiny) * step
    raise LinAlgError(f"ridge regression: not solved in {MOST_STEPS} steps")
