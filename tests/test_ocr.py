"""Scanned and broken pages: read by OCR where it is installed, and loudly unread where it is not."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from conftest import ROOT
from factories import CHILD_SECTIONS, one_page, scan_of, scanned_pdf
from PIL import Image, ImageFont
from test_offline import attempts, guarded

from gc25map import analyze_files
from gc25map.errors import UnreadableDocument
from gc25map.exchange import coverage_from_dict, coverage_to_dict
from gc25map.read import packs, read_law
from gc25map.read.furniture import Cleaned, part_furniture
from gc25map.read.quality import LOWEST_CONFIDENCE, reads_well
from gc25map.read.raw import Fragment, RawPage
from gc25map.report.html import render_report
from gc25map.split import split_passages
from gc25map.tables import coverage_csv
from gc25map.taxonomy import Taxonomy

SCANS = ROOT.parent / "shared" / "laws" / "unlabelled"
ARABIC_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
# Newly written, as all texts of the tests: duties of a provider towards children.
ARABIC = (
    "المادة الأولى: يلتزم مقدم الخدمة بحماية الأطفال عند استخدام الإنترنت.",
    "المادة الثانية: لا يجوز جمع البيانات الشخصية للطفل دون موافقة ولي أمره.",
    "المادة الثالثة: يعاقب بالحبس كل من استدرج طفلا عبر شبكة المعلومات.",
    "المادة الرابعة: تنشر الوزارة تقريرا كل سنة عن سلامة الأطفال.",
    "المادة الخامسة: يعمل بهذا القانون من اليوم التالي لتاريخ نشره.",
)


def with_pack(pack: str) -> pytest.MarkDecorator:
    """Skips a test where OCR, or this language pack, is not installed."""
    return pytest.mark.skipif(
        pack not in packs.available(),
        reason=f"needs the extra [ocr] and the language pack tesseract-ocr-{pack}",
    )


def page_of(text: str, *, confidence: float | None = None, number: int = 1) -> RawPage:
    """A page of one line, with a picture on it."""
    line = Fragment(72, 40, 500, 52, 10, False, text)
    return RawPage(number, 595, 842, (line,), 1, "made", confidence=confidence)


@with_pack("eng")
@pytest.mark.slow
def test_a_scanned_law_is_read_with_its_sections(tmp_path: Path) -> None:
    """A picture of a page gives its words, its language, its sections, and how sure they are."""
    law = read_law(scanned_pdf(tmp_path / "scan.pdf", [scan_of(CHILD_SECTIONS)]))
    page = law.pages[0]
    assert (page.source, law.language, law.title) == ("ocr", "en", "Young Users Act")
    assert page.engine.startswith("tesseract 5")
    assert page.engine.endswith("(eng)")
    assert page.confidence is not None
    assert page.confidence > 0.85
    assert law.text.split() == " ".join(CHILD_SECTIONS).split()
    passages = split_passages(law)
    assert [passage.locator for passage in passages] == ["s. 1", "s. 2", "s. 3", "s. 4"]
    assert {(p.source, p.engine, p.confidence) for p in passages} == {
        ("ocr", page.engine, page.confidence)
    }


@with_pack("eng")
@pytest.mark.slow
def test_a_partly_scanned_law_says_which_evidence_came_from_ocr(
    tmp_path: Path, taxonomy: Taxonomy
) -> None:
    """Text pages are read as ever; what rests on the scan says so in JSON, CSV and report."""
    typeset = [
        "1. This Act is the Young Users Act and comes into force on the first day of May next.",
        "2. The Minister may by order appoint the persons who inspect the online services.",
        "3. An order under this Act is laid before the assembly within thirty days of its making.",
    ]
    sheet = scan_of(["4" + CHILD_SECTIONS[1][1:], *CHILD_SECTIONS[2:3]])
    coverage = analyze_files(scanned_pdf(tmp_path / "half.pdf", [typeset, sheet]))
    instrument = coverage.instruments[0]
    assert (instrument.pages_ocr, instrument.pages_unreadable) == ((2,), ())
    assert (instrument.ocr_confidence or 0) > 0.85
    cell = coverage["child-rights-impact-assessment"]
    assert cell.status == "addressed"
    assert (cell.evidence[0].source, cell.evidence[0].page) == ("ocr", 2)
    assert coverage_from_dict(coverage_to_dict(coverage)) == coverage
    report = render_report(coverage, taxonomy)
    assert "Read by OCR, confidence " in report
    assert "Read by OCR: page 2 (mean confidence" in report
    rows = {
        r["provision"]: r for r in csv.DictReader(io.StringIO(coverage_csv(coverage, taxonomy)))
    }
    assert rows[cell.provision]["source"] == "ocr"
    assert float(rows[cell.provision]["confidence"]) > 0.85


@with_pack("ara")
@pytest.mark.skipif(not ARABIC_FONT.exists(), reason="needs the font DejaVu (fonts-dejavu-core)")
@pytest.mark.slow
def test_the_language_of_a_scan_is_found(tmp_path: Path) -> None:
    """An Arabic scan of which nobody told the language is read with the Arabic pack, in order."""
    font = ImageFont.truetype(ARABIC_FONT, 27)
    law = read_law(scanned_pdf(tmp_path / "qanun.pdf", [scan_of(ARABIC, font=font)]))
    assert law.language == "ar"
    assert law.pages[0].engine.endswith("(ara)")
    printed, read = " ".join(ARABIC).split(), law.text.split()
    assert len(set(printed) & set(read)) > 0.7 * len(set(printed))
    assert read.index("الأولى:") < read.index("الرابعة:")


@with_pack("eng")
@pytest.mark.slow
def test_a_sheet_scanned_sideways_is_read_upright(tmp_path: Path) -> None:
    """Where nothing can be read upright, the picture is turned."""
    sheet = scan_of(CHILD_SECTIONS, turned=90)
    law = read_law(scanned_pdf(tmp_path / "side.pdf", [sheet]), language="en")
    assert law.text.split() == " ".join(CHILD_SECTIONS).split()


@with_pack("eng")
@pytest.mark.slow
def test_a_broken_text_layer_gives_way_to_ocr(tmp_path: Path) -> None:
    """A text layer without spaces is not believed; the page is read as it looks."""
    broken = ["".join(CHILD_SECTIONS).replace(" ", "")] * 2
    law = read_law(scanned_pdf(tmp_path / "run.pdf", [scan_of(CHILD_SECTIONS)], broken))
    assert law.pages[0].source == "ocr"
    assert "child rights impact assessment" in law.text


@with_pack("eng")
@pytest.mark.slow
def test_the_back_of_a_sheet_is_blank_and_a_picture_is_not(tmp_path: Path) -> None:
    """A scanned sheet without ink counts as read; a picture without words does not."""
    pages = [scan_of(CHILD_SECTIONS), scan_of([]), Image.linear_gradient("L").resize((620, 877))]
    law = read_law(scanned_pdf(tmp_path / "backs.pdf", pages), language="en")
    assert law.pages_unreadable == (3,)
    assert any("OCR could not read page 3" in note for note in law.notes)


@with_pack("eng")
@pytest.mark.slow
def test_a_picture_that_unpacks_to_gigabytes_stays_in_its_limits(tmp_path: Path) -> None:
    """A hostile picture costs its own page and little memory; the program says so in a line."""
    side = 40_000
    data = zlib.compress(b"\x00" * (side * side // 8), 9)
    picture = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1" % (side, side)
    picture += b"/ColorSpace/DeviceGray/Filter/FlateDecode/Length %d>>\nstream\n" % len(data)
    path = tmp_path / "huge.pdf"
    contents = b"<</Length 30>>\nstream\nq 612 0 0 792 0 0 cm /I Do Q\nendstream"
    pdf = one_page(contents, {6: picture + data + b"\nendstream"})
    path.write_bytes(pdf.replace(b"/Resources<<", b"/Resources<</XObject<</I 6 0 R>>"))
    script = (
        "import resource, sys; from pathlib import Path; from gc25map.read import read_law\n"
        "try: read_law(Path(sys.argv[1]), language='en')\n"
        "except Exception as error: print(type(error).__name__, error)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    said, megabytes = result.stdout.splitlines()
    assert said.startswith("UnreadableDocument ")
    assert int(megabytes) < 500


@with_pack("eng")
@pytest.mark.slow
def test_ocr_needs_no_network(tmp_path: Path) -> None:
    """A scan is analysed with sockets forbidden in all processes."""
    path = scanned_pdf(tmp_path / "scan.pdf", [scan_of(CHILD_SECTIONS)])
    result = guarded(tmp_path, "-m", "gc25map", "analyze", str(path), "-o", "out")
    assert result.returncode == 0, result.stderr
    assert "page 1 read by OCR" in result.stdout
    assert attempts(tmp_path) == []


@with_pack("eng")
@pytest.mark.slow
@pytest.mark.skipif(not SCANS.exists(), reason="needs the real laws beside the checkout")
@pytest.mark.parametrize(
    ("name", "words", "sections"),
    [
        ("pak-trafficking-in-persons-2018-scanned", "trafficking in persons", 10),
        ("pak-criminal-law-second-amendment-2016-scanned", "pornography", 4),
    ],
)
def test_real_scans_give_sections_that_hold_offences(name: str, words: str, sections: int) -> None:
    """Two gazettes as a photocopier left them: their offences are passages with a locator."""
    passages = split_passages(read_law(SCANS / f"{name}.pdf"))
    offences = [p for p in passages if p.kind == "offence" and p.locator]
    assert any(words in " ".join(p.text.split()) for p in offences)
    assert len({p.locator.partition("(")[0] for p in passages if p.locator}) >= sections


def test_without_the_extra_a_scan_fails_with_the_line_that_helps(
    tmp_path: Path, no_ocr: None
) -> None:
    """A law that is all pictures cannot be read, and the message installs what is lacking."""
    path = scanned_pdf(tmp_path / "scan.pdf", [scan_of(CHILD_SECTIONS)])
    with pytest.raises(UnreadableDocument) as caught:
        read_law(path)
    assert 'pip install "gc25map[ocr]" && apt-get install tesseract-ocr-eng' in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_the_extra_silence_is_not_assessed(
    tmp_path: Path, no_ocr: None, taxonomy: Taxonomy
) -> None:
    """The text pages count, the scan is named, and nothing is called missing."""
    pages = [CHILD_SECTIONS, scan_of(CHILD_SECTIONS)]
    coverage = analyze_files(scanned_pdf(tmp_path / "half.pdf", pages))
    instrument = coverage.instruments[0]
    assert (instrument.pages_unreadable, instrument.pages_ocr) == ((2,), ())
    assert any('page 2 needs OCR: pip install "gc25map[ocr]"' in n for n in instrument.notes)
    assert coverage.counts()["missing"] == 0
    assert coverage["child-rights-impact-assessment"].evidence[0].source == "text"
    assert "gc25map[ocr]" in render_report(coverage, taxonomy)


def test_an_absent_language_pack_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the pack of the language is lacking, that pack is what shall be installed."""
    monkeypatch.setattr(packs, "available", lambda: frozenset({"eng"}))
    monkeypatch.setattr(packs, "installed", lambda: True)
    pages = [CHILD_SECTIONS, scan_of(CHILD_SECTIONS)]
    law = read_law(scanned_pdf(tmp_path / "half.pdf", pages), language="zh")
    assert law.pages_unreadable == (2,)
    assert law.notes == (
        "reading page 2 needs OCR in the language 'zh': apt-get install tesseract-ocr-chi-sim",
    )


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("Every provider shall keep children safe online. " * 6, True),
        ("Everyprovidershallkeepchildrensafeonline." * 6, False),
        ("未成年人网络保护的具体办法由国务院规定" * 12, True),
        ("ทุกผู้ให้บริการต้องคุ้มครองเด็กในโลกออนไลน์" * 8, True),
        ("(cid:12)(cid:31)(cid:7) a word (cid:9)" * 6, False),
        ("\ue012\ue013\ue014 word \ue015\ue016" * 6, False),
        ("\ue0a7 One duty of a provider in a list with a sign of its own before it.", True),
    ],
    ids=["words", "run together", "Chinese", "Thai", "cid", "private use", "a bullet"],
)
def test_a_text_layer_is_believed_or_not(text: str, good: bool) -> None:
    """Lost glyphs and lost spaces break a page; scripts without spaces and single signs do not."""
    page = page_of(text)
    assert reads_well(page, Cleaned(page.fragments, (), None)) is good


def test_an_unsure_reading_counts_as_unread() -> None:
    """Below the threshold the words of OCR are not believed."""
    for confidence, good in ((LOWEST_CONFIDENCE - 0.01, False), (LOWEST_CONFIDENCE, True)):
        page = page_of("words enough to be a page of text", confidence=confidence)
        assert reads_well(page, Cleaned(page.fragments, (), None)) is good


def test_running_heads_that_ocr_misread_are_furniture() -> None:
    """A head that comes out a little otherwise on each page is still the same head."""
    heads = (
        "GAZETTE OF CALMARRA, EXTRA",
        "GAZBTTE OF CALMARRA; EXTRA.",
        "GAZETTE: OF CALMAKRA EXTR",
    )
    pages = [page_of(head, confidence=0.8, number=n) for n, head in enumerate(heads, 1)]
    assert [cleaned.body for cleaned in part_furniture(pages)] == [(), (), ()]


def test_a_pack_is_found_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TESSDATA_PREFIX names the folder of the packs, or the one above it."""
    (tmp_path / "tessdata").mkdir()
    (tmp_path / "tessdata" / "fra.traineddata").touch()
    for named in (tmp_path, tmp_path / "tessdata"):
        monkeypatch.setenv("TESSDATA_PREFIX", str(named))
        assert packs.folder() == tmp_path / "tessdata"
