"""How well the statuses agree with judged documents: figures, and what they rest on.

In:  a folder of judgements, and the documents they judge.
Out: an `Evaluation`: figures for documents, provisions and baselines, how sure they are, what thresholds
     that a document had no part in would give for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gc25map.baselines import BASELINES
from gc25map.evaluate.figures import (
    Figures,
    Pair,
    ProvisionFigures,
    as_class,
    by_provision,
    counts_of,
    intervals,
    measure,
    pooled,
)
from gc25map.evaluate.judged import JudgedDocument, JudgedEvidence, load_folder, load_judged
from gc25map.evaluate.runs import Comparison
from gc25map.evaluate.thresholds import Choice, choose_thresholds
from gc25map.measure import TaggedLaw, measure_coverage
from gc25map.pipeline import prepare
from gc25map.read import PendingLaw, ReadingCache
from gc25map.taxonomy import Taxonomy

__all__ = [
    "Evaluation",
    "Figures",
    "JudgedDocument",
    "JudgedEvidence",
    "disagreements",
    "evaluate",
    "evaluate_folder",
    "load_judged",
    "measure",
]
ALL = "all documents"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by name, those of each provision, and the cells behind them.

    `rows` are each document, all together, the ends of the interval around that, all
    with thresholds chosen without each, and the baselines. `choice` is None for a single document.
    """

    taxonomy: str
    model: str
    rows: dict[str, Figures]
    provisions: tuple[ProvisionFigures, ...]
    choice: Choice | None
    pairs: tuple[Pair, ...]

    def as_dict(self, comparison: Comparison | None = None) -> dict[str, Any]:
        """All of it as plain data; values are rounded to three digits."""
        data: dict[str, Any] = {
            "taxonomy": self.taxonomy,
            "model": self.model,
            "figures": [
                {"name": name, **_rounded(asdict(figures))} for name, figures in self.rows.items()
            ],
            "provisions": [_rounded(asdict(figures)) for figures in self.provisions],
        }
        if self.choice:
            data["thresholds"] = {
                "all": asdict(self.choice.thresholds),
                "left_out": [
                    {
                        "document": left.document,
                        **asdict(left.thresholds),
                        **_rounded(asdict(left.counts.figures())),
                    }
                    for left in self.choice.left_out
                ],
            }
        if comparison:
            data["since"] = {
                "against": comparison.against,
                **{k: [asdict(c) for c in comparison.of(k)] for k in ("gained", "lost", "moved")},
                "documents_added": list(comparison.added),
                "documents_absent": list(comparison.absent),
            }
        return data


def evaluate_folder(judged: Path, laws: Path, cache: ReadingCache | None = None) -> Evaluation:
    """Analyse every judged document and compare; documents are sought below `laws`."""
    tools = prepare()
    documents = load_folder(judged)
    tagged = [tools.tag_law(PendingLaw(laws / d.document, cache=cache)) for d in documents]
    return evaluate(documents, tagged, tools.taxonomy, tools.model.id)


def evaluate(
    documents: Sequence[JudgedDocument],
    tagged: Sequence[TaggedLaw],
    taxonomy: Taxonomy,
    model: str = "",
) -> Evaluation:
    """Compare laws that were tagged with what was judged of them, document by document.

    Baselines in the same run: the signals of each provision as plain keywords, the cosine of
    TF-IDF vectors to what the taxonomy says of each provision, the rules alone, the classifier alone.
    """
    pairs = tuple(
        (document, measure_coverage([law], taxonomy))
        for document, law in zip(documents, tagged, strict=True)
    )
    counts = [counts_of(document, cells) for document, cells in pairs]
    rows = {d.name: c.figures() for d, c in zip(documents, counts, strict=True)}
    rows[ALL] = pooled(counts).figures()
    choice = None
    if len(documents) > 1:
        rows[f"{ALL}, 2.5 %"], rows[f"{ALL}, 97.5 %"] = intervals(counts)
        choice = choose_thresholds(documents, tagged, taxonomy)
        rows[f"{ALL}, left out"] = pooled(left.counts for left in choice.left_out).figures()
    for name, baseline in BASELINES.items():
        rows[f"baseline: {name}"] = measure(
            [(d, baseline(law, taxonomy)) for d, law in zip(documents, tagged, strict=True)]
        )
    return Evaluation(taxonomy.version, model, rows, by_provision(pairs), choice, pairs)


def disagreements(pairs: Sequence[Pair]) -> Iterator[str]:
    """One line for each cell in which judge and tool differ, with the strongest passage."""
    for judged, cells in pairs:
        for cell in cells:
            expected = judged.status(cell.provision)
            if expected == as_class(cell):
                continue
            best = next(iter((*cell.evidence, *cell.nearest)), None)
            where = f"{best.locator} p. {best.page} ({best.method})" if best else "no passage"
            yield f"{judged.name}: {cell.provision}: judged {expected}, given {cell.status}; {where}"


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {k: round(v, 3) if isinstance(v, float) else v for k, v in values.items()}
