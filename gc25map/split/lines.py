"""The lines at which a law is cut, where they are not those that were printed.

A line parts where the next article or the next number of the law stands in its midst (text that was set
anew runs them together), and the row of a table where it is too long for one passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gc25map.law import Law, Line
from gc25map.split.markers import section
from gc25map.split.numerals import number_of

# Words from which a row parts, and of its parts.
LONGEST_ROW, LONGEST_PART = 200, 110
FEWEST_DECIMALS = 3
# Where a line may hold the beginning of another article: after the end of a sentence, or at a word that is
# used in no reference (in Arabic, "article" without the article).
_ARTICLE_WITHIN = re.compile(
    r"(?<=[.:;。؛!?؟»”])\s*(?=(?:Art|ART|Sec|SEC|Статья|第[一二三四五六七八九十百\d]+条|المادة|§)[\s\wº.])"
    r"|(?<=\s)(?=م\s?ادة\s*[(\d])"
)
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
    lines = _counted(law.text, list(_one_article_each(law.text, law.lines)))
    return replace(law, lines=tuple(part for line in lines for part in _row_parts(law.text, line)))


def _one_article_each(text: str, lines: Iterable[Line]) -> Iterator[Line]:
    """Lines of which none has an article opening in its midst: text that was set anew runs them together."""
    last = 0
    for line in lines:
        if line.table:
            yield line
            continue
        last = _article(text[line.start : line.end]) or last
        start = line.start
        for match in _ARTICLE_WITHIN.finditer(text[line.start : line.end]):
            place = line.start + match.end()
            number = _article(text[place : line.end])
            counts_on = number == last + 1 or (number == 1 and text[place] == "م")
            if number is not None and counts_on and text[start:place].strip():
                yield replace(line, start=start, end=start + len(text[start:place].rstrip()))
                start, last = place, number
        yield replace(line, start=start) if start != line.start else line


def _article(text: str) -> int | None:
    mark = section(text, "article")
    return number_of(mark.label) if mark else None


def _counted(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Lines of which none has the next number of a plan in its midst: 2.1.4 after 2.1.3."""
    marks = [section(text[line.start : line.end], "decimal") for line in lines]
    if sum(mark is not None for mark in marks) < FEWEST_DECIMALS:
        yield from lines
        return
    last = ""
    for line, mark in zip(lines, marks, strict=True):
        last = mark.label if mark else last
        start = line.start
        if line.table == 0 and last:
            for match in _IN_MIDST.finditer(text, line.start, line.end):
                before = text[line.start : match.start()]
                if match.group(1) == _next(last) and not _REFERENCE.search(before):
                    yield replace(line, start=start, end=match.start() - 1)
                    start, last = match.start(), match.group(1)
        yield replace(line, start=start) if start != line.start else line


def _next(label: str) -> str:
    """The label that follows one: "3.02" after "3.01", "2.1.10" after "2.1.9"."""
    head, _, tail = label.rpartition(".")
    return f"{head}.{int(tail) + 1:0{len(tail)}d}"


def _row_parts(whole: str, line: Line) -> Iterator[Line]:
    text = whole[line.start : line.end]
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
