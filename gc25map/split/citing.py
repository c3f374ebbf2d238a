"""How openings are cited that do not say it by themselves: parts within parts, schedules, joint numbers."""

from __future__ import annotations

from collections.abc import Sequence

from gc25map.split.markers import schedule_label
from gc25map.split.opening import SECTION_RANK, Opening

_JOINT = "–"


def joint_numbers(openings: list[Opening], texts: Sequence[str]) -> list[Opening]:
    """Bare numbers printed one below the other, as of a column read for itself, open one stretch together."""
    joint: list[Opening] = []
    for opening in openings:
        last = joint[-1] if joint else None
        if (
            last
            and last.rank == opening.rank == SECTION_RANK
            and opening.line == last.line + last.heading_lines
        ):
            first, _, end = last.label.partition(_JOINT)
            if texts[opening.line - 1].strip(" .") == (end or first):
                last.label = f"{first}{_JOINT}{opening.label}"
                last.body, last.heading = 0, ""
                last.heading_lines += 1
                continue
        joint.append(opening)
    return joint


def cite(openings: list[Opening], texts: Sequence[str]) -> None:
    """How parts of policies and schedules are cited, each under the parts that hold it."""
    path: list[Opening] = []
    sections = sum(opening.rank == SECTION_RANK for opening in openings)
    passed = 0
    for opening in openings:
        passed += opening.rank == SECTION_RANK
        if opening.rank == SECTION_RANK:
            continue
        path = [above for above in path if above.rank < opening.rank]
        if opening.cited:
            above = path[-1].cited if path else ""
            # A number of several parts says by itself where it belongs.
            if above and "." not in opening.cited:
                opening.cited = f"{above}, {opening.cited}"
        elif opening.rank == 0 and 2 * passed >= sections:
            opening.cited = schedule_label(texts[opening.line])
        path.append(opening)
