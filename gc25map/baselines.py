"""What a user would otherwise reach for, measured beside the tool in the same run.

In:  a tagged law and the taxonomy.
Out: cells; the two simplest baselines know no more than found (as addressed) and missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from gc25map.measure import TaggedLaw, measure_coverage
from gc25map.records import EVIDENCE_KINDS, Cell
from gc25map.tag.decide import Tagging, Thresholds, redecide
from gc25map.tag.features import FeatureSpace
from gc25map.tag.phrases import PhraseFinder
from gc25map.tag.words import words_of
from gc25map.taxonomy import Taxonomy

# The cosine at which a passage counts as similar; the best of 0.10–0.40 on the judged documents.
SIMILAR = 0.2
# No probability reaches what is asked of the classifier, and it doubts no rule.
RULES_ALONE = Thresholds(alone=2.0, with_cue=2.0, with_rule=0.0, in_company=2.0)


def keywords(law: TaggedLaw, taxonomy: Taxonomy) -> tuple[Cell, ...]:
    """A provision is found where any of its signals stands in the text."""
    passages = [p for p in law.passages if p.kind in EVIDENCE_KINDS]
    signals = {p.id: tuple(p.signals) for p in taxonomy.provisions}
    finder = PhraseFinder(signal for words in signals.values() for signal in words)
    found = finder.find([words_of(passage.text).folded for passage in passages])
    hit = {
        provision
        for provision, words in signals.items()
        if any(places.has(words) for places in found)
    }
    return _cells(taxonomy, hit)


def similarity(law: TaggedLaw, taxonomy: Taxonomy) -> tuple[Cell, ...]:
    """A provision is found where a passage's TF-IDF vector lies near that of its description."""
    passages = [words_of(p.text).folded for p in law.passages if p.kind in EVIDENCE_KINDS]
    described = [
        words_of(" ".join((p.title, p.duty, *(e.text for e in p.elements), *p.signals))).folded
        for p in taxonomy.provisions
    ]
    _, matrix = FeatureSpace.fit([*passages, *described], 30_000, 30_000)
    # Each row holds two vectors of length one (words and letters), so half the product is a cosine.
    cosine = (matrix[: len(passages)] @ matrix[len(passages) :].T).toarray() / 2
    best = cosine.max(axis=0, initial=0.0)
    return _cells(
        taxonomy, {p.id for p, s in zip(taxonomy.provisions, best, strict=True) if s >= SIMILAR}
    )


def rules_alone(law: TaggedLaw, taxonomy: Taxonomy) -> tuple[Cell, ...]:
    """The tool with the classifier switched off: whatever a rule says outright stands, and nothing else."""
    return _decided(law, law.tagging, RULES_ALONE, taxonomy)


def classifier_alone(law: TaggedLaw, taxonomy: Taxonomy) -> tuple[Cell, ...]:
    """The tool with the rules switched off: as if none had fired."""
    tagging = law.tagging
    bare = tuple(
        replace(tag, by_rules="none", grade="full", rules=(), elements=())
        for tag in (*tagging.tags, *tagging.near)
    )
    return _decided(law, replace(tagging, tags=bare, near=()), Thresholds(), taxonomy)


def _decided(
    law: TaggedLaw, tagging: Tagging, thresholds: Thresholds, taxonomy: Taxonomy
) -> tuple[Cell, ...]:
    return measure_coverage([replace(law, tagging=redecide(tagging, thresholds))], taxonomy)


def _cells(taxonomy: Taxonomy, found: Iterable[str]) -> tuple[Cell, ...]:
    hit = set(found)
    return tuple(
        Cell(p.id, "addressed" if p.id in hit else "missing", (), 0.0) for p in taxonomy.provisions
    )


BASELINES: dict[str, Callable[[TaggedLaw, Taxonomy], tuple[Cell, ...]]] = {
    "signals as keywords": keywords,
    "TF-IDF cosine": similarity,
    "rules alone": rules_alone,
    "classifier alone": classifier_alone,
}
