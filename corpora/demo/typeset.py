"""Typeset the demonstration Act from its Markdown source into an A4 PDF.

Usage: ``python corpora/demo/typeset.py`` (needs the ``reportlab`` package). The markup is
described at the head of the ``.md`` file. The same source always gives the same bytes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab import platypus as rl  # type: ignore[import-untyped]
from reportlab.lib import colors, enums  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]

SOURCE = Path(__file__).with_name("online-safety-of-children-act.md")
SIDE, TOP, BOTTOM = 24 * mm, 27 * mm, 25 * mm
WIDTH, HEIGHT = A4
MEASURE = WIDTH - 2 * SIDE
STEP = 28.0
ROMAN, BOLD, ITALIC = "Times-Roman", "Times-Bold", "Times-Italic"
FIELD = re.compile(r"@(\w+): (.+)")
PROVISION = re.compile(r"^( *)(?:(\([0-9a-z]+\)) )?(.+)")
Fields = dict[str, list[str]]


def style(**options: Any) -> Any:
    """Return a paragraph style based on the 11 pt text face of the Act."""
    text = {"fontName": ROMAN, "fontSize": 11, "leading": 12.8, "spaceAfter": 4.2}
    label = {"bulletFontName": ROMAN, "bulletFontSize": 11}
    return ParagraphStyle("", **(text | label | options))


MIDDLE, JUSTIFIED = enums.TA_CENTER, enums.TA_JUSTIFY
CENTRED = style(alignment=MIDDLE)
BANNER = style(alignment=MIDDLE, fontName=BOLD, fontSize=17, leading=22)
TITLE = style(alignment=MIDDLE, fontName=BOLD, fontSize=13, leading=17)
NOTICE = style(alignment=MIDDLE, fontName=ITALIC, fontSize=9, leading=11)
PART = style(alignment=MIDDLE, spaceBefore=10, spaceAfter=2, keepWithNext=1)
PART_TITLE = style(alignment=MIDDLE, keepWithNext=1)
SECTION = style(fontName=BOLD, spaceBefore=8, spaceAfter=4, keepWithNext=1)
PLAIN = style(alignment=JUSTIFIED, spaceBefore=6)
ENTRY = style(leftIndent=STEP, leading=12.2, spaceAfter=0)
CELL = style(fontSize=10, leading=12, spaceAfter=0)


def inline(text: str) -> str:
    """Turn ``**bold**`` and ``*italic*`` into the tags that reportlab reads."""
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)


def columns(line: str) -> list[str]:
    """Split a heading or table row at its bars."""
    return [cell.strip() for cell in line.strip("#| ").split("|")]


def heading(text: str, look: Any, outline: str, level: int) -> Any:
    """Return a paragraph which also makes an outline entry."""
    paragraph = rl.Paragraph(text, look)
    paragraph.outline = (outline, level)
    return paragraph


def provision(line: str, in_schedule: bool) -> Any:
    """Set one labelled or unlabelled provision with its hanging indent."""
    [(margin, label, text)] = PROVISION.findall(line)
    outer = STEP * (len(margin) // 2)
    inner = outer if in_schedule and not label else outer + STEP
    indents = {"leftIndent": inner, "bulletIndent": outer}
    look = style(alignment=JUSTIFIED, keepWithNext=int(text.endswith("\u2014")), **indents)
    return rl.Paragraph(inline(text), look, bulletText=label)


def ruled_table(rows: list[str], widths: list[float]) -> Any:
    """Return a fully ruled table whose first row repeats as a head."""
    cells = [[rl.Paragraph(inline(cell), CELL) for cell in columns(row)] for row in rows]
    rules = [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return rl.Table(cells, colWidths=widths, repeatRows=1, spaceAfter=8, style=rules)


def form_blank(label: str) -> Any:
    """Return a form label followed by a ruled space to write in."""
    row = [[rl.Paragraph(inline(label), CELL), ""]]
    rule = [("LINEBELOW", (1, 0), (1, 0), 0.6, colors.black), ("LEFTPADDING", (0, 0), (0, 0), 0)]
    return rl.Table(row, colWidths=[MEASURE * 0.48, MEASURE * 0.52], style=rule, spaceAfter=6)


def act_title(fields: Fields) -> Iterator[Any]:
    """Yield the title and number of the Act."""
    yield rl.Paragraph(fields["title"][0].upper(), TITLE)
    yield rl.Paragraph(f"({fields['number'][0]} of {fields['year'][0]})", CENTRED)


def masthead(fields: Fields) -> Iterator[Any]:
    """Yield the head of the first page of the gazette."""
    for text, look in zip(fields["masthead"], (TITLE, BANNER, CENTRED), strict=True):
        yield rl.Paragraph(inline(text), look)
    yield rl.HRFlowable(width="100%", thickness=1.2, color=colors.black)
    yield rl.Paragraph(" &nbsp;\u2022&nbsp; ".join(fields["dateline"]), CENTRED)
    yield rl.HRFlowable(width="100%", thickness=0.6, color=colors.black, spaceAfter=10)
    yield from act_title(fields)
    yield rl.Paragraph(fields["subject"][0], NOTICE)


def arrangement(lines: list[str]) -> Iterator[Any]:
    """Yield the list of Parts, sections and Schedules, without page numbers."""
    yield heading("<b>ARRANGEMENT OF SECTIONS</b>", PART, "Arrangement of Sections", 0)
    for line in lines:
        if line.startswith("# "):
            label, title, *_ = columns(line)
            yield rl.Paragraph(f"{label}<br/>{escape(title)}", PART)
        elif line.startswith("## "):
            number, title = line[3:].split(" ", 1)
            yield rl.Paragraph(inline(title), ENTRY, bulletText=number)
    yield rl.PageBreak()


def body(lines: list[str], fields: Fields) -> Iterator[Any]:
    """Yield the flowables of the Act, in order, from its source lines."""
    widths: list[float] = []
    rows: list[str] = []
    in_schedule = False
    for line in lines:
        if rows and not line.startswith("| "):
            yield ruled_table(rows, widths)
            rows = []
        if line == "@arrangement":
            yield from (*arrangement(lines), *act_title(fields))
            yield rl.Paragraph(fields["longtitle"][0], PLAIN)
            yield rl.Paragraph(f"<i>{fields['assent'][0]}</i>", CENTRED)
            yield rl.Paragraph(fields["enacting"][0], PLAIN)
        elif line.startswith("# "):
            label, title, *reference = columns(line)
            if in_schedule := label.endswith("SCHEDULE"):
                yield rl.PageBreak()
            yield heading(f"<b>{label}</b>", PART, f"{label}: {title}", 0)
            yield rl.Paragraph(f"<b>{escape(title)}</b>", PART_TITLE)
            yield from (rl.Paragraph(text, CENTRED) for text in reference)
        elif line.startswith(("## ", "### ")):
            text = line.lstrip("# ")
            yield heading(inline(text), SECTION, text, 1)
        elif line.startswith("|="):
            shares = [float(share) for share in line[2:].split()]
            widths = [MEASURE * share / sum(shares) for share in shares]
        elif line.startswith("| "):
            rows.append(line)
        elif line.startswith("_ "):
            yield form_blank(line[2:])
        elif line:
            yield provision(line, in_schedule)


def build(lines: list[str], fields: Fields, path: Path) -> None:
    """Write the PDF, with its metadata, outline, running heads and feet."""
    name = fields["title"][0].rsplit(",", 1)[0]
    number = f"{fields['number'][0]} of {fields['year'][0]}"

    def furniture(canvas: Any, doc: Any) -> None:
        left, right = (name, number) if doc.page % 2 else (number, name)
        canvas.setLineWidth(0.6)
        canvas.setFont(ITALIC, 9.5)
        canvas.drawString(SIDE, HEIGHT - 18 * mm, left)
        canvas.drawRightString(WIDTH - SIDE, HEIGHT - 18 * mm, right)
        canvas.line(SIDE, HEIGHT - 20 * mm, WIDTH - SIDE, HEIGHT - 20 * mm)
        canvas.drawCentredString(WIDTH / 2, 12 * mm, fields["foot"][0])
        canvas.setFont(ROMAN, 10)
        canvas.drawCentredString(WIDTH / 2, 17 * mm, str(doc.page))

    def add_outline(flowable: Any) -> None:
        if entry := getattr(flowable, "outline", None):
            document.canv.bookmarkPage(entry[0])
            document.canv.addOutlineEntry(entry[0], *entry)

    metadata = {key: fields[key][0] for key in ("title", "author", "subject")}
    document = rl.BaseDocTemplate(str(path), invariant=1, **metadata)
    frame = rl.Frame(SIDE, BOTTOM, MEASURE, HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)
    document.addPageTemplates(rl.PageTemplate(frames=[frame], onPage=furniture))
    document.afterFlowable = add_outline
    document.build([*masthead(fields), *body(lines, fields)])


def source_of(path: Path) -> tuple[list[str], Fields]:
    """The body of a source, line by line, and its fields."""
    text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = [line.rstrip() for line in text.splitlines()]
    fields: Fields = defaultdict(list)
    for match in filter(None, map(FIELD.fullmatch, lines)):
        fields[match[1]].append(match[2])
    return [line for line in lines if not FIELD.fullmatch(line)], fields


def main() -> None:
    """Read the source beside this script and write the PDF beside it."""
    build(*source_of(SOURCE), SOURCE.with_suffix(".pdf"))


if __name__ == "__main__":
    main()
