"""Thresholds chosen on some documents and applied to one that had no part in the choice.

The criterion is one and the same throughout: of all in `GRID`, those with the greatest mean of four pooled figures,
one for each thing that a reader relies on (what is found: F1; its status: kappa; silence: gap precision; the
passages: evidence recall); among equals the most careful, that is, the higher `alone`, then `with_cue`,
then `with_rule`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from statistics import fmean

import numpy as np

from gc25map.evaluate.figures import Counts, Figures, counts_of, pooled
from gc25map.evaluate.judged import JudgedDocument
from gc25map.measure import TaggedLaw, measure_coverage
from gc25map.tag.decide import Thresholds, redecide
from gc25map.taxonomy import Taxonomy

# A cue never makes the classifier say more than it must alone.
GRID = tuple(
    Thresholds(alone=alone, with_cue=with_cue, with_rule=with_rule)
    for alone, with_cue, with_rule in product(
        (0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9),
        (0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.8),
        (0.0, 0.01, 0.02, 0.03, 0.05, 0.08),
    )
    if with_cue <= alone
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document measured with thresholds that the other documents chose."""

    document: str
    thresholds: Thresholds
    counts: Counts


@dataclass(frozen=True, slots=True)
class Choice:
    """What the criterion chooses on all documents, and on all but each."""

    thresholds: Thresholds
    left_out: tuple[LeftOut, ...]


def choose_thresholds(
    documents: Sequence[JudgedDocument], laws: Sequence[TaggedLaw], taxonomy: Taxonomy
) -> Choice:
    """Decide every law at all thresholds once, then choose; needs two documents or more."""
    table = [
        [_counts(document, law, thresholds, taxonomy) for thresholds in GRID]
        for document, law in zip(documents, laws, strict=True)
    ]
    left_out = []
    for number, document in enumerate(documents):
        best = _best([row for n, row in enumerate(table) if n != number])
        left_out.append(LeftOut(document.name, GRID[best], table[number][best]))
    return Choice(GRID[_best(table)], tuple(left_out))


def _counts(
    document: JudgedDocument, law: TaggedLaw, thresholds: Thresholds, taxonomy: Taxonomy
) -> Counts:
    again = replace(law, tagging=redecide(law.tagging, thresholds))
    return counts_of(document, measure_coverage([again], taxonomy))


def _best(table: Sequence[Sequence[Counts]]) -> int:
    """The place in `GRID` of the best thresholds for these documents."""
    worth = [_worth(pooled(column).figures()) for column in zip(*table, strict=True)]
    # The grid rises, so the last of the equals is the most careful.
    return int(np.flatnonzero(np.isclose(worth, max(worth), rtol=0, atol=1e-12))[-1])


def _worth(figures: Figures) -> float:
    """What the criterion makes as great as it can be: 1 where everything agrees."""
    return fmean((figures.f1, figures.kappa, figures.gap_precision, figures.evidence_recall))
