"""What passages bear on, as numbers: the same words weigh otherwise where a law speaks of children.

In:  the limbs of passages.
Out: an array of shape (passages, `BEARINGS`), by which the classifier weighs its features.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gc25map.records import Limbs

BEARINGS = ("children", "digital", "force")
# What binds whoever breaks it, and what binds nobody; all other force lies between.
_FORCE = {"offence": 1.0, "prohibition": 1.0, "none": -1.0}


def bearings_of(limbs: Sequence[Limbs], *, one_law: bool = True) -> Any:
    """The bearings of passages: children and digital from -2 to 2, force from -1 to 1.

    Of the passages of `one_law` each bears as much on what all of them speak of, on average, as on what
    it says itself; of passages from nowhere each speaks for itself alone.
    """
    found = np.array([_own(one) for one in limbs]).reshape(-1, len(BEARINGS))
    if one_law and len(found):
        found[:, :2] += found[:, :2].mean(axis=0)
    return found


def _own(limbs: Limbs) -> tuple[float, float, float]:
    return (
        1.0 if limbs.children else -1.0,
        1.0 if limbs.digital else -1.0,
        _FORCE.get(limbs.force, 0.0),
    )
