"""Which lines of a policy or a plan open a goal, an objective or an action."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from gc25map.law import Line
from gc25map.split.aims import Aim, aim
from gc25map.split.headings import FINAL, division_heading, stands_apart
from gc25map.split.markers import Family, section
from gc25map.split.opening import Opening

# So many numbered goals and objectives, and so many for each section, make a law a policy; more words
# than the last are no heading of one.
FEWEST_AIMS, AIMS_PER_SECTION, LONGEST_AIM_HEADING = 2, 0.15, 14
_BEFORE_ITEM = re.compile(r"[.;:!?。；：—\])]\s*$")


def aims_of(
    texts: Sequence[str], lines: Sequence[Line], apart: Collection[int], family: Family | None
) -> dict[int, Aim]:
    """What opens by the number of its line, without the lines `apart`; none in a statute that names some."""
    found: dict[int, Aim] = {}
    for number, text in enumerate(texts):
        mark = None if number in apart else aim(text)
        if mark is None:
            continue
        below = number - 1 in found and mark.set_off
        if below or stands_apart(texts, lines, number) or _item(texts, number, mark):
            found[number] = mark
    if family in (None, "decimal"):
        return found
    sections = sum(section(text, family) is not None for text in texts)
    enough = max(FEWEST_AIMS, AIMS_PER_SECTION * sections)
    return found if sum(mark.set_off for mark in found.values()) >= enough else {}


def _item(texts: Sequence[str], number: int, mark: Aim) -> bool:
    """Whether a line is an action in full: set off from its number, and after the end of a sentence."""
    before = texts[number - 1].rstrip() if number else ""
    return mark.set_off and (not before or bool(_BEFORE_ITEM.search(before)) or before.isupper())


def aim_opening(
    texts: Sequence[str], lines: Sequence[Line], number: int, mark: Aim, family: Family | None
) -> Opening:
    """The opening of such a part, with its heading unless it is a whole sentence."""
    if FINAL.search(texts[number]) or len(texts[number].split()) > LONGEST_AIM_HEADING:
        return Opening(number, mark.rank, mark.label, "", mark.rest, cited=mark.label)
    heading, count = division_heading(texts, lines, number, family)
    body = len(texts[number])
    return Opening(number, mark.rank, mark.label, heading, body, count, cited=mark.label)
