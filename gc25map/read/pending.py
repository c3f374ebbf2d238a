"""A document being read in a child of its own → a `Law`, furniture and columns undone.

In:  the path of a PDF, Word, HTML, Markdown, plain text or Akoma Ntoso file.
Out: a `Law`, or `UnreadableDocument` with one line that says why.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from gc25map.countries import plausible_languages
from gc25map.errors import UnreadableDocument
from gc25map.law import Law
from gc25map.read import packs
from gc25map.read.assemble import FileFacts, assemble, named
from gc25map.read.cache import ReadingCache
from gc25map.read.flow import assemble_flow
from gc25map.read.formats.blocks import Flow
from gc25map.read.formats.kinds import KINDS
from gc25map.read.limits import MAX_FILE_BYTES, MAX_PAGES
from gc25map.read.process import Reading
from gc25map.read.raw import RawDocument
from gc25map.read.scans import read_scans

SUFFIXES = tuple(KINDS)


class PendingLaw:
    """A law being read in the background; `result()` waits for it.

    With a `cache`, what was read before is taken from there, and no process is started.
    """

    def __init__(
        self,
        path: Path,
        title: str = "",
        language: str = "",
        engine: str = "auto",
        seconds: int | None = None,
        *,
        country: str = "",
        passwords: Sequence[str] = (),
        max_pages: int = MAX_PAGES,
        cache: ReadingCache | None = None,
    ) -> None:
        sha256, self._edition = _identify(path)
        self._path, self._passwords, self._seconds = path, passwords, seconds
        name, title = printable(path.name), printable(title)
        self._facts = FileFacts(name, sha256, title, language, country)
        self._cache = cache
        self._options = {
            "engine": engine,
            "language": language,
            # All that a country has a say in.
            "languages": " ".join(sorted(plausible_languages(country))),
            "max_pages": str(max_pages),
            # What a file's name promises has a say in how it is read.
            "kind": KINDS.get(path.suffix.lower(), ""),
            "ocr": packs.edition(),
        }
        self._known = cache.load(sha256, **self._options) if cache else None
        self._reading = (
            None
            if self._known
            else Reading(path, engine, seconds=seconds, passwords=passwords, max_pages=max_pages)
        )

    def result(self) -> Law:
        """The law; raises `UnreadableDocument` where there was no text to be had."""
        return named(self._known or self._read(), self._facts)

    def _read(self) -> Law:
        assert self._reading is not None
        read = self._reading.result()
        try:
            if isinstance(read, Flow):
                law = assemble_flow(read, self._facts)
            else:
                read = self._with_scans(read, self._reading.spent)
                law = assemble(read, self._facts)
        except Exception as error:  # nothing in a file, however absurd, may stop the others
            what = f"its text cannot be put in order ({type(error).__name__})"
            raise UnreadableDocument(what) from error
        if not law.text.strip():
            raise UnreadableDocument(_why_empty(law, read))
        if self._cache and self._may_keep(read):
            self._cache.store(law, **self._options)
        return law

    def _with_scans(self, read: RawDocument, spent: float) -> RawDocument:
        left = None if self._seconds is None else self._seconds - spent
        language = self._facts.language
        return read_scans(self._path, read, language, seconds=left, passwords=self._passwords)

    def _may_keep(self, read: RawDocument | Flow) -> bool:
        """Whether the reading is whole, no secret, and of the file and with the packs that were asked for."""
        if not read.repeatable or (isinstance(read, RawDocument) and read.locked):
            return False
        return _edition(self._path) == self._edition and packs.edition() == self._options["ocr"]

    def cancel(self) -> None:
        """Stop reading; nothing is left running."""
        if self._reading:
            self._reading.cancel()


def read_law(
    path: Path,
    *,
    title: str = "",
    language: str = "",
    engine: str = "auto",
    seconds: int | None = None,
    country: str = "",
    passwords: Sequence[str] = (),
    max_pages: int = MAX_PAGES,
    cache: ReadingCache | None = None,
) -> Law:
    """Read one document of a kind in `SUFFIXES`.

    `title` and `language` (ISO 639-1) override what would be found in it; `country` (ISO 3166-1 alpha-3)
    narrows the languages that its passages may be in. `seconds` limits the time; by default it is 30,
    and 2 more for each page, 20 more for each page that OCR must read. `cache` is where readings are
    kept, none unless given. The others matter to PDFs only: `engine` is "auto"
    (PDFium, and pdfplumber for the pages that need it) or "pdfplumber"; `passwords` are tried on an
    encrypted one; of pages beyond `max_pages` the law knows only that they were not read.
    Raises `UnreadableDocument`.
    """
    return PendingLaw(
        path,
        title,
        language,
        engine,
        seconds,
        country=country,
        passwords=passwords,
        max_pages=max_pages,
        cache=cache,
    ).result()


def _why_empty(law: Law, read: RawDocument | Flow) -> str:
    if isinstance(read, Flow):
        return "holds no text"
    if not law.pages_unreadable:
        return "all its pages are blank"
    if any(page.error for page in read.pages) and law.notes:
        return law.notes[0]
    return "; ".join(("no text layer on any page", *law.notes))


def content_hash(path: Path) -> str:
    """The SHA-256 of a document; `UnreadableDocument` where it cannot be opened, or is too large."""
    return _identify(path)[0]


def printable(text: str) -> str:
    """A name or title without anything that could disturb a terminal, a page or a file."""
    return "".join(c if c.isprintable() else "�" for c in text)[:200]


def _identify(path: Path) -> tuple[str, tuple[int, ...]]:
    """The SHA-256 of a file, and which edition of it was hashed."""
    try:
        if not path.is_file():
            missing = "not a file" if path.exists() else "no such file or directory"
            raise UnreadableDocument(missing)
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableDocument(f"larger than {MAX_FILE_BYTES >> 20} MB")
        with path.open("rb") as file:
            edition = _edition(file.fileno())
            return hashlib.file_digest(file, "sha256").hexdigest(), edition
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a possible file name"
        raise UnreadableDocument(reason or "cannot be opened") from error


def _edition(file: Path | int) -> tuple[int, ...]:
    """What changes when a file is replaced or written to; empty where it is gone."""
    try:
        status = os.stat(file)
    except OSError:
        return ()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
