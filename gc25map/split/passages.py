"""Outline + lines → passages: each section cut where a lawyer would cite it.

A subsection is one passage, its paragraphs included, unless it is so long that its paragraphs must stand
alone; then each carries the subsection's opening words as its lead, and its closing words as its
tail. Text without numbering (policies, preambles) is cut at its printed paragraphs, and a row of a table
is a passage of its own. Each language of a law is cut on its own, as if the others were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gc25map.law import Law
from gc25map.records import Passage, content_id
from gc25map.split.background import tells_background
from gc25map.split.items import closing_line, items_of
from gc25map.split.kinds import kind_of
from gc25map.split.lines import lines_to_cut
from gc25map.split.markers import SECTION_WORD, Family, section_word
from gc25map.split.opening import SECTION_RANK, Opening
from gc25map.split.outline import outline_of
from gc25map.split.pieces import LONGEST_LEAD, Piece
from gc25map.split.prose import LONGEST_PLAIN, Prose, count_words
from gc25map.split.rows import BAR, RowCutter
from gc25map.split.streams import streams_of
from gc25map.split.subsections import subsections_of

# Words: longer than this, a subsection parts into its paragraphs.
LONGEST_SUBSECTION = 170
_UNFINISHED = re.compile(r"(?:[:—–-]|\b(?:shall|must|may|to|that|if|by|who|and|or|which))\s*$")


def split_passages(law: Law) -> tuple[Passage, ...]:
    """All passages of a law, in order."""
    passages = [passage for stream in streams_of(law) for passage in _Cutter(stream).passages()]
    return tuple(sorted(passages, key=lambda passage: passage.start))


class _Cutter:
    """Cuts one law in one language, of which the outline is known."""

    def __init__(self, law: Law) -> None:
        self.law = law = lines_to_cut(law)
        self.texts = [law.text[line.start : line.end] for line in law.lines]
        self.outline = outline_of(law)
        self.prose = Prose(self.texts, law.lines)
        self.rows = RowCutter(law)
        # How the goal or the schedule that holds the present line is cited.
        self.above = ""

    def passages(self) -> Iterator[Passage]:
        """All passages, in order; runs of signs without a letter or digit are none."""
        openings = self.outline.openings
        for opening, headings, first, last in self._stretches():
            before = opening is None and bool(openings) and first < openings[0].line
            for piece in self._pieces(opening, first, last):
                for part in self.rows.parted(piece):
                    for whole in self._unbroken(part):
                        passage = self._passage(whole, (*headings, *whole.headings), before)
                        if passage is not None:
                            yield passage

    def _stretches(
        self,
    ) -> Iterator[tuple[Opening | None, tuple[str, ...], int, int]]:
        """Section after section (or what stands between them), with the headings above each."""
        path: list[tuple[float, str]] = []
        openings = self.outline.openings
        starts = [*(o.line - o.above for o in openings), len(self.law.lines)]
        if starts[0] > 0:
            yield None, (), 0, starts[0] - 1
        for opening, following in zip(openings, starts[1:], strict=True):
            if opening.rank < SECTION_RANK:
                path = [entry for entry in path if entry[0] < opening.rank]
                path.append((opening.rank, opening.heading or opening.label))
                first = opening.line + opening.heading_lines
                self.above = opening.cited or ("" if opening.rank == 0 else self.above)
                if opening.label:
                    # A goal or an action is cited for its own words, were they only a heading.
                    yield None, tuple(h for _, h in path), opening.line, following - 1
                elif first < following:
                    yield None, tuple(h for _, h in path), first, following - 1
            else:
                headings = tuple(h for _, h in path)
                if opening.heading:
                    headings = (*headings, opening.heading)
                yield opening, headings, opening.line, following - 1

    def _pieces(self, opening: Opening | None, first: int, last: int) -> Iterator[Piece]:
        run: list[int] = []
        for number in range(first, last + 1):
            if number in self.outline.contents:
                if run:
                    yield from self._run(opening, run)
                    run = []
                yield Piece(number, number, "", contents=True)
            elif not (self.law.lines[number].side_note and number == last):
                run.append(number)
        if run:
            yield from self._run(opening, run)

    def _run(self, opening: Opening | None, run: list[int]) -> Iterator[Piece]:
        family = self.outline.family
        base = self._locator(opening)
        if opening is None or family is None or family == "decimal":
            yield from self.prose.pieces(run, base)
            return
        groups = subsections_of(self.texts, self.law.lines, run, opening, family)
        lead = self._open_lead(opening, groups)
        if lead and self._words(run) <= LONGEST_SUBSECTION:
            yield Piece(run[0], run[-1], base)
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
        words = [self.texts[first][opening.body :], *(self.texts[n] for n in others)]
        text = " ".join(words).strip()
        return text[-LONGEST_LEAD:] if _UNFINISHED.search(text) else ""

    def _locator(self, opening: Opening | None) -> str:
        family = self.outline.family
        if opening is None or family is None:
            return self.above
        own = self._section_locator(opening, family)
        if not self.above or family in ("decimal", "code"):
            return own
        return f"{self.above}, {own.replace(SECTION_WORD['number'], 'para. ', 1)}"

    def _section_locator(self, opening: Opening, family: Family) -> str:
        mark = self.texts[opening.line]
        word = section_word(family, mark)
        if word == "" and family == "article" and mark.startswith("第"):
            return f"第{opening.label}" if "之" in opening.label else f"第{opening.label}条"
        return f"{word}{opening.label}"

    def _subsection(self, lines: list[int], locator: str, above: str) -> Iterator[Piece]:
        """The passages of one subsection; `above` is the lead-in of its section."""
        if self._words(lines) <= LONGEST_SUBSECTION:
            yield Piece(lines[0], lines[-1], locator, above)
            return
        loose = [n for n in lines if not self.law.lines[n].table]
        items = items_of([(n, self.texts[n]) for n in loose if n > lines[0]], self.outline.family)
        if len(items) < 2:
            yield from self.prose.pieces(lines, locator, above)
            return
        lead_lines = [n for n in lines if n < items[0][1]]
        lead = " ".join([above, *(self.texts[n] for n in lead_lines)]).strip()[-LONGEST_LEAD:]
        closing = closing_line(self.texts, self.law.lines, loose, items)
        tail = " ".join(self.texts[n] for n in lines if n >= closing)[:LONGEST_LEAD]
        if lead_lines:
            yield Piece(lead_lines[0], lead_lines[-1], locator, above, tail)
        ends = [start for _, start in items[1:]] + [lines[-1] + 1]
        for (label, start), end in zip(items, ends, strict=True):
            own = [n for n in lines if start <= n < end]
            cited = f"{locator}({label})" if label else locator
            # The closing words stand in the last item itself.
            rest = tail if own[-1] < closing else ""
            if self._words(own) > 2 * LONGEST_PLAIN:
                yield from self.prose.pieces(own, cited, lead, rest)
            else:
                yield Piece(own[0], own[-1], cited, lead, rest)

    def _unbroken(self, piece: Piece) -> Iterator[Piece]:
        """A piece parted where another language stands in its midst; the parts carry one another."""
        lines = self.law.lines
        cuts = [
            number + 1
            for number in range(piece.first, piece.last)
            # Between the parts of a long row stands no more than the bar of its cells.
            if self.law.text[lines[number].end : lines[number + 1].start].strip().strip(BAR)
        ]
        bounds = [piece.first, *cuts, piece.last + 1]
        for first, end in pairwise(bounds):
            before = " ".join(self.texts[piece.first : first])
            after = " ".join(self.texts[end : piece.last + 1])
            lead = f"{piece.lead} {before}".strip()[-LONGEST_LEAD:]
            tail = f"{after} {piece.tail}".strip()[:LONGEST_LEAD]
            yield replace(piece, first=first, last=end - 1, lead=lead, tail=tail)

    def _passage(self, piece: Piece, headings: tuple[str, ...], before: bool) -> Passage | None:
        own = self.law.lines[piece.first : piece.last + 1]
        start, end = own[0].start, own[-1].end
        text = self.law.text[start:end]
        if not any(char.isalnum() for char in text):
            return None
        around = f"{piece.lead} {piece.tail}"
        kind = "contents" if piece.contents else kind_of(text, headings, before, around)
        if kind == "operative" and self.outline.policy and tells_background(headings):
            kind = "background"
        first, last = own[0].page, max(line.last_page or line.page for line in own)
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
            tail=piece.tail,
            source=source,
            engine=engine,
            confidence=confidence,
        )

    def _words(self, lines: Sequence[int]) -> int:
        return sum(count_words(self.texts[n]) for n in lines)
