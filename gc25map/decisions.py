"""The nouns of a review: what a person decided on a cell, on which passages, and how far it still holds.

A decision never touches the machine's result: both stand side by side in a report. It is keyed by
provision and by the hash of the passages it rests on, which is made of their words and survives new
page numbers, new line ends and a new edition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gc25map.records import Coverage, Status, content_id, strongest

Verdict = Literal["agree", "disagree", "unsure"]
# How a decision relates to the report it is applied to.
Standing = Literal["carried", "changed", "orphaned"]
# What the decisions on a cell come to together.
State = Literal["decided", "disputed", "recheck", "undecided"]

# A figure with decimals, and nothing else with points: neither a date nor thousands.
_DECIMAL = re.compile(r"(?<![\d.٫])(\d+)[.٫](\d{1,2})(?![.٫]?\d)")
# A letter that no text has, in place of its point.
_POINT = "ꞏ"
# The number that a provision of a law opens with: "12.", "(3)", "12A.(1)", "Article 5.-".
_NUMBER = re.compile(
    r"\s*(?:(?:[^\W\d_]+\.?\s+)?\d{1,4}[A-Za-z]?\s?[.:)]+[-–]*(?=[\s(])|\(\w{1,5}\))\s*"
)


def same_words(text: str) -> str:
    """What counts when two texts are compared: letters, marks, figures and signs of money, folded.

    What parts thousands is none of it, and a decimal point is: 10,000 is 10 000, and 1.5 is not 15.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _DECIMAL.sub(rf"\1{_POINT}\2", folded)
    return "".join(c for c in folded if (k := unicodedata.category(c))[0] in "LMN" or k == "Sc")


def without_number(text: str) -> str:
    """A passage without the numbers it opens with, which change when a section is inserted."""
    end = 0
    while match := _NUMBER.match(text, end):
        end = match.end()
    return text[end:] or text


def passage_hash(provision: str, lead: str, text: str) -> str:
    """Twelve hex digits for the words of a passage (with its lead-in) read for one provision."""
    return content_id(provision, passage_words(lead, text))


@lru_cache(maxsize=8192)
def passage_words(lead: str, text: str) -> str:
    """What counts of a passage when it is sought in another edition."""
    # A passage is asked for by every provision, and by every file that is written.
    return "".join(same_words(without_number(part)) for part in (lead, text))


@dataclass(frozen=True, slots=True)
class DecidedPassage:
    """A passage that lay before the reviewer.

    `instrument` is the SHA-256 of the document; `text` holds the words as they were shown, lead-in
    first, so that an edited passage can be found again and a lost one can still be read.
    """

    hash: str
    instrument: str = ""
    locator: str = ""
    page: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reviewer holds of one provision, over all documents or (`instrument`) one of them.

    `status` is the reviewer's own; with the verdict "agree" it is the machine's. `passages` are those
    it rests on, strongest first; `when` is an ISO date that the page supplies. `adjudicates`: it
    settles what others disputed, and goes before their decisions.
    """

    provision: str
    verdict: Verdict
    machine_status: Status
    reviewer: str
    when: str
    status: Status | None = None
    instrument: str = ""
    note: str = ""
    passages: tuple[DecidedPassage, ...] = ()
    adjudicates: bool = False

    @property
    def result(self) -> Status | None:
        """The status this decision comes to; None where the reviewer named none, or is unsure."""
        if self.verdict == "unsure":
            return None
        return self.machine_status if self.verdict == "agree" else self.status


@dataclass(frozen=True, slots=True)
class AddedPassage:
    """A passage that the program missed, selected by a reviewer.

    `exact`, `prefix` and `suffix` are those of a W3C TextQuoteSelector; `start` and `end`, where known,
    are character offsets into the text of the document as it was read. `page` is None where there are
    no pages. `status` is what the passage alone makes of the provision.
    """

    provision: str
    instrument: str
    exact: str
    status: Literal["addressed", "partial"]
    reviewer: str
    when: str
    page: int | None = None
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedDocument:
    """A document of the report that was reviewed."""

    sha256: str
    title: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedReport:
    """Which report was reviewed: what made it, and from which documents."""

    tool: str
    taxonomy: str
    model: str
    instruments: tuple[ReviewedDocument, ...]


def report_of(coverage: Coverage) -> ReviewedReport:
    """Which report a review made on this coverage names."""
    documents = (ReviewedDocument(i.sha256, i.title, i.file_name) for i in coverage.instruments)
    return ReviewedReport(coverage.tool, coverage.taxonomy, coverage.model, tuple(documents))


@dataclass(frozen=True, slots=True)
class Review:
    """All that one reviewer decided on one report: the content of a review file."""

    report: ReviewedReport
    reviewer: str
    decisions: tuple[Decision, ...] = ()
    additions: tuple[AddedPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldDecision:
    """A decision as it stands in a report: carried, changed (check it again) or orphaned, and why."""

    decision: Decision
    standing: Standing
    why: str = ""


@dataclass(frozen=True, slots=True)
class HeldAddition:
    """An added passage as it stands in a report."""

    addition: AddedPassage
    standing: Standing
    why: str = ""


@dataclass(frozen=True, slots=True)
class CellReview:
    """What people hold of a cell, beside the machine's status.

    `status` is set only where `state` is "decided". "disputed": reviewers contradict each other and
    nobody has adjudicated; "recheck": all that was decided was decided on something else;
    "undecided": reviewers were unsure or named no status.
    """

    state: State
    status: Status | None
    decisions: tuple[HeldDecision, ...] = ()
    additions: tuple[HeldAddition, ...] = ()

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Initials of everyone who spoke on the cell, each once."""
        spoke = [held.decision.reviewer for held in self.decisions]
        spoke += [held.addition.reviewer for held in self.additions]
        return tuple(dict.fromkeys(spoke))


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """How the reviews stand in a report as a whole.

    `carried` and `changed` count decisions and additions; `recheck` and `disputed` are ids of
    provisions; the orphaned, whose place is no more, are kept here whole.
    """

    reviewers: tuple[str, ...]
    reviewed: int
    carried: int
    changed: int
    recheck: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    orphaned: tuple[HeldDecision, ...] = ()
    orphaned_additions: tuple[HeldAddition, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two raters of the same cells agree.

    `cells` were given a status by both, `agreed` the same one. `kappa` is Cohen's, None where it is
    undefined (no cells, or both gave one and the same status throughout).
    """

    raters: tuple[str, str]
    cells: int
    agreed: int
    kappa: float | None
    left_out: int

    @property
    def percent(self) -> float | None:
        """Agreed cells of all, in 0–100; None without cells."""
        return 100 * self.agreed / self.cells if self.cells else None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A cell on which two reviewers do not agree: their decisions on it, first reviewer first."""

    provision: str
    instrument: str
    decisions: tuple[Decision, Decision]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reviews beside each other, and each beside the machine.

    `same_report`: both were made on the same result of the same documents.
    """

    between: Agreement
    with_machine: tuple[Agreement, Agreement]
    disagreements: tuple[Disagreement, ...]
    only_one: int
    same_report: bool


def added_to(status: Status, additions: Iterable[AddedPassage]) -> Status:
    """A machine's status with the passages that a reviewer added: they never weaken it."""
    return strongest([status, *(addition.status for addition in additions)])


def contradict(one: Decision, other: Decision) -> bool:
    """Whether two decisions cannot both be right; who is unsure contradicts nobody."""
    if "unsure" in (one.verdict, other.verdict):
        return False
    if one.result and other.result:
        return one.result != other.result
    # "Not that", without saying what, contradicts whoever holds just that.
    return any(
        not a.result and b.result == a.machine_status for a, b in ((one, other), (other, one))
    )
