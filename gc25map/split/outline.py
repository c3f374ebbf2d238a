"""Which lines of a law open something: contents, divisions, sections, and their headings.

A number at the beginning of a line may be a section, a list or chance. What decides is the law
itself: the family of marks that counts upwards through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gc25map.law import Law, Line
from gc25map.split.citing import cite, joint_numbers
from gc25map.split.contents import contents_of
from gc25map.split.headings import (
    division_heading,
    lines_of_heading_above,
    section_heading,
    stands_apart,
)
from gc25map.split.markers import Family, Mark, division, section
from gc25map.split.numerals import number_of
from gc25map.split.opening import SECTION_RANK, WIDEST_GAP, Opening
from gc25map.split.policies import aim_opening, aims_of
from gc25map.split.stated import Stated

# Headings over sections are a habit from so many on.
FEWEST_HEADINGS_ABOVE = 3
# With so many sections a law has a body before its schedules.
FEWEST_SECTIONS = 5


@dataclass(slots=True)
class Outline:
    """What opens where; `contents` are numbers of lines that only list what follows.

    A `policy` sets goals, or has no sections or articles: its parts are chapters and paragraphs.
    """

    family: Family | None
    policy: bool = False
    openings: list[Opening] = field(default_factory=list)
    contents: set[int] = field(default_factory=set)


def outline_of(law: Law) -> Outline:
    """Read the outline of a law from its lines."""
    texts = [law.text[line.start : line.end] for line in law.lines]
    contents = contents_of(texts)
    rows = {number for number, line in enumerate(law.lines) if line.role == "row"}
    family = _family(texts, contents | rows)
    stated = Stated(texts, law.lines, family)
    aims = aims_of(texts, law.lines, contents | rows, family)
    outline = Outline(family, bool(aims) or family in (None, "decimal"), [], contents)
    any_step = family == "article" and _is_excerpt(texts, contents | rows)
    last = 0
    skip_to = -1
    for number, text in enumerate(texts):
        if number in contents or number in rows or number < skip_to:
            continue
        if number in aims:
            opening = aim_opening(texts, law.lines, number, aims[number], family)
            outline.openings.append(opening)
            skip_to = number + opening.heading_lines
            continue
        rank = division(text)
        below = number == skip_to and bool(outline.openings[-1].heading)
        apart = below or stands_apart(texts, law.lines, number)
        if rank is not None and (stated.heading(number) or apart):
            if stated.heading(number):
                opening = stated.division(number)
            else:
                heading, lines = division_heading(texts, law.lines, number, family)
                opening = Opening(number, rank, "", heading, len(text), lines)
            outline.openings.append(opening)
            skip_to = number + opening.heading_lines
            if rank <= 1:
                last = 0
            continue
        mark = None
        if stated.may_open_section(number):
            mark = _section_mark(text, family, last, any_step)
        if mark is None or family is None:
            if stated.heads_a_part(number):
                outline.openings.append(stated.division(number))
            continue
        if family in ("number", "article"):
            last = number_of(mark.label) or last
        if stated.heading(number):
            heading, body, lines = stated.section_heading(number, mark.rest)
            skip_to = number + lines
        else:
            # What belongs to the heading of a chapter is no heading of its first section.
            floor = max(skip_to, 0)
            heading, body, lines = section_heading(
                texts, law.lines, number, mark.rest, family, floor
            )
        opening = Opening(number, SECTION_RANK, mark.label, heading, body, max(lines, 1))
        opening.above = int(lines == 0)
        outline.openings.append(opening)
    outline.openings = _without_listed_schedules(outline.openings)
    if family == "decimal":
        outline.openings = joint_numbers(outline.openings, texts)
    _headings_above(outline, texts, law.lines)
    cite(outline.openings, texts)
    return outline


def _section_mark(text: str, family: Family | None, last: int, any_step: bool) -> Mark | None:
    """The mark of a section that may follow the section numbered `last`."""
    mark = section(text, family) if family is not None else None
    if mark is None or family not in ("number", "article"):
        return mark
    here = number_of(mark.label)
    if here is None or (any_step and here >= last):
        return mark
    return mark if _follows(last, here, mark.label, text) else None


def _without_listed_schedules(openings: list[Opening]) -> list[Opening]:
    """Schedules follow the sections; one named before them is left over from a table of contents."""
    sections = [n for n, opening in enumerate(openings) if opening.rank == SECTION_RANK]
    if len(sections) < FEWEST_SECTIONS:
        return openings
    return [o for n, o in enumerate(openings) if o.rank > 0 or n > sections[0]]


def _follows(last: int, here: int, label: str, text: str) -> bool:
    if here == last or last < here <= last + WIDEST_GAP:
        return True
    # A schedule, an annex or a quoted act starts counting anew.
    return (here == 1 and not label.isdigit()) or (here == 1 and len(text) > 6)


def _is_excerpt(texts: Sequence[str], contents: set[int]) -> bool:
    """Whether only some articles of a law are here: they count upwards, from any number, by any step."""
    numbers = _numbers([t for n, t in enumerate(texts) if n not in contents], "article")
    return all(one <= two for one, two in pairwise(numbers))


def _headings_above(outline: Outline, texts: Sequence[str], lines: Sequence[Line]) -> None:
    """Give sections the headings printed over them, where that is the habit of the law."""
    sections = [opening for opening in outline.openings if opening.rank == SECTION_RANK]
    above = {
        id(opening): count
        for opening in sections
        # A short sentence behind the number may have been taken for the heading.
        if (not opening.heading or texts[opening.line].endswith("."))
        and not opening.above
        and (count := lines_of_heading_above(texts, lines, opening.line))
    }
    if len(above) < FEWEST_HEADINGS_ABOVE or 2 * len(above) < len(sections):
        return
    for before, opening in pairwise((Opening(-1, 0, "", "", 0), *outline.openings)):
        count = above.get(id(opening), 0)
        if count and opening.line - count >= before.line + before.heading_lines:
            mark = section(texts[opening.line], outline.family) if outline.family else None
            opening.above, opening.heading_lines = count, 1
            opening.body = mark.rest if mark else opening.body
            opening.heading = " ".join(texts[opening.line - count : opening.line]).strip(" .")


def _family(texts: Sequence[str], contents: set[int]) -> Family | None:
    """The family of section marks that counts upwards through the law."""
    body = [text for number, text in enumerate(texts) if number not in contents]
    codes = sum(section(text, "code") is not None for text in body)
    if codes >= 3:
        return "code"
    articles, numbers = _numbers(body, "article"), _numbers(body, "number")
    decimals = sum(section(text, "decimal") is not None for text in body)
    steps = {"article": _steps(articles), "number": _steps(numbers)}
    if steps["article"] >= 2 and (
        steps["article"] >= 0.4 * steps["number"] or _lists_within(articles, numbers)
    ):
        return "article"
    if steps["number"] >= 2 and steps["number"] >= 0.5 * decimals:
        return "number"
    if decimals >= 4:
        return "decimal"
    if len(articles) >= 3 and all(one <= two for one, two in pairwise(articles)):
        return "article"
    return "number" if steps["number"] >= 2 else None


def _lists_within(articles: Sequence[int], numbers: Sequence[int]) -> bool:
    """Whether bare numbers begin anew again and again while the articles count on: lists inside them."""
    restarts = numbers.count(1)
    orderly = _steps(articles) >= 0.6 * len(set(articles))
    return orderly and restarts >= 3 and restarts > 2 * articles.count(1)


def _numbers(texts: Sequence[str], family: Family) -> list[int]:
    """The numbers of all marks of a family, in the order of the lines."""
    marks = (section(text, family) for text in texts)
    numbers = (number_of(mark.label) for mark in marks if mark is not None)
    return [number for number in numbers if number is not None]


def _steps(numbers: Sequence[int]) -> int:
    """How often marks count on, by a step or a few."""
    steps, last = 0, 0
    for number in numbers:
        if last < number <= last + WIDEST_GAP:
            steps += 1
            last = number
        elif number == 1:
            last = 1
    return steps
