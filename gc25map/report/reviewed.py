"""What a report says of people's decisions: beside the machine's statuses, never instead of them.

In:  the reviews of a coverage and of its cells.
Out: plain values for the templates.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from gc25map.decisions import (
    AddedPassage,
    CellReview,
    Decision,
    HeldDecision,
    State,
    Verdict,
    report_of,
)
from gc25map.records import Coverage, Status
from gc25map.report.language import gettext, reason
from gc25map.report.readings import Mark, mark_of
from gc25map.report.text import visible
from gc25map.taxonomy import Taxonomy
from gc25map.words import N_, STATUS_WORDS, SYMBOLS

STATES: dict[State, Mark] = {
    "disputed": Mark("disputed", "≠", N_("disputed")),
    "recheck": Mark("recheck", "↻", N_("check again")),
    "undecided": Mark("undecided", "–", N_("undecided")),
}
SIDE_BY_SIDE = N_(
    "The program's status and the reviewer's stand side by side; neither replaces the other."
)
EXPLAINED: dict[State, str] = {
    "decided": "",
    "disputed": N_(
        "The reviewers contradict each other; no status of theirs stands until one of them, "
        "or a third, adjudicates."
    ),
    "recheck": N_(
        "The passages or the program's result have changed since; nothing stands until it is "
        "checked again."
    ),
    "undecided": N_("No reviewer named a status."),
}
VERDICTS: dict[Verdict, tuple[str, str]] = {
    "agree": (N_("agrees"), N_("agrees: {status}")),
    "disagree": (N_("disagrees"), N_("disagrees: {status}")),
    "unsure": (N_("is unsure"), N_("is unsure: {status}")),
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
        mark=mark_of(review.status) if review.status else _state(review.state),
        reviewers=visible(gettext(", ").join(review.reviewers)),
        explained=gettext(EXPLAINED[review.state]) if EXPLAINED[review.state] else "",
        said=tuple(_said(held) for held in review.decisions),
        added=tuple(
            _added(held.addition, held.standing != "carried", held.why) for held in review.additions
        ),
    )


def _state(state: State) -> Mark:
    return replace(STATES[state], word=gettext(STATES[state].word))


def summary_of(coverage: Coverage, taxonomy: Taxonomy) -> SummaryView | None:
    """What is shown of all reviews together; None where there is none."""
    found = coverage.review
    if found is None:
        return None
    titles = {p.id: p.title for p in taxonomy.provisions}
    named = visible(gettext(", ").join(found.reviewers))
    said = gettext("Reviewed {reviewed} of {all} provisions, by {reviewers}.")
    lines = [said.format(reviewed=found.reviewed, all=len(coverage.cells), reviewers=named)]
    if found.changed:
        said = gettext("{carried} decisions stand; {changed} are to be checked again.")
        lines.append(said.format(carried=found.carried, changed=found.changed))
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
    alone, with_status = VERDICTS[decision.verdict]
    words = gettext(with_status).format(status=_signed(status)) if status else gettext(alone)
    if decision.instrument:
        document = f"{decision.instrument[:12]}…"
        words += gettext(" (of the document {document} alone)").format(document=document)
    if decision.adjudicates:
        words += gettext(" (adjudicated)")
    passages = decision.passages if quote else ()
    return Said(
        visible(decision.reviewer),
        decision.when[:10],
        words,
        visible(decision.note),
        reason(visible(warning)),
        tuple((place_in(p.locator, p.page), visible(p.text)) for p in passages if p.text),
    )


def _added(addition: AddedPassage, warn: bool, why: str) -> Said:
    return Said(
        visible(addition.reviewer),
        addition.when[:10],
        gettext("added a passage: {status}").format(status=_signed(addition.status))
        + (f" ({reason(visible(why))})" if why and not warn else ""),
        visible(addition.note),
        reason(visible(why)) if warn else "",
        ((place_in(addition.locator, addition.page), visible(addition.exact)),),
    )


def _signed(status: Status) -> str:
    return f"{SYMBOLS[status]} {gettext(STATUS_WORDS[status])}"


def place_in(locator: str, page: int | None) -> str:
    """Where a passage stood when it was decided on, as far as the review says."""
    stands = gettext("PDF page {page}").format(page=page) if page else ""
    return gettext(", ").join(filter(None, (visible(locator), stands)))


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
    lines = [*summary.lines, gettext(SIDE_BY_SIDE)]
    for heading, items in (
        (gettext("Disputed: {provisions}."), summary.disputed),
        (gettext("To be checked again: {provisions}."), summary.recheck),
    ):
        if items:
            titles = gettext("; ").join(title for _, title in items)
            lines.append(heading.format(provisions=titles))
    lines += [
        gettext("Lost its place: {provision}: {said}").format(provision=title, said=in_words(said))
        for title, said in summary.orphaned
    ]
    return tuple(lines)
