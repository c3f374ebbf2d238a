"""Lays the decisions of several reviewers beside the machine's statuses, and says where they quarrel.

The machine's part of a report is never changed. A person's status stands for a cell only where all
who decided on just these passages agree, or where somebody has adjudicated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TypeVar

from gc25map.decisions import (
    AddedPassage,
    CellReview,
    Decision,
    HeldAddition,
    HeldDecision,
    Review,
    ReviewSummary,
    Standing,
    State,
    added_to,
    contradict,
)
from gc25map.records import Cell, Coverage, Status
from gc25map.review.match import Ground, editions_of, hold_addition, hold_decision

Held = TypeVar("Held", HeldDecision, HeldAddition)


def apply_reviews(coverage: Coverage, reviews: Iterable[Review]) -> Coverage:
    """The coverage with the reviews beside it, after those that it holds already.

    Of two decisions by the same reviewer on the same cell the later holds, and where the dates are
    the same, the one that is given later.
    """
    ground = Ground(coverage)
    decisions, additions = _held_before(coverage)
    for review in reviews:
        editions = editions_of(review, ground)
        decisions += [hold_decision(d, editions, ground) for d in review.decisions]
        additions += [hold_addition(a, editions, ground) for a in review.additions]
    decisions = _latest(decisions)
    additions = list({_addition_key(held.addition): held for held in additions}.values())
    cells = tuple(_cell(cell, decisions, additions) for cell in coverage.cells)
    return replace(coverage, cells=cells, review=_summary(cells, decisions, additions), _index={})


def _held_before(coverage: Coverage) -> tuple[list[HeldDecision], list[HeldAddition]]:
    """What the report holds already; its standing is that to this very report."""
    reviewed = [cell.review for cell in coverage.cells if cell.review]
    decisions = [held for review in reviewed for held in review.decisions]
    additions = [held for review in reviewed for held in review.additions]
    if coverage.review:
        decisions += coverage.review.orphaned
        additions += coverage.review.orphaned_additions
    return decisions, additions


def _latest(decisions: Sequence[HeldDecision]) -> list[HeldDecision]:
    """Each reviewer's last word on each cell, reviewers in the order in which they came."""
    last: dict[tuple[str, str, str], HeldDecision] = {}
    for held in decisions:
        decision = held.decision
        key = (decision.reviewer, decision.provision, decision.instrument)
        if key not in last or _moment(last[key]) <= _moment(held):
            last[key] = held
    return list(last.values())


def _moment(held: HeldDecision) -> str:
    """When it was decided, as text that sorts: a minute goes before its own seconds."""
    return held.decision.when.rstrip("Z")


def _addition_key(addition: AddedPassage) -> tuple[str, ...]:
    return addition.reviewer, addition.provision, addition.instrument, addition.exact


def _on(held: Iterable[Held], provision: str) -> tuple[Held, ...]:
    """What is held of one provision and has its place in this report."""
    return tuple(h for h in held if _provision(h) == provision and h.standing != "orphaned")


def _provision(held: HeldDecision | HeldAddition) -> str:
    return (held.decision if isinstance(held, HeldDecision) else held.addition).provision


def _standings(
    decisions: Iterable[HeldDecision], additions: Iterable[HeldAddition]
) -> list[Standing]:
    return [held.standing for held in decisions] + [held.standing for held in additions]


def _cell(cell: Cell, decisions: Sequence[HeldDecision], additions: Sequence[HeldAddition]) -> Cell:
    own, added = _on(decisions, cell.provision), _on(additions, cell.provision)
    if not own and not added:
        return replace(cell, review=None)
    state, status = _outcome(cell, own, added)
    return replace(cell, review=CellReview(state, status, own, added))


def _outcome(
    cell: Cell, decisions: Sequence[HeldDecision], additions: Sequence[HeldAddition]
) -> tuple[State, Status | None]:
    """What the decisions come to: only those that still stand on what they were taken on count."""
    standing = [held.decision for held in decisions if held.standing == "carried"]
    # An adjudication settles the cell that it speaks of: the provision, or one document.
    settled = {d.instrument for d in standing if d.adjudicates}
    standing = [d for d in standing if d.adjudicates or d.instrument not in settled]
    if any(contradict(a, b) for a, b in combinations(standing, 2) if a.instrument == b.instrument):
        return "disputed", None
    whole = [d for d in standing if not d.instrument]
    positions = {d.result for d in whole if d.result}
    if not any(d.adjudicates for d in whole):
        positions |= _by_addition(cell, whole, additions)
    if len(positions) > 1:
        return "disputed", None
    if positions:
        return "decided", positions.pop()
    # Whoever decided anew, and is unsure, has checked.
    stale = "changed" in _standings(decisions, additions)
    return ("recheck" if stale and not standing else "undecided"), None


def _by_addition(
    cell: Cell, decisions: Sequence[Decision], additions: Sequence[HeldAddition]
) -> set[Status]:
    """The statuses of those who added passages and decided nothing else of the cell."""
    decided = {d.reviewer for d in decisions if d.result or d.verdict == "unsure"}
    standing = [held.addition for held in additions if held.standing == "carried"]
    silent = {a.reviewer for a in standing} - decided
    return {
        added_to(cell.status, (a for a in standing if a.reviewer == reviewer))
        for reviewer in silent
    }


def _summary(
    cells: Sequence[Cell],
    decisions: Sequence[HeldDecision],
    additions: Sequence[HeldAddition],
) -> ReviewSummary:
    known = {cell.provision: cell.review for cell in cells if cell.review}
    standings = _standings(decisions, additions)
    named = [h.decision.reviewer for h in decisions] + [h.addition.reviewer for h in additions]
    return ReviewSummary(
        reviewers=tuple(dict.fromkeys(named)),
        reviewed=len(known),
        carried=standings.count("carried"),
        changed=standings.count("changed"),
        recheck=tuple(p for p, review in known.items() if review.state == "recheck"),
        disputed=tuple(p for p, review in known.items() if review.state == "disputed"),
        orphaned=tuple(h for h in decisions if h.standing == "orphaned"),
        orphaned_additions=tuple(h for h in additions if h.standing == "orphaned"),
    )
