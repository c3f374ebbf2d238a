"""The numbered subsections of a section: which lines belong to (1), which to (2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gc25map.law import Line
from gc25map.split.markers import Family, Mark, subsection
from gc25map.split.opening import Opening

_BRACKETS = ("(", "（", "[")
_REFERS = re.compile(
    r"(?:sub-?\s?sections?|sections?|paragraphs?|clauses?|articles?|under|and|or|to)$", re.I
)


def subsections_of(
    texts: Sequence[str],
    lines: Sequence[Line],
    run: Sequence[int],
    opening: Opening,
    family: Family,
) -> list[tuple[str, list[int]]]:
    """The lines of a section by subsection, in order; what precedes the first has the label ""."""
    groups: list[tuple[str, list[int]]] = []
    expected, bracketed = 1, None
    for number in run:
        text = texts[number]
        if number == opening.line:
            text = text[opening.body :].lstrip(" —–-[")
        mark = None if lines[number].table else subsection(text, family)
        if (
            mark
            and _in_sequence(mark.label, expected)
            and bracketed in (None, text[:1] in _BRACKETS)
            and not _cross_reference(texts, number, mark)
        ):
            bracketed = text[:1] in _BRACKETS
            expected = int(re.sub(r"\D", "", mark.label)) + 1
            if groups and number != opening.line and not _only_heading(texts, groups[-1], opening):
                groups.append((mark.label, [number]))
                continue
            above = groups.pop()[1] if groups else []
            groups.append((mark.label, [*above, number]))
        elif groups:
            groups[-1][1].append(number)
        else:
            groups.append(("", [number]))
    return groups


def _in_sequence(label: str, expected: int) -> bool:
    digits = re.sub(r"\D", "", label)
    return expected <= int(digits) + (not label.isdigit()) <= expected + 2


def _cross_reference(texts: Sequence[str], number: int, mark: Mark) -> bool:
    """Whether "(4)" at the beginning of a line only ends a reference begun on the line before."""
    rest = texts[number][mark.rest :]
    before = texts[number - 1].rstrip() if number else ""
    return bool(_REFERS.search(before)) or (
        rest[:3] in ("of ", "and", "or ") and before[-1:].isalpha()
    )


def _only_heading(texts: Sequence[str], group: tuple[str, list[int]], opening: Opening) -> bool:
    """Whether a group so far holds no more than the section's number and heading."""
    label, lines = group
    if label or lines[0] != opening.line:
        return False
    own = texts[opening.line][opening.body :].strip()
    return not own and len(lines) <= opening.heading_lines
