"""A law in several languages → one law for each, over the same text; and lines in which an article opens.

In:  a `Law`, perhaps with stretches in several languages.
Out: `Law`s with the lines of one language each, in the order in which the languages first appear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from gc25map.records import Law, Line
from gc25map.split.markers import section
from gc25map.split.numerals import number_of

# Where a line may hold the beginning of another article: after the end of a sentence, or at a word that is
# used in no reference (in Arabic, "article" without the article).
_WITHIN = re.compile(
    r"(?<=[.:;。؛!?؟»”])\s*(?=(?:Art|ART|Sec|SEC|Статья|第[一二三四五六七八九十百\d]+条|المادة|§)[\s\wº.])"
    r"|(?<=\s)(?=م\s?ادة\s*[(\d])"
)


def streams_of(law: Law) -> list[Law]:
    """The law once for each of its languages, with the lines that are in it."""
    starts = [stretch.start for stretch in law.stretches]
    lines: dict[str, list[Line]] = {}
    for line in law.lines:
        place = bisect_right(starts, line.start) - 1
        language = law.stretches[place].language if place >= 0 else law.language
        lines.setdefault(language, []).append(line)
    return [
        replace(law, language=language, stretches=(), lines=tuple(_one_opening_each(law.text, own)))
        for language, own in lines.items()
    ]


def _one_opening_each(text: str, lines: Iterable[Line]) -> Iterator[Line]:
    """Lines of which none has an article opening in its midst: text that was set anew runs them together."""
    last = 0
    for line in lines:
        last = _article(text[line.start : line.end]) or last
        start = line.start
        for match in _WITHIN.finditer(text[line.start : line.end]):
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
