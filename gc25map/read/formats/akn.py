"""Akoma Ntoso → blocks: number and heading of each provision on one line, its text after its mark."""

from __future__ import annotations

import re
from typing import Any

from gc25map.read.formats.blocks import Composer, Flow, Refused
from gc25map.read.formats.markup import (
    attribute,
    child,
    children,
    descendants,
    name_of,
    names,
    parse_xml,
)

_SKIPPED = frozenset({"meta", "coverPage", "toc", "img", "remark"})
_BLOCKS = names(
    "p block li tocItem longTitle formula recital citation listIntroduction listWrapUp "
    "heading subheading crossHeading blockContainer"
)
# What lies below a section, where a bare number is printed between brackets.
_BELOW_SECTION = names(
    "subsection paragraph subparagraph clause subclause point indent alinea item"
)
_BARE = re.compile(r"^[\dA-Za-z]{1,6}$")


def read_akn(data: bytes) -> Flow:
    """The blocks of an Akoma Ntoso document, its schedules and attachments included."""
    root = parse_xml(data, "an XML file")
    if name_of(root) != "akomaNtoso":
        raise Refused(f"an XML file, but not Akoma Ntoso (its root is <{name_of(root)[:40]}>)")
    out = Composer()
    _Walker(out).walk(root, 1)
    return out.flow(_title(root))


def _title(root: Any) -> str:
    """The short title or title that the document marks as such, else its alias in the metadata."""
    for name in ("shortTitle", "docTitle"):
        found = next(descendants(root, name), None)
        if found is not None:
            return _plain(found)
    alias = next(descendants(root, "FRBRalias"), None)
    return attribute(alias, "value") if alias is not None else ""


class _Walker:
    """Walks a document in order; `level` is the level that the next heading would have."""

    def __init__(self, out: Composer) -> None:
        self.out = out
        self._quoted = 0

    def walk(self, element: Any, level: int, bold: bool = False) -> None:
        """The contents of an element."""
        self.out.say(element.text, bold=bold)
        for one in element:
            self._element(one, level, bold)
            self.out.say(one.tail, bold=bold)

    def _element(self, one: Any, level: int, bold: bool) -> None:
        name, out = name_of(one), self.out
        if not name or name in _SKIPPED:
            return
        if name == "authorialNote":
            out.apart.append(_plain(one))
        elif name in ("br", "eol"):
            out.break_line()
        elif name == "table":
            out.end()
            self._table(one, level)
        elif name == "quotedStructure":
            self._quoted += 1
            out.end()
            self._divided(one, level)
            self._quoted -= 1
        elif child(one, "num") is not None or child(one, "heading") is not None:
            out.end()
            self._divided(one, level)
        elif name in _BLOCKS:
            out.end()
            self.walk(one, level, bold)
            out.end()
        elif name in ("b", "strong"):
            self.walk(one, level, True)
        elif len(one) and (any(name_of(i) in _BLOCKS for i in one) or not _inline(one)):
            # A container; the spaces between its children are no text.
            out.end()
            for inner in one:
                self._element(inner, level, bold)
            out.end()
        else:
            self.walk(one, level, bold)

    def _divided(self, one: Any, level: int) -> None:
        """A provision: its number and heading, then what it holds, one level deeper."""
        num, headings = child(one, "num"), list(children(one, "heading"))
        mark = _mark(name_of(one), _plain(num)) if num is not None else ""
        if mark:
            self.out.mark(mark)
        words = " ".join(filter(None, map(_plain, headings)))
        divides = name_of(one) not in _BELOW_SECTION and _only_divides(one)
        titled = bool(words or (mark and divides))
        if titled and not self._quoted:
            self.out.heading(words, level)
        elif words:
            self.out.say(words)
            self.out.end()
        for inner in one:
            if name_of(inner) not in ("num", "heading"):
                self._element(inner, level + titled, False)
        self.out.end_item()

    def _table(self, table: Any, level: int) -> None:
        self.out.begin_table()
        for row in table:
            if name_of(row) == "caption":
                self.walk(row, level)
                self.out.end()
            if name_of(row) != "tr":
                continue
            cells = []
            for cell in row:
                if name_of(cell) in ("td", "th"):
                    inner = self.out.within_cell()
                    _Walker(inner).walk(cell, level, name_of(cell) == "th")
                    cells.append(inner.close_cell())
            kinds = {name_of(cell) for cell in row}
            self.out.add_row(cells, head="th" in kinds and "td" not in kinds)


def _mark(name: str, number: str) -> str:
    """A number as laws print it, where the file gives nothing but the number."""
    if not _BARE.match(number):
        return number
    if name in _BELOW_SECTION:
        return f"({number})"
    if name in ("section", "rule", "regulation"):
        return f"{number}."
    if name in ("article", "part", "chapter", "title", "book", "division"):
        return f"{name.capitalize()} {number}"
    return number


def _only_divides(one: Any) -> bool:
    """Whether a provision without a heading only groups others: "Part II" over its sections."""
    inner = [name_of(each) for each in one if name_of(each) != "num"]
    return bool(inner) and all(
        child(each, "num") is not None and name_of(each) not in _BELOW_SECTION
        for each in one
        if name_of(each) != "num"
    )


def _inline(one: Any) -> bool:
    """Whether an element holds text of its own beside its children."""
    return bool((one.text or "").strip()) or any((inner.tail or "").strip() for inner in one)


def _plain(one: Any) -> str:
    """The text of an element in one line, without the notes in it."""
    pieces = [one.text or ""]
    for inner in one:
        if name_of(inner) != "authorialNote":
            pieces.append(_plain(inner))
        pieces.append(inner.tail or "")
    return " ".join("".join(pieces).split())
