"""How well statuses agree with judgements: counts, and the figures that follow from them.

In:  judgements with the cells that were given for the same documents.
Out: `Figures`, for documents and for provisions; formulas are in METHODOLOGY.md. "Found" is addressed or partial.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gc25map.evaluate.judged import JUDGED_STATUSES, JudgedDocument, JudgedEvidence
from gc25map.records import Cell
from gc25map.tag.words import words_of

CLASSES = JUDGED_STATUSES
Pair = tuple[JudgedDocument, Sequence[Cell]]
# Bootstrap over documents: how often, from which seed, and the share of results within the interval.
RESAMPLED, SEED, INTERVAL = 2_000, 25, 0.95


@dataclass(frozen=True, slots=True)
class Figures:
    """Agreement over one or several documents; every value is in 0–1, kappa in −1–1."""

    documents: int
    precision: float
    recall: float
    f1: float
    kappa: float
    macro_f1: float
    gap_precision: float
    gap_recall: float
    evidence_recall: float


@dataclass(frozen=True, slots=True)
class ProvisionFigures:
    """Agreement on one provision over documents; `support` are those in which the judge found it.

    `given` are those in which the tool did, `both` those in which both did. A share of nothing is None.
    """

    provision: str
    support: int
    given: int
    both: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts behind figures: they add up over documents.

    `cells` is an array of shape (3, 3): judged by given, both in the order of `CLASSES`.
    """

    documents: int
    cells: Any
    recalled: int
    named: int

    def figures(self) -> Figures:
        """The figures of these counts; a share of nothing is 0."""
        n = self.cells
        found_both, judged_only = n[:2, :2].sum(), n[:2, 2].sum()
        given_only, neither = n[2, :2].sum(), n[2, 2]
        precision = _share(found_both, found_both + given_only)
        recall = _share(found_both, found_both + judged_only)
        return Figures(
            documents=self.documents,
            precision=precision,
            recall=recall,
            f1=_share(2 * found_both, 2 * found_both + judged_only + given_only),
            kappa=_kappa(n),
            macro_f1=sum(
                _share(2 * n[i, i], n[i, :].sum() + n[:, i].sum()) for i in range(len(CLASSES))
            )
            / len(CLASSES),
            gap_precision=_share(neither, neither + judged_only),
            gap_recall=_share(neither, neither + given_only),
            evidence_recall=_share(self.recalled, self.named),
        )


def counts_of(judged: JudgedDocument, cells: Sequence[Cell]) -> Counts:
    """The counts of one document."""
    table = np.zeros((len(CLASSES), len(CLASSES)), dtype=np.int64)
    for cell in cells:
        table[CLASSES.index(judged.status(cell.provision)), CLASSES.index(as_class(cell))] += 1
    by_id = {cell.provision: cell for cell in cells}
    named = [(key, item) for key, items in judged.evidence.items() for item in items]
    recalled = sum(key in by_id and shows(by_id[key], item) for key, item in named)
    return Counts(1, table, recalled, len(named))


def pooled(counts: Iterable[Counts]) -> Counts:
    """Several documents taken together."""
    every = list(counts)
    return Counts(
        documents=sum(c.documents for c in every),
        cells=np.sum([c.cells for c in every], axis=0),
        recalled=sum(c.recalled for c in every),
        named=sum(c.named for c in every),
    )


def measure(pairs: Sequence[Pair]) -> Figures:
    """Figures pooled over documents."""
    return pooled(counts_of(judged, cells) for judged, cells in pairs).figures()


def intervals(counts: Sequence[Counts]) -> tuple[Figures, Figures]:
    """The lower and the upper end of each figure when documents are drawn anew, with replacement.

    Other documents of the same kind would mostly give figures between the two; the
    same documents always give the same ends.
    """
    drawn = np.random.default_rng(SEED).integers(0, len(counts), (RESAMPLED, len(counts)))
    samples = [pooled(counts[i] for i in row).figures() for row in drawn]
    names = [name for name in Figures.__slots__ if name != "documents"]
    values = np.array([[getattr(sample, name) for name in names] for sample in samples])
    outside = (1 - INTERVAL) / 2
    low, high = np.quantile(values, [outside, 1 - outside], axis=0)
    return (
        Figures(len(counts), *(float(value) for value in low)),
        Figures(len(counts), *(float(value) for value in high)),
    )


def by_provision(pairs: Sequence[Pair]) -> tuple[ProvisionFigures, ...]:
    """Figures for each provision over all documents, in the order of the cells."""
    rows = []
    for column in zip(*(cells for _, cells in pairs), strict=True):
        provision = column[0].provision
        judged = [document.status(provision) != "missing" for document, _ in pairs]
        given = [as_class(cell) != "missing" for cell in column]
        both = sum(j and g for j, g in zip(judged, given, strict=True))
        support, shown = sum(judged), sum(given)
        rows.append(
            ProvisionFigures(
                provision,
                support,
                shown,
                both,
                precision=both / shown if shown else None,
                recall=both / support if support else None,
                f1=2 * both / (support + shown) if support + shown else None,
            )
        )
    return tuple(rows)


def as_class(cell: Cell) -> str:
    """The status as a judge would put it: what was not assessed was not found."""
    return cell.status if cell.status in CLASSES else "missing"


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0


def _kappa(cells: Any) -> float:
    total = cells.sum()
    agreed = cells.trace() / total
    by_chance = float(cells.sum(axis=0) @ cells.sum(axis=1)) / total**2
    return float((agreed - by_chance) / (1 - by_chance)) if by_chance < 1 else 1.0


def shows(cell: Cell, item: JudgedEvidence) -> bool:
    """Whether the cell shows a passage on that page that holds the judge's first words."""
    wanted = " ".join(words_of(item.starts).folded)
    return any(
        e.page <= item.page <= e.last_page and wanted in " ".join(words_of(e.text).folded)
        for e in cell.evidence
    )
