"""Makers of small PDFs, laws, tags and coverages, so that each test shows only what it is about."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from gc25map.findings import Age, Tension
from gc25map.law import Law, Line, Page
from gc25map.measure import TaggedLaw
from gc25map.records import (
    Cell,
    Coverage,
    Evidence,
    Failure,
    Instrument,
    Limbs,
    Passage,
    Scope,
    Status,
    Tag,
    content_id,
)
from gc25map.tag.decide import Tagging

WIDTH, HEIGHT = A4
LINE_HEIGHT, LINE_GAP = 11.0, 2.0

# A rule that speaks of children, of the digital environment, and obliges; long enough to be English.
CHILD_SECTIONS = (
    "1. This Act may be cited as the Young Users Act and comes into force on the first of May.",
    "2. Every provider of an online service shall, before it offers a service to children,",
    "carry out a child rights impact assessment and publish the assessment on its website.",
    "3. A person who, by means of a computer system, grooms a child for a sexual purpose",
    "commits an offence and is liable on conviction to imprisonment for a term of ten years.",
    "4. A provider shall set the privacy settings of every account of a child to the highest",
    "level by default and shall not sell the personal data of a child to any other person.",
)


def made(path: Path, contents: bytes) -> Path:
    """A file with these bytes."""
    path.write_bytes(contents)
    return path


# --- PDFs ---------------------------------------------------------------------------------------


def draw_pdf(
    path: Path,
    pages: Iterable[Sequence[tuple[float, float, str]]],
    *,
    title: str = "",
    size: float = 10,
    encrypt: object = None,
) -> Path:
    """A PDF with words at given places: (x, distance from the top, text) in points, page by page."""
    drawing = canvas.Canvas(str(path), pagesize=A4, invariant=1, encrypt=encrypt)
    if title:
        drawing.setTitle(title)
    for page in pages:
        drawing.setFont("Helvetica", size)
        for x, top, text in page:
            drawing.drawString(x, HEIGHT - top, text)
        drawing.showPage()
    drawing.save()
    return path


def column(lines: Sequence[str], x: float = 72, top: float = 150) -> list[tuple[float, float, str]]:
    """Lines one below the other, as `draw_pdf` takes them."""
    return [(x, top + 14 * number, line) for number, line in enumerate(lines)]


def plain_pdf(path: Path, lines: Sequence[str] = CHILD_SECTIONS, title: str = "") -> Path:
    """A PDF of one page with these lines."""
    return draw_pdf(path, [column(lines)], title=title)


def mixed_pdf(path: Path, pages: Sequence[Sequence[str] | None]) -> Path:
    """A PDF of pages of lines, where None stands for a page that is only a picture (a scan)."""
    picture = ImageReader(io.BytesIO(_png()))
    drawing = canvas.Canvas(str(path), pagesize=A4, invariant=1)
    for page in pages:
        if page is None:
            drawing.drawImage(picture, 40, 40, WIDTH - 80, HEIGHT - 80)
        else:
            drawing.setFont("Helvetica", 10)
            for x, top, text in column(page):
                drawing.drawString(x, HEIGHT - top, text)
        drawing.showPage()
    drawing.save()
    return path


def shapes_pdf(path: Path) -> Path:
    """A PDF of one page on which lines are ruled but nothing is written."""
    drawing = canvas.Canvas(str(path), pagesize=A4, invariant=1)
    drawing.rect(100, 100, 200, 200, fill=1)
    drawing.line(50, 700, 500, 700)
    drawing.showPage()
    drawing.save()
    return path


def raw_pdf(objects: Mapping[int, bytes]) -> bytes:
    """A PDF from its numbered objects, number 1 the catalogue; nothing is checked."""
    out = bytearray(b"%PDF-1.7\n")
    offsets: dict[int, int] = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        if number in offsets:
            out += b"%010d 00000 n \n" % offsets[number]
        else:
            out += b"0000000000 65535 f \n"
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)


def one_page(contents: bytes, more: Mapping[int, bytes] | None = None) -> bytes:
    """A raw PDF of one page whose content stream is given as object 4."""
    return raw_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
            4: contents,
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            **(more or {}),
        }
    )


def _png() -> bytes:
    """A picture in which there is nothing to be read."""
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    return out.getvalue()


def scan_of(
    lines: Sequence[str], *, font: ImageFont.FreeTypeFont | None = None, turned: int = 0
) -> Image.Image:
    """A sheet of A4 at 150 dpi with these lines printed on it, as a scanner would give it."""
    sheet = Image.new("L", (1240, 1754), 245)
    pen = ImageDraw.Draw(sheet)
    letters = font or ImageFont.load_default(size=23)
    for number, line in enumerate(lines):
        right_to_left = any("\u0590" <= char <= "\u08ff" for char in line)
        x, anchor = (1120, "ra") if right_to_left else (120, "la")
        pen.text((x, 200 + 44 * number), line, font=letters, fill=30, anchor=anchor)
    return sheet.rotate(turned, expand=True)


def scanned_pdf(
    path: Path, pages: Sequence[Image.Image | Sequence[str]], hidden: Sequence[str] = ()
) -> Path:
    """A PDF of sheets as pictures and of pages of lines; `hidden` is an unseen text on each sheet."""
    drawing = canvas.Canvas(str(path), pagesize=A4, invariant=1)
    for page in pages:
        if isinstance(page, Image.Image):
            drawing.setPageSize(A4 if page.height > page.width else A4[::-1])
            width, height = A4 if page.height > page.width else A4[::-1]
            drawing.drawImage(ImageReader(page), 0, 0, width, height)
            text = drawing.beginText(72, 700)
            text.setTextRenderMode(3)
            text.textLines(hidden)
            drawing.drawText(text)
        else:
            drawing.setFont("Helvetica", 10)
            for x, top, words in column(page):
                drawing.drawString(x, HEIGHT - top, words)
        drawing.showPage()
    drawing.save()
    return path


# --- Records ------------------------------------------------------------------------------------


def law_of(
    lines: Sequence[str],
    *,
    language: str = "en",
    title: str = "An Act",
    bold: Iterable[int] = (),
    unreadable: Iterable[int] = (),
) -> Law:
    """A law of these lines, one below the other; a line "\\f" turns the page.

    `bold` are the numbers of bold lines, `unreadable` of pages that gave no text.
    """
    thick, dark = set(bold), set(unreadable)
    pieces: list[str] = []
    placed: list[Line] = []
    breaks = [0]
    length, top, page = 0, 100.0, 1
    for number, text in enumerate(lines):
        if text == "\f":
            page, top = page + 1, 100.0
            breaks.append(length)
            continue
        end = length + len(text)
        right = 72.0 + 5 * len(text)
        placed.append(
            Line(length, end, page, 72.0, top, right, top + LINE_HEIGHT, 11.0, number in thick)
        )
        pieces.append(text + "\n")
        length, top = end + 1, top + LINE_HEIGHT + LINE_GAP
    pages = tuple(
        Page(n, str(n), start, end, "none" if n in dark else "text", "made by hand")
        for n, (start, end) in enumerate(
            zip(breaks, [*breaks[1:], length], strict=True),
            start=1,
        )
    )
    body = "".join(pieces)
    return Law(content_id(body), title, "act.pdf", "0" * 64, language, body, pages, tuple(placed))


def passage_of(
    text: str = "A provider shall protect children online.", *, number: int = 0, law: str = "law-a"
) -> Passage:
    """An operative passage with a locator; passages of different numbers differ in id."""
    return Passage(
        id=content_id(law, str(number), text),
        law_id=law,
        locator=f"s. {number + 1}",
        headings=("Part I", "Duties"),
        lead="",
        start=0,
        end=len(text),
        first_page=1,
        last_page=1,
        kind="operative",
        language="en",
        text=text,
    )


FULL_LIMBS = Limbs(children=True, digital=True, force="duty")
NO_SCOPE = Scope(children_only=False, digital_only=False)


def tag_of(
    passage: Passage,
    provision: str,
    *,
    score: float = 0.8,
    grade: str = "full",
    limbs: Limbs = FULL_LIMBS,
    rules: tuple[str, ...] = ("made.en.rule",),
    terms: tuple[str, ...] = (),
    method: str = "",
    probability: float = 0.5,
) -> Tag:
    """A tag by a rule, whole in every limb unless told otherwise."""
    return Tag(
        passage_id=passage.id,
        provision_id=provision,
        score=score,
        grade=grade,  # type: ignore[arg-type]
        method=method or ("rules" if rules else "classifier"),  # type: ignore[arg-type]
        rules=rules,
        terms=terms,
        elements=(),
        spans=((0, 1),),
        limbs=limbs,
        by_rules="outright" if rules else "none",
        probability=probability,
    )


def tagged(
    tags: Sequence[tuple[Passage, Tag]] = (),
    *,
    near: Sequence[tuple[Passage, Tag]] = (),
    law_id: str = "law-a",
    scope: Scope = NO_SCOPE,
    assessed: bool = True,
    unreadable: Iterable[int] = (),
    language: str = "en",
) -> TaggedLaw:
    """A law of two pages with these tags."""
    passages = dict.fromkeys([p for p, _ in tags] + [p for p, _ in near])
    dark = set(unreadable)
    pages = tuple(
        Page(n, None, 0, 0, "none" if n in dark else "text", "made by hand") for n in (1, 2)
    )
    law = Law(law_id, f"Act {law_id}", f"{law_id}.pdf", "0" * 64, language, "", pages, ())
    tagging = Tagging(scope, tuple(t for _, t in tags), tuple(t for _, t in near), assessed)
    return TaggedLaw(law, tuple(passages), tagging)


def evidence_of(
    text: str = "A provider shall protect children online.", **changes: object
) -> Evidence:
    """One piece of evidence; any field can be set by name."""
    fields: dict[str, object] = {
        "instrument": "law-a",
        "passage": content_id(text),
        "page": 3,
        "last_page": 3,
        "page_label": "7",
        "locator": "s. 4(2)",
        "headings": ("Part I", "Duties"),
        "lead": "",
        "text": text,
        "spans": ((0, min(2, len(text))),),
        "score": 0.8,
        "grade": "full",
        "method": "rules",
        "rules": ("made.en.rule",),
        "terms": (),
        "elements": (),
        "limbs": FULL_LIMBS,
        "kind": "operative",
        "language": "en",
        "shortfalls": (),
    }
    return Evidence(**{**fields, **changes})  # type: ignore[arg-type]


def tension_of(
    text: str = "The Minister may shut down the internet.", **changes: object
) -> Tension:
    """One tension; any field can be set by name."""
    fields: dict[str, object] = {
        "id": "connectivity-shutdown",
        "title": "Power to shut down communications",
        "paragraphs": (54,),
        "provisions": ("no-connectivity-shutdowns",),
        "instrument": "law-a",
        "passage": content_id(text),
        "page": 3,
        "last_page": 3,
        "page_label": "7",
        "locator": "s. 4(2)",
        "headings": ("Part I", "Powers"),
        "lead": "",
        "text": text,
        "spans": ((0, min(2, len(text))),),
        "rules": ("made.en.rule",),
        "language": "en",
    }
    return Tension(**{**fields, **changes})  # type: ignore[arg-type]


def age_of(words: str = "under the age of 13", **changes: object) -> Age:
    """One age; any field can be set by name."""
    fields: dict[str, object] = {
        "years": 13,
        "to": None,
        "comparator": "under",
        "purpose": "account_access",
        "words": words,
        "context": f"No account for a child {words} years.",
        "instrument": "law-a",
        "passage": content_id(words),
        "page": 3,
        "page_label": "7",
        "locator": "s. 5",
        "language": "en",
    }
    return Age(**{**fields, **changes})  # type: ignore[arg-type]


def coverage_of(
    provisions: Iterable[str],
    evidence: Mapping[str, Evidence] | None = None,
    *,
    title: str = "Young Users Act",
    country: str = "Calmarra",
    file_name: str = "act.pdf",
    notes: tuple[str, ...] = (),
    failures: tuple[Failure, ...] = (),
    tensions: tuple[Tension, ...] = (),
    ages: tuple[Age, ...] = (),
) -> Coverage:
    """A coverage of one instrument: the provisions with evidence are addressed, the others missing."""
    held = evidence or {}
    status: Status
    cells = []
    for provision in provisions:
        own = (held[provision],) if provision in held else ()
        status = "addressed" if own else "missing"
        reasons = () if own else ("not found in the documents supplied",)
        score = 0.8 if own else 0.0
        cells.append(
            Cell(provision, status, reasons, score, own, (), (("law-a", status),)),
        )
    instrument = Instrument(
        id="law-a",
        title=title,
        file_name=file_name,
        sha256="0" * 64,
        pages=12,
        pages_unreadable=(),
        language="en",
        scope=NO_SCOPE,
        passages=40,
        notes=notes,
    )
    return Coverage(
        tool="0",
        taxonomy="gc25 1.0",
        model="made",
        country=country,
        title=title,
        instruments=(instrument,),
        cells=tuple(cells),
        failures=failures,
        tensions=tensions,
        ages=ages,
    )
