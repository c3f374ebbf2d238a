"""What a report says of people's decisions: beside the machine's statuses, never instead of them.

In:  the reviews of a coverage and of its cells.
Out: plain values for the templates.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from gc25map.decisions import (
    AddedPassage,
    CellReview,
    Decision,
    HeldDecision,
    State,
    report_of,
)
from gc25map.records import Coverage
from gc25map.report.readings import Mark, mark_of
from gc25map.report.text import visible
from gc25map.taxonomy import Taxonomy
from gc25map.words import STATUS_WORDS, SYMBOLS

STATES: dict[State, Mark] = {
    "disputed": Mark("disputed", "≠", "disputed"),
    "recheck": Mark("recheck", "↻", "check again"),
    "undecided": Mark("undecided", "–", "undecided"),
}
SIDE_BY_SIDE = (
    "The program's status and the reviewer's stand side by side; neither replaces the other."
)
EXPLAINED: dict[State, str] = {
    "decided": "",
    "disputed": "The reviewers contradict each other; no status of theirs stands until one of them, "
    "or a third, adjudicates.",
    "recheck": "The passages or the program's result have changed since; nothing stands until it is "
    "checked again.",
    "undecided": "No reviewer named a status.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One decision as it is shown."""

    reviewer: str
    when: str
    words: str
    note: str
    warning: str
    quoted: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What people hold of one provision; `quoted` in `said` are passages that are no more shown."""

    mark: Mark
    reviewers: str
    explained: str
    said: tuple[Said, ...]
    added: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class SummaryView:
    """What people have decided in all: sentences, and the decisions that lost their place."""

    lines: tuple[str, ...]
    recheck: tuple[tuple[str, str], ...]
    disputed: tuple[tuple[str, str], ...]
    orphaned: tuple[tuple[str, Said], ...]


def report_identity(coverage: Coverage) -> str:
    """Which report this is, as the `report` of a review names it, in JSON."""
    return json.dumps(asdict(report_of(coverage)))


def review_of(review: CellReview | None) -> ReviewView | None:
    """What is shown of the decisions on one cell."""
    if review is None:
        return None
    return ReviewView(
        mark=mark_of(review.status) if review.status else STATES[review.state],
        reviewers=visible(", ".join(review.reviewers)),
        explained=EXPLAINED[review.state],
        said=tuple(_said(held) for held in review.decisions),
        added=tuple(
            _added(held.addition, held.standing != "carried", held.why) for held in review.additions
        ),
    )


def summary_of(coverage: Coverage, taxonomy: Taxonomy) -> SummaryView | None:
    """What is shown of all reviews together; None where there is none."""
    found = coverage.review
    if found is None:
        return None
    titles = {p.id: p.title for p in taxonomy.provisions}
    named = visible(", ".join(found.reviewers))
    lines = [f"Reviewed {found.reviewed} of {len(coverage.cells)} provisions, by {named}."]
    if found.changed:
        lines.append(f"{found.carried} decisions stand; {found.changed} are to be checked again.")
    lost = [(h.decision.provision, _said(h)) for h in found.orphaned]
    lost += [
        (h.addition.provision, _added(h.addition, True, h.why)) for h in found.orphaned_additions
    ]
    return SummaryView(
        lines=tuple(lines),
        recheck=tuple((p, titles.get(p, p)) for p in found.recheck),
        disputed=tuple((p, titles.get(p, p)) for p in found.disputed),
        orphaned=tuple((titles.get(p, visible(p)), said) for p, said in lost),
    )


def _said(held: HeldDecision) -> Said:
    changed = held.standing != "carried"
    return decided(held.decision, quote=changed, warning=held.why if changed else "")


def decided(decision: Decision, *, quote: bool, warning: str = "") -> Said:
    """A decision, with the passages it rests on where they are not shown beside it."""
    status = decision.result
    words = {"agree": "agrees", "disagree": "disagrees", "unsure": "is unsure"}[decision.verdict]
    if status:
        words += f": {SYMBOLS[status]} {STATUS_WORDS[status]}"
    if decision.instrument:
        words += f" (of the document {decision.instrument[:12]}… alone)"
    if decision.adjudicates:
        words += " (adjudicated)"
    passages = decision.passages if quote else ()
    return Said(
        visible(decision.reviewer),
        decision.when[:10],
        words,
        visible(decision.note),
        visible(warning),
        tuple((place_in(p.locator, p.page), visible(p.text)) for p in passages if p.text),
    )


def _added(addition: AddedPassage, warn: bool, why: str) -> Said:
    return Said(
        visible(addition.reviewer),
        addition.when[:10],
        f"added a passage: {SYMBOLS[addition.status]} {STATUS_WORDS[addition.status]}"
        + (f" ({visible(why)})" if why and not warn else ""),
        visible(addition.note),
        visible(why) if warn else "",
        ((place_in(addition.locator, addition.page), visible(addition.exact)),),
    )


def place_in(locator: str, page: int | None) -> str:
    """Where a passage stood when it was decided on, as far as the review says."""
    return ", ".join(filter(None, (visible(locator), f"PDF page {page}" if page else "")))


def in_words(said: Said) -> str:
    """A decision as one line, for files that have no lists."""
    line = f"{said.reviewer} {said.words} ({said.when})"
    line += f": {said.note}" if said.note else ""
    line += f" [{said.warning}]" if said.warning else ""
    for place, text in said.quoted:
        line += f" “{text}”" + (f" ({place})" if place else "")
    return line


def summary_in_words(summary: SummaryView) -> tuple[str, ...]:
    """What people have decided in all, line by line, for files that have no lists."""
    lines = [*summary.lines, SIDE_BY_SIDE]
    for heading, items in (
        ("Disputed", summary.disputed),
        ("To be checked again", summary.recheck),
    ):
        if items:
            lines.append(f"{heading}: {'; '.join(title for _, title in items)}.")
    lines += [f"Lost its place: {title}: {in_words(said)}" for title, said in summary.orphaned]
    return tuple(lines)
