"""Does a decision still stand on what it was taken on? Finds its document and its passages again.

A decision is carried where the machine's status is the same and so are the passages (all, or the
strongest). An edited passage is found again by likeness, yet never carried: one word makes a duty a
power. What is nowhere in the report any more is orphaned.
"""

from __future__ import annotations

from collections.abc import Sequence

from gc25map.decisions import (
    AddedPassage,
    Decision,
    HeldAddition,
    HeldDecision,
    ReviewedDocument,
    ReviewedReport,
    passage_hash,
    same_words,
)
from gc25map.records import Cell, Coverage, Evidence, Status
from gc25map.words import STATUS_WORDS

# From here on (of 100) two texts are one passage, edited. Different passages of one law are mostly
# below 70; see METHODOLOGY.
ALIKE = 80.0
NO_DOCUMENT = "its document is no longer among those supplied"


class Ground:
    """A report as the ground on which decisions stand, with what is asked of it again and again."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self._passages = {
            (e.lead, e.text): e for cell in coverage.cells for e in (*cell.evidence, *cell.nearest)
        }
        self._words = {key: same_words(" ".join(key)) for key in self._passages}
        self._hashes: dict[str, frozenset[str]] = {}

    def cell(self, provision: str) -> Cell | None:
        """The cell of a provision; None where the taxonomy has it no longer."""
        try:
            return self.coverage[provision]
        except KeyError:
            return None

    def holds(self, provision: str, hashes: Sequence[str]) -> bool:
        """Whether a passage with one of these hashes stands anywhere in the report."""
        if provision not in self._hashes:
            self._hashes[provision] = frozenset(
                passage_hash(provision, lead, text) for lead, text in self._passages
            )
        return not self._hashes[provision].isdisjoint(hashes)

    def most_alike(self, text: str) -> tuple[Evidence, float] | None:
        """The passage of the report that is most like a text, and how much (80–100)."""
        from rapidfuzz import fuzz, process

        words = same_words(text)
        if not words:
            return None
        found = process.extractOne(words, self._words, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return (self._passages[found[2]], found[1]) if found else None

    def instrument(self, sha256: str, then: ReviewedReport) -> str | None:
        """The id of the document that a review names: the same bytes, or its new edition."""
        now = self.coverage.instruments
        same = next((i.id for i in now if i.sha256 == sha256), None)
        if same:
            return same
        old = next((d for d in then.instruments if d.sha256 == sha256), None)
        if old is None:
            return None
        kept = {document.sha256 for document in then.instruments}
        fresh = [i for i in now if i.sha256 not in kept]
        for part in ("title", "file_name"):
            wanted = same_words(getattr(old, part))
            named = [i for i in fresh if wanted and same_words(getattr(i, part)) == wanted]
            if len(named) == 1:
                return named[0].id
        only = len(fresh) == 1 and len(_gone(then, self.coverage)) == 1
        return fresh[0].id if only else None


def _gone(then: ReviewedReport, coverage: Coverage) -> list[ReviewedDocument]:
    """The documents of a reviewed report that are not in this one."""
    now = {instrument.sha256 for instrument in coverage.instruments}
    return [document for document in then.instruments if document.sha256 not in now]


def hold_decision(decision: Decision, then: ReviewedReport, ground: Ground) -> HeldDecision:
    """A decision with its standing in a report, taken on the report `then`."""
    cell = ground.cell(decision.provision)
    if cell is None:
        return HeldDecision(decision, "orphaned", "the taxonomy no longer has this provision")
    passages, status = (*cell.evidence, *cell.nearest), cell.status
    if decision.instrument:
        instrument = ground.instrument(decision.instrument, then)
        if instrument is None:
            return HeldDecision(decision, "orphaned", NO_DOCUMENT)
        passages = tuple(e for e in passages if e.instrument == instrument)
        status = dict(cell.by_instrument).get(instrument, cell.status)
    now = [passage_hash(decision.provision, e.lead, e.text) for e in passages]
    had = [passage.hash for passage in decision.passages]
    # What was decided on a gap was decided on the whole document, not on a passage.
    gap = decision.machine_status in ("missing", "not_assessed")
    same_ground = set(now) == set(had) or now[:1] == had[:1] or (gap and not had)
    if same_ground and status == decision.machine_status:
        return HeldDecision(decision, "carried")
    moved = _moved(decision.machine_status, status)
    if gap or not had or set(now) & set(had):
        return HeldDecision(decision, "changed", moved or "the strongest passage is another")
    if ground.holds(decision.provision, had):
        return HeldDecision(decision, "changed", moved or "its passages no longer count for it")
    for passage in decision.passages:
        found = ground.most_alike(passage.text)
        if found:
            where = found[0].locator or f"page {found[0].page}"
            why = f"the passage was edited ({found[1]:.0f}% alike, now {where})"
            return HeldDecision(decision, "changed", "; ".join(filter(None, (why, moved))))
    return HeldDecision(decision, "orphaned", "none of its passages is in the report any more")


def _moved(then: Status, now: Status) -> str:
    if then == now:
        return ""
    return f"the program said {STATUS_WORDS[then]}, and now says {STATUS_WORDS[now]}"


def hold_addition(addition: AddedPassage, then: ReviewedReport, ground: Ground) -> HeldAddition:
    """An added passage with its standing in a report."""
    cell = ground.cell(addition.provision)
    if cell is None:
        return HeldAddition(addition, "orphaned", "the taxonomy no longer has this provision")
    instrument = ground.instrument(addition.instrument, then)
    if instrument is None:
        return HeldAddition(addition, "orphaned", NO_DOCUMENT)
    wanted = same_words(addition.exact)
    shown = [e for e in cell.evidence if e.instrument == instrument]
    if wanted and any(wanted in same_words(f"{e.lead} {e.text}") for e in shown):
        return HeldAddition(addition, "carried", "the program now finds it, too")
    if any(i.sha256 == addition.instrument for i in ground.coverage.instruments):
        return HeldAddition(addition, "carried")
    return HeldAddition(
        addition, "changed", "the document is another edition: see whether the passage stands there"
    )
