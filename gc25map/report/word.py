"""A Word document with what python-docx leaves to its users: languages, table heads, fixed bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from gc25map.report.language import spoken, written
from gc25map.report.palette import HEAD, INK, LINE, SOFT, TEXT, WASH
from gc25map.report.readings import Mark

# Styles by their ids; the last two are ours, and their names are the same.
TITLE, BULLET, PASSAGE, FINE = "Title", "ListBullet", "Passage", "Fine"
_EPOCH = datetime(2000, 1, 1)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
# What stands after the direction among the properties of a paragraph.
_AFTER_BIDI = (
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing"),
    *("w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment"),
    *("w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr"),
)
# The most that a core property may hold.
_LONGEST_PROPERTY = 255


def new_document(title: str, author: str, comments: str) -> WordDocument:
    """An empty A4 document in the language spoken now with the styles of a memo."""
    document = Document()
    core = document.core_properties
    core.title, core.author = title[:_LONGEST_PROPERTY], author[:_LONGEST_PROPERTY]
    core.comments, core.last_modified_by = comments[:_LONGEST_PROPERTY], author[:_LONGEST_PROPERTY]
    core.created = core.modified = _EPOCH
    core.language, core.revision = _locale(), 1
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    # Of today's Word, not in its compatibility mode.
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    _set_styles(document)
    return document


def _set_styles(document: WordDocument) -> None:
    styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:bidi" if written() == "rtl" else "w:val"), _locale())
    normal: Any = styles["Normal"]
    normal.font.size = Pt(10.5)
    normal.font.color.rgb = _rgb(TEXT)
    normal.paragraph_format.space_after = Pt(5)
    normal.paragraph_format.line_spacing = 1.1
    for name, size, before in (
        ("Title", 22, 0),
        ("Heading 1", 16, 20),
        ("Heading 2", 12.5, 12),
        ("Heading 3", 10.5, 8),
    ):
        heading: Any = styles[name]
        heading.font.size = Pt(size)
        heading.font.color.rgb = _rgb(TEXT)
        heading.paragraph_format.space_before = Pt(before)
        heading.paragraph_format.space_after = Pt(4)
    passage: Any = styles.add_style(PASSAGE, WD_STYLE_TYPE.PARAGRAPH)
    passage.base_style = normal
    passage.paragraph_format.left_indent = Cm(0.8)
    passage.paragraph_format.right_indent = Cm(0.8)
    fine: Any = styles.add_style(FINE, WD_STYLE_TYPE.PARAGRAPH)
    fine.base_style = normal
    fine.font.size = Pt(9)
    fine.font.color.rgb = _rgb(SOFT)


def _locale() -> str:
    return "en-GB" if spoken() == "en" else spoken()


def add_heading(document: WordDocument, text: str, level: int) -> None:
    """A heading of level 1, 2 or 3."""
    add_paragraph(document, text, f"Heading{level}")


def add_paragraph(document: WordDocument, text: str = "", style: str = "") -> Paragraph:
    """A paragraph with the style of this id: python-docx takes a millisecond to find one by its name."""
    paragraph = document.add_paragraph()
    if style:
        paragraph._p.style = style
    if text:
        paragraph.add_run(text)
    return paragraph


def add_marked(paragraph: Paragraph, mark: Mark) -> None:
    """A status with sign, word and colour."""
    run = paragraph.add_run(f"{mark.sign} {mark.word}")
    run.bold = True
    run.font.color.rgb = _rgb(INK[mark.key])


def add_quotation(
    document: WordDocument, parts: Sequence[tuple[str, bool]], language: str, direction: str
) -> None:
    """A passage in its own language and direction, the marked words in bold."""
    paragraph = add_paragraph(document, style=PASSAGE)
    turned = {("rtl", "ltr"): True, ("ltr", "rtl"): False}.get((direction, written()))
    if turned is not None:
        _set_direction(paragraph._p.get_or_add_pPr(), turned)
    for text, marked in parts:
        run = paragraph.add_run(text)
        run.font.bold = run.font.cs_bold = marked or None
        run.font.rtl = turned
        if _LANGUAGE.fullmatch(language):
            lang = OxmlElement("w:lang")
            lang.set(qn("w:bidi" if direction == "rtl" else "w:val"), language)
            run._r.get_or_add_rPr().append(lang)


def add_table(
    document: WordDocument, name: str, about: str, heads: Sequence[str], widths: Sequence[float]
) -> Table:
    """An empty table with its head, repeated on every page; `about` is what a screen reader is told.

    `widths` are in centimetres.
    """
    table: Table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    properties = table._tbl.tblPr
    for tag, text in (("w:tblCaption", name), ("w:tblDescription", about)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), text)
        properties.append(element)
    _set_borders(properties)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(OxmlElement("w:cantSplit"))
    row.append(OxmlElement("w:tblHeader"))
    for cell, head, width in zip(table.rows[0].cells, heads, widths, strict=True):
        cell.width = Cm(width)
        _fill(cell, HEAD)
        _small(cell).add_run(head).bold = True
    return table


def add_row(table: Table, values: Sequence[str | Mark], *, bold: bool = False) -> None:
    """A row of texts and statuses; it is not parted at the end of a page."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, value in zip(row.cells, values, strict=True):
        if isinstance(value, Mark):
            _fill(cell, WASH[value.key])
            add_marked(_small(cell), value)
        else:
            _small(cell).add_run(value).bold = bold or None


def add_page_number(paragraph: Paragraph) -> None:
    """The number of the page, as Word counts it."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)


def saved(document: WordDocument) -> bytes:
    """The bytes of the document, the same on every run: no clock in the archive."""
    if written() == "rtl":
        _turn(document)
    saved_as, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved_as)
    with zipfile.ZipFile(saved_as) as parts, zipfile.ZipFile(fixed, "w") as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _ZIP_EPOCH)
            part.create_system = 3  # as if on Unix, on every system
            archive.writestr(part, parts.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _turn(document: WordDocument) -> None:
    """Let all that has no direction of its own run from the right, with the weight and size it has.

    Of letters that run from the right Word takes other properties: `bCs` for `b`, `szCs` for `sz`.
    """
    section = document.sections[0]
    _place(section._sectPr, OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid", "w:printerSettings")
    for table in document.tables:
        table.table_direction = WD_TABLE_DIRECTION.RTL
    for part in (document.element, section.footer._element, document.styles.element):
        for properties in part.iter(qn("w:rPr")):
            for plain in ("w:b", "w:sz"):
                found = properties.find(qn(plain))
                if found is not None and properties.find(qn(f"{plain}Cs")) is None:
                    twin = OxmlElement(f"{plain}Cs")
                    for name, value in found.items():
                        twin.set(name, value)
                    found.addnext(twin)
    for part in (document.element, section.footer._element):
        for paragraph in part.iter(qn("w:p")):
            properties = paragraph.get_or_add_pPr()
            if properties.find(qn("w:bidi")) is None:
                _set_direction(properties, True)
            for run in paragraph.iter(qn("w:r")):
                letters = run.get_or_add_rPr()
                if letters.find(qn("w:rtl")) is None:
                    _place(letters, OxmlElement("w:rtl"), "w:cs", "w:em", "w:lang")


def _set_direction(properties: Any, turned: bool) -> None:
    """Whether a paragraph runs from the right."""
    bidi = OxmlElement("w:bidi")
    if not turned:
        bidi.set(qn("w:val"), "0")
    _place(properties, bidi, *_AFTER_BIDI)


def _place(properties: Any, element: Any, *successors: str) -> None:
    """Put a property in the order that is laid down: before these."""
    properties.insert_element_before(element, *successors)


def _small(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph._p.style = FINE
    paragraph.paragraph_format.space_after = Pt(1)
    return paragraph


def _fill(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour.lstrip("#"))
    cell._tc.get_or_add_tcPr().append(shade)


def _set_borders(properties: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single")
        border.set(qn("w:sz"), "4")
        border.set(qn("w:color"), LINE.lstrip("#"))
        borders.append(border)
    # The order of these properties is laid down; borders stand before the layout.
    properties.find(qn("w:tblLayout")).addprevious(borders)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())
