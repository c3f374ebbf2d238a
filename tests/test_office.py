"""The workbook, the memo and the picture: complete, inert whatever a law contains, fixed to the byte."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from factories import age_of, coverage_of, evidence_of, tension_of
from lxml import etree

from gc25map import load_frameworks
from gc25map.cli.analyze import FORMATS
from gc25map.frameworks import with_readings
from gc25map.records import Cell, Coverage, Failure
from gc25map.report import palette
from gc25map.report.docx import LONGEST_QUOTATION, render_memo
from gc25map.report.files import WRITERS
from gc25map.report.svg import fitted, render_overview
from gc25map.report.text import excerpt, visible
from gc25map.report.workbook import LONGEST_CELL, cell_text
from gc25map.report.xlsx import render_workbook
from gc25map.taxonomy import Taxonomy
from gc25map.words import STATUS_WORDS, SYMBOLS

HOSTILE = [
    "</script><script>alert(1)</script>",
    "]]></title><image href='http://evil.example/x.png'/>",
    '=HYPERLINK("http://evil.example","see here")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "http://evil.example/ and \\\\evil.example\\share",
    "a\x00b\x07c\x1bd\x9fe\x0bf\x85g",
    "\u202eevil\u202c \u2066left\u2069 un\u200b\u2060seen \ufeff",
    "half \ud800 and \uffff",
    "_x003D_1+1",
    '&C&"Wingdings"&[Path] {{ 7 * 7 }}{% raw %} %s %(x)s <w:t>',
]
UNSEEN = re.compile("[\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
Values = list[dict[str, Any]]


@pytest.fixture(scope="module")
def small(taxonomy: Taxonomy) -> Taxonomy:
    """The taxonomy with its first three provisions only: one addressed, one near, one silent."""
    return replace(taxonomy, provisions=taxonomy.provisions[:3], groups=(), _by_id={})


def hostile_coverage(taxonomy: Taxonomy, word: str, text: str = "") -> Coverage:
    """A coverage with this word wherever text of a document, or of a loaded file, may stand."""
    provisions = [provision.id for provision in taxonomy.provisions]
    evidence = evidence_of(
        text or word,
        locator=word,
        headings=(word, word),
        lead=word,
        page_label=word,
        language=word,
        rules=(word,),
        terms=(word,),
        elements=(word,),
        shortfalls=(word,),
        spans=((0, 1),),
    )
    coverage = coverage_of(
        provisions,
        {provisions[0]: evidence},
        title=word,
        country=word,
        file_name=word,
        notes=(word,),
        failures=(Failure(word, word),),
        tensions=(
            tension_of(
                text or word,
                title=word,
                provisions=(provisions[1], word),
                locator=word,
                headings=(word,),
                lead=word,
                rules=(word,),
                language=word,
            ),
        ),
        ages=(age_of(word, context=f"Before {word} after", locator=word, language=word),),
    )
    first, second, *others = coverage.cells
    near = Cell(second.provision, "missing", (word,), 0.1, (), (evidence,), second.by_instrument)
    return replace(coverage, tool=word, taxonomy=word, model=word, cells=(first, near, *others))


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of an Office file, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def book_of(data: bytes) -> Any:
    """A workbook as a program reads it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(data: bytes, name: str) -> Values:
    """The rows of a sheet by their headings; empty cells are empty texts."""
    head, *rows = book_of(data)[name].iter_rows(values_only=True)
    return [dict(zip(head, ("" if v is None else v for v in row), strict=True)) for row in rows]


def memo_of(data: bytes) -> Any:
    """A memo as a program reads it."""
    return docx.Document(io.BytesIO(data))


def words_of(memo: Any) -> str:
    """The text of a memo's paragraphs, and of the cells of its tables."""
    cells = [cell.text for table in memo.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in memo.paragraphs), *cells])


def quotes_of(memo: Any) -> dict[str, list[str]]:
    """The passages quoted under each title, squeezed; of what is cut, the piece that stands."""
    quotes: dict[str, list[str]] = {}
    title = ""
    for paragraph in memo.paragraphs:
        if paragraph.style.name.startswith("Heading"):
            title = paragraph.text
        elif paragraph.style.name == "Passage":
            piece = max(paragraph.text.split("…"), key=len)
            quotes.setdefault(title, []).append(squeezed(piece))
    return quotes


def squeezed(text: str) -> str:
    """A text without its spaces and line ends."""
    return "".join(text.split())


def picture_of(text: str) -> Any:
    """A picture as a program reads it."""
    return etree.fromstring(text.encode("utf-8"))


def _in_svg(data: bytes, taxonomy: Taxonomy) -> list[str]:
    return [tile.get("id") for tile in etree.fromstring(data).iter("{*}g") if tile.get("id")]


def _in_docx(data: bytes, taxonomy: Taxonomy) -> list[str]:
    ids = {f"{p.chapter} · {p.title}": p.id for p in taxonomy.provisions}
    assert len(ids) == len(taxonomy.provisions)
    return [ids[row.cells[0].text] for row in memo_of(data).tables[-1].rows[1:]]


READERS: dict[str, Callable[[bytes, Taxonomy], list[str]]] = {
    "html": lambda data, _: re.findall(r'<article id="([\w-]+)"', data.decode("utf-8")),
    "json": lambda data, _: [p["id"] for p in json.loads(data)["provisions"]],
    "csv": lambda data, _: [r["provision"] for r in csv.DictReader(io.StringIO(data.decode()))],
    "xlsx": lambda data, _: [row["Id"] for row in rows_of(data, "Matrix")],
    "docx": _in_docx,
    "svg": _in_svg,
}


def test_the_formats_offered_are_those_that_can_be_written_and_read() -> None:
    """The command line names the formats there are, and each is read back below."""
    assert tuple(WRITERS) == FORMATS
    assert set(READERS) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_every_provision_is_in_every_format(
    name: str, demo: Coverage, taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """All 109 provisions stand in each file, in order, the missing ones too."""
    content = WRITERS[name](demo, taxonomy)
    data = content.encode("utf-8") if isinstance(content, str) else content
    assert READERS[name](data, taxonomy) == provision_ids
    assert len(provision_ids) == 109


@pytest.mark.slow
@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_office_files_are_the_same_from_run_to_run(
    name: str, demo: Coverage, taxonomy: Taxonomy
) -> None:
    """The same coverage gives the same bytes; no part carries the date of today."""
    data = WRITERS[name](demo, taxonomy)
    assert isinstance(data, bytes)
    assert data == WRITERS[name](demo, taxonomy)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    dates = re.findall(rb">(\d{4}-\d\d-\d\dT[\d:]+)Z<", parts_of(data)["docProps/core.xml"])
    assert set(dates) == {b"2000-01-01T00:00:00"}


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_workbook_of_hostile_texts_holds_texts_only(hostile: str, small: Taxonomy) -> None:
    """No text becomes a formula, a link, a number or a date, and what hides in it is seen."""
    data = render_workbook(hostile_coverage(small, hostile), small)
    book = book_of(data)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in "sn", (sheet.title, cell.coordinate)
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert not UNSEEN.search(cell.value)
                    # Else it becomes a formula when somebody edits the cell.
                    assert cell.value[:1] not in ("=", "+", "-", "@") or cell.quotePrefix
    parts = parts_of(data)
    assert not [name for name in parts if re.search("external|hyperlink|vba|connection", name)]
    for name, part in parts.items():
        assert b"</f>" not in part, name
        assert b'TargetMode="External"' not in part, name
        etree.fromstring(part)
    (row,) = rows_of(data, "Evidence")
    shown = visible(hostile)
    for column in ("Instrument", "Locator", "Text", "Opening words", "Terms", "Shortfalls"):
        # openpyxl leaves Excel's own escape of such a word as it stands in the file.
        assert row[column].replace("_x005F_", "_") == shown, column
    assert row["Headings"].replace("_x005F_", "_") == f"{shown} › {shown}"


@pytest.mark.slow
def test_a_text_that_no_cell_can_hold_is_cut_and_says_so(small: Taxonomy) -> None:
    """A passage of a megabyte becomes a full cell that tells how much is left out."""
    for letter in ("a", "😀", "\x07"):
        text = letter * 1_000_000
        cut = cell_text(text)
        assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_CELL
        kept, said = cut.split("… (")
        assert kept == visible(letter) * len(kept)
        assert said == f"{1_000_000 - len(kept):,} more characters)"
        coverage = hostile_coverage(small, "plain", text)
        (row,) = rows_of(render_workbook(coverage, small), "Evidence")
        assert row["Text"] == cut
    assert cell_text("a" * LONGEST_CELL) == "a" * LONGEST_CELL


@pytest.mark.slow
def test_the_workbook_holds_every_passage_with_its_place(
    demo: Coverage, taxonomy: Taxonomy
) -> None:
    """A row for each piece of evidence, for each near passage, for each tension and each age."""
    data = render_workbook(demo, taxonomy)
    found = [evidence for cell in demo.cells for evidence in cell.evidence]
    evidence = rows_of(data, "Evidence")
    assert [row["Text"] for row in evidence] == [e.text for e in found]
    assert [row["Page"] for row in evidence] == [e.page for e in found]
    assert [row["Score"] for row in evidence] == pytest.approx([e.score for e in found])
    assert all(row["Locator"] in row["Cite as"] for row in evidence)
    nearest = [near for cell in demo.cells for near in cell.nearest]
    assert [row["Text"] for row in rows_of(data, "Nearest")] == [near.text for near in nearest]
    assert [row["Text"] for row in rows_of(data, "Tensions")] == [t.text for t in demo.tensions]
    assert [row["Words"] for row in rows_of(data, "Ages")] == [age.words for age in demo.ages]
    duties = [row["What it asks, in our words"] for row in rows_of(data, "Provisions")]
    assert duties == [provision.duty for provision in taxonomy.provisions]


def test_the_matrix_says_statuses_in_sign_and_word_and_can_be_filtered(
    demo: Coverage, taxonomy: Taxonomy
) -> None:
    """Colour is never alone; headings stay in sight, are filters, and are printed on every page."""
    data = render_workbook(demo, taxonomy)
    instrument = demo.instruments[0]
    for row, cell in zip(rows_of(data, "Matrix"), demo.cells, strict=True):
        assert row["Overall"] == f"{SYMBOLS[cell.status]} {STATUS_WORDS[cell.status]}"
        status = dict(cell.by_instrument)[instrument.id]
        assert row[instrument.title] == f"{SYMBOLS[status]} {STATUS_WORDS[status]}"
    sheet = book_of(data)["Matrix"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.dimensions.split(':')[1]}"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    overall = next(cell for cell in sheet[2] if str(cell.value).startswith(tuple(SYMBOLS.values())))
    status = demo.cells[0].status
    assert overall.fill.fgColor.rgb == f"FF{palette.WASH[status][1:].upper()}"


def test_the_summary_counts_and_names_what_could_not_be_read(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """The first sheet has the counts, the unread pages and files, and what a gap does not mean."""
    coverage = coverage_of(provision_ids, failures=(Failure("shut.pdf", "is encrypted"),))
    unread = replace(coverage.instruments[0], pages_unreadable=(3, 4))
    first, *others = coverage.cells
    silent = replace(first, status="not_assessed", reasons=("page 3 could not be read",))
    coverage = replace(coverage, instruments=(unread,), cells=(silent, *others))
    data = render_workbook(coverage, taxonomy)
    rows = [
        [value for value in row if value is not None]
        for row in book_of(data).worksheets[0].iter_rows(values_only=True)
    ]
    assert ["All provisions", 0, 0, 108, 1, 109] in rows
    assert ["shut.pdf: is encrypted"] in rows
    assert [f"{taxonomy.provisions[0].title}: page 3 could not be read"] in rows
    text = "\n".join(str(value) for row in rows for value in row)
    assert "Not read: pages 3–4" in text
    assert "does not say that the country lacks such a rule" in text
    about = book_of(data)["About"]
    values = [cell.value for row in about.iter_rows() for cell in row]
    for value in ("gc25map 0", "gc25 1.0", "made", "act.pdf", "0" * 64, "3, 4"):
        assert value in values


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_memo_of_hostile_texts_holds_texts_only(hostile: str, small: Taxonomy) -> None:
    """A memo has the same elements whatever a law contains: no link, no field, nothing from outside."""
    data = render_memo(hostile_coverage(small, hostile), small)
    plain = render_memo(hostile_coverage(small, "plain"), small)
    parts, harmless = parts_of(data), parts_of(plain)
    assert list(parts) == list(harmless)
    for name, part in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        tree = etree.fromstring(part)
        tags = {element.tag for element in tree.iter()} - {qn("w:br"), qn("w:tab")}
        # A language that is none is left out.
        known = {element.tag for element in etree.fromstring(harmless[name]).iter()}
        assert tags <= known, name
        assert b"External" not in part, name
        assert not UNSEEN.search(part.decode("utf-8")), name
    fields = etree.fromstring(parts["word/footer1.xml"]).iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE"]
    assert b"fldSimple" not in parts["word/document.xml"]
    assert squeezed(visible(hostile)) in squeezed(words_of(memo_of(data)))


def test_a_memo_of_a_megabyte_stays_a_memo(small: Taxonomy) -> None:
    """Long passages are quoted in part, and the memo says how much it leaves out."""
    text = "plain words " * 80_000 + "decisive"
    coverage = hostile_coverage(small, "plain", text)
    said = words_of(memo_of(render_memo(coverage, small)))
    assert len(said) < 150_000
    assert f"({len(text) - LONGEST_QUOTATION:,} characters left out)" in said


def test_a_quotation_is_taken_around_the_words_that_decided() -> None:
    """Of a long passage the part with the marked words is quoted, of a short one all of it."""
    parts = (
        ("before " * 500, False, False),
        ("decisive", True, False),
        (" after" * 500, False, False),
    )
    pieces = excerpt(parts, 100)
    assert ("decisive", True) in pieces
    assert pieces[0] == ("… ", False)
    quoted = "".join(text for text, _ in pieces[1:-1])
    assert len(quoted) == 100
    assert quoted in "".join(text for text, _, _ in parts)
    whole = (("(a) one\n  line; ", False, False), ("(b) two", True, True))
    assert excerpt(whole, 100) == [("(a) one line; ", False), ("\n(b) two", True)]


@pytest.mark.slow
def test_the_memo_opens_with_the_gaps_and_cites_what_it_found(
    demo: Coverage, taxonomy: Taxonomy
) -> None:
    """Gaps, then partial, then addressed; each with what was looked for, or a passage with its place."""
    memo = memo_of(render_memo(demo, taxonomy))
    chapters = [p.text for p in memo.paragraphs if p.style.name == "Heading 1"]
    assert chapters == [
        "Documents supplied",
        "What this memo is, and what it is not",
        "Summary",
        "Gaps: not found in the documents supplied",
        "Not assessed",
        "Partial",
        "Addressed",
        "Tensions",
        "Ages in the law",
        "Annex: all provisions",
    ]
    titles = [p.text for p in memo.paragraphs if p.style.name == "Heading 3"]
    assert sorted(titles) == sorted(p.title for p in taxonomy.provisions)
    quoted = quotes_of(memo)
    said = words_of(memo)
    for cell in demo.cells:
        for element in taxonomy[cell.provision].elements if not cell.evidence else ():
            assert element.text in said
        for evidence in cell.evidence[:1]:
            whole = squeezed(evidence.text)
            assert any(
                len(quote) >= min(50, len(whole)) and quote in whole
                for quote in quoted[taxonomy[cell.provision].title]
            )
            assert f"{evidence.locator}, p. {evidence.page_label or evidence.page}" in said
    assert said.count("Why only partial: ") == demo.counts()["partial"]


def test_the_memo_is_made_for_screen_readers(demo: Coverage, taxonomy: Taxonomy) -> None:
    """Its language is set, every table is described, and its head is repeated on every page."""
    memo = memo_of(render_memo(demo, taxonomy))
    default = memo.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == "en-GB"
    assert memo.core_properties.language == "en-GB"
    assert memo.core_properties.created == datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    assert len(memo.tables) >= 2
    for table in memo.tables:
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val"))
        assert properties.find(qn("w:tblDescription")).get(qn("w:val"))
        heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)


def test_a_quotation_keeps_its_language_and_direction(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """An Arabic passage runs from the right and is marked as Arabic."""
    evidence = evidence_of("يحمي مقدم الخدمة الطفل.", language="ar")
    memo = memo_of(render_memo(coverage_of(provision_ids, {provision_ids[0]: evidence}), taxonomy))
    (quoted,) = [p for p in memo.paragraphs if p.style.name == "Passage"]
    assert quoted._p.pPr.find(qn("w:bidi")) is not None
    for run in quoted.runs:
        assert run.font.rtl
        assert run._r.rPr.find(qn("w:lang")).get(qn("w:bidi")) == "ar"


@pytest.mark.slow
def test_other_frameworks_stand_in_the_workbook_and_the_memo(
    demo: Coverage, taxonomy: Taxonomy
) -> None:
    """A coverage read as another framework has a sheet and a table with every component."""
    (framework, *_) = load_frameworks().values()
    coverage = with_readings(demo, [framework])
    sheet = rows_of(render_workbook(coverage, taxonomy), "Frameworks")
    titles = [component.title for component in framework.components]
    assert list(dict.fromkeys(row["Component"] for row in sheet)) == titles
    said = words_of(memo_of(render_memo(coverage, taxonomy)))
    assert f"Read as {framework.title}" in said
    assert all(title in said for title in titles)
    assert "Frameworks" not in book_of(render_workbook(demo, taxonomy)).sheetnames


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_picture_of_hostile_texts_has_the_elements_of_any_other(
    hostile: str, small: Taxonomy
) -> None:
    """Markup in a title, a country or a name is shown as text and does nothing."""
    svg = render_overview(hostile_coverage(small, hostile), small)
    picture = picture_of(svg)
    harmless = picture_of(render_overview(hostile_coverage(small, "plain"), small))
    assert [e.tag for e in picture.iter()] == [e.tag for e in harmless.iter()]
    assert [sorted(e.attrib) for e in picture.iter()] == [sorted(e.attrib) for e in harmless.iter()]
    attributes = {name for element in picture.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name]
    assert not UNSEEN.search(svg)
    assert picture.findtext("{*}title").startswith(visible(hostile))


def test_the_picture_says_in_words_what_it_shows(demo: Coverage, taxonomy: Taxonomy) -> None:
    """Title, counts and legend stand inside; each tile tells its provision, status and sign."""
    svg = render_overview(demo, taxonomy)
    picture = picture_of(svg)
    assert picture.findtext("{*}title") == f"{demo.title}: coverage of CRC/C/GC/25"
    described = picture.findtext("{*}desc")
    shown = " ".join("".join(text.itertext()) for text in picture.iter("{*}text"))
    for status, count in demo.counts().items():
        assert f"{count} {STATUS_WORDS[status]}" in described
        assert f"{count} {STATUS_WORDS[status]}: " in shown
    tiles = {tile.get("id"): tile for tile in picture.iter("{*}g") if tile.get("id")}
    for cell in demo.cells:
        tile = tiles[cell.provision]
        assert tile.findtext("{*}title").endswith(STATUS_WORDS[cell.status])
        assert tile.findtext("{*}text") == SYMBOLS[cell.status]
    for chapter in taxonomy.framework.chapters:
        if any(p.chapter == chapter.id for p in taxonomy.provisions):
            assert f"{chapter.id} {chapter.title}" in shown
    assert "url(" not in svg
    assert "@import" not in svg


def test_a_long_title_is_cut_where_the_picture_ends() -> None:
    """Letters are counted by their width, those of Chinese twice as wide."""
    assert fitted("short", 100, 10) == "short"
    latin, chinese = fitted("a" * 500, 100, 10), fitted("法" * 500, 100, 10)
    assert latin.endswith("a…")
    assert chinese.endswith("法…")
    assert len(chinese) < len(latin) < 20


def test_the_colours_are_those_of_the_page() -> None:
    """The palette of the other files is that of the style sheet by day."""
    css = (Path(palette.__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", css.split("@media")[0]))
    for status in STATUS_WORDS:
        name = "unknown" if status == "not_assessed" else status
        assert palette.INK[status] == colours[name]
        assert palette.WASH[status] == colours[f"{name}-wash"]
    assert colours["ink"] == palette.TEXT
    assert colours["soft"] == palette.SOFT
    assert colours["line"] == palette.LINE
    assert colours["wash"] == palette.HEAD
