"""The ruled lines of a page as PDFium sees them: the cheap question whether a table may stand here.

A table is ruled by lines that run down the page and lines that run across it. Underlined words, the
frame of a page and the rule between two columns have too few of one or the other, and cost no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_float
from typing import Any, NamedTuple

from pypdfium2 import raw

# Segments of paths: fewer rule no table, more are a drawing or a map.
FEWEST_SEGMENTS = 10
MOST_SEGMENTS = 20_000
# So many lines across, and so many down, rule two rows of two cells.
FEWEST_LINES = 3
# Points: what is shorter rules nothing, and what leans by more is no rule.
SHORTEST_RULE = 6.0
STRAIGHT = 1.0
# Lines of one direction that lie as close together as this are one.
SAME_LINE = 3.0
FORM_DEPTH = 2


class Rule(NamedTuple):
    """A ruled line in points from the top left corner of the page; upright where `x0 == x1`."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def upright(self) -> bool:
        """Whether the line runs down the page."""
        return self.x0 == self.x1


Matrix = tuple[float, float, float, float, float, float]


def rules_of(page: Any) -> list[Rule]:
    """The ruled lines of a PDFium page that may rule a table; none where it can hold no table."""
    paths = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=FORM_DEPTH))
    counts = [raw.FPDFPath_CountSegments(path.raw) for path in paths]
    if not FEWEST_SEGMENTS <= sum(counts) <= MOST_SEGMENTS:
        return []
    left, _, _, top = page.get_bbox()
    rules = [
        Rule(x0 - left, top - y1, x1 - left, top - y0)
        for path, count in zip(paths, counts, strict=True)
        for x0, y0, x1, y1 in _strokes(path, count)
    ]
    return table_rules(rules)


def table_rules(rules: Sequence[Rule]) -> list[Rule]:
    """The lines that may rule a table of two by two, the outer ones added where they lack; else none."""
    if not rules or all(rule.upright for rule in rules):
        return []
    closed = [*rules, *_closing(rules)]
    down = distinct(rule.x0 for rule in closed if rule.upright)
    across = distinct(rule.top for rule in closed if not rule.upright)
    return closed if min(down, across) >= FEWEST_LINES else []


def _closing(rules: Sequence[Rule]) -> list[Rule]:
    """The lines that a table does without, or that a turn of the page has cut off.

    They stand where pieces of lines of one direction end together, if another line crosses those lines.
    """
    whole = _whole(rules)
    closing: list[Rule] = []
    for end, across in (("top", "x0"), ("bottom", "x0"), ("x0", "top"), ("x1", "top")):
        upright = across == "x0"
        others = {whole[rule] for rule in rules if rule.upright is not upright}
        ending: dict[int, list[Rule]] = defaultdict(list)
        for rule in rules:
            if rule.upright is upright:
                ending[round(getattr(rule, end) / SAME_LINE)].append(rule)
        for lines in ending.values():
            places = [getattr(rule, across) for rule in lines]
            at, first, last = getattr(lines[0], end), min(places), max(places)
            closed = any(abs(getattr(rule, end) - at) <= SAME_LINE for rule in others)
            if distinct(places) < FEWEST_LINES or closed:
                continue
            crossed = [whole[rule] for rule in lines]
            if any(distinct(_met(rule, crossed)) >= FEWEST_LINES for rule in others):
                closing.append(Rule(first, at, last, at) if upright else Rule(at, first, at, last))
    return closing


def _whole(rules: Sequence[Rule]) -> dict[Rule, Rule]:
    """For each piece the line that it makes up with the pieces that touch it end to end."""
    whole: dict[Rule, Rule] = {}
    lines: dict[tuple[bool, int], list[Rule]] = defaultdict(list)
    for rule in rules:
        place = rule.x0 if rule.upright else rule.top
        lines[rule.upright, round(place / SAME_LINE)].append(rule)
    for pieces in lines.values():
        chain: list[Rule] = []
        for piece in (*sorted(pieces), None):
            reach = _joined(chain) if chain else None
            touches = (
                piece is not None
                and reach is not None
                and piece.top <= reach.bottom + SAME_LINE
                and piece.x0 <= reach.x1 + SAME_LINE
            )
            if reach is not None and not touches:
                whole.update((part, reach) for part in chain)
                chain = []
            if piece is not None:
                chain.append(piece)
    return whole


def _joined(pieces: Sequence[Rule]) -> Rule:
    first = pieces[0]
    if first.upright:
        return Rule(first.x0, first.top, first.x0, max(piece.bottom for piece in pieces))
    return Rule(first.x0, first.top, max(piece.x1 for piece in pieces), first.top)


def _met(rule: Rule, lines: Sequence[Rule]) -> Iterator[float]:
    """The places of those lines that a line of the other direction meets."""
    for line in lines:
        down, level = (line, rule) if line.upright else (rule, line)
        if (
            level.x0 - SAME_LINE <= down.x0 <= level.x1 + SAME_LINE
            and down.top - SAME_LINE <= level.top <= down.bottom + SAME_LINE
        ):
            yield line.x0 if line.upright else line.top


def distinct(places: Iterable[float]) -> int:
    """How many lines these places are, those close together counted once."""
    count, last = 0, float("-inf")
    for place in sorted(places):
        if place - last > SAME_LINE:
            count += 1
            last = place
    return count


def _strokes(path: Any, count: int) -> Iterator[tuple[float, float, float, float]]:
    """The upright and level strokes of a path in the page's coordinates: x0, y0, x1, y1, ordered."""
    matrix = _matrix(path)
    begin = last = (0.0, 0.0)
    x, y = c_float(), c_float()
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(path.raw, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = _placed(matrix, x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from stroke(last, here)
        if raw.FPDFPathSegment_GetClose(segment):
            yield from stroke(here, begin)
        last = here


def stroke(
    one: tuple[float, float], other: tuple[float, float]
) -> Iterator[tuple[float, float, float, float]]:
    """From one point to another, straightened: x0, y0, x1, y1; nothing where it leans or is short."""
    (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    if x1 - x0 <= STRAIGHT and y1 - y0 >= SHORTEST_RULE:
        middle = (x0 + x1) / 2
        yield (middle, y0, middle, y1)
    elif y1 - y0 <= STRAIGHT and x1 - x0 >= SHORTEST_RULE:
        middle = (y0 + y1) / 2
        yield (x0, middle, x1, middle)


def _matrix(path: Any) -> Matrix:
    """From the path's own coordinates to those of the page, through the form that holds it."""
    own: Matrix = path.get_matrix().get()
    if path.container is None:
        return own
    form: Matrix = path.container.get_matrix().get()
    a, b, c, d, e, f = own
    return (
        *_turned(form, a, b),
        *_turned(form, c, d),
        *_placed(form, e, f),
    )


def _turned(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, _, _ = matrix
    return a * x + c * y, b * x + d * y


def _placed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    turned = _turned(matrix, x, y)
    return turned[0] + matrix[4], turned[1] + matrix[5]
