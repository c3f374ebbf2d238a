"""How well the statuses agree with judged documents: one table of figures, with what they rest on.

In:  coverages of documents, and judgements (`JudgedDocument`) of the same documents.
Out: `Figures`; formulas are in METHODOLOGY.md. "Found" is addressed or partial.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sklearn.metrics import cohen_kappa_score, f1_score

from gc25map.baselines import BASELINES
from gc25map.errors import BadFile, NothingToRead
from gc25map.measure import measure_coverage
from gc25map.pipeline import prepare
from gc25map.read import PendingLaw, ReadingCache
from gc25map.records import Cell, Status
from gc25map.tag.words import words_of

CLASSES = ("addressed", "partial", "missing")


@dataclass(frozen=True, slots=True)
class JudgedEvidence:
    """A passage that a judge named: its page, its locator as printed, and its first words."""

    page: int
    locator: str
    starts: str


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """What a careful reading of one document found; provisions left out are missing."""

    document: str
    children_only: bool
    digital_only: bool
    statuses: Mapping[str, Status]
    evidence: Mapping[str, tuple[JudgedEvidence, ...]]


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


def load_judged(path: Path) -> JudgedDocument:
    """One judgement file; `BadFile` where it is not of the form that CONTRIBUTING describes."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return JudgedDocument(
            document=data["document"],
            children_only=bool(data["scope"]["children_only"]),
            digital_only=bool(data["scope"]["digital_only"]),
            statuses={key: item["status"] for key, item in data["provisions"].items()},
            evidence={
                key: tuple(
                    JudgedEvidence(int(e["page"]), e["locator"], e["starts"])
                    for e in item["evidence"]
                )
                for key, item in data["provisions"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadFile(f"{path}: not a judged document ({error})") from error


def measure(pairs: Sequence[tuple[JudgedDocument, Sequence[Cell]]]) -> Figures:
    """Figures pooled over documents."""
    expected = [
        judged.statuses.get(c.provision, "missing") for judged, cells in pairs for c in cells
    ]
    given = [_as_class(cell.status) for _, cells in pairs for cell in cells]
    wanted = [status != "missing" for status in expected]
    found = [status != "missing" for status in given]
    gaps = [not f for f in found]
    true_gaps = [not w for w in wanted]
    recalled, named = _evidence_recall(pairs)
    return Figures(
        documents=len(pairs),
        precision=_share(wanted, found),
        recall=_share(found, wanted),
        f1=float(f1_score(wanted, found, zero_division=0)),
        kappa=float(cohen_kappa_score(expected, given, labels=list(CLASSES))),
        macro_f1=float(
            f1_score(expected, given, labels=list(CLASSES), average="macro", zero_division=0)
        ),
        gap_precision=_share(true_gaps, gaps),
        gap_recall=_share(gaps, true_gaps),
        evidence_recall=recalled / named if named else 0.0,
    )


def _as_class(status: str) -> str:
    return status if status in CLASSES else "missing"


def _share(hit: Sequence[bool], of: Sequence[bool]) -> float:
    """How many of those that are `of` are also `hit`."""
    total = sum(of)
    return sum(h and o for h, o in zip(hit, of, strict=True)) / total if total else 0.0


def _evidence_recall(pairs: Sequence[tuple[JudgedDocument, Sequence[Cell]]]) -> tuple[int, int]:
    recalled = named = 0
    for judged, cells in pairs:
        by_id = {cell.provision: cell for cell in cells}
        for provision, items in judged.evidence.items():
            for item in items:
                named += 1
                recalled += provision in by_id and _holds(by_id[provision], item)
    return recalled, named


def _holds(cell: Cell, item: JudgedEvidence) -> bool:
    """Whether the cell shows a passage on that page that holds the judge's first words."""
    wanted = " ".join(words_of(item.starts).folded)
    return any(
        e.page <= item.page <= e.last_page and wanted in " ".join(words_of(e.text).folded)
        for e in cell.evidence
    )


def table(rows: Mapping[str, Figures]) -> list[dict[str, Any]]:
    """Rows for printing or for JSON, values rounded to three digits."""
    return [
        {"name": name, **{k: round(getattr(f, k), 3) for k in Figures.__slots__}}
        for name, f in rows.items()
    ]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by name (each document, all together, the baselines), and the cells behind them."""

    rows: dict[str, Figures]
    pairs: list[tuple[JudgedDocument, tuple[Cell, ...]]]


def evaluate_folder(judged: Path, laws: Path, cache: ReadingCache | None = None) -> Evaluation:
    """Analyse every judged document and compare; documents are sought below `laws`.

    Baselines in the same run: the signals of each provision as plain keywords, the cosine of
    TF-IDF vectors to what the taxonomy says of each provision, the rules alone, the classifier alone.
    """
    tools = prepare()
    documents = [load_judged(path) for path in sorted(judged.glob("*.json"))]
    if not documents:
        raise NothingToRead(f"{judged}: no judged documents (*.json) there")
    tagged = [tools.tag_law(PendingLaw(laws / d.document, cache=cache)) for d in documents]
    pairs = [
        (document, measure_coverage([law], tools.taxonomy))
        for document, law in zip(documents, tagged, strict=True)
    ]
    rows = {Path(d.document).stem: measure([(d, cells)]) for d, cells in pairs}
    rows["all documents"] = measure(pairs)
    for name, baseline in BASELINES.items():
        rows[f"baseline: {name}"] = measure(
            [(d, baseline(law, tools.taxonomy)) for d, law in zip(documents, tagged, strict=True)]
        )
    return Evaluation(rows, pairs)


def disagreements(
    pairs: Sequence[tuple[JudgedDocument, Sequence[Cell]]],
) -> Iterator[str]:
    """One line for each cell in which judge and tool differ, with the strongest passage."""
    for judged, cells in pairs:
        for cell in cells:
            expected = judged.statuses.get(cell.provision, "missing")
            if expected == _as_class(cell.status):
                continue
            best = next(iter((*cell.evidence, *cell.nearest)), None)
            where = f"{best.locator} p. {best.page} ({best.method})" if best else "no passage"
            name = Path(judged.document).stem
            yield f"{name}: {cell.provision}: judged {expected}, given {cell.status}; {where}"
