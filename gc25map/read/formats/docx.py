"""Word files (DOCX) → blocks: styles for headings, printed numbers, tables as rows, notes apart.

The text as it stands with all tracked changes accepted; hidden text, comments, running heads and
the table of contents are left out.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from gc25map.read.formats.blocks import Composer, Flow, Refused
from gc25map.read.formats.docx_numbering import Numbering
from gc25map.read.formats.markup import (
    attribute,
    child,
    children,
    descendants,
    name_of,
    names,
    parse_xml,
)
from gc25map.read.limits import MAX_PART_BYTES

MOST_STYLES_DEEP = 20
_SKIPPED = names(
    "del moveFrom pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr sectPr instrText delText "
    "delInstrText pict object commentReference footnoteReference endnoteReference"
)
_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})


def read_docx(data: bytes) -> Flow:
    """The blocks of a Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Document(archive).flow()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError):
        raise Refused("damaged: it does not have the structure of a Word file") from None


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style with what it takes over from the style that it is based on."""

    name: str = ""
    level: int = 0
    number: str = ""
    number_level: int | None = None
    bold: bool = False
    hidden: bool = False


class _Document:
    """An opened Word file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._main = self._main_part()
        self._styles = self._read_styles()
        self._numbering = Numbering(
            self._related("numbering"), lambda style: self._style(style).number
        )

    def flow(self) -> Flow:
        """The blocks of the body, and the notes."""
        out = Composer()
        body = child(self._part(self._main), "body")
        if body is not None:
            self._blocks(body, out)
        for kind in ("footnotes", "endnotes"):
            notes = self._related(kind)
            for note in notes if notes is not None else ():
                if attribute(note, "type") in ("", "normal"):
                    inner = Composer()
                    self._blocks(note, inner)
                    out.apart.append(" ".join(block.text for block in inner.flow().blocks))
        return out.flow(self._core_title())

    def _part(self, name: str) -> Any:
        with self._archive.open(name) as file:
            data = file.read(MAX_PART_BYTES + 1)
        if len(data) > MAX_PART_BYTES:
            raise Refused(f"its text unpacks to more than {MAX_PART_BYTES >> 20} MB")
        return parse_xml(data, "a Word file")

    def _main_part(self) -> str:
        for relation in self._part("_rels/.rels") if "_rels/.rels" in self._names else ():
            if attribute(relation, "Type").endswith("/officeDocument"):
                name = attribute(relation, "Target").lstrip("/")
                if name in self._names:
                    return name
        return "word/document.xml"

    def _related(self, kind: str) -> Any | None:
        """The part of that kind that the main part names, or None."""
        folder, _, own = self._main.rpartition("/")
        rels = f"{folder}/_rels/{own}.rels"
        for relation in self._part(rels) if rels in self._names else ():
            if attribute(relation, "Type").endswith(f"/{kind}"):
                target = attribute(relation, "Target")
                name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                if name in self._names:
                    return self._part(name)
        return None

    def _core_title(self) -> str:
        if "docProps/core.xml" not in self._names:
            return ""
        found = child(self._part("docProps/core.xml"), "title")
        return (found.text or "") if found is not None else ""

    def _read_styles(self) -> dict[str, Any]:
        root = self._related("styles")
        return {} if root is None else {attribute(s, "styleId"): s for s in children(root, "style")}

    def _style(self, style_id: str) -> _Style:
        """A style by its id; what it does not say itself comes from what it is based on."""
        name = ""
        level: int | None = None
        number: str | None = None
        number_level: int | None = None
        bold: bool | None = None
        hidden: bool | None = None
        for _ in range(MOST_STYLES_DEEP):
            one = self._styles.get(style_id)
            if one is None:
                break
            own = _value(child(one, "name"))
            name = name or own
            heading = _HEADING.match(own)
            paragraph, run = child(one, "pPr"), child(one, "rPr")
            if level is None:
                level = int(heading.group(1)) if heading else _outline(paragraph)
            own_number, own_level = _numbered(paragraph)
            if number is None and own_number:
                number = own_number
            if number_level is None:
                number_level = own_level
            bold = _switch(run, "b") if bold is None else bold
            hidden = _switch(run, "vanish") if hidden is None else hidden
            style_id = _value(child(one, "basedOn"))
        return _Style(name, level or 0, number or "", number_level, bool(bold), bool(hidden))

    def _blocks(self, parent: Any, out: Composer) -> None:
        for one in parent:
            name = name_of(one)
            if name == "p":
                self._paragraph(one, out)
            elif name == "tbl":
                out.end()
                self._table(one, out)
            elif name == "AlternateContent":
                self._alternative(one, out)
            elif name not in _SKIPPED:
                self._blocks(one, out)

    def _paragraph(self, one: Any, out: Composer) -> None:
        properties = child(one, "pPr")
        style_id = _value(child(properties, "pStyle")) if properties is not None else ""
        style = self._style(style_id)
        own = Composer()
        boxes: list[Any] = []
        self._runs(one, own, style, boxes)
        blocks = own.flow().blocks
        if blocks:
            title = style.name.lower() == "title"
            if style.name.lower().startswith("toc "):
                out.apart.append(" ".join(block.text for block in blocks))
            else:
                level = _outline(properties)
                level = style.level if level is None else level
                out.say(self._mark(properties, style, style_id), bold=blocks[0].bold)
                for block in blocks:
                    if block is not blocks[0]:
                        out.break_line()
                    out.say(block.text, bold=block.bold)
                out.end("heading" if level or title else "paragraph", 0 if title else level)
        for box in boxes:
            self._blocks(box, out)

    def _mark(self, properties: Any | None, style: _Style, style_id: str) -> str:
        number, level = _numbered(properties)
        if number == "0":
            return ""
        if not number and style.number:
            number = style.number
            if level is None:
                level = style.number_level
            if level is None:
                level = self._numbering.level_of_style(number, style_id)
        return self._numbering.next_mark(number, level or 0) if number not in ("", "0") else ""

    def _runs(self, parent: Any, out: Composer, style: _Style, boxes: list[Any]) -> None:
        """The text of a paragraph; text boxes that hang on it are collected."""
        for one in parent:
            name = name_of(one)
            if name == "r":
                self._run(one, out, style, boxes)
            elif name == "AlternateContent":
                boxes += _boxes(one)
            elif name not in _SKIPPED:
                self._runs(one, out, style, boxes)

    @staticmethod
    def _run(run: Any, out: Composer, style: _Style, boxes: list[Any]) -> None:
        properties = child(run, "rPr")
        hidden, thick = _switch(properties, "vanish"), _switch(properties, "b")
        if style.hidden if hidden is None else hidden:
            return
        bold = style.bold if thick is None else thick
        for one in run:
            match name_of(one):
                case "t":
                    out.say(one.text, bold=bold)
                case "tab" | "ptab":
                    out.say(" ")
                case "br" | "cr":
                    out.break_line()
                case "noBreakHyphen":
                    out.say("-", bold=bold)
                case "sym":
                    out.say(_sign(attribute(one, "char")), bold=bold)
                case "AlternateContent" | "drawing" | "pict":
                    boxes += _boxes(one)

    def _table(self, table: Any, out: Composer) -> None:
        out.begin_table()
        for row in _within(table, "tr"):
            cells = []
            for cell in _within(row, "tc"):
                inner = out.within_cell()
                self._blocks(cell, inner)
                cells.append(inner.close_cell())
            out.add_row(cells, head=_switch(child(row, "trPr"), "tblHeader") or False)

    def _alternative(self, one: Any, out: Composer) -> None:
        chosen = child(one, "Choice")
        chosen = child(one, "Fallback") if chosen is None else chosen
        if chosen is not None:
            self._blocks(chosen, out)


def _within(parent: Any, name: str) -> list[Any]:
    """Rows or cells, also those inside content controls and tracked insertions."""
    found = []
    for one in parent:
        if name_of(one) == name:
            deleted = child(one, "trPr")
            if deleted is None or child(deleted, "del") is None:
                found.append(one)
        elif name_of(one) in ("sdt", "sdtContent", "ins", "customXml"):
            found += _within(one, name)
    return found


def _boxes(one: Any) -> list[Any]:
    """The text boxes in a drawing, each once: its second form, for old programs, says the same."""
    if name_of(one) == "AlternateContent":
        chosen = child(one, "Choice")
        one = child(one, "Fallback") if chosen is None else chosen
    return [] if one is None else list(descendants(one, "txbxContent"))


def _numbered(properties: Any | None) -> tuple[str, int | None]:
    """Number id and level that paragraph properties name; empty and None where they do not."""
    found = child(properties, "numPr") if properties is not None else None
    if found is None:
        return "", None
    level = _value(child(found, "ilvl"))
    return _value(child(found, "numId")), int(level) if re.fullmatch(r"\d", level) else None


def _outline(properties: Any | None) -> int | None:
    """The heading level that paragraph properties give: 1 to 9, 0 for body text, None for no word."""
    found = child(properties, "outlineLvl") if properties is not None else None
    value = _value(found)
    return None if not re.fullmatch(r"\d", value) else (int(value) + 1) % 10


def _switch(properties: Any | None, name: str) -> bool | None:
    found = child(properties, name) if properties is not None else None
    return None if found is None else attribute(found, "val") not in _OFF


def _value(one: Any | None) -> str:
    return "" if one is None else attribute(one, "val")


def _sign(code: str) -> str:
    """A character named by its place in a font; those of fonts of signs are shown as a bullet."""
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else 0
    return "•" if 0xE000 <= number <= 0xF8FF else chr(number) if number >= 0x20 else ""
