"""Documents without pages: the same law in every format, what formats state, and hostile files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from conftest import Run
from documents import (
    AKN,
    ASSESSMENT,
    CITED,
    GROOMING,
    NOTE,
    WORD,
    docx,
    level,
    make,
    para,
    table,
)
from factories import made
from hypothesis import given
from hypothesis import strategies as st

from gc25map import analyze_files, load_coverage
from gc25map.errors import UnreadableDocument
from gc25map.law import Law
from gc25map.pipeline import Source, analyze, prepare
from gc25map.read import SUFFIXES, read_law
from gc25map.read.formats import read_flow
from gc25map.read.formats.blocks import Refused
from gc25map.read.formats.html import flow_of_html
from gc25map.read.formats.kinds import kind_of_file
from gc25map.read.formats.numerals import doubled, han, letters, roman
from gc25map.report.html import render_report
from gc25map.split import split_passages
from gc25map.taxonomy import Taxonomy

KINDS = ("docx", "html", "htm", "md", "txt", "xml", "akn")


def read(folder: Path, name: str, contents: str | bytes) -> Law:
    """The law in a file of that name with these contents."""
    data = contents.encode() if isinstance(contents, str) else contents
    return read_law(made(folder / name, data))


def refusal(folder: Path, name: str, contents: str | bytes) -> str:
    """The one line with which a file is refused."""
    with pytest.raises(UnreadableDocument) as caught:
        read(folder, name, contents)
    message = str(caught.value)
    assert message
    assert "\n" not in message
    assert len(message) < 200
    return message


def lines_of(law: Law) -> list[str]:
    """The lines of a law."""
    return law.text.splitlines()


def html_lines(body: str) -> list[str]:
    """The lines of a page with that body."""
    return [block.text for block in flow_of_html(f"<html><body>{body}</body></html>").blocks]


def word_lines(body: str, **parts: str) -> list[str]:
    """The lines of a Word file with that body."""
    return [block.text for block in read_flow("docx", docx(body, **parts)).blocks]


# --- The same law in every format ---------------------------------------------------------------


def passages_of(law: Law) -> list[tuple[object, ...]]:
    """What a reader sees of the passages; how a paragraph was wrapped is no difference."""
    for passage in split_passages(law):
        assert passage.text == law.text[passage.start : passage.end]
    return [
        (p.locator, p.headings, p.kind, p.lead, " ".join(p.text.split()))
        for p in split_passages(law)
    ]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The passages of the law as a PDF."""
    return passages_of(read_law(make(tmp_path_factory.mktemp("printed"), "pdf")))


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_gives_the_passages_of_the_pdf(
    kind: str, tmp_path: Path, printed: list[tuple[object, ...]]
) -> None:
    """Locators, headings, kinds and texts do not depend on the format of the file."""
    law = read_law(make(tmp_path, kind))
    assert passages_of(law) == printed
    assert [passage[0] for passage in printed] == ["", "s. 1(1)", "s. 1(2)", "s. 2(1)", "s. 3"]
    assert (law.title.upper(), law.language, law.paged) == ("YOUNG USERS ACT", "en", False)


@pytest.mark.parametrize("kind", ["docx", "html", "md", "xml"])
def test_footnotes_stand_apart(kind: str, tmp_path: Path) -> None:
    """A footnote is kept beside the text, and the little number that leads to it is dropped."""
    law = read_law(make(tmp_path, kind))
    (page,) = law.pages
    assert NOTE in page.furniture
    assert NOTE not in law.text
    assert "first of May.\n" in law.text


def test_what_belongs_to_a_site_is_left_out(tmp_path: Path) -> None:
    """Navigation, head, foot, scripts and styles of a page are no part of the law."""
    text = read_law(make(tmp_path, "html")).text
    for word in ("Portal", "Search", "webmaster", "color", "not the law"):
        assert word not in text


@pytest.mark.parametrize("kind", ["docx", "txt"])
def test_lines_slice_back_from_the_text(kind: str, tmp_path: Path) -> None:
    """Lines follow each other without overlap on the one page that is no page."""
    law = read_law(make(tmp_path, kind))
    assert "\n".join(law.text[line.start : line.end] for line in law.lines) + "\n" == law.text
    assert {line.page for line in law.lines} == {1}
    assert [(p.number, p.label, p.start, p.end) for p in law.pages] == [(1, None, 0, len(law.text))]


ARABIC = "المادة {}\nعلى كل مقدم خدمة أن يحمي الطفل على شبكة الإنترنت وأن يحافظ على خصوصيته.\n"
CHINESE = "第{}条 网络服务提供者应当保护未成年人的个人信息，不得向未成年人提供有害内容。\n"


@pytest.mark.parametrize(
    ("pattern", "numbers", "encoding", "language", "locators"),
    [
        (ARABIC, "123", "utf-8", "ar", ["المادة 1", "المادة 2", "المادة 3"]),
        (ARABIC * 4, "123", "windows-1256", "ar", ["المادة 1", "المادة 2", "المادة 3"]),
        (CHINESE, "一二三", "utf-8-sig", "zh", ["第一条", "第二条", "第三条"]),
        (CHINESE, "一二三", "gb18030", "zh", ["第一条", "第二条", "第三条"]),
        (CHINESE, "一二三", "utf-16", "zh", ["第一条", "第二条", "第三条"]),
    ],
)
def test_plain_text_of_any_script_and_encoding(
    tmp_path: Path, pattern: str, numbers: str, encoding: str, language: str, locators: list[str]
) -> None:
    """Arabic and Chinese are read whole, in whatever encoding they were saved."""
    # Repeated within an article, so that there is enough to tell a language and an encoding by.
    articles = [pattern.format(*[n] * pattern.count("{}")) for n in numbers]
    body = "".join(
        article + 2 * article.partition("\n" if "\n" in article[:12] else " ")[2]
        for article in articles
    )
    law = read(tmp_path, "law.txt", body.encode(encoding))
    assert law.text.replace("\n", "") == body.replace("\n", "")
    assert law.language == language
    assert list(dict.fromkeys(p.locator for p in split_passages(law))) == locators


@pytest.mark.parametrize("name", ["law.html", "law.md", "law.docx", "law.xml"])
def test_arabic_and_chinese_in_marked_up_files(tmp_path: Path, name: str) -> None:
    """No letter is lost or turned round by any of the parsers."""
    arabic, chinese = ARABIC.format("1").split("\n")[1], CHINESE.format("一").strip()
    contents: dict[str, str | bytes] = {
        "law.html": f"<!doctype html><meta charset=utf-8><p>{arabic}</p><p>{chinese}</p>",
        "law.md": f"{arabic}\n\n{chinese}\n",
        "law.docx": docx(para(arabic) + para(chinese)),
        "law.xml": f"<akomaNtoso><act><body><p>{arabic}</p><p>{chinese}</p></body></act></akomaNtoso>",
    }
    assert lines_of(read(tmp_path, name, contents[name])) == [arabic, chinese]


def test_a_page_in_an_old_encoding_is_read_as_it_declares(tmp_path: Path) -> None:
    """The encoding that a page names is taken, in the wider sense that browsers give it."""
    page = "<html><meta charset=iso-8859-1><p>Niñas y niños — “en línea”</p></html>"
    assert lines_of(read(tmp_path, "a.html", page.encode("cp1252"))) == [
        "Niñas y niños — “en línea”"
    ]


def test_text_that_opens_like_an_archive_is_text(tmp_path: Path) -> None:
    """An act on PKI begins with the letters of an archive and is none."""
    law = read_law(made(tmp_path / "act.txt", b"PKI (Public Keys) Act\n\n1. Keys shall be kept."))
    assert law.text.startswith("PKI")


def test_typed_lines_stay_and_parted_words_are_joined(tmp_path: Path) -> None:
    """Wrapped text keeps its lines; a word parted at the end of one is one word again."""
    text = "Every provider shall take the re-\nquired steps.\n\nA second paragraph\nof two lines.\n"
    law = read(tmp_path, "law.txt", text)
    assert lines_of(law) == [
        "Every provider shall take the required steps.",
        "A second paragraph",
        "of two lines.",
    ]
    assert [line.role for line in law.lines][-2:] == ["paragraph", ""]


# --- What formats state ---------------------------------------------------------------------------


def test_word_numbers_paragraphs_as_word_does() -> None:
    """Levels restart below a higher one, unless told not to; an override starts anew."""
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + level(0, "decimal", "Article %1")
        + level(1, "lowerRoman", "%1.%2)")
        + level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
        + '</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    )
    levels = [(4, 0), (4, 1), (4, 1), (4, 2), (4, 0), (4, 1), (5, 0), (5, 0), (4, 2)]
    body = "".join(para("x", num=n, ilvl=i) for n, i in levels)
    assert [line.removesuffix(" x") for line in word_lines(body, numbering=numbering)] == [
        "Article 1", "1.i)", "1.ii)", "1.2.1", "Article 2", "2.i)", "Article 9", "Article 10",
        "10.1.1",
    ]  # fmt: skip


def test_bullets_and_numbers_taken_back(tmp_path: Path) -> None:
    """A bullet of a font of signs is a bullet; number 0 takes a style's number away."""
    numbering = (
        '<w:abstractNum w:abstractNumId="1">' + level(0, "bullet", "\uf0b7") + "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = para("item", num=1) + para("plain", style="berschrift1", num=0)
    assert word_lines(body, numbering=numbering) == ["• item", "plain"]


def test_tracked_changes_hidden_text_and_boxes_in_word() -> None:
    """The text is read as if all changes were accepted, hidden text is not, a text box comes once."""
    inserted = "<w:ins><w:r><w:t> must</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="urn:x"><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice>'
        "<mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    ).format(para("In a box."))
    assert word_lines(para("Providers", raw=inserted + hidden + box)) == [
        "Providers must",
        "In a box.",
    ]


def test_tables_are_rows_of_cells() -> None:
    """One row is one line; a mark beside a text is an item, and a lone cell is only its text."""
    rows = [("Duty", "Who", "When"), ("Report", "", "May"), ("(a)", "the first duty"), ("Alone",)]
    expected = ["Duty | Who | When", "Report | | May", "(a) the first duty", "Alone"]
    as_html = "<table>{}</table>".format(
        "".join(
            "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows
        )
    )
    assert [" ".join(line.split()) for line in html_lines(as_html)] == expected
    assert [" ".join(line.split()) for line in word_lines(table(*rows))] == expected


def test_a_number_in_a_table_opens_no_section(tmp_path: Path) -> None:
    """The rows of an action plan are not the sections of the law that it is annexed to."""
    sections = "".join(
        f"<p>{n}. Every provider shall do its duty number {n}.</p>" for n in range(1, 5)
    )
    rows = "".join(f"<tr><td>{n}.</td><td>Train staff</td><td>May</td></tr>" for n in range(1, 9))
    law = read(tmp_path, "law.html", f"<html>{sections}<table>{rows}</table></html>")
    cited = [p.locator for p in split_passages(law)]
    assert cited[:4] == ["s. 1", "s. 2", "s. 3", "s. 4"]
    assert cited[4:] == [f"s. 4, table, row {n}" for n in range(1, 9)]


HEAD, TRAIN, REPORT = ("Measure", "Body"), ("Train teachers", "Board"), ("Report abuse", "Police")
AKN_ROWS = "".join(
    f"<tr><{tag}><p>{one}</p></{tag}><{tag}><p>{two}</p></{tag}></tr>"
    for tag, (one, two) in (("th", HEAD), ("td", TRAIN), ("td", REPORT))
)
ROWS_IN = {
    "law.docx": docx(para("Table 2: Duties") + table(HEAD, TRAIN, REPORT) + para("The end.")),
    "law.html": f"<p>Table 2: Duties</p><table>{AKN_ROWS}</table><p>The end.</p>",
    "law.md": "Table 2: Duties\n\n{}\n\nThe end.\n".format(
        "\n".join(f"| {one} | {two} |" for one, two in (HEAD, ("---", "---"), TRAIN, REPORT))
    ),
    "law.xml": (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body><paragraph><content>'
        f"<p>Table 2: Duties</p><table>{AKN_ROWS}</table><p>The end.</p></content></paragraph></body></act>"
        "</akomaNtoso>"
    ),
}


@pytest.mark.parametrize("name", ROWS_IN)
def test_a_row_is_a_passage_cited_by_its_table(tmp_path: Path, name: str) -> None:
    """A row of a file without pages is cited like one of a PDF, and carries the head of its table."""
    passages = split_passages(read(tmp_path, name, ROWS_IN[name]))
    rows = [(p.locator, p.lead, p.text, p.kind) for p in passages if p.locator]
    assert rows == [
        ("Table 2", "", "Measure | Body", "contents"),
        ("Table 2, row 1", "Measure | Body", "Train teachers | Board", "operative"),
        ("Table 2, row 2", "Measure | Body", "Report abuse | Police", "operative"),
    ]


def test_tables_have_the_heads_that_the_file_states(tmp_path: Path) -> None:
    """A stated head may have two rows and figures; the first row of the next table is not under it."""
    head = (
        "<tr><th>Duty</th><th>By 2030</th></tr><tr><th>what is to be done</th><th>by whom</th></tr>"
    )
    first = "<tr><td>Train 40 teachers</td><td>Board</td></tr>"
    other = "<table><tr><td>Print 3 leaflets</td><td>Ministry</td></tr></table>"
    html = f"<p>Plan.</p><table><thead>{head}</thead>{first}</table>{other}"
    passages = split_passages(read(tmp_path, "plan.html", html))
    leads = {p.text: (p.locator, p.lead) for p in passages if p.kind != "contents"}
    both = "Duty | By 2030 | what is to be done | by whom"
    assert leads["Train 40 teachers | Board"] == ("Table, row 1", both)
    assert leads["Print 3 leaflets | Ministry"] == ("Table, row 1", "")
    row = "<w:tr><w:trPr><w:tblHeader/></w:trPr>{}</w:tr>".format(
        "".join(f"<w:tc>{para(cell)}</w:tc>" for cell in ("Duty", "By 2030"))
    )
    stated = table(("Train 40 teachers", "Board")).replace("<w:tbl>", f"<w:tbl>{row}")
    law = read(tmp_path, "plan.docx", docx(para("Plan.") + stated))
    assert [(line.row, line.context) for line in law.lines if line.table] == [
        (0, ()),
        (1, ("Duty | By 2030",)),
    ]


def test_a_part_opens_below_a_table(tmp_path: Path) -> None:
    """A row ends no sentence, and still the heading of the next table stands apart from it."""
    one, two = (f"<table><tr><td>Train {n} teachers</td><td>Board</td></tr></table>" for n in "45")
    html = (
        f"<p>1. All shall act.</p><p>2. All shall pay.</p><p>SCHEDULE</p><p>Part A. Fees</p>{one}"
    )
    passages = split_passages(read(tmp_path, "law.html", f"{html}<p>Part B. Fines</p>{two}"))
    assert [p.headings for p in passages if "|" in p.text] == [
        ("SCHEDULE", "Part A. Fees"),
        ("SCHEDULE", "Part B. Fines"),
    ]


def test_a_table_in_a_cell_leaves_the_rows_around_it_their_numbers(tmp_path: Path) -> None:
    """What a lone cell holds is read as if it stood by itself, its rows as those of another table."""
    inner = "<table><tr><td>Age 13</td><td>consent</td></tr></table>"
    outer = f"<table><tr><td>Year 1</td><td>train</td></tr><tr><td>{inner}</td></tr>"
    law = read(tmp_path, "law.html", f"{outer}<tr><td>Year 2</td><td>report</td></tr></table>")
    assert [(law.text[line.start : line.end], line.table, line.row) for line in law.lines] == [
        ("Year 1 | train", 1, 1),
        ("Age 13 | consent", 2, 1),
        ("Year 2 | report", 1, 2),
    ]


def test_html_lists_carry_the_marks_that_a_browser_prints() -> None:
    """Numbers follow start, value and type; an item that brings its own mark gets no second one."""
    body = (
        "<ol start=3><li>three<li>four<ol type=a><li>a<li value=27>z</ol></ol><ul><li><p>dot</p></ul>"
        "<ol><li>(1) own<li>none</ol><ol style='list-style-type: none'><li>bare</ol><ol type=I><li>one</ol>"
    )
    assert html_lines(body) == [
        "3. three", "4. four", "a. a", "aa. z", "• dot", "(1) own", "2. none", "bare", "I. one",
    ]  # fmt: skip


def test_items_under_numbered_headings_are_no_sections(tmp_path: Path) -> None:
    """Where the sections are headings, a numbered list within one opens none."""
    text = "".join(
        f"## {n}. Duty {n}\n\nA provider shall:\n\n1. do the first thing;\n2. do the second thing.\n\n"
        for n in range(1, 6)
    )
    passages = split_passages(read(tmp_path, "law.md", text))
    assert [p.locator for p in passages] == [f"s. {n}" for n in range(1, 6)]
    assert passages[2].headings == ("Duty 3",)


def test_headings_of_a_policy_stand_over_its_passages(tmp_path: Path) -> None:
    """Without any numbering the stated headings alone give the path; the title is none of them."""
    words = "The Government will help schools to teach every child how to stay safe online. " * 3
    page = (
        f"<html><h1>Child Online Safety Policy</h1><p>{words}</p><h2>Schools</h2><h3>Teachers</h3>"
        f"<p>{words}</p><h2>Families</h2><p>{words}</p></html>"
    )
    law = read(tmp_path, "policy.html", page)
    assert law.title == "Child Online Safety Policy"
    assert [p.headings for p in split_passages(law)] == [(), ("Schools", "Teachers"), ("Families",)]


def test_an_article_takes_the_heading_that_follows_its_number(tmp_path: Path) -> None:
    """Number and title of an article may be two headings, one below the other."""
    page = "".join(
        f"<h2>Article {n}</h2><h2>Duty {n}</h2><p>A provider shall do what duty {n} asks.</p>"
        for n in range(1, 5)
    )
    passages = split_passages(read(tmp_path, "law.html", f"<html>{page}</html>"))
    assert [(p.locator, p.headings) for p in passages] == [
        (f"art. {n}", (f"Duty {n}",)) for n in range(1, 5)
    ]


def test_a_numbered_paragraph_in_a_heading_style_is_no_heading() -> None:
    """Templates set whole clauses in heading styles; a long one is text."""
    flow = read_flow("docx", docx(para("word " * 40, style="berschrift1")))
    assert [block.role for block in flow.blocks] == ["paragraph"]


def test_quoted_sections_do_not_stand_as_headings(tmp_path: Path) -> None:
    """What an amending act inserts elsewhere is read as text of the amending section."""
    quoted = (
        "<section><num>5.</num><content><p>After section 3 insert—<mod><quotedStructure><section>"
        "<num>3A.</num><heading>Screens</heading><content><p>No screens.</p></content></section>"
        "</quotedStructure></mod></p></content></section>"
    )
    xml = AKN.replace(
        "<part><num>PART II",
        f"<part><num>PART X</num><heading>X</heading>{quoted}</part><part><num>PART II",
    )
    law = read(tmp_path, "law.xml", xml)
    assert [
        line.role for line in law.lines if "3A. Screens" in law.text[line.start : line.end]
    ] == ["paragraph"]
    assert "No screens." in law.text


@pytest.mark.parametrize(
    ("given_number", "printed_number"),
    [
        (roman(1994), "mcmxciv"),
        (letters(28), "ab"),
        (doubled(28), "bb"),
        (han(10), "十"),
        (han(105), "一百零五"),
        (han(220), "二百二十"),
        (roman(0), "0"),
    ],
)
def test_numerals(given_number: str, printed_number: str) -> None:
    """Letters, Roman and Chinese numerals are those that are printed."""
    assert given_number == printed_number


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60), max_size=8))
def test_passages_slice_back_whatever_is_typed(lines: list[str]) -> None:
    """For any text, each passage is a slice of the law, and nothing of the ink is invented."""
    from gc25map.read.assemble import FileFacts
    from gc25map.read.flow import assemble_flow

    try:
        flow = read_flow("text", "\n".join(lines).encode())
    except Refused:
        return
    law = assemble_flow(flow, FileFacts("law.txt", "0" * 64, language="en"))
    for line in law.lines:
        assert "\n" not in law.text[line.start : line.end]
    for passage in split_passages(law):
        assert passage.text == law.text[passage.start : passage.end]


# --- Hostile files ------------------------------------------------------------------------------

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE akomaNtoso [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<akomaNtoso><act><body><p>&b;</p></body></act></akomaNtoso>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE akomaNtoso [<!ENTITY x SYSTEM "secret.txt">]>'
    "<akomaNtoso><act><body><p>&x;</p></body></act></akomaNtoso>"
)


def zipped(**parts: bytes) -> bytes:
    """A ZIP archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


HOSTILE: dict[str, tuple[str, str | bytes, str]] = {
    "laughs": ("a.xml", LAUGHS, "entities"),
    "laughs in UTF-16": (
        "a.xml",
        LAUGHS.replace('<?xml version="1.0"?>', "").encode("utf-16"),
        "entities",
    ),
    "file outside": ("a.akn", OUTSIDE, "entities"),
    "entities in Word": (
        "a.docx",
        docx("", more={"docProps/core.xml": LAUGHS.encode()}),
        "entities",
    ),
    "deep XML": ("a.xml", "<akomaNtoso>" + "<p>" * 5000 + "</p>" * 5000 + "</akomaNtoso>", "deep"),
    "deep page": ("a.html", "<html>" + "<div>" * 100_000 + "x", "deep"),
    "broken XML": ("a.xml", "<akomaNtoso><act>", "damaged"),
    "another XML": ("a.xml", "<?xml version='1.0'?><rss><p>x</p></rss>", "not Akoma Ntoso"),
    "binary text": ("a.txt", bytes(range(256)) * 40, "binary"),
    "picture as text": ("a.md", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "binary"),
    "empty": ("a.docx", b"", "empty"),
    "only spaces": ("a.txt", " \n \n", "no text"),
    "only a script": ("a.html", "<html><script>1</script></html>", "no text"),
    "cut Word file": ("a.docx", WORD[: len(WORD) // 2], "damaged"),
    "old Word file": ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "97"),
    "RTF": ("a.txt", b"{\\rtf1 x}", "RTF"),
    "a ZIP": ("a.docx", zipped(readme=b"x"), "no Word document"),
    "OpenDocument": ("a.docx", zipped(mimetype=b"x"), "OpenDocument"),
    "Word file without its text": (
        "a.docx",
        zipped(**{"[Content_Types].xml": b"<x/>", "word/x.xml": b"<x/>"}),
        "damaged",
    ),
    "page as PDF": ("a.pdf", "<!doctype html><p>x</p>", "not a PDF"),
    "PDF as page": ("a.html", b"%PDF-1.7\n", "not a web page"),
    "PDF as text": ("a.txt", b"%PDF-1.7\n", "not a text file but a PDF"),
    "text as Word": ("a.docx", "Section 1", "not a Word file"),
    "page as text": ("a.txt", "<html><p>x</p></html>", "not a text file but a web page"),
    "text as page": ("a.html", "no element at all", "not a web page"),
    "unknown ending": ("a.xyz", "text", ".docx"),
    "wrong mark of UTF-16": ("a.txt", b"\xff\xfe\x00\xd8\x41", "damaged"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(tmp_path: Path, what: str) -> None:
    """Whatever is wrong with a file, one clear line says it, and nothing outside it is read."""
    name, contents, said = HOSTILE[what]
    made(tmp_path / "secret.txt", b"the secret")
    message = refusal(tmp_path, name, contents)
    assert said in message
    assert "secret" not in message


@pytest.mark.slow
def test_a_zip_bomb_unpacks_to_no_more_than_allowed(tmp_path: Path) -> None:
    """A Word file whose text swells a thousandfold is refused before it fills memory."""
    body = b"<w:p>" + b" " * (100 << 20)
    bomb = zipped(**{"[Content_Types].xml": b"<x/>", "word/document.xml": body})
    assert len(bomb) < 1 << 20
    assert "unpacks to more than" in refusal(tmp_path, "bomb.docx", bomb)


def test_styles_that_rest_on_each_other_end() -> None:
    """A style based on itself by way of another is no endless loop."""
    styles = "".join(
        f'<w:style w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("A", "B"), ("B", "A"))
    )
    assert word_lines(para("text", style="A"), styles=styles) == ["text"]


def test_the_main_part_of_a_page_is_the_law() -> None:
    """Where a page marks its main part, its own head stays and what stands around it goes."""
    law = "<header><h1>Act</h1></header><p>Every provider shall protect children.</p>"
    around = "<div>Related acts</div><script>var long = 'x x x x x x x x x x x x x x x x';</script>"
    expected = ["Act", "Every provider shall protect children."]
    assert html_lines(f"{around}<main>{law}</main>") == expected
    assert html_lines(f"{around}<div role=main>{law}</div>") == expected


def test_old_pages_with_unclosed_elements_are_read() -> None:
    """Hundreds of elements that nobody closed are bad style and no reason to refuse a law."""
    assert html_lines("<font>" * 400 + "<p>Every provider shall.") == ["Every provider shall."]


@pytest.mark.parametrize("suffix", ["", ".download"])
def test_an_unknown_ending_is_told_by_its_bytes(suffix: str) -> None:
    """A Word file or a page is known without its ending; plain text is not."""
    assert kind_of_file(suffix, WORD) == "docx"
    assert kind_of_file(suffix, b"\n<!-- x --><!DOCTYPE HTML><p>") == "html"
    with pytest.raises(Refused):
        kind_of_file(suffix, b"text")


# --- Through the program --------------------------------------------------------------------------


@pytest.mark.slow
def test_a_word_file_through_the_program(run: Run, tmp_path: Path) -> None:
    """The main job on a Word file: the same findings, and no page is named where there is none."""
    result = run("analyze", make(tmp_path, "docx"), "--format", "html,json,csv")
    assert (result.code, result.err) == (0, "")
    coverage = load_coverage(tmp_path / "law.gc25.json")
    assert coverage.instruments[0].paged is False
    cell = coverage["online-grooming"]
    assert (cell.status, cell.evidence[0].locator) == ("addressed", "s. 3")
    page = (tmp_path / "law.gc25.html").read_text(encoding="utf-8").split("<script>")[0]
    assert "no pages" in page
    for word in ("PDF page", "p. 1", "#page="):
        assert word not in page
    rows = (tmp_path / "law.gc25.csv").read_text(encoding="utf-8").splitlines()
    (row,) = [row for row in rows if '"online-grooming"' in row]
    assert '"YOUNG USERS ACT","","","s. 3"' in row


@pytest.mark.slow
def test_a_folder_of_mixed_formats(run: Run, tmp_path: Path) -> None:
    """Every kind of document in a folder is taken, its notes and earlier reports are not."""
    folder = tmp_path / "laws"
    folder.mkdir()
    kinds = ["docx", "html", "md", "pdf", "txt", "xml"]
    for kind in kinds:
        make(folder, kind)
    ours = ("old.gc25.html", "old.gc25.docx")
    for name in ("README.md", *ours, "~$law.docx", ".hidden.txt", "notes.log"):
        made(folder / name, b"nothing")
    result = run("analyze", folder, "--country", "Calmarra", "-o", tmp_path / "out")
    assert (result.code, result.err) == (0, "")
    coverage = load_coverage(tmp_path / "out" / "Calmarra.gc25.json")
    assert sorted(i.file_name for i in coverage.instruments) == [f"law.{kind}" for kind in kinds]
    assert [i.paged for i in coverage.instruments if i.file_name == "law.pdf"] == [True]
    assert dict(coverage["online-grooming"].by_instrument) == {
        i.id: "addressed" for i in coverage.instruments
    }


def test_help_names_every_ending(run: Run) -> None:
    """`gc25map analyze --help` tells what can be read."""
    said = run("analyze", "--help").out
    for suffix in SUFFIXES:
        assert suffix in said


def test_a_passage_without_section_or_page_is_cited_by_its_heading(
    tmp_path: Path, taxonomy: Taxonomy
) -> None:
    """A policy in Markdown is cited by the heading above the passage."""
    rest = "The Government will help every school. " * 5
    text = (
        f"# Policy of Calmarra\n\n## Grooming online\n\n{' '.join(GROOMING)}\n\n## Next\n\n{rest}\n"
    )
    coverage = analyze_files(made(tmp_path / "policy.md", text.encode()))
    page = render_report(coverage, taxonomy)
    assert "Cite as: <cite><bdi>Policy of Calmarra, Grooming online</bdi></cite>" in page


def test_coverage_of_an_earlier_version_still_loads(tmp_path: Path) -> None:
    """A result without the word on pages is one of documents with pages."""
    coverage = analyze_files(make(tmp_path, "md"))
    assert CITED in read_law(tmp_path / "law.md").text
    assert ASSESSMENT[0] in read_law(tmp_path / "law.md").text
    older = coverage.to_json().replace(',\n"paged": false', "")
    assert older != coverage.to_json()
    path = made(tmp_path / "older.json", older.encode())
    assert load_coverage(path).instruments[0].paged is True


def test_what_a_page_hides_or_opens_with_is_no_law(tmp_path: Path) -> None:
    """Hidden rows of a table are not read; comments before the root hide no Akoma Ntoso file."""
    rows = "<tr hidden><td>Draft only</td></tr><tr><td>Fees</td><td>None</td></tr>"
    page = (
        f"<html><body><h1>Fees Order</h1><p>1. {GROOMING[0]}</p><table>{rows}</table></body></html>"
    )
    assert "Draft only" not in read_law(made(tmp_path / "fees.html", page.encode())).text
    comments = "<!-- a\nnote -->" * 40
    section = f"<section><num>1</num><content><p>{GROOMING[0]}</p></content></section>"
    akn = f"{comments}<akomaNtoso><act><body>{section}</body></act></akomaNtoso>"
    assert GROOMING[0][:30] in read_law(made(tmp_path / "law.xml", akn.encode())).text


def test_a_document_without_passages_ends_nothing(tmp_path: Path) -> None:
    """Where there is nothing but a heading, nothing is found, and nobody stumbles over it."""
    page = made(tmp_path / "empty.html", b"<html><body><h1>Online Safety Act</h1></body></html>")
    coverage = analyze([Source(page, language="en")], prepare)
    assert {cell.status for cell in coverage.cells} == {"missing"}


def test_a_compound_keeps_its_hyphen_in_typed_text_as_in_print(tmp_path: Path) -> None:
    """A word that the document writes with a hyphen elsewhere keeps it at the end of a line."""
    text = "1. A child-friendly notice is given.\n\n2. The notice is child-\nfriendly and inform-\native.\n"
    law = read_law(made(tmp_path / "notice.txt", text.encode()))
    assert law.text.count("child-friendly") == 2
    assert "informative" in law.text
