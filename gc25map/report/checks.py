"""Which provisions a reviewer should look at first, and why: one word for each reason."""

from __future__ import annotations

from gc25map.records import Cell
from gc25map.words import N_

# Key for the page, what the filter calls it.
CHECKS: dict[str, str] = {
    "one": N_("hangs by one passage"),
    "scanned": N_("read by OCR"),
    "partial": N_("partial"),
    "weak": N_("measured as weak here"),
    "disputed": N_("reviewers disagree"),
    "recheck": N_("to be checked again"),
}


def checks_of(cell: Cell, weak: bool = False) -> tuple[str, ...]:
    """The reasons for which this cell needs review, in the order of `CHECKS`.

    `weak`: the program was measured as weak on this provision (`gc25map.report.reliable`).
    """
    state = cell.review.state if cell.review else ""
    holds = {
        "one": hangs_by_one(cell),
        "scanned": any(e.source == "ocr" for e in (*cell.evidence, *cell.nearest)),
        "partial": cell.status == "partial",
        "weak": weak,
        "disputed": state == "disputed",
        "recheck": state == "recheck",
    }
    return tuple(key for key in CHECKS if holds[key])


def hangs_by_one(cell: Cell) -> bool:
    """Whether the status would be a lower one if a single passage were wrong."""
    carrying = [evidence for evidence in cell.evidence if evidence.carries]
    if cell.status == "addressed":
        return sum(not evidence.shortfalls for evidence in carrying) == 1
    return cell.status == "partial" and len(carrying) == 1
