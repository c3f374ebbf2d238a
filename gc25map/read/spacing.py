"""Where one word ends and the next begins, when the spaces of a file do not say so.

Some files set words so close that no space is seen between them, others set a heading or a number letter by
letter. The gaps between the printed characters then decide, on the lines concerned only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

Box = tuple[float, float, float, float]
BoxAt = Callable[[int], Box]
# A page with a word of so many letters may have run words together, and then in any line with one
# of that many.
LONGEST_WORD, LONG_WORD = 25, 12
_LONGEST = re.compile(rf"[^\W\d_]{{{LONGEST_WORD + 1},}}")
_LONG = re.compile(rf"[^\W\d_]{{{LONG_WORD},}}")
_SPACED = re.compile(r"(?:(?<!\S)\S{1,2}\s+){4,}\S{1,2}(?!\S)")
# Shares of the font's height: how much wider than between letters a gap between words is; and the
# widest gaps within a word that is set letter by letter, and within a number.
WORD_GAP, SPACED_GAP, SPACED_DIGITS = 0.08, 0.6, 0.1


class Word(NamedTuple):
    """A word of a line: from which character to which (exclusive), and how it reads."""

    start: int
    end: int
    text: str


def words_of(line: str) -> list[Word]:
    """The words of a line as its spaces part them."""
    return [Word(m.start(), m.end(), m.group()) for m in re.finditer(r"\S+", line)]


def crowded(page_text: str) -> bool:
    """Whether words on a page may have run together."""
    return _LONGEST.search(page_text) is not None


def part_crowded(words: list[Word], box: BoxAt) -> list[Word]:
    """The words of a line of a crowded page, parted where the printed gap is wider than between letters."""
    if not any(_LONG.search(word.text) for word in words):
        return words
    boxes = {n: box(n) for word in words for n in range(word.start, word.end)}
    gaps = {
        n: (boxes[n + 1][0] - boxes[n][2]) / max(boxes[n][3] - boxes[n][1], 1.0)
        for word in words
        for n in range(word.start, word.end - 1)
    }
    if not gaps:
        return words
    usual = sorted(gaps.values())[len(gaps) // 2]
    parted: list[Word] = []
    for word in words:
        starts = [word.start]
        starts += [n + 1 for n in range(word.start, word.end - 1) if gaps[n] > usual + WORD_GAP]
        for start, end in zip(starts, [*starts[1:], word.end], strict=True):
            parted.append(Word(start, end, word.text[start - word.start : end - word.start]))
    return parted


def spaced(line: str) -> bool:
    """Whether a line may be set letter by letter."""
    return _SPACED.search(line) is not None


def join_spaced(words: list[Word], box: BoxAt) -> list[Word]:
    """The words of a line with those joined that are set letter by letter: "P A R T  I" → "PART I"."""
    joined: list[Word] = []
    run: list[Word] = []
    for word in words:
        if len(word.text) <= 2:
            run.append(word)
        else:
            joined += [*_joined(run, box), word]
            run = []
    return joined + _joined(run, box)


def _joined(run: list[Word], box: BoxAt) -> list[Word]:
    if len(run) < 5 or sum(len(word.text) == 1 for word in run) < 0.7 * len(run):
        return run
    gaps = []
    for word, following in pairwise(run):
        before, after = box(word.end - 1), box(following.start)
        gaps.append((after[0] - before[2]) / max(before[3] - before[1], 1.0))
    usual = sorted(gaps)[len(gaps) // 2]
    letters = any(char.isalpha() for word in run for char in word.text)
    if usual > (SPACED_GAP if letters else SPACED_DIGITS):
        return run
    words = [run[0]]
    for gap, word in zip(gaps, run[1:], strict=True):
        last = words[-1]
        if gap > max(2 * usual, usual + 0.25):
            words.append(word)
        else:
            words[-1] = Word(last.start, word.end, last.text + word.text)
    return words
