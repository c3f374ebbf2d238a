"""Unnumbered text → pieces at its printed paragraphs, the short ones joined and the long ones parted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gc25map.law import Line
from gc25map.split.markers import bullet, paragraph, subsection
from gc25map.split.pieces import LONGEST_LEAD, Piece

# Words: longer than the first, a run of text parts at a sentence; shorter than the second, it joins
# what follows.
LONGEST_PLAIN = 150
SHORTEST_PLAIN = 25
# A line further below the last than this, in usual line distances, opens a paragraph.
WIDER_PITCH = 1.3
_SENTENCE_END = re.compile(r"[.!?。；;؟]\s*[\"”»)\]]?$")
_SENTENCE = re.compile(r"(?<=[.!?؟]\s)(?=[^\W\d_a-z])|(?<=[。！？])")


class Prose:
    """The running text of one law: its lines and their words."""

    def __init__(self, texts: Sequence[str], lines: Sequence[Line]) -> None:
        self._texts, self._lines = texts, lines
        self._pitch = _pitch(lines)

    def pieces(
        self, numbers: Sequence[int], locator: str, lead: str = "", tail: str = ""
    ) -> Iterator[Piece]:
        """The pieces of a run of lines, all cited by `locator`.

        Items of a list that stand apart from the sentence that opens it have it as their lead.
        """
        chunk: list[int] = []
        count = 0
        opening = ""

        def piece() -> Piece:
            item = bullet(self._texts[chunk[0]])
            return Piece(chunk[0], chunk[-1], locator, opening if item and opening else lead, tail)

        for number in numbers:
            text = self._texts[number]
            full = count >= LONGEST_PLAIN and _SENTENCE_END.search(self._texts[chunk[-1]])
            over = count >= 2 * LONGEST_PLAIN
            opens = bool(chunk) and self._opens_paragraph(chunk[-1], number)
            if chunk and (full or over or (opens and count >= SHORTEST_PLAIN)):
                yield piece()
                chunk, count = [], 0
            if opens and not bullet(text):
                opening = ""
            chunk.append(number)
            count += count_words(text)
            if text.endswith(":"):
                words = " ".join(self._texts[n] for n in chunk)
                opening = _SENTENCE.split(words)[-1][-LONGEST_LEAD:]
        if chunk:
            yield piece()

    def _opens_paragraph(self, before: int, number: int) -> bool:
        last, line = self._lines[before], self._lines[number]
        text = self._texts[number]
        if line.role or bullet(text) or paragraph(text) or subsection(text, "article"):
            return True
        ended = bool(_SENTENCE_END.search(self._texts[before]))
        if line.page != last.page:
            return ended and not text[:1].islower()
        return line.top - last.top > WIDER_PITCH * self._pitch or (
            ended and line.x0 > last.x0 + self._pitch
        )


def count_words(text: str) -> int:
    """Words of a line; in scripts without spaces two characters count as one."""
    return max(len(text.split()), sum("\u3000" < char < "\uff00" for char in text) // 2)


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance from one line to the next, in points."""
    steps = sorted(
        step
        for last, line in pairwise(lines)
        if last.page == line.page and 1 < (step := line.top - last.top) < 60
    )
    return steps[len(steps) // 2] if steps else 12.0
