"""The lines at which a law is cut, where they are not those that were printed.

A line parts where the next number of the law stands in its midst (plans lose the layout of their tables
when they are set anew), and the row of a table where it is too long for one passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gc25map.records import Law, Line
from gc25map.split.markers import section

# Words from which a row parts, and of its parts.
LONGEST_ROW, LONGEST_PART = 200, 110
FEWEST_DECIMALS = 3
_IN_MIDST = re.compile(
    r"(?<=[.;:!?)”] )(\d{1,2}(?:\.\d{1,2}){1,3})(?=\s+[^\W\d_a-zß-öø-ÿа-я]|\s+[—–-]|$)"
)
_REFERENCE = re.compile(
    r"\b(?:paras?|secs?|nos?|arts?|ch|pp?|fig|cf|ibid|vol)\.?\)?\s$", re.IGNORECASE
)
_SPACE = re.compile(r"\s+|(?<=[。；！？])")
_SENTENCE = re.compile(
    r"(?<=[.;!?])\s+(?=[^\W\d_a-z])|(?<=[。；！？])|\s(?=[•●▪■◦‣⁃➢✓]\s)|\s(?=\|)"
)


def lines_to_cut(law: Law) -> Law:
    """The same law with its lines parted where passages may begin."""
    lines = tuple(part for line in _counted(law) for part in _row_parts(law, line))
    return law if len(lines) == len(law.lines) else replace(law, lines=lines)


def _counted(law: Law) -> Iterator[Line]:
    marks = [section(law.text[line.start : line.end], "decimal") for line in law.lines]
    if sum(mark is not None for mark in marks) < FEWEST_DECIMALS:
        yield from law.lines
        return
    last = ""
    for line, mark in zip(law.lines, marks, strict=True):
        last = mark.label if mark else last
        start = line.start
        if line.table == 0 and last:
            for match in _IN_MIDST.finditer(law.text, line.start, line.end):
                before = law.text[line.start : match.start()]
                if match.group(1) == _next(last) and not _REFERENCE.search(before):
                    yield replace(line, start=start, end=match.start() - 1)
                    start, last = match.start(), match.group(1)
        yield replace(line, start=start) if start != line.start else line


def _next(label: str) -> str:
    """The label that follows one: "3.02" after "3.01", "2.1.10" after "2.1.9"."""
    head, _, tail = label.rpartition(".")
    return f"{head}.{int(tail) + 1:0{len(tail)}d}"


def _row_parts(law: Law, line: Line) -> Iterator[Line]:
    text = law.text[line.start : line.end]
    if not line.table or len(text.split()) <= LONGEST_ROW:
        yield line
        return
    start = 0
    for end in (*_places(text), len(text)):
        part = text[start:end]
        if part.strip(" |"):
            lead = len(part) - len(part.lstrip(" |"))
            tail = len(part.rstrip(" |"))
            yield replace(line, start=line.start + start + lead, end=line.start + start + tail)
        start = end


def _places(text: str) -> Iterator[int]:
    """Where a long row parts: after a sentence or before an item; between words where it has neither."""
    sentences = {match.start() for match in _SENTENCE.finditer(text)}
    words = 0
    for space in _SPACE.finditer(text):
        words += 1
        if words >= LONGEST_ROW or (words >= LONGEST_PART and space.start() in sentences):
            yield space.start()
            words = 0
