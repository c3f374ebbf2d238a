"""Ridge regression over a kernel: what each passage is worth for each provision.

In:  how alike any two passages are, what each serves, and how much it counts.
Out: an array of shape (passages, provisions), by which a passage's likeness to others becomes a score.

With far more features than passages it is solved between the passages. A few thousand are solved at once, by
Cholesky. More are solved by conjugate gradients, for which the passages are first solved in blocks, each by
itself: passages of other languages have little in common, so that is nearly the answer already, and half the time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import linalg

# Rows that are solved at once; on two threads OpenBLAS ends in a fault beyond 15,000.
BLOCK = 4_000
# The share of what was asked for that may remain unanswered; weights are kept with two digits.
REST = 1e-4
MOST_STEPS = 100


def fit(kernel: Any, targets: Any, worth: Any, ridge: float) -> Any:
    """The coefficients of the passages for every provision at once; `worth` is how much each passage counts."""
    root = np.sqrt(worth, dtype=kernel.dtype)[:, np.newaxis]
    system = kernel * root
    system *= root.T
    system[np.diag_indices_from(system)] += ridge
    return root * solved(system, root * targets)


def solved(system: Any, right: Any) -> Any:
    """X of `system` X = `right`, where the system is symmetric and positive."""
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
    enough = REST * np.linalg.norm(right)
    step = better = by_blocks(rest)
    gain = (rest * better).sum(axis=0)
    for _ in range(MOST_STEPS):
        if np.linalg.norm(rest) <= enough:
            break
        ahead = system @ step
        # A column that is solved already asks for nothing more.
        length = gain / np.maximum((step * ahead).sum(axis=0), np.finfo(system.dtype).tiny)
        found += length * step
        rest -= length * ahead
        better = by_blocks(rest)
        gained, gain = gain, (rest * better).sum(axis=0)
        step = better + gain / np.maximum(gained, np.finfo(system.dtype).tiny) * step
    return found
