"""The items of an enumeration: which lines open one, and which words close all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gc25map.law import Line
from gc25map.split.markers import Family, Mark, paragraph, subsection
from gc25map.split.numerals import FIRST_ITEMS, follows_item

# Words that close an enumeration stand so many points left of its items.
OUTSIDE = 4.0
_ENDS = re.compile(r"[;,.—–，；؛،]\s*(?:(?:and|or|et|ou|y|o|e|und|oder|и|или|و|أو)\s*)?$")


def items_of(lines: Sequence[tuple[int, str]], family: Family | None) -> list[tuple[str, int]]:
    """Items in sequence, (a), (b), … , each with the number of the line on which it opens."""
    items: list[tuple[str, int]] = []
    for number, text in lines:
        mark = paragraph(text) or _numbered(text, family)
        if mark is None:
            continue
        label = mark.label
        if follows_item(label, items[-1][0], items[0][0]) if items else label in FIRST_ITEMS:
            items.append((label, number))
    return items


def _numbered(text: str, family: Family | None) -> Mark | None:
    """The mark of an item "1." or "1)" below a subsection "(1)", in laws with articles."""
    return subsection(text, "article") if family == "article" and text[:1].isdigit() else None


def closing_line(
    texts: Sequence[str],
    lines: Sequence[Line],
    numbers: Sequence[int],
    items: Sequence[tuple[str, int]],
) -> int:
    """The line with which words begin that close all items: left of everything in them.

    `numbers` are the lines of the enumeration; the number after the last of them where there are none.
    """
    first, last = items[0][1], items[-1][1]
    edge = min(lines[n].x0 for n in numbers if first <= n <= last)
    for number in numbers:
        if number > last and lines[number].page == lines[last].page:
            outside = lines[number].x0 < edge - OUTSIDE
            if outside and _ENDS.search(texts[number - 1]):
                closes = _closes(texts[number], texts[number - 1])
                return number if closes else numbers[-1] + 1
    return numbers[-1] + 1


def _closes(text: str, before: str) -> bool:
    """Whether a line after the last item goes on with what all of them begin: no mark, no new sentence."""
    ended = _ENDS.search(before)
    new_sentence = text[:1].isupper() and ended is not None and ended.group()[0] == "."
    return text[:1].isalpha() and not new_sentence
