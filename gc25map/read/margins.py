"""Marginal notes: the side heads that gazettes print beside a section, apart from its text.

A page with side notes has a band of short fragments wholly outside the columns in which its long
lines stand. Numbers and letters that hang in the margin are no notes: notes are words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gc25map.read.raw import Fragment

# Shares of the width of the page's text: a long line, and the widest a side note may be.
LONG_LINE = 0.5
WIDEST_NOTE = 0.3
FEWEST_LONG_LINES = 5
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class SideNote:
    """A side note: where it begins, in points from the top of the page, and its words."""

    top: float
    text: str


def part_side_notes(
    fragments: Sequence[Fragment],
) -> tuple[tuple[Fragment, ...], tuple[SideNote, ...]]:
    """The fragments of a page without its side notes, and the notes from top to bottom."""
    bounds = _text_bounds(fragments)
    if bounds is None:
        return tuple(fragments), ()
    left, right, width = bounds
    outside = [
        f
        for f in fragments
        if (f.x1 <= left + 2 or f.x0 >= right - 2)
        and f.x1 - f.x0 < WIDEST_NOTE * width
        and not f.table
    ]
    words = [f for f in outside if _WORD.search(f.text)]
    if not words or 2 * len(words) < len(outside):
        return tuple(fragments), ()
    apart = {id(f) for f in words}
    return tuple(f for f in fragments if id(f) not in apart), _notes(words)


def _text_bounds(fragments: Sequence[Fragment]) -> tuple[float, float, float] | None:
    if not fragments:
        return None
    width = max(f.x1 for f in fragments) - min(f.x0 for f in fragments)
    long_lines = [f for f in fragments if f.x1 - f.x0 >= LONG_LINE * width]
    if len(long_lines) < FEWEST_LONG_LINES:
        return None
    lefts, rights = sorted(f.x0 for f in long_lines), sorted(f.x1 for f in long_lines)
    return lefts[len(lefts) // 20], rights[-1 - len(rights) // 20], width


def _notes(fragments: list[Fragment]) -> tuple[SideNote, ...]:
    groups: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (f.top, f.x0)):
        last = groups[-1][-1] if groups else None
        height = max(fragment.bottom - fragment.top, 1.0)
        if last is not None and fragment.top - last.bottom < 0.6 * height:
            groups[-1].append(fragment)
        else:
            groups.append([fragment])
    return tuple(SideNote(g[0].top, " ".join(f.text for f in g)) for g in groups)


def place_notes(
    lines: Sequence[Fragment], notes: Sequence[SideNote]
) -> tuple[dict[int, str], list[str]]:
    """To which line (by its number) each note belongs, and the notes that belong to none.

    A note belongs to the line beside which it begins, when something is numbered there.
    """
    placed: dict[int, str] = {}
    homeless: list[str] = []
    for note in notes:
        beside = [
            (abs(line.top - note.top), number)
            for number, line in enumerate(lines)
            if abs(line.top - note.top) < 2.0 * max(line.bottom - line.top, 8.0)
            and re.match(r"^\W{0,2}\d", line.text)
        ]
        number = min(beside)[1] if beside else -1
        if number < 0 or number in placed:
            homeless.append(note.text)
        else:
            placed[number] = note.text
    return placed, homeless
