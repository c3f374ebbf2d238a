"""Hostile and odd PDFs, made here byte by byte: each with the threat it stands for and what must come of it.

Small on disk, however large they grow when read; made only when a test asks for them.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from factories import raw_pdf
from pypdf import PdfReader, PdfWriter

SENTENCE = "Every child has a right to privacy online."
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Attack:
    """A file and what reading it must end in.

    `outcome` is a part of the one line with which it is refused, or "read" where its sentence must be
    found. `seconds` is the time that reading may take; `notes` are parts of what the law must say.
    """

    make: Callable[[], bytes]
    outcome: str
    seconds: int = 20
    notes: tuple[str, ...] = ()


# --- Parts of a PDF -----------------------------------------------------------------------------


def show(text: str, x: int = 72, y: int = 400) -> bytes:
    """Operators that print a line of ASCII text."""
    return b"BT /F1 12 Tf %d %d Td (%b) Tj ET " % (x, y, text.encode("ascii"))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object with these further entries in its dictionary."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    """A stream that holds the data deflated."""
    return stream(zlib.compress(data, 9), entries + b"/Filter/FlateDecode")


HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
LETTER = b"/MediaBox[0 0 612 792]"
PLAIN = stream(show(SENTENCE))
TREE = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>"}


def sheet(
    parent: int = 2, contents: int = 4, entries: bytes = LETTER, resources: bytes = b""
) -> bytes:
    """A page object whose font /F1 is object 5."""
    return b"<</Type/Page/Parent %d 0 R/Contents %d 0 R/Resources<</Font<</F1 5 0 R>>%b>>%b>>" % (
        parent,
        contents,
        resources,
        entries,
    )


def single(
    contents: bytes = PLAIN,
    *,
    font: bytes = HELVETICA,
    entries: bytes = LETTER,
    resources: bytes = b"",
    more: Mapping[int, bytes] | None = None,
) -> bytes:
    """A file of one page."""
    page = sheet(entries=entries, resources=resources)
    return raw_pdf({**TREE, 3: page, 4: contents, 5: font, **(more or {})})


def several(contents: Sequence[bytes], more: Mapping[int, bytes] | None = None) -> bytes:
    """A file with a page for each content stream, and further objects below number 10."""
    numbers = range(10, 10 + 2 * len(contents), 2)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = {
        1: TREE[1],
        2: b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(contents)),
        5: HELVETICA,
        **(more or {}),
    }
    for number, content in zip(numbers, contents, strict=True):
        objects |= {number: sheet(contents=number + 1), number + 1: content}
    return raw_pdf(objects)


# --- Streams that grow --------------------------------------------------------------------------


def swelling(byte: bytes, mebibytes: int) -> bytes:
    """Deflated data, a thousandth of the size that it unpacks to."""
    packer = zlib.compressobj(9)
    block = packer.compress(byte * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush a block stands alone, so it may be repeated without packing it again.
    return block + block[2:] * (mebibytes - 1) + b"\x03\x00"


def deflate_bomb(mebibytes: int, byte: bytes = b" ", *, twice: bool = False) -> bytes:
    """One page whose content stream unpacks to many mebibytes."""
    data = swelling(byte, mebibytes)
    if twice:
        return single(packed(data, b"").replace(b"/Filter/FlateDecode", b"/Filter" + _TWO))
    return single(stream(data, b"/Filter/FlateDecode"))


_TWO = b"[/FlateDecode/FlateDecode]"


def run_length_bomb() -> bytes:
    """Eight million runs of 128 spaces."""
    runs = zlib.compress(b"\x81 " * (8 * MIB) + b"\x80", 9)
    return single(stream(runs, b"/Filter[/FlateDecode/RunLengthDecode]"))


def filter_chain(count: int) -> bytes:
    """A stream to be decoded by hundreds of filters one after the other."""
    return single(stream(b"00>", b"/Filter[%b]" % (b"/ASCIIHexDecode" * count)))


def endless_predictor() -> bytes:
    """A predictor with rows of two gibibytes."""
    parameters = b"/DecodeParms<</Predictor 12/Columns 2147483647>>"
    return single(packed(show(SENTENCE), parameters))


# --- Objects that refer to objects --------------------------------------------------------------


def form(contents: bytes, resources: bytes) -> bytes:
    """A form that pages can draw."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<<%b>>" % resources
    return stream(contents, head)


def billion_forms() -> bytes:
    """Nine forms, each of which draws the one before it ten times."""
    forms = {20: form(show("ha"), b"/Font<</F1 5 0 R>>")}
    for number in range(21, 30):
        forms[number] = form(b"/X Do " * 10, b"/XObject<</X %d 0 R>>" % (number - 1))
    return single(stream(b"/X Do"), resources=b"/XObject<</X 29 0 R>>", more=forms)


def circle_of_forms() -> bytes:
    """Two forms that draw each other, beside a sentence."""
    forms = {
        20: form(b"/Y Do /Y Do", b"/XObject<</Y 21 0 R>>"),
        21: form(b"/X Do /X Do", b"/XObject<</X 20 0 R>>"),
    }
    contents = stream(show(SENTENCE) + b"/X Do")
    return single(contents, resources=b"/XObject<</X 20 0 R>>", more=forms)


LOOP = {6: b"7 0 R", 7: b"6 0 R"}


def endless_reference() -> bytes:
    """Contents that are a reference to a reference to itself."""
    return single(b"6 0 R", more=LOOP)


def one_page_loops() -> bytes:
    """Three pages, of which the second is such a reference."""
    first, last = (stream(show(f"Page {n}. {SENTENCE}")) for n in (1, 3))
    return several([first, b"6 0 R", last], LOOP)


def length_of_itself() -> bytes:
    """A stream whose length is said to be the stream."""
    return single(b"<</Length 4 0 R>>\nstream\n%b\nendstream" % show(SENTENCE))


def circle_of_tables() -> bytes:
    """A cross-reference table that names itself as the one before it."""
    whole = single()
    place = b"/Prev %d" % (whole.rfind(b"\nxref\n") + 1)
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R" + place)


def table_of_a_billion() -> bytes:
    """A cross-reference table that claims a billion entries."""
    return single().replace(b"xref\n0 6", b"xref\n0 999999999")


def no_table() -> bytes:
    """A file whose cross-reference table cannot be found."""
    return single().replace(b"startxref", b"stortxref").replace(b"\nxref\n", b"\nxrxf\n")


# --- Pages --------------------------------------------------------------------------------------


def shared_kids(levels: int) -> bytes:
    """A tree in which every branch has the same ten children: ten to the power of levels pages."""
    objects = {1: b"<</Type/Catalog/Pages 20 0 R>>", 3: sheet(20), 4: PLAIN, 5: HELVETICA}
    for level in range(levels):
        child = 21 + level if level < levels - 1 else 3
        kids = b"%d 0 R " % child * 10
        count = 10 ** (levels - level)
        objects[20 + level] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids)
    return raw_pdf(objects)


def many_pages(count: int) -> bytes:
    """Thousands of pages that all show one sentence."""
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(count))
    objects = {1: TREE[1], 2: b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids), 4: PLAIN}
    objects |= {5: HELVETICA} | {10 + n: sheet() for n in range(count)}
    return raw_pdf(objects)


def deep_tree(depth: int) -> bytes:
    """One page below thousands of branches."""
    objects = {1: b"<</Type/Catalog/Pages 10 0 R>>", 3: sheet(10), 4: PLAIN, 5: HELVETICA}
    for number in range(10, 10 + depth):
        child = number + 1 if number < 9 + depth else 3
        objects[number] = b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % child
    return raw_pdf(objects)


def circular_tree() -> bytes:
    """A tree of pages that is its own child."""
    tree = b"<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]/Parent 2 0 R>>"
    return raw_pdf({1: TREE[1], 2: tree, 3: sheet(), 4: PLAIN, 5: HELVETICA})


def no_pages() -> bytes:
    """A sound file without a page."""
    return raw_pdf({1: TREE[1], 2: b"<</Type/Pages/Count 0/Kids[]>>"})


def crowded(letters: int, *, apart: bool = False) -> bytes:
    """A page of very many letters: in one run, or each far from the next."""
    if apart:
        places = (b"1 0 0 1 %d %d Tm (a) Tj " % (n % 200 * 60, n // 200) for n in range(letters))
        return single(packed(b"BT /F1 1 Tf %b ET" % b"".join(places)))
    runs = (
        b"1 0 0 1 %d %d Tm (%b) Tj " % (n % 250 * 12, n // 250 * 2, b"a" * 20)
        for n in range(letters // 20)
    )
    contents = packed(b"BT /F1 1 Tf %b ET" % b"".join(runs))
    return single(contents, entries=b"/MediaBox[0 0 3000 3000]")


def scattered_pages(pages: int, pieces: int) -> bytes:
    """Many pages of many scattered letters: more pieces of text than any law has."""
    places = (b"1 0 0 1 %d %d Tm (a) Tj " % (n % 50 * 60, n // 50 * 9) for n in range(pieces))
    content = packed(b"BT /F1 1 Tf %b ET" % b"".join(places))
    whole = many_pages(pages)
    return whole.replace(b"4 0 obj\n" + PLAIN, b"4 0 obj\n" + content)


def many_paths(count: int) -> bytes:
    """A page of hundreds of thousands of rectangles, and a sentence after them."""
    boxes = b"".join(b"%d %d 5 5 re f\n" % (n % 600, n // 600) for n in range(count))
    return single(packed(boxes + show(SENTENCE)))


def many_saves(count: int) -> bytes:
    """A graphics state saved a million times before a sentence."""
    return single(packed(b"q " * count + show(SENTENCE)))


def nested_array(depth: int) -> bytes:
    """An array within an array, a hundred thousand times, among the operators."""
    return single(stream(b"[" * depth + b"]" * depth + b" TJ " + show(SENTENCE)))


def nested_dictionary(depth: int) -> bytes:
    """A dictionary within a dictionary, a hundred thousand times, in a page object."""
    return single(entries=LETTER + b"/Deep " + b"<</A" * depth + b" 1" + b">>" * depth)


def unended_picture() -> bytes:
    """A picture among the operators that never ends."""
    head = show(SENTENCE) + b" BI /W 9 /H 9 ID "
    return single(stream(head + b"\0" * 100_000))


# --- Fonts and what they say --------------------------------------------------------------------

COMPOSITE = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]%b>>"
DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0"
    b"/Ascent 800/Descent -200/CapHeight 700/StemV 80>>"
)


def descendant(widths: bytes = b"") -> bytes:
    """The glyphs of a composite font."""
    system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    return b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A%b/FontDescriptor 8 0 R%b>>" % (
        system,
        widths,
    )


def character_map(body: bytes, codes: bytes = b"<0000> <FFFF>") -> bytes:
    """A table from codes to characters."""
    head = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange %b" % codes
    return stream(head + b" endcodespacerange " + body + b" endcmap end end")


def endless_map() -> bytes:
    """A font whose table covers four thousand million characters."""
    table = b"1 beginbfrange <00000000> <FFFFFFFE> <0041> endbfrange"
    fonts = {
        6: descendant(),
        7: character_map(table, b"<00000000> <FFFFFFFF>"),
        8: DESCRIPTOR,
    }
    contents = stream(b"BT /F1 12 Tf 72 700 Td <004100420043> Tj ET")
    return single(contents, font=COMPOSITE % b"/ToUnicode 7 0 R", more=fonts)


def endless_widths() -> bytes:
    """A font with the same width for two thousand million glyphs."""
    fonts = {6: descendant(b"/W[0 2147483647 500]"), 8: DESCRIPTOR}
    contents = stream(b"BT /F1 12 Tf 72 700 Td <004100420043> Tj ET")
    return single(contents, font=COMPOSITE % b"", more=fonts)


def saying(text: str) -> bytes:
    """A page whose font turns its glyphs into exactly these characters."""
    codes = dict(enumerate(text, 1))
    pairs = b" ".join(
        b"<%04X> <%b>" % (code, char.encode("utf-16-be", "surrogatepass").hex().encode())
        for code, char in codes.items()
    )
    table = character_map(b"%d beginbfchar %b endbfchar" % (len(codes), pairs))
    glyphs = b"".join(b"%04X" % code for code in codes)
    contents = stream(b"BT /F1 12 Tf 72 700 Td <%b> Tj ET" % glyphs)
    fonts = {6: descendant(), 7: table, 8: DESCRIPTOR}
    return single(contents, font=COMPOSITE % b"/ToUnicode 7 0 R", more=fonts)


def titled(title: str) -> bytes:
    """A sound page whose metadata are hostile or of the wrong kind."""
    info = (
        b"<</Title(%b)/Author(=cmd|' /C calc'!A0)/Subject<FEFFD800>/Keywords[1 2 3]"
        b"/CreationDate(D:99999999999999)/Producer<0001020304>>>" % title.encode("ascii")
    )
    return single(more={9: info}).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 9 0 R")


# --- Locks --------------------------------------------------------------------------------------

# Revisions 2 to 6 of the standard security handler.
CIPHERS = ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256")


def locked(data: bytes, user: str, cipher: str, owner: str = "the owner's") -> bytes:
    """The file encrypted; with an empty user's password anyone can open it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user, owner, algorithm=cipher)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- The table ----------------------------------------------------------------------------------

READ = "read"
ATTACKS: dict[str, Attack] = {
    "sound": Attack(single, READ),
    "deflate-1-gib": Attack(lambda: deflate_bomb(1024), "memory|crashed|seconds"),
    "deflate-1-gib-twice": Attack(lambda: deflate_bomb(1024, twice=True), "memory|crashed|seconds"),
    "deflate-4-gib-twice": Attack(
        lambda: deflate_bomb(4096, b"\0", twice=True), "memory|crashed|seconds"
    ),
    "run-length-1-gib": Attack(run_length_bomb, "memory|crashed|blank"),
    "500-filters": Attack(lambda: filter_chain(500), "damaged"),
    "predictor-2-gib": Attack(endless_predictor, "memory"),
    "billion-forms": Attack(billion_forms, "seconds|crashed|memory", seconds=6),
    "circle-of-forms": Attack(circle_of_forms, READ, seconds=40),
    "endless-reference": Attack(endless_reference, "seconds|blank", seconds=4),
    "one-page-loops": Attack(one_page_loops, READ, seconds=5),
    "length-of-itself": Attack(length_of_itself, READ),
    "circle-of-tables": Attack(circle_of_tables, READ),
    "table-of-a-billion": Attack(table_of_a_billion, READ),
    "no-table": Attack(no_table, READ),
    "million-shared-pages": Attack(lambda: shared_kids(6), READ),
    "20000-pages": Attack(lambda: many_pages(20_000), READ, notes=("read 2,000 of 20,000",)),
    "deep-tree": Attack(lambda: deep_tree(5_000), "."),
    "circular-tree": Attack(circular_tree, READ),
    "no-pages": Attack(no_pages, "no pages"),
    "nested-arrays": Attack(lambda: nested_array(100_000), READ),
    "nested-dictionaries": Attack(lambda: nested_dictionary(100_000), READ),
    "million-saves": Attack(lambda: many_saves(1_000_000), READ),
    "2-million-letters": Attack(lambda: crowded(2_000_000), "200,000 characters"),
    "150000-letters": Attack(lambda: crowded(150_000), "."),
    "scattered-letters": Attack(
        lambda: crowded(100_000, apart=True), "200,000 characters|pieces of text"
    ),
    "15000-scattered-letters": Attack(lambda: crowded(15_000, apart=True), "."),
    "scattered-pages": Attack(lambda: scattered_pages(60, 1_000), ".", seconds=30),
    "200000-paths": Attack(lambda: many_paths(200_000), READ),
    "unended-picture": Attack(unended_picture, READ),
    "endless-map": Attack(endless_map, ".", seconds=5),
    "endless-widths": Attack(endless_widths, "."),
    "text-markup": Attack(
        lambda: saying("</script><img src=x onerror=alert(1)>{{7*7}}${7*7}"), "."
    ),
    "text-controls": Attack(lambda: saying("child\x00\x01\x0b\x1f rights\x7f\x85"), "."),
    "text-surrogates": Attack(lambda: saying("child \ud800 rights \udfff"), "."),
    "text-turned": Attack(lambda: saying("privacy \u202edetcetorp ton si\u202c end"), "."),
    "text-formula": Attack(lambda: single(stream(show('=HYPERLINK\\("http://x.invalid"\\)'))), "."),
    "hostile-metadata": Attack(
        lambda: titled("../../../../tmp/evil<script>alert\\(1\\)</script>"), READ
    ),
    "huge-page": Attack(lambda: single(entries=b"/MediaBox[0 0 1e12 1e12]"), READ),
    "page-without-size": Attack(lambda: single(entries=b""), READ),
    "empty": Attack(bytes, "the file is empty"),
    "web-page": Attack(lambda: b"<!doctype html><title>404</title>", "not a PDF file"),
    "archive": Attack(lambda: b"PK\x03\x04" + bytes(200), "not a PDF file"),
    "cut-in-half": Attack(lambda: single()[:400], "."),
    "noise-before-header": Attack(lambda: bytes(2048) + single(), "not a PDF file"),
    "locked": Attack(lambda: locked(single(), "secret", "AES-256"), "a password is needed"),
    "locked-for-nobody": Attack(lambda: locked(single(), "", "AES-256"), READ),
}
