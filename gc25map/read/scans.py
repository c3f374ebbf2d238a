"""The pages that OCR must read: which they are, in what language, and what came of it.

In:  a `RawDocument` and the language as the user gave it.
Out: the same document in which pages without a usable text layer are as OCR read them, and a note where
     some could not be read and what would help.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from gc25map.pages import page_list
from gc25map.read import packs
from gc25map.read.answer import losses
from gc25map.read.furniture import body_size, part_furniture
from gc25map.read.language import UNKNOWN, language_of
from gc25map.read.process import Reading, Scan
from gc25map.read.quality import LOWEST_CONFIDENCE, reads_well
from gc25map.read.raw import Fragment, RawDocument, RawPage

# So many pages are read to learn the language of a document without any text.
MOST_PROBED = 3
# Print whose size is within these factors of a page's middle size is its body: OCR cannot measure finer.
BODY_SIZES = (0.8, 1.25)


def unread_pages(raw: RawDocument) -> list[int]:
    """Numbers of the pages whose text layer is absent or broken, though something is printed there.

    A page at which reading itself failed is not among them: nobody opens it again.
    """
    if not any(page.images or page.fragments for page in raw.pages):
        return []
    cleaned = part_furniture(raw.pages)
    return [
        page.number
        for page, parted in zip(raw.pages, cleaned, strict=True)
        if not page.error and not reads_well(page, parted)
    ]


def read_scans(
    path: Path,
    raw: RawDocument,
    language: str = "",
    *,
    seconds: float | None = None,
    passwords: Sequence[str] = (),
) -> RawDocument:
    """The document with its scanned and broken pages read by OCR, where that is possible here.

    `seconds` is the time for all of them together; by default see `limits.WITH_OCR`.
    """
    wanted = unread_pages(raw)
    if not wanted:
        return raw
    if not packs.available():
        return _with_notes(raw, _needs(wanted, packs.how_to_install(language)))
    scans = _Scans(path, seconds, passwords)
    known = language or language_of(_good_text(raw, wanted))
    if known == UNKNOWN:
        known = scans.probe(wanted[:MOST_PROBED])
    pack = packs.pack_for(known) or scans.likely_pack
    if pack in packs.available():
        scans.read(wanted, pack)
        printed = {page.number for page in raw.pages if page.fragments}
        found = {n: _doubted(p) if n in printed else p for n, p in scans.pages.items()}
        read = _merged(raw, wanted, found)
    else:
        read = _with_notes(raw, _needs(wanted, packs.how_to_install(known), known))
    return replace(read, repeatable=raw.repeatable and scans.repeatable)


class _Scans:
    """The scanned pages of one document; `pages` are those read so far, by number.

    `repeatable` as in `RawDocument`.
    """

    def __init__(self, path: Path, seconds: float | None, passwords: Sequence[str]) -> None:
        self._path = path
        self._seconds = seconds
        self._passwords = passwords
        self.pages: dict[int, RawPage] = {}
        self.likely_pack = ""
        self.repeatable = True

    def probe(self, numbers: Sequence[int]) -> str:
        """The language of these pages: each read by the script that suits it best, until it is clear."""
        for number in numbers:
            self._run([number], packs.one_per_script())
            page = self.pages[number]
            if page.confidence is not None:
                self.likely_pack = self.likely_pack or _pack_of(page)
                language = language_of(" ".join(page.text for page in self.pages.values()))
                if language != UNKNOWN and page.confidence >= LOWEST_CONFIDENCE:
                    self.likely_pack = _pack_of(page)
                    return language
        return UNKNOWN

    def read(self, numbers: Sequence[int], pack: str) -> None:
        """Read the pages that were not yet read with this pack."""
        todo = [n for n in numbers if n not in self.pages or _pack_of(self.pages[n]) != pack]
        if todo:
            self._run(todo, [pack])

    def _run(self, numbers: Sequence[int], tried: Sequence[str]) -> None:
        scan = Scan(tuple(numbers), tuple(tried), str(packs.folder()))
        left = None if self._seconds is None else max(round(self._seconds), 1)
        reading = Reading(self._path, seconds=left, passwords=self._passwords, scan=scan)
        self.pages.update((page.number, page) for page in reading.pages())
        self.repeatable = self.repeatable and reading.repeatable
        if self._seconds is not None:
            self._seconds -= reading.spent


def _pack_of(page: RawPage) -> str:
    return page.engine.rpartition("(")[2].rstrip(")")


def _good_text(raw: RawDocument, wanted: Sequence[int]) -> str:
    unread = set(wanted)
    return "\n".join(page.text for page in raw.pages if page.number not in unread)


def _doubted(page: RawPage) -> RawPage:
    """A page with a text layer as OCR saw it: where that was nothing, it is not sure at all."""
    blank = page.confidence is None and not page.error
    return replace(page, confidence=0.0) if blank else page


def _merged(raw: RawDocument, wanted: Sequence[int], read: dict[int, RawPage]) -> RawDocument:
    unread = set(wanted)
    printed = (page for page in raw.pages if page.number not in unread)
    body = body_size(f for page in printed for f in page.fragments)
    body = body or body_size(f for page in read.values() for f in page.fragments)
    pages = tuple(
        _levelled(read[page.number], body) if page.number in read else page for page in raw.pages
    )
    lost = [read[number] for number in wanted if read[number].error]
    sure = {n: read[n].confidence for n in wanted}
    unsure = [n for n, share in sure.items() if share is not None and share < LOWEST_CONFIDENCE]
    merged = _with_notes(replace(raw, pages=pages), *losses(lost))
    if not unsure:
        return merged
    return _with_notes(
        merged,
        f"OCR could not read {page_list(unsure)} surely enough "
        f"(confidence below {LOWEST_CONFIDENCE:.0%})",
    )


def _levelled(page: RawPage, body: float) -> RawPage:
    """The page with the sizes of its print measured against the body of the document.

    Sizes tell headings and footnotes apart from text; those that OCR gives differ from line to line.
    """
    if not page.fragments:
        return page
    middle = median(fragment.size for fragment in page.fragments) or 1.0
    return replace(page, fragments=tuple(_sized(f, middle, body) for f in page.fragments))


def _sized(fragment: Fragment, middle: float, body: float) -> Fragment:
    ratio = fragment.size / middle
    low, high = BODY_SIZES
    return replace(fragment, size=body if low < ratio < high else body * ratio)


def _needs(pages: Sequence[int], line: str, language: str = "") -> str:
    of = f" in the language {language!r}" if language not in ("", UNKNOWN) else ""
    what = f"reading {page_list(pages)} needs OCR{of}"
    return f"{what}: {line}" if line else f"{what}, for which no language pack is known"


def _with_notes(raw: RawDocument, *notes: str) -> RawDocument:
    return replace(raw, notes=(*raw.notes, *notes))
