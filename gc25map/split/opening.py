"""What opens a stretch of a law: a part, a chapter, a section."""

from __future__ import annotations

from dataclasses import dataclass

SECTION_RANK = 9
# A section may follow the one before it by so many numbers: some are repealed, some misread.
WIDEST_GAP = 6


@dataclass(slots=True)
class Opening:
    """A line that opens a division or a section. `rank` is 9 for a section, less for what is larger.

    `cited` is how a part of a policy or a schedule is cited: "Goal 1, Objective 2".
    """

    line: int
    rank: float
    label: str
    heading: str
    body: int
    # Number of lines of the heading, the mark's own included.
    heading_lines: int = 1
    # Number of lines above the mark's that hold its heading.
    above: int = 0
    cited: str = ""
