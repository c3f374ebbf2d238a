"""The controls against hostile documents, settings and moments: one test or more for each threat."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import psutil
import pytest
from attacks import (
    CIPHERS,
    LOOP,
    SENTENCE,
    deep_tree,
    deflate_bomb,
    endless_reference,
    locked,
    one_page_loops,
    saying,
    several,
    show,
    single,
    stream,
    titled,
)
from conftest import ROOT, Run, program
from factories import coverage_of, evidence_of, made, plain_pdf

from gc25map import analyze_files, load_coverage, render_report
from gc25map.errors import BadFile, TaxonomyError, UnreadableDocument
from gc25map.inputs import passwords_of
from gc25map.pipeline import Source
from gc25map.read import PendingLaw, child, process, read_law
from gc25map.read.answer import Answer
from gc25map.read.formats.blocks import Flow
from gc25map.read.limits import MAX_PAGES_LISTED, WITH_TEXT
from gc25map.report.files import WRITERS, report_base, write_reports
from gc25map.taxonomy import Taxonomy, load_taxonomy
from gc25map.taxonomy.yaml_tree import MAX_BYTES, Tree
from gc25map.whole import PART, write_whole

PAGES = [stream(show(f"Page {number}. {SENTENCE}")) for number in range(1, 6)]


def refusal(path: Path, **options: object) -> str:
    """The line with which a file is refused."""
    with pytest.raises(UnreadableDocument) as caught:
        read_law(path, **options)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- Memory, time, crashes ----------------------------------------------------------------------


@pytest.mark.slow
def test_memory_is_watched_where_the_system_does_not_limit_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threat: unbounded memory on a system without limits; the parent sees it and ends the child."""
    monkeypatch.setattr(process, "WATCHED", True)
    monkeypatch.setattr(process, "MEMORY_BYTES", 300 << 20)
    path = made(tmp_path / "bomb.pdf", deflate_bomb(4096, twice=True))
    assert "more memory" in refusal(path, seconds=30)


@pytest.mark.slow
def test_a_page_that_loops_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threat: endless work on one page; the pages after it are read, and the report names it."""
    monkeypatch.setattr(process, "WITH_TEXT", replace(WITH_TEXT, one_page=2))
    law = read_law(made(tmp_path / "loop.pdf", one_page_loops()), seconds=30)
    assert [page.readable for page in law.pages] == [True, False, True]
    assert "Page 1" in law.text and "Page 3" in law.text
    assert law.notes == ("page 2 not read: took longer than 2 seconds",)


@pytest.mark.slow
def test_restarts_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threat: a document of nothing but looping pages; after some restarts the rest is given up."""
    monkeypatch.setattr(process, "WITH_TEXT", replace(WITH_TEXT, one_page=1))
    monkeypatch.setattr(process, "MAX_RESTARTS", 2)
    path = made(tmp_path / "loops.pdf", several([PAGES[0], *[b"6 0 R"] * 4], LOOP))
    law = read_law(path, seconds=60)
    assert law.pages_unreadable == (2, 3, 4, 5)
    assert any("reading stopped after page 3 of 5" in note for note in law.notes)


@pytest.mark.slow
def test_a_crash_shows_no_traceback(run: Run, tmp_path: Path) -> None:
    """Threat: recursion and aborts in a parser; the user reads one line and gets exit code 1."""
    made(tmp_path / "deep.pdf", deep_tree(5_000))
    result = run("analyze", "deep.pdf")
    assert (result.code, result.out) == (1, "")
    assert re.fullmatch(r"gc25map: deep\.pdf: [^\n]+\n", result.err)
    assert "Traceback" not in result.err


def test_absurd_geometry_stops_nothing(tmp_path: Path) -> None:
    """Threat: places that are no numbers, or beyond all paper, breaking the parent's arithmetic."""
    place = b"BT /F1 12 Tf 1 0 0 1 %b 400 Tm (%b) Tj ET "
    far = place % (b"9" * 30, b"far") + place % (b"-99999999999.5", b"near") + show(SENTENCE)
    assert SENTENCE in read_law(made(tmp_path / "far.pdf", single(stream(far)))).text
    answer = Answer()
    assert answer.take(b'{"pages": 1, "title": ""}')
    page = '{"page": 1, "width": NaN, "height": 1, "images": 0, "engine": "", "error": "", "fragments": %s}'
    assert not answer.take((page % '[[NaN, 1, 1, 1, 1, 0, "a"]]').encode())


@pytest.mark.parametrize(
    "line",
    [
        b"no json",
        b"[1]",
        b'{"pages": "many", "title": ""}',
        b'{"page": 7, "width": 1, "height": 1, "images": 0, "engine": "", "error": "", "fragments": []}',
        b'{"page": 1, "width": 1, "height": 1, "images": 0, "engine": "", "error": "", "fragments": [[1]]}',
        b"[" * 100_000,
    ],
    ids=["no json", "a list", "no number", "no page of ours", "no fragment", "nested"],
)
def test_a_child_that_was_taken_over_is_not_believed(line: bytes) -> None:
    """Threat: a parser that the document controls; what is not an answer ends the conversation."""
    answer = Answer()
    assert answer.take(b'{"pages": 1, "title": ""}')
    assert not answer.take(line)
    with pytest.raises(UnreadableDocument, match="malformed"):
        answer.document("")


FLOW, BLOCK = b'{"flow": "Act"}', b'{"block": ["Words.", "paragraph", 0, 0, 0, 0]}'


@pytest.mark.parametrize(
    "lines",
    [
        [BLOCK],
        [b'{"apart": "A note."}'],
        [FLOW, FLOW],
        [FLOW, b'{"pages": 1, "title": ""}'],
        [b'{"pages": 1, "title": ""}', FLOW],
        [FLOW, b'{"block": ["Words.", "law", 0, 0, 0, 0]}'],
        [FLOW, b'{"block": [["Words."], "paragraph", 0, 0, 0, 0]}'],
    ],
    ids=["no opening", "a stray note", "twice", "pages too", "pages before", "no role", "no text"],
)
def test_blocks_from_a_child_are_not_believed_either(lines: list[bytes]) -> None:
    """Threat: as above, with a file that has no pages; nothing of it is kept."""
    answer = Answer()
    *before, last = lines
    assert all(answer.take(line) for line in before)
    assert not answer.take(last)
    with pytest.raises(UnreadableDocument, match="malformed"):
        answer.document("")


def test_a_file_without_pages_is_whole_or_refused() -> None:
    """Threat: silent loss; what a child had said when it died is no document."""
    answer = Answer()
    assert answer.take(FLOW)
    assert answer.take(BLOCK)
    with pytest.raises(UnreadableDocument, match="killed"):
        answer.document("killed")
    assert answer.take(b'{"done": true}')
    read = answer.document("killed")
    assert isinstance(read, Flow)
    assert [block.text for block in read.blocks] == ["Words."]


def test_a_child_cannot_fill_the_parent_with_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threat: blocks without end; the parent takes no more than its limits."""
    monkeypatch.setattr("gc25map.read.answer.MAX_FRAGMENTS", 5_000)
    answer = Answer()
    assert answer.take(FLOW)
    taken = 0
    while answer.take(BLOCK):
        taken += 1
        assert taken <= 5_000
    assert taken == 5_000


def test_a_child_cannot_fill_the_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threat: a child that sends pages without end; the parent takes no more than its limits."""
    monkeypatch.setattr("gc25map.read.answer.MAX_FRAGMENTS", 5_000)
    answer = Answer()
    answer.take(b'{"pages": 1000000000, "title": ""}')
    fragments = json.dumps([[1, 1, 1, 1, 1, 0, "a"]] * 100)
    shape = '{"page": %d, "width": 1, "height": 1, "images": 0, "engine": "", "error": "", "fragments": %s}'
    taken = 0
    while answer.take((shape % (taken + 1, fragments)).encode()):
        taken += 1
        assert taken * 100 <= 5_000
    assert taken * 100 == 5_000
    assert answer.document("").page_count == MAX_PAGES_LISTED


# --- Caps ---------------------------------------------------------------------------------------


def test_pages_beyond_the_cap_are_named_and_unread(tmp_path: Path) -> None:
    """Threat: huge numbers of pages; those not read are counted as unread, never as silence."""
    path = made(tmp_path / "five.pdf", several(PAGES))
    law = read_law(path, max_pages=2)
    assert law.notes == ("read 2 of 5 pages, the most that is read",)
    assert law.pages_unreadable == (3, 4, 5)
    assert "Page 2" in law.text and "Page 3" not in law.text


@pytest.mark.slow
def test_the_cap_is_set_on_the_command_line_and_shown(run: Run, tmp_path: Path) -> None:
    """Threat: as above; the report says how many pages were read, and nothing is called missing."""
    made(tmp_path / "five.pdf", several(PAGES))
    result = run("analyze", "five.pdf", "--max-pages", "2")
    assert result.code == 0, result.err
    coverage = load_coverage(tmp_path / "five.gc25.json")
    assert coverage.counts()["missing"] == 0
    html = (tmp_path / "five.gc25.html").read_text(encoding="utf-8")
    assert "read 2 of 5 pages" in html
    assert "Not read: pages 3–5" in html


@pytest.mark.parametrize(
    ("cap", "said"), [("MAX_CHARS", "120 characters"), ("MAX_FRAGMENTS", "2 pieces of text")]
)
def test_text_beyond_the_cap_is_named(
    cap: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Threat: text without end; what was read until then is kept, and the child says where it stopped."""
    monkeypatch.setattr(child, cap, 120 if cap == "MAX_CHARS" else 2)
    child.answer(made(tmp_path / "five.pdf", several(PAGES)), "auto", {})
    answer = Answer()
    for line in capsys.readouterr().out.splitlines():
        assert answer.take(line.encode())
    raw = answer.document("")
    assert len(raw.pages) == 2
    assert raw.page_count == 5
    assert raw.notes == (f"read 2 of 5 pages: more than {said}",)


@pytest.mark.parametrize(
    ("cap", "figure", "said"),
    [
        ("MAX_FLOW_BYTES", 1 << 20, "larger than 1 MB, which only a PDF may be"),
        ("MAX_CHARS", 120, "holds more than 120 characters"),
        ("MAX_FRAGMENTS", 2, "holds more than 2 pieces of text"),
        ("MAX_CHARS_PER_BLOCK", 30, "holds more than 30 characters in one paragraph"),
    ],
)
def test_a_file_without_pages_beyond_the_cap_is_refused(
    cap: str,
    figure: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Threat: as above; where no page could tell what was left out, nothing is read at all."""
    monkeypatch.setattr(child, cap, figure)
    paragraphs = f"{SENTENCE}\n\n" * (30_000 if cap == "MAX_FLOW_BYTES" else 3)
    child.answer(made(tmp_path / "law.txt", paragraphs.encode()), "auto", {})
    assert json.loads(capsys.readouterr().out) == {"error": said}


def test_a_page_that_speaks_of_pdf_is_read(tmp_path: Path) -> None:
    """Threat: silent loss; the mark of a PDF somewhere within another file makes none of it."""
    page = f"<!doctype html><!-- {'x' * 2_000} %PDF --><p>{SENTENCE}</p>"
    assert SENTENCE in read_law(made(tmp_path / "law.html", page.encode())).text


def test_a_file_beyond_the_cap_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threat: files as large as a disk; the size is looked at before anything is read."""
    monkeypatch.setattr("gc25map.read.pending.MAX_FILE_BYTES", 3 << 20)
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate((3 << 20) + 1)
    assert refusal(path) == "larger than 3 MB"


# --- Encryption ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["auto", "pdfplumber"])
@pytest.mark.parametrize("cipher", CIPHERS)
def test_every_revision_of_encryption(cipher: str, engine: str, tmp_path: Path) -> None:
    """Threat: locked documents; no password opens alone, a wrong one says so, the right one reads."""
    free = made(tmp_path / "free.pdf", locked(single(), "", cipher))
    assert SENTENCE in read_law(free, engine=engine).text
    shut = made(tmp_path / "shut.pdf", locked(single(), "secret", cipher))
    assert refusal(shut, engine=engine).startswith("encrypted: a password is needed")
    wrong = refusal(shut, engine=engine, passwords=["guess", "Secret"])
    assert wrong == "encrypted: none of the passwords given opens it"
    assert SENTENCE in read_law(shut, engine=engine, passwords=["guess", "secret"]).text


@pytest.mark.slow
def test_passwords_come_from_a_file_and_go_nowhere(tmp_path: Path) -> None:
    """Threat: a password seen in a list of processes, a report or an error; it is in none of them."""
    made(
        tmp_path / "shut.pdf",
        locked(plain_pdf(tmp_path / "a").read_bytes(), "k3y-öf-ours", "AES-256"),
    )
    (tmp_path / "a").unlink()
    (tmp_path / "words.txt").write_text("other\nk3y-öf-ours\n", encoding="utf-8")
    result = program(
        tmp_path, "analyze", "shut.pdf", "--password-file", "words.txt", "--format", "html,json,csv"
    )
    assert result.returncode == 0, result.stderr
    written = [path for path in tmp_path.iterdir() if ".gc25." in path.name]
    assert len(written) == 3
    for text in [result.stdout, result.stderr, *(p.read_text(encoding="utf-8") for p in written)]:
        assert "k3y" not in text
    assert "k3y" not in repr(Source(Path("x"), passwords=("k3y",)))
    pending = PendingLaw(tmp_path / "shut.pdf", passwords=["k3y-öf-ours"])
    arguments = psutil.Process(pending._reading._process.pid).cmdline()
    pending.cancel()
    assert arguments and not any("k3y" in word for word in arguments)


def test_a_bad_password_file_is_one_line_that_keeps_the_secret(tmp_path: Path) -> None:
    """Threat: the contents of a secret file in an error message; only its name and the trouble are."""
    for name, contents in (("empty", b"\n\n"), ("binary", b"\xff\xfesecret")):
        path = made(tmp_path / name, contents)
        with pytest.raises(BadFile) as caught:
            passwords_of(path)
        assert "secret" not in str(caught.value)
        assert name in str(caught.value)


# --- Silent loss --------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["auto", "pdfplumber"])
def test_a_tree_that_claims_too_few_pages_loses_none(engine: str, tmp_path: Path) -> None:
    """Threat: silent loss; one engine believes the tree, the other counts, and the larger set is read."""
    path = made(tmp_path / "five.pdf", several(PAGES).replace(b"/Count 5", b"/Count 2"))
    law = read_law(path, engine=engine)
    assert [f"Page {n}" in law.text for n in range(1, 6)] == [True] * 5
    assert any("PDFium counts 2 pages and pdfplumber 5" in note for note in law.notes)


def test_disagreement_found_late_begins_again(tmp_path: Path) -> None:
    """Threat: as above, seen only when a page reads badly; nothing is lost or read twice."""
    pages = [*PAGES[:2], stream(b" "), PAGES[3], PAGES[4]]
    contents = (
        several(pages).replace(b"/Count 5", b"/Count 4").replace(b"/Type/Page/", b"/Type /#50age/")
    )
    law = read_law(made(tmp_path / "five.pdf", contents))
    assert [law.text.count(f"Page {n}") for n in (1, 2, 4, 5)] == [1, 1, 1, 1]


def test_pages_that_one_engine_does_not_see_are_read_by_the_other(tmp_path: Path) -> None:
    """Threat: as above, the other way round; PDFium reads what the reference finds no page of."""
    contents = several(PAGES).replace(b"/Type/Page/Parent", b"/Parent")
    law = read_law(made(tmp_path / "five.pdf", contents), engine="pdfplumber")
    assert "Page 5" in law.text
    assert any("PDFium's reading is used" in note for note in law.notes)


def test_the_reference_that_loses_a_page_of_text_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Threat: text that the reference does not see; PDFium's is used for the page, with a note."""
    from gc25map.read import plumber

    monkeypatch.setattr(plumber, "_contents", lambda page: ([], [], 0))
    child.answer(made(tmp_path / "one.pdf", single()), "pdfplumber", {})
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any(SENTENCE in json.dumps(message.get("fragments", "")) for message in said)
    assert any("PDFium's reading is used" in message.get("note", "") for message in said)


def test_contents_that_cannot_be_decoded_are_not_blank(tmp_path: Path) -> None:
    """Threat: a broken page passing for an empty one; it is unread, and so is what it may say."""
    whole = several([*PAGES[:2], stream(b"not deflated at all", b"/Filter/FlateDecode")])
    law = read_law(made(tmp_path / "three.pdf", whole))
    assert law.pages_unreadable == (3,)


@pytest.mark.usefixtures("no_ocr")
def test_unprintable_text_is_not_read(tmp_path: Path) -> None:
    """Threat: a font whose table gives nothing but control characters; the page is no blank one."""
    message = refusal(made(tmp_path / "dark.pdf", saying("\x01\x02\x03\x04\x05\x06")))
    assert "blank" not in message


# --- Deceiving text -----------------------------------------------------------------------------


def test_turned_and_hidden_characters_show_in_the_report(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """Threat: a quotation that reads otherwise than it is; each such character stands there as a sign."""
    codes = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2060, 0xFEFF, 0xE0041)
    text = " ".join(f"privacy {chr(code)}detcetorp{code} ton si" for code in codes)
    evidence = evidence_of(text, locator=text, headings=(text,), lead=text)
    coverage = coverage_of(provision_ids, {provision_ids[0]: evidence}, title=text, country=text)
    html = render_report(coverage, taxonomy)
    for code in codes:
        assert chr(code) not in html
        assert re.search(f"⟦(?:bidi|unseen)⟧detcetorp{code}", html)


def test_text_of_documents_is_isolated_in_the_page(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """Threat: a title from right to left that turns the line around it; each stands in a frame of its own."""
    arabic = "قانون حماية الطفل"
    evidence = evidence_of(arabic, locator=arabic, headings=(arabic,), lead=arabic, language="ar")
    coverage = coverage_of(
        provision_ids, {provision_ids[0]: evidence}, title=arabic, country=arabic, notes=(arabic,)
    )
    html = render_report(coverage, taxonomy)
    body = html[html.index("<body>") :]
    for before in re.findall(rf"([^>]*>){arabic}", body):
        assert before.endswith(("<bdi>", 'dir="auto">', 'dir="rtl">')), before


def test_a_word_cannot_hide_behind_spaces_of_no_width(tmp_path: Path) -> None:
    """Threat: words that a reader sees and no rule finds; what is not printed is not in the text."""
    law = read_law(made(tmp_path / "a.pdf", saying("chi\u200bld ri\u2060ghts on\ufeffline")))
    assert "child rights online" in law.text


# --- Names and places ---------------------------------------------------------------------------


def test_a_hostile_title_writes_nothing_elsewhere(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Threat: a title or file name that leads out of the folder; all files lie where they should."""
    out = tmp_path / "deep" / "out"
    out.mkdir(parents=True)
    made(tmp_path / "..evil.pdf", titled("../../../evil"))
    coverage = analyze_files(tmp_path / "..evil.pdf", country="../../x")
    for stem in ("../../../evil", "/etc/evil", "..\\..\\evil", "NUL", "com1.txt", coverage.title):
        base = report_base(out, stem)
        assert base.parent.resolve() == out.resolve()
        for path in write_reports(coverage, taxonomy, base, ["json"]):
            assert path.resolve().parent == out.resolve()
            assert not re.match(r"(?i)(?:nul|com1)\.", path.name)
    assert {p.name for p in tmp_path.iterdir()} == {"..evil.pdf", "deep"}
    assert {p.name for p in (tmp_path / "deep").iterdir()} == {"out"}


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """Threat: a link laid where the report will be; its target stays as it is, and the user is told."""
    target = made(tmp_path / "precious", b"precious")
    link = tmp_path / "law.gc25.html"
    link.symlink_to(target)
    with pytest.raises(BadFile, match="symbolic link"):
        write_whole(link, "report")
    assert target.read_bytes() == b"precious"
    assert link.is_symlink()


def unpacked(path: Path) -> str:
    """All text of a report; of a workbook or memo, that of its parts."""
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.slow
def test_a_report_names_no_place_and_no_user(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Threat: a report sent by e-mail that tells of the machine; it holds names of files only."""
    home = tmp_path / "home" / "some-user" / "drafts"
    home.mkdir(parents=True)
    plain_pdf(home / "law.pdf")
    made(home / "shut.pdf", locked(single(), "secret", "AES-128"))
    made(home / "gone.pdf", b"")
    coverage = analyze_files([home / "law.pdf", home / "shut.pdf", home / "gone.pdf"])
    assert len(coverage.failures) == 2
    for path in write_reports(coverage, taxonomy, tmp_path / "out" / "r", list(WRITERS)):
        text = unpacked(path)
        assert "some-user" not in text
        assert str(tmp_path) not in text
        assert str(Path.home()) + "/" not in text


# --- YAML, pickles ------------------------------------------------------------------------------


def tree(path: Path, text: str) -> Tree:
    """A file of YAML as it is read."""
    path.write_text(text, encoding="utf-8")
    return Tree(path)


def test_yaml_is_text_and_nothing_else(tmp_path: Path) -> None:
    """Threat: guesses of YAML; Norway stays a country, a time stays a time."""
    found = tree(tmp_path / "a.yaml", "country: NO\nat: 22:30\nnumber: 12\nversion: 1.10\n")
    assert found.data == {"country": "NO", "at": "22:30", "number": 12, "version": "1.10"}
    assert found.problems == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "3: the key 'a' is given twice"),
        ("a: &x [1]\nb: *x\n", "2: aliases"),
        ("{a: &x b, *x : 1}", "1: aliases"),
        ("a: !!python/object/apply:os.system ['true']\nb: [", "did not find expected"),
        ("[" * 200_000, "nested too deeply"),
        ("- " * 200_000 + "a", "nested too deeply"),
        ("{a: " * 200_000, "nested too deeply"),
        ("? [a]\n: b\n", "must be a word"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("a: \x00", "not YAML"),
        ("", "is empty"),
        ("a: " + "x" * MAX_BYTES, "larger than 1,000,000 bytes"),
    ],
    ids=lambda value: value[:12],
)
def test_yaml_that_could_do_harm_is_a_problem(text: str, said: str, tmp_path: Path) -> None:
    """Threat: keys that win in silence, alias bombs, nesting that crashes; each is named with its line."""
    assert any(said in problem for problem in tree(tmp_path / "a.yaml", text).problems)


def test_yaml_runs_nothing(tmp_path: Path, taxonomy_copy: Path) -> None:
    """Threat: a tag that calls a function; it is text like any other."""
    text = f"a: !!python/object/apply:os.mkdir ['{tmp_path / 'made'}']\n"
    assert tree(tmp_path / "a.yaml", text).data == {"a": [str(tmp_path / "made")]}
    assert not (tmp_path / "made").exists()
    (taxonomy_copy / "framework.yaml").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(TaxonomyError, match="nested too deeply"):
        load_taxonomy(taxonomy_copy)


def test_pdfminer_has_left_pickles_behind() -> None:
    """Threat: character maps loaded as pickles; the version that reads JSON instead is required."""
    assert version("pdfminer.six") >= "20251230"
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"pdfminer.six>=20251230"' in project


# --- Killed at any moment -----------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from gc25map.whole import write_whole
texts = [letter * 3_000_000 for letter in "ab"]
print("ready", flush=True)
while True:
    for text in texts:
        write_whole(Path(sys.argv[1]), text)
"""


def writing(path: Path) -> subprocess.Popen[bytes]:
    """A process that writes a report again and again, and has begun."""
    script = [sys.executable, "-c", WRITER, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = subprocess.Popen(script, stdout=subprocess.PIPE, env=environment)
    assert started.stdout is not None
    assert started.stdout.readline() == b"ready\n"
    started.stdout.close()
    return started


@pytest.mark.slow
def test_killed_while_writing_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    """Threat: half a report; at twenty moments of a killed run there is a whole one."""
    path = tmp_path / "report.html"
    write_whole(path, "a" * 3_000_000)
    moments = random.Random(25)
    for _ in range(20):
        process = writing(path)
        time.sleep(moments.uniform(0.0, 0.05))
        process.kill()
        process.wait()
        text = path.read_text(encoding="utf-8")
        assert len(text) == 3_000_000
        assert len(set(text)) == 1
    left = [p for p in tmp_path.iterdir() if p != path]
    for part in left:
        os.utime(part, (0, 0))
    write_whole(path, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_what_a_killed_run_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    """Threat: parts of files that heap up; old ones of the same report go, others stay."""
    stale, fresh = tmp_path / f".law.html.abc{PART}", tmp_path / f".law.html.def{PART}"
    other = tmp_path / f".other.html.abc{PART}"
    for part in (stale, fresh, other):
        part.touch()
    for part in (stale, other):
        os.utime(part, (0, 0))
    write_whole(tmp_path / "law.html", "text")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [fresh.name, other.name, "law.html"]
    )


def analyzing(folder: Path) -> tuple[subprocess.Popen[bytes], psutil.Process]:
    """A run of the program on a file that never ends, and its reading child."""
    made(folder / "loop.pdf", endless_reference())
    (folder / "tmp").mkdir()
    run = subprocess.Popen(
        [sys.executable, "-m", "gc25map", "analyze", "loop.pdf", "-o", "out"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")},
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for found in psutil.Process(run.pid).children(recursive=True):
            if "gc25map.read.child" in " ".join(found.cmdline()):
                time.sleep(0.5)
                return run, found
        time.sleep(0.02)
    raise AssertionError("no reading child was started")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["asked", "killed"])
def test_ended_while_reading_leaves_nothing(how: signal.Signals, tmp_path: Path) -> None:
    """Threat: files and processes left behind; after either end there are none."""
    run, reader = analyzing(tmp_path)
    run.send_signal(how)
    _, err = run.communicate(timeout=30)
    assert b"Traceback" not in err
    assert run.returncode == (143 if how == signal.SIGTERM else -how)
    reader.wait(timeout=10)
    assert not reader.is_running()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["loop.pdf", "tmp"]
    assert list((tmp_path / "tmp").iterdir()) == []
