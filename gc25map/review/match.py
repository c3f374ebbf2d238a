"""Does a decision still stand on what it was taken on? Finds its document and its passages again.

A decision is carried where the machine's status is the same and so are the passages (all, or the
strongest). An edited passage is found again by likeness, yet never carried: one word makes a duty a
power. What is nowhere in the report any more is orphaned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gc25map.decisions import (
    AddedPassage,
    Decision,
    HeldAddition,
    HeldDecision,
    Review,
    passage_hash,
    same_words,
)
from gc25map.editions import editions_among, most_alike
from gc25map.reasons import (
    COUNTS_NO_LONGER,
    EDITED,
    EDITED_ON_PAGE,
    FOUND_TOO,
    MOVED,
    NEW_DOCUMENT,
    NO_DOCUMENT,
    NO_PASSAGE_LEFT,
    NO_SUCH_PROVISION,
    OTHER_EDITION,
    OTHER_STRONGEST,
    STANDS_TOO,
)
from gc25map.records import Cell, Coverage, Evidence, Status
from gc25map.words import STATUS_WORDS

# How many passages of a decision, the strongest, are looked for by likeness.
MOST_SOUGHT = 5


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
        if self.cell(provision) is None:
            return False
        if provision not in self._hashes:
            self._hashes[provision] = frozenset(
                passage_hash(provision, lead, text) for lead, text in self._passages
            )
        return not self._hashes[provision].isdisjoint(hashes)

    def words(self, shown: Evidence) -> str:
        """What counts when a passage of the report is compared."""
        return self._words[(shown.lead, shown.text)]

    def shows(self, words: str, instrument: str) -> bool:
        """Whether a passage of this document, shown for any provision, holds these words."""
        return any(
            e.instrument == instrument and words in self.words(e)
            for cell in self.coverage.cells
            for e in (*cell.evidence, *cell.nearest)
        )

    def most_alike(self, text: str) -> tuple[Evidence, float] | None:
        """The passage of the report that is most like a text, and how much (80–100)."""
        found = most_alike(same_words(text), self._words)
        return (self._passages[found[0]], found[1]) if found else None


def editions_of(review: Review, ground: Ground) -> dict[str, str]:
    """The documents that were reviewed and are here: their SHA-256 then → the id of the document now."""

    def share_kept(then: object, now: object) -> float:
        kept = [ground.holds(d.provision, [p.hash]) for d in review.decisions for p in d.passages]
        return sum(kept) / len(kept) if kept else 0.0

    return editions_among(review.report.instruments, ground.coverage.instruments, share_kept)


def hold_decision(decision: Decision, editions: Mapping[str, str], ground: Ground) -> HeldDecision:
    """A decision with its standing in a report; `editions` are the documents that are here again."""
    cell = ground.cell(decision.provision)
    if cell is None:
        return HeldDecision(decision, "orphaned", NO_SUCH_PROVISION)
    if not editions or (decision.instrument and decision.instrument not in editions):
        return HeldDecision(decision, "orphaned", NO_DOCUMENT)
    passages, status = (*cell.evidence, *cell.nearest), cell.status
    strangers = {i.id for i in ground.coverage.instruments} - set(editions.values())
    if decision.instrument:
        instrument, strangers = editions[decision.instrument], set()
        passages = tuple(e for e in passages if e.instrument == instrument)
        status = dict(cell.by_instrument).get(instrument, cell.status)
    now = [passage_hash(decision.provision, e.lead, e.text) for e in passages]
    had = [passage.hash for passage in decision.passages]
    # What was decided on a gap was decided on the whole document, not on a passage.
    gap = decision.machine_status in ("missing", "not_assessed")
    same_ground = set(now) == set(had) or now[:1] == had[:1] or (gap and not had)
    if same_ground and status == decision.machine_status:
        if gap and strangers:
            return HeldDecision(decision, "changed", NEW_DOCUMENT)
        return HeldDecision(decision, "carried")
    moved = _moved(decision.machine_status, status)
    if gap or not had or set(now) & set(had):
        return HeldDecision(decision, "changed", moved or OTHER_STRONGEST)
    if ground.holds(decision.provision, had):
        return HeldDecision(decision, "changed", moved or COUNTS_NO_LONGER)
    for passage in decision.passages[:MOST_SOUGHT]:
        found = ground.most_alike(passage.text)
        if found:
            edited = EDITED if found[0].locator else EDITED_ON_PAGE
            why = edited.format(
                percent=min(99, int(found[1])), place=found[0].locator, page=found[0].page
            )
            return HeldDecision(decision, "changed", "; ".join(filter(None, (why, moved))))
    return HeldDecision(decision, "orphaned", NO_PASSAGE_LEFT)


def _moved(then: Status, now: Status) -> str:
    if then == now:
        return ""
    return MOVED.format(then=STATUS_WORDS[then], now=STATUS_WORDS[now])


def hold_addition(
    addition: AddedPassage, editions: Mapping[str, str], ground: Ground
) -> HeldAddition:
    """An added passage with its standing in a report."""
    cell = ground.cell(addition.provision)
    if cell is None:
        return HeldAddition(addition, "orphaned", NO_SUCH_PROVISION)
    instrument = editions.get(addition.instrument)
    if instrument is None:
        return HeldAddition(addition, "orphaned", NO_DOCUMENT)
    wanted = same_words(addition.exact)
    shown = [e for e in cell.evidence if e.carries and e.instrument == instrument]
    if wanted and any(wanted in ground.words(e) for e in shown):
        return HeldAddition(addition, "carried", FOUND_TOO)
    if any(i.sha256 == addition.instrument for i in ground.coverage.instruments):
        return HeldAddition(addition, "carried")
    if wanted and ground.shows(wanted, instrument):
        return HeldAddition(addition, "carried", STANDS_TOO)
    return HeldAddition(addition, "changed", OTHER_EDITION)
