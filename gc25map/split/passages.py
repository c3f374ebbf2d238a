"""Outline + lines → passages: each section cut where a lawyer would cite it.

A subsection is one passage, its paragraphs included, unless it is so long that its paragraphs must stand
alone; then each carries the subsection's opening words as its lead. Text without numbering
(policies, preambles) is cut at its printed paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gc25map.records import Law, Passage, content_id
from gc25map.split.kinds import kind_of
from gc25map.split.markers import Family, Mark, bullet, paragraph, section_word, subsection
from gc25map.split.opening import SECTION_RANK, Opening
from gc25map.split.outline import outline_of

# Words: longer than the first, a subsection parts into its paragraphs; longer than the second, a
# run of plain text parts at a sentence; shorter than the third, it joins what follows.
LONGEST_SUBSECTION = 170
LONGEST_PLAIN = 150
SHORTEST_PLAIN = 25
LONGEST_LEAD = 600
# A line further below the last than this, in usual line distances, opens a paragraph.
WIDER_PITCH = 1.3
_UNFINISHED = re.compile(r"(?:[:—–-]|\b(?:shall|must|may|to|that|if|by|who|and|or|which))\s*$")
_REFERS = re.compile(
    r"(?:sub-?\s?sections?|sections?|paragraphs?|clauses?|articles?|under|and|or|to)$", re.I
)
_SENTENCE_END = re.compile(r"[.!?。；;؟]\s*[\"”»)\]]?$")


@dataclass(slots=True)
class _Piece:
    """Lines `first` to `last` of the law (inclusive), cited by `locator`, with its lead-in."""

    first: int
    last: int
    locator: str
    lead: str = ""
    start: int | None = None
    contents: bool = False


def split_passages(law: Law) -> tuple[Passage, ...]:
    """All passages of a law, in order."""
    return tuple(_Cutter(law).passages())


class _Cutter:
    """Cuts one law, of which the outline is known."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.outline = outline_of(law)
        self.pitch = _pitch(law)

    def passages(self) -> Iterator[Passage]:
        """All passages, in order; runs of signs without a letter or digit are none."""
        openings = self.outline.openings
        for opening, headings, first, last in self._stretches():
            before = opening is None and bool(openings) and first < openings[0].line
            for piece in self._pieces(opening, first, last):
                passage = self._passage(piece, headings, before)
                if passage is not None:
                    yield passage

    def _stretches(
        self,
    ) -> Iterator[tuple[Opening | None, tuple[str, ...], int, int]]:
        """Section after section (or what stands between them), with the headings above each."""
        path: list[tuple[float, str]] = []
        starts = [*(o.line for o in self.outline.openings), len(self.law.lines)]
        if starts[0] > 0:
            yield None, (), 0, starts[0] - 1
        for opening, following in zip(self.outline.openings, starts[1:], strict=True):
            if opening.rank < SECTION_RANK:
                path = [entry for entry in path if entry[0] < opening.rank]
                path.append((opening.rank, opening.heading))
                first = opening.line + opening.heading_lines
                if first < following:
                    yield None, tuple(h for _, h in path), first, following - 1
            else:
                headings = tuple(h for _, h in path)
                if opening.heading:
                    headings = (*headings, opening.heading)
                yield opening, headings, opening.line, following - 1

    def _pieces(self, opening: Opening | None, first: int, last: int) -> Iterator[_Piece]:
        run: list[int] = []
        for number in range(first, last + 1):
            if number in self.outline.contents:
                if run:
                    yield from self._run(opening, run)
                    run = []
                yield _Piece(number, number, "", contents=True)
            elif not (self.law.lines[number].side_note and number == last):
                run.append(number)
        if run:
            yield from self._run(opening, run)

    def _run(self, opening: Opening | None, run: list[int]) -> Iterator[_Piece]:
        family = self.outline.family
        base = self._locator(opening)
        if opening is None or family is None or family == "decimal":
            yield from self._plain(run, base)
            return
        groups = self._subsections(opening, family, run)
        lead = self._open_lead(opening, groups)
        if lead and self._words(run) <= LONGEST_SUBSECTION:
            yield _Piece(run[0], run[-1], base)
            return
        for label, lines in groups:
            locator = f"{base}({label})" if label else base
            yield from self._subsection(lines, locator, lead if label else "")

    def _open_lead(self, opening: Opening, groups: Sequence[tuple[str, list[int]]]) -> str:
        """The opening words that all subsections of a section continue: "A provider shall: (1) …"."""
        label, lines = groups[0]
        if label or len(groups) < 2:
            return ""
        first, *others = lines
        words = [self._text(first)[opening.body :], *map(self._text, others)]
        text = " ".join(words).strip()
        return text[-LONGEST_LEAD:] if _UNFINISHED.search(text) else ""

    def _locator(self, opening: Opening | None) -> str:
        if opening is None or self.outline.family is None:
            return ""
        line = self.law.lines[opening.line]
        word = section_word(self.outline.family, self.law.text[line.start : line.end])
        if word == "" and self.outline.family == "article":
            mark = self.law.text[line.start : line.end]
            return f"第{opening.label}条" if mark.startswith("第") else opening.label
        return f"{word}{opening.label}"

    def _subsections(
        self, opening: Opening, family: Family, run: list[int]
    ) -> list[tuple[str, list[int]]]:
        groups: list[tuple[str, list[int]]] = []
        expected = 1
        for number in run:
            text = self._text(number)
            if number == opening.line:
                text = text[opening.body :].lstrip(" —–-[")
            mark = subsection(text, family)
            if (
                mark
                and _in_sequence(mark.label, expected)
                and not self._cross_reference(number, mark)
            ):
                expected = int(re.sub(r"\D", "", mark.label)) + 1
                if (
                    groups
                    and number != opening.line
                    and not self._only_heading(groups[-1], opening)
                ):
                    groups.append((mark.label, [number]))
                    continue
                lines = groups.pop()[1] if groups else []
                groups.append((mark.label, [*lines, number]))
            elif groups:
                groups[-1][1].append(number)
            else:
                groups.append(("", [number]))
        return groups

    def _cross_reference(self, number: int, mark: Mark) -> bool:
        """Whether "(4)" at the beginning of a line only ends a reference begun on the line before."""
        rest = self._text(number)[mark.rest :]
        before = self._text(number - 1).rstrip() if number else ""
        return bool(_REFERS.search(before)) or (
            rest[:3] in ("of ", "and", "or ") and before[-1:].isalpha()
        )

    def _only_heading(self, group: tuple[str, list[int]], opening: Opening) -> bool:
        """Whether a group so far holds no more than the section's number and heading."""
        label, lines = group
        if label or lines[0] != opening.line:
            return False
        own = self._text(opening.line)[opening.body :].strip()
        return not own and len(lines) <= opening.heading_lines

    def _subsection(self, lines: list[int], locator: str, above: str) -> Iterator[_Piece]:
        """The passages of one subsection; `above` is the lead-in of its section."""
        if self._words(lines) <= LONGEST_SUBSECTION:
            yield _Piece(lines[0], lines[-1], locator, above)
            return
        items = self._paragraphs(lines)
        if len(items) < 2:
            yield from self._plain(lines, locator, above)
            return
        lead_lines = [n for n in lines if n < items[0][1]]
        lead = " ".join([above, *map(self._text, lead_lines)]).strip()[-LONGEST_LEAD:]
        if lead_lines:
            yield _Piece(lead_lines[0], lead_lines[-1], locator, above)
        ends = [start for _, start in items[1:]] + [lines[-1] + 1]
        for (label, start), end in zip(items, ends, strict=True):
            own = [n for n in lines if start <= n < end]
            cited = f"{locator}({label})" if label else locator
            if self._words(own) > 2 * LONGEST_PLAIN:
                yield from self._plain(own, cited, lead)
            else:
                yield _Piece(own[0], own[-1], cited, lead)

    def _paragraphs(self, lines: list[int]) -> list[tuple[str, int]]:
        """Lettered paragraphs of a subsection, in sequence: (a), (b), … with the line each opens on."""
        items: list[tuple[str, int]] = []
        for number in lines[1:]:
            mark = paragraph(self._text(number))
            if mark is None:
                continue
            expected = _next_letter(items[-1][0]) if items else {"a", "A", "i", "а", "aa"}
            if mark.label in expected:
                items.append((mark.label, number))
        return items

    def _plain(self, lines: Sequence[int], locator: str, lead: str = "") -> Iterator[_Piece]:
        """Unnumbered text: printed paragraphs, the short ones joined and the long ones parted."""
        chunk: list[int] = []
        count = 0
        for number in lines:
            text = self._text(number)
            words = _count(text)
            full = count >= LONGEST_PLAIN and _SENTENCE_END.search(self._text(chunk[-1]))
            over = count >= 2 * LONGEST_PLAIN
            breaks = count >= SHORTEST_PLAIN and self._opens_paragraph(chunk[-1], number)
            if chunk and (full or over or breaks):
                yield _Piece(chunk[0], chunk[-1], locator, lead)
                chunk, count = [], 0
            chunk.append(number)
            count += words
        if chunk:
            yield _Piece(chunk[0], chunk[-1], locator, lead)

    def _opens_paragraph(self, before: int, number: int) -> bool:
        last, line = self.law.lines[before], self.law.lines[number]
        text = self._text(number)
        if line.role or bullet(text) or paragraph(text) or subsection(text, "article"):
            return True
        ended = bool(_SENTENCE_END.search(self._text(before)))
        if line.page != last.page:
            return ended and not text[:1].islower()
        return line.top - last.top > WIDER_PITCH * self.pitch or (
            ended and line.x0 > last.x0 + self.pitch
        )

    def _passage(self, piece: _Piece, headings: tuple[str, ...], before: bool) -> Passage | None:
        start, end = self.law.lines[piece.first].start, self.law.lines[piece.last].end
        text = self.law.text[start:end]
        if not any(char.isalnum() for char in text):
            return None
        kind = "contents" if piece.contents else kind_of(text, headings, before)
        first, last = self.law.lines[piece.first].page, self.law.lines[piece.last].page
        source, engine, confidence = self.law.reading(first, last)
        return Passage(
            id=content_id(self.law.id, str(start), text),
            law_id=self.law.id,
            locator=piece.locator,
            headings=headings,
            lead=piece.lead,
            start=start,
            end=end,
            first_page=first,
            last_page=last,
            kind=kind,
            language=self.law.language,
            text=text,
            source=source,
            engine=engine,
            confidence=confidence,
        )

    def _text(self, number: int) -> str:
        line = self.law.lines[number]
        return self.law.text[line.start : line.end]

    def _words(self, lines: Sequence[int]) -> int:
        return sum(_count(self._text(number)) for number in lines)


def _in_sequence(label: str, expected: int) -> bool:
    digits = re.sub(r"\D", "", label)
    return bool(digits) and expected <= int(digits) + (not label.isdigit()) <= expected + 2


def _next_letter(label: str) -> set[str]:
    if len(label) == 1:
        return {chr(ord(label) + 1), chr(ord(label) + 2)}
    return {label[0] + chr(ord(label[-1]) + 1), chr(ord(label[0]) + 1) * 2}


def _count(text: str) -> int:
    """Words of a line; in scripts without spaces two characters count as one."""
    return max(len(text.split()), sum("\u3000" < char < "\uff00" for char in text) // 2)


def _pitch(law: Law) -> float:
    """The usual distance from one line to the next, in points."""
    steps = sorted(
        step
        for last, line in pairwise(law.lines)
        if last.page == line.page and 1 < (step := line.top - last.top) < 60
    )
    return steps[len(steps) // 2] if steps else 12.0
