"""From a PDF to a Law: what is read, what is kept out, and how a bad file is refused."""

from __future__ import annotations

import resource
import time
import zlib
from pathlib import Path

import pytest
from factories import (
    CHILD_SECTIONS,
    column,
    draw_pdf,
    mixed_pdf,
    one_page,
    plain_pdf,
    shapes_pdf,
)
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from gc25map import analyze_files
from gc25map.errors import UnreadableDocument
from gc25map.law import Law
from gc25map.read import PendingLaw, printable, read_law
from gc25map.read.assemble import clean_text
from gc25map.read.numbering import printed_number
from gc25map.read.raw import logical_order

LEFT = [f"Left column line {n} speaks of the child." for n in range(1, 11)]
RIGHT = [f"Right column line {n} speaks of the law." for n in range(1, 11)]
NUMBERED = [f"Sentence {word} of the bill stands here." for word in "abcdefghijkl"]


@pytest.fixture(scope="module", params=["auto", "pdfplumber"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Law:
    """Four pages as a gazette prints them: head, foot, two columns, line numbers, a parted word."""

    def furniture(number: int) -> list[tuple[float, float, str]]:
        return [(72, 40, "Official Gazette of Calmarra"), (290, 800, f"{number + 10}")]

    first = column(
        ["YOUNG USERS ACT", *CHILD_SECTIONS, "A provider shall take the re-", "quired steps."]
    )
    second = [*column(LEFT, x=60), *column(RIGHT, x=320)]
    third = [
        *column(NUMBERED, x=90),
        *column([str(n) for n in range(1, len(NUMBERED) + 1)], x=50),
    ]
    last = column(["This Act ends on its fourth page, and nothing follows it."])
    pages = [
        [*body, *furniture(number)] for number, body in enumerate([first, second, third, last], 1)
    ]
    path = tmp_path_factory.mktemp("printed") / "gazette.pdf"
    return read_law(draw_pdf(path, pages), engine=request.param)


def refusal(path: Path, **options: int) -> str:
    """The one line with which a file is refused."""
    with pytest.raises(UnreadableDocument) as caught:
        read_law(path, **options)
    message = str(caught.value)
    assert message
    assert "\n" not in message
    return message


def test_body_text_is_read_in_full(printed: Law) -> None:
    """Every printed sentence of the body is in the text, in order."""
    places = [printed.text.find(line) for line in (*CHILD_SECTIONS, *LEFT, *RIGHT, *NUMBERED)]
    assert -1 not in places
    assert places == sorted(places)


def test_lines_and_pages_slice_back_from_the_text(printed: Law) -> None:
    """A page's text holds its lines, and lines follow each other without overlap."""
    for line in printed.lines:
        page = printed.pages[line.page - 1]
        assert page.start <= line.start < line.end <= page.end
        assert printed.text[line.start : line.end].strip()
    ends = [line.end for line in printed.lines]
    starts = [line.start for line in printed.lines]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


def test_running_head_and_page_number_are_furniture(printed: Law) -> None:
    """The head and the number of a page are kept beside the text, not in it."""
    assert "Official Gazette" not in printed.text
    assert [page.label for page in printed.pages] == ["11", "12", "13", "14"]
    for page in printed.pages:
        assert "Official Gazette of Calmarra" in page.furniture
        assert page.label in page.furniture


def test_two_columns_are_read_one_after_the_other(printed: Law) -> None:
    """The left column is read to its end before the right one begins."""
    page = printed.pages[1]
    lines = printed.text[page.start : page.end].splitlines()
    assert lines == [*LEFT, *RIGHT]


def test_a_ragged_page_is_read_in_the_columns_of_its_document(tmp_path: Path) -> None:
    """A list with short lines, one of which runs over into the other column, is read like its neighbours."""
    ragged = [f"{n}. Item" + " of the first list" * (n % 3 == 0) for n in range(1, 11)]
    ragged[4] += " whose leader runs far beyond the end of its own column ........"
    other = [f"{n}. Entry" + " of the second" * (n % 3 == 0) for n in range(1, 11)]
    full = [*column(LEFT, x=60), *column(RIGHT, x=320)]
    pages = [full, full, full, [*column(ragged, x=60), *column(other, x=320)]]
    law = read_law(draw_pdf(tmp_path / "law.pdf", pages))
    page = law.pages[3]
    assert law.text[page.start : page.end].splitlines() == [*ragged, *other]


def test_line_numbers_in_the_margin_are_left_out(printed: Law) -> None:
    """The numbers that count a bill's lines are no part of its sentences."""
    page = printed.pages[2]
    assert printed.text[page.start : page.end].splitlines() == NUMBERED


def test_a_word_parted_at_the_line_end_is_one_word(printed: Law) -> None:
    """A hyphen at the end of a line goes where the word goes on in lower case."""
    assert "take the required steps." in printed.text


def test_a_compound_keeps_its_hyphen_at_the_line_end(tmp_path: Path) -> None:
    """Where the document writes the word with a hyphen elsewhere, the hyphen is no line break's."""
    lines = ["A multi-agency team shall be formed.", "The multi-", "agency team shall re-", "port."]
    assert (
        "The multi-agency team shall report." in read_law(plain_pdf(tmp_path / "a.pdf", lines)).text
    )


def test_numbers_of_provisions_at_a_page_s_edge_stay_in_the_text(tmp_path: Path) -> None:
    """What hangs in the margin of the first or last line is a page number only if it counts pages."""
    marks = ["3.", "(c)", "(c)", "2019", "17.", "(c)", "(c)"]
    words = ["apples", "berries", "cherries", "dates", "elderberries", "figs", "grapes"]
    pages = [
        [
            *((60, 50, mark), (100, 50, f"the law of {word} begins;")),
            *column([f"{word.title()} are the subject of this page."], x=100),
            *((60, 780, "(1)"), (100, 780, f"of {word} no more is said."), (290, 810, f"- {n} -")),
        ]
        for n, (mark, word) in enumerate(zip(marks, words, strict=True), 10)
    ]
    law = read_law(draw_pdf(tmp_path / "law.pdf", pages))
    for mark, word, page in zip(marks, words, law.pages, strict=True):
        text = law.text[page.start : page.end]
        assert text.startswith(f"{mark} the law of {word} begins")
        assert f"(1) of {word} no more is said." in text
        assert (page.label, page.furniture) == (
            str(page.number + 9),
            (f"- {page.number + 9} -",),
        )


def test_language_and_title_come_from_the_document(printed: Law) -> None:
    """Without being told, the law is known to be English and by its short title."""
    assert printed.language == "en"
    assert printed.title == "Young Users Act"


def test_title_and_language_given_from_outside_win(tmp_path: Path) -> None:
    """What the user says of a document goes before what the document says."""
    law = read_law(plain_pdf(tmp_path / "a.pdf"), title="The Short Title", language="fr")
    assert (law.title, law.language) == ("The Short Title", "fr")


def test_a_title_in_the_metadata_is_taken(tmp_path: Path) -> None:
    """A title that reads like one is believed, the name of a word processor's file is not."""
    good = plain_pdf(tmp_path / "good.pdf", title="Young Users Act 2024")
    bad = plain_pdf(tmp_path / "bad.pdf", title="Microsoft Word - final2.doc")
    assert read_law(good).title == "Young Users Act 2024"
    assert read_law(bad).title == "Young Users Act"


def test_the_same_bytes_give_the_same_law(tmp_path: Path) -> None:
    """The id of a law depends on what is in the file and not on where it lies."""
    one, other = plain_pdf(tmp_path / "one.pdf"), plain_pdf(tmp_path / "other.pdf")
    assert read_law(one).id == read_law(other).id


def test_too_little_text_has_no_language(tmp_path: Path) -> None:
    """A line or two is not enough to tell the language, so none is guessed."""
    law = read_law(plain_pdf(tmp_path / "short.pdf", ["This page says very little."]))
    assert law.language == "und"


@pytest.mark.parametrize(
    ("name", "contents", "said"),
    [
        ("empty", b"", "empty"),
        ("web page", b"<!doctype html><title>404</title>", "not a PDF"),
        ("header only", b"%PDF-1.7\n", "damaged"),
        ("noise after the header", b"%PDF-1.7\n" + bytes(range(256)) * 20, "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_pdf_is_refused_in_one_line(
    tmp_path: Path, name: str, contents: bytes, said: str
) -> None:
    """A file that is not a PDF is refused with the reason."""
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(contents)
    assert said in refusal(path)


def test_a_truncated_pdf_is_refused_in_one_line(tmp_path: Path) -> None:
    """A download that broke off early is refused as damaged."""
    whole = plain_pdf(tmp_path / "whole.pdf").read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: len(whole) // 5])
    assert "damaged" in refusal(path)


def test_an_absent_file_is_refused_in_one_line(tmp_path: Path) -> None:
    """A path at which nothing lies is refused in the words of the system."""
    assert "no such file" in refusal(tmp_path / "nowhere.pdf")


def test_an_encrypted_pdf_asks_for_its_password(tmp_path: Path) -> None:
    """A file that needs a password says so."""
    lock = StandardEncryption("secret", ownerPassword="owner", strength=128)
    path = draw_pdf(tmp_path / "locked.pdf", [column(CHILD_SECTIONS)], encrypt=lock)
    assert "password" in refusal(path)


@pytest.mark.usefixtures("no_ocr")
def test_a_scan_asks_for_ocr(tmp_path: Path) -> None:
    """A picture without text is unreadable, and the message names what would help."""
    assert "OCR" in refusal(mixed_pdf(tmp_path / "scan.pdf", [None, None]))


def test_blank_pages_are_called_blank(tmp_path: Path) -> None:
    """Pages with ruled lines and no word on them are blank, and no scan."""
    assert "blank" in refusal(shapes_pdf(tmp_path / "form.pdf"))


def test_a_parser_that_hangs_is_killed_in_time(tmp_path: Path) -> None:
    """Objects that refer to each other for ever cost no more than the time allowed."""
    path = tmp_path / "loop.pdf"
    path.write_bytes(one_page(b"6 0 R", {6: b"7 0 R", 7: b"6 0 R"}))
    began = time.monotonic()
    message = refusal(path, seconds=2)
    assert time.monotonic() - began < 10
    assert "seconds" in message or "limits" in message


def test_cancelling_leaves_no_process_behind(tmp_path: Path) -> None:
    """A reading that nobody waits for any more is ended at once."""
    path = tmp_path / "loop.pdf"
    path.write_bytes(one_page(b"6 0 R", {6: b"7 0 R", 7: b"6 0 R"}))
    pending = PendingLaw(path)
    assert pending._reading is not None
    process = pending._reading._process
    pending.cancel()
    assert process.wait(timeout=10) != 0


@pytest.mark.slow
def test_a_bomb_does_not_take_the_parent_over(tmp_path: Path) -> None:
    """A stream that unpacks to a gibibyte stays in the child, which is refused the memory."""
    packer = zlib.compressobj(9)
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    # Each block stands alone after a full flush, so it may be repeated without packing it again.
    data = block + block[2:] * 1023 + b"\x03\x00"
    path = tmp_path / "bomb.pdf"
    head = b"<</Filter/FlateDecode/Length %d>>\nstream\n" % len(data)
    path.write_bytes(one_page(head + data + b"\nendstream"))
    assert path.stat().st_size < 3 << 20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refusal(path, seconds=20)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100_000


@pytest.mark.usefixtures("no_ocr")
def test_an_unreadable_page_among_good_ones_is_named(tmp_path: Path) -> None:
    """The pages that gave text are kept, and the one that did not is listed."""
    law = read_law(mixed_pdf(tmp_path / "mixed.pdf", [CHILD_SECTIONS, None, CHILD_SECTIONS]))
    assert law.pages_unreadable == (2,)
    assert len(law.pages) == 3
    assert law.text.count("child rights impact assessment") == 2


@pytest.mark.usefixtures("no_ocr")
def test_silence_of_an_unreadable_page_is_not_assessed(tmp_path: Path) -> None:
    """Where a page could not be read, nothing is called missing; what was found still counts."""
    path = mixed_pdf(tmp_path / "mixed.pdf", [CHILD_SECTIONS, None, CHILD_SECTIONS])
    coverage = analyze_files(path)
    counts = coverage.counts()
    assert coverage.instruments[0].pages_unreadable == (2,)
    assert counts["missing"] == 0
    assert counts["not_assessed"] > 50
    assert coverage["child-rights-impact-assessment"].status == "addressed"


@pytest.mark.parametrize(
    ("printed_text", "read"),
    [
        ("of\ufb01ce and \ufb02ow", "office and flow"),
        ("a\u0000b\u0007c", "abc"),
        ("two   spaces\tand a tab", "two spaces and a tab"),
        ("broken \ud800 surrogate", "broken surrogate"),
        ("glyph (cid:17) unknown", "glyph • unknown"),
        ("第十二条", "第十二条"),
    ],
)
def test_text_is_cleaned_of_what_cannot_be_printed(printed_text: str, read: str) -> None:
    """Ligatures are spelled out, control characters go, runs of spaces become one."""
    assert clean_text(printed_text) == read


def test_right_to_left_text_is_turned_into_reading_order() -> None:
    """Arabic letters are reversed from print order; numbers between them keep their digits' order."""
    assert logical_order("25 ةدام") == "مادة 25"
    assert logical_order("Section 25") == "Section 25"


def test_a_file_name_cannot_disturb_a_terminal() -> None:
    """Escape codes and line breaks in a file's name are replaced."""
    assert printable("a\x1b[31m\nb.pdf") == "a�[31m�b.pdf"


def test_a_turned_page_is_read_upright(tmp_path: Path) -> None:
    """A page printed sideways and marked as turned gives its text like any other."""
    path = tmp_path / "turned.pdf"
    page = canvas.Canvas(str(path), pagesize=(595, 842))
    page.setPageRotation(90)
    page.translate(595, 0)
    page.rotate(90)
    page.drawString(72, 400, "Every provider shall keep children safe online.")
    page.save()
    law = read_law(path)
    assert "Every provider shall keep children safe online." in law.text
    assert law.pages_unreadable == ()


def test_time_does_not_run_out_while_nobody_waits(tmp_path: Path) -> None:
    """What a child says is taken in at once, so a document begun early is still whole later."""
    path = tmp_path / "law.pdf"
    draw_pdf(path, [column(["Every provider shall keep children safe."] * 40)] * 12)
    pending = PendingLaw(path, seconds=60)
    assert pending._reading is not None
    deadline = time.monotonic() + 20
    while pending._reading._process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert pending._reading._process.poll() == 0
    assert len(pending.result().pages) == 12


def test_letters_of_other_alphabets_are_no_page_numbers() -> None:
    """A lone Turkish dotless or dotted i at the edge of a page is a letter, and loses no document."""
    assert [printed_number(text) for text in ("ı", "İ", "xİ", "xiv", "XIV")] == [
        None,
        None,
        None,
        "xiv",
        "XIV",
    ]
