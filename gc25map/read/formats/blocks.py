"""Blocks of text, and the composer with which every format makes them.

A block is one line of the law to be: a paragraph, a heading, a row of a table, or (with an empty role)
a line that goes on after a line break.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, get_args

from gc25map.law import Role
from gc25map.read.limits import MAX_CHARS
from gc25map.read.rows import is_head

# Longer than this, what is set in a heading style is a numbered paragraph and no heading.
LONGEST_HEADING = 30
# A mark that stands alone in the first cell of a row: "(a)", "1.", "iv)", "–".
_LONE_MARK = re.compile(r"^(?:[(\[]?\w{1,5}[.)\]]{1,2}|[•●▪◦*–—-])$")
_SPACE = re.compile(r"\s+")
_ROLES = frozenset(get_args(Role))


class Refused(Exception):
    """A file that cannot be read as what it is; `str(error)` is one line for people."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line and what the file says that it is; `level` counts headings from 1, the largest; 0 is a title.

    A row knows its `table`, counted from 1 through the document, and its number there; row 0 is the head.
    """

    text: str
    role: Role
    level: int = 0
    bold: bool = False
    table: int = 0
    row: int = 0

    def to_list(self) -> list[Any]:
        """The wire form."""
        return [self.text, self.role, self.level, int(self.bold), self.table, self.row]

    @classmethod
    def from_list(cls, values: list[Any]) -> Block:
        """The block of a wire form; ValueError or TypeError where it is malformed."""
        text, role, level, bold, table, row = values
        if not isinstance(text, str) or role not in _ROLES:
            raise TypeError("a block is a text with a role")
        return cls(text, role, int(level), bool(bold), int(table), int(row))


@dataclass(frozen=True, slots=True)
class Flow:
    """A document without pages: its blocks in reading order, and what stands apart (footnotes)."""

    title: str
    blocks: tuple[Block, ...]
    apart: tuple[str, ...] = ()
    repeatable: bool = True


class Composer:
    """Takes text piece by piece and gives blocks; the mark of a list item waits for its text."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.apart: list[str] = []
        self._pieces: list[str] = []
        self._mark = ""
        self._thick = self._thin = False
        self._taken = 0
        # Tables are counted through the document; of this one, the rows below its head, and whether it has one.
        self._tables = count(1)
        self._table = self._row = 0
        self._headed = False

    def say(self, text: str | None, *, bold: bool = False, keep_lines: bool = False) -> None:
        """Add running text; line ends in it are only spaces unless they are to be kept."""
        if not text:
            return
        self._taken += len(text)
        if self._taken > MAX_CHARS:
            raise Refused(f"holds more than {MAX_CHARS:,} characters")
        if text.strip():
            self._thick, self._thin = self._thick or bold, self._thin or not bold
        self._pieces.append(text if keep_lines else _SPACE.sub(" ", text))

    def break_line(self) -> None:
        """Begin a new line within the paragraph; two breaks begin a new paragraph."""
        self._pieces.append("\n")

    def mark(self, mark: str) -> None:
        """The printed number or bullet of what comes next; marks without text between them add up."""
        self.end()
        self._mark = f"{self._mark} {mark}".strip()

    def end(self, role: Role = "paragraph", level: int = 0) -> None:
        """End the block that is open, if there is any text in it."""
        lines = [" ".join(line.split()) for line in "".join(self._pieces).split("\n")]
        bold = self._thick and not self._thin
        self._pieces.clear()
        self._thick = self._thin = False
        if not any(lines):
            return
        if role == "heading":
            lines = [" ".join(filter(None, lines))]
            if len(lines[0].split()) > LONGEST_HEADING:
                role, level = "paragraph", 0
            else:
                bold = True
        opens = True
        for line in lines:
            if line:
                text = f"{self._mark} {line}".strip()
                self._mark = ""
                self.blocks.append(Block(text, role if opens else "", level, bold))
            opens = not line

    def end_item(self) -> None:
        """End an item of a list; a mark that found no text is a line of its own."""
        self.end()
        if self._mark:
            self.blocks.append(Block(self._mark, "paragraph"))
            self._mark = ""

    def heading(self, words: str, level: int) -> None:
        """A heading of these words after the mark that waits; the mark alone where there are none."""
        if not words:
            words, self._mark = self._mark, ""
        self.say(words)
        self.end("heading", level)

    def within_cell(self) -> Composer:
        """A composer for the cell of a table, its notes and its measure shared with this one."""
        self.end()
        inner = Composer()
        inner.apart, inner._taken, inner._tables = self.apart, self._taken, self._tables
        return inner

    def close_cell(self) -> list[Block]:
        """The blocks of a cell."""
        self.end_item()
        return self.blocks

    def begin_table(self) -> None:
        """The rows that come next are those of another table."""
        self._table, self._row, self._headed = next(self._tables), 0, False

    def add_row(self, cells: Sequence[Sequence[Block]], *, head: bool = False) -> None:
        """Add a row of a table: one line, its cells parted by " | ".

        `head` where the file says that it names the columns; where it says so of no row, the first may.
        A row that holds one text only is that text; a mark and a text side by side are an item.
        """
        self.end()
        texts = [" ".join(block.text for block in cell) for cell in cells]
        self._taken += sum(map(len, texts))
        filled = [number for number, text in enumerate(texts) if text]
        if not filled:
            return
        first, *others = filled
        if not others:
            self.blocks += cells[first]
        elif len(others) == 1 and _LONE_MARK.match(texts[first]):
            self.mark(texts[first])
            opening, *rest = cells[others[0]]
            self.say(opening.text, bold=opening.bold)
            self.end(opening.role or "paragraph", opening.level)
            self.blocks += rest
        else:
            named = not (self._headed or self._row) and is_head(texts)
            self._headed = named or (head and not self._row)
            self._row += not self._headed
            text = " | ".join(texts[: filled[-1] + 1])
            self.blocks.append(Block(text, "row", table=self._table, row=self._row))

    def flow(self, title: str = "") -> Flow:
        """All that was composed."""
        self.end_item()
        return Flow(" ".join(title.split()), tuple(self.blocks), tuple(filter(None, self.apart)))
