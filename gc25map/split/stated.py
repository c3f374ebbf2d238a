"""Headings that a file itself states (a Word style, an <h2>), and what they do to the outline of a law.

What the file states goes before what the words tell: a stated heading ranks by its level, and where
sections are stated headings, a number elsewhere opens none.
"""

from __future__ import annotations

from collections.abc import Sequence

from gc25map.law import Line
from gc25map.split.markers import Family, division, section
from gc25map.split.numerals import number_of
from gc25map.split.opening import SECTION_RANK, WIDEST_GAP, Opening

# A rank that has no word of its own lies this much below the level above it.
STEP = 0.1
# "PART II" has no words of its own; the heading that follows it gives them.
MARK_WORDS = 3


class Stated:
    """The headings that the file of a law states; of a PDF there are none."""

    def __init__(self, texts: Sequence[str], lines: Sequence[Line], family: Family | None) -> None:
        self._texts = texts
        self._family = family
        self._levels = {n: line.level for n, line in enumerate(lines) if line.role == "heading"}
        self._ranks = self._rank_levels()
        sections = [n for n in self._levels if self._is_section(n)]
        self._section_level = min((self._levels[n] for n in sections), default=0)
        self._only_here = self._reach(sections) >= 0.5 * self._reach(range(len(texts))) > 0

    def heading(self, number: int) -> bool:
        """Whether the file says that this line is a heading."""
        return number in self._levels

    def heads_a_part(self, number: int) -> bool:
        """Whether a line is a stated heading that is no section's, nor one below a section's."""
        level = self._levels.get(number, 0)
        return bool(level) and not (self._section_level and level > self._section_level)

    def may_open_section(self, number: int) -> bool:
        """Whether a number at the beginning of this line may be a section's."""
        return not self._only_here or number in self._levels

    def division(self, number: int) -> Opening:
        """What a stated heading opens; "PART II" takes the words of the heading that follows it."""
        text = self._texts[number]
        lines = 1
        if division(text) is not None and len(text.split()) < MARK_WORDS:
            lines += self._goes_on(number)
        heading = " ".join(self._texts[number : number + lines])
        rank = self._ranks[self._levels[number]]
        return Opening(number, rank, "", heading, len(text), lines)

    def section_heading(self, number: int, rest: int) -> tuple[str, int, int]:
        """Heading of a section, where its body begins in the line, and how many lines the heading has."""
        own = self._texts[number][rest:].strip(" .")
        if own or not self._goes_on(number):
            return own, len(self._texts[number]), 1
        return self._texts[number + 1].strip(" ."), len(self._texts[number]), 2

    def _goes_on(self, number: int) -> bool:
        """Whether the next line too is a stated heading, without a mark of its own."""
        following = number + 1
        return (
            following in self._levels
            and division(self._texts[following]) is None
            and not self._is_section(following)
        )

    def _is_section(self, number: int) -> bool:
        return self._family is not None and section(self._texts[number], self._family) is not None

    def _reach(self, numbers: Sequence[int]) -> int:
        """How far the section marks of some lines count upwards."""
        if self._family is None:
            return 0
        last = 0
        for number in numbers:
            mark = section(self._texts[number], self._family)
            here = number_of(mark.label) if mark else None
            if here is not None and last < here <= last + WIDEST_GAP:
                last = here
        return last

    def _rank_levels(self) -> dict[int, float]:
        """The rank of each level: that of the words its headings open with, below the level above it."""
        ranks: dict[int, float] = {}
        above = -1.0
        for level in sorted(set(self._levels.values())):
            words = [
                rank
                for n, own in self._levels.items()
                if own == level and (rank := division(self._texts[n])) is not None
            ]
            # An annex may be stated beside the parts; the parts tell what the level is.
            common = max(set(words), key=words.count) if words else above + STEP
            above = ranks[level] = min(max(common, above + STEP), SECTION_RANK - STEP)
        return ranks
