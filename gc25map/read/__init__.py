"""From a file to a `Law`: opened in a killable child, furniture and columns undone.

In:  the path of a PDF, Word, HTML, Markdown, plain text or Akoma Ntoso file.
Out: a `Law`, or `UnreadableDocument` with one line that says why.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

from gc25map.errors import UnreadableDocument
from gc25map.read import packs
from gc25map.read.assemble import FileFacts, assemble, named
from gc25map.read.cache import ReadingCache, open_cache
from gc25map.read.flow import assemble_flow
from gc25map.read.formats.blocks import Flow
from gc25map.read.formats.kinds import KINDS
from gc25map.read.process import Crashed, Limits, Reading
from gc25map.read.raw import RawDocument
from gc25map.read.scans import read_scans
from gc25map.records import Law

SUFFIXES = tuple(KINDS)
MAX_BYTES = 500 << 20

__all__ = ["SUFFIXES", "PendingLaw", "ReadingCache", "open_cache", "printable", "read_law"]


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
        cache: ReadingCache | None = None,
    ) -> None:
        sha256, self._edition = _identify(path)
        self._path, self._engine = path, engine
        self._limits = Limits(fixed=seconds)
        self._facts = FileFacts(printable(path.name), sha256, printable(title), language)
        self._cache = cache
        self._options = {
            "engine": engine,
            "language": language,
            # What a file's name promises has a say in how it is read.
            "kind": KINDS.get(path.suffix.lower(), ""),
            "ocr": packs.edition(),
        }
        self._known = cache.load(sha256, **self._options) if cache else None
        self._reading = None if self._known else Reading(path, engine, self._limits)

    def result(self) -> Law:
        """The law; raises `UnreadableDocument` where no page gave any text."""
        return named(self._known or self._read(), self._facts)

    def _read(self) -> Law:
        read = self._seen()
        if isinstance(read, RawDocument):
            read = read_scans(self._path, read, self._facts.language, self._limits.fixed)
            law = assemble(read, self._facts)
        else:
            law = assemble_flow(read, self._facts)
        if not law.text.strip():
            if law.pages_unreadable:
                raise UnreadableDocument("; ".join(("no text layer on any page", *law.notes)))
            raise UnreadableDocument("all its pages are blank" if law.paged else "holds no text")
        if self._cache and read.repeatable and self._unchanged():
            self._cache.store(law, **self._options)
        return law

    def _seen(self) -> RawDocument | Flow:
        """What the engine saw; where PDFium takes the child with it, pdfplumber is asked."""
        assert self._reading is not None
        try:
            return self._reading.result()
        except Crashed:
            if self._engine != "auto":
                raise
            self._reading = Reading(self._path, "pdfplumber", self._limits)
            return replace(self._reading.result(), repeatable=False)

    def _unchanged(self) -> bool:
        """Whether the file is still the one that was hashed, and OCR is what it was."""
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
    cache: ReadingCache | None = None,
) -> Law:
    """Read one document of a kind in `SUFFIXES`.

    `title` and `language` (ISO 639-1) override what would be found in it. `engine` matters to PDFs
    only: "auto" (PDFium, and pdfplumber for the pages that need it) or "pdfplumber".
    `seconds` limits the time; by default it is 30 and 2 more for each page, 20 more for each page that
    OCR must read. `cache` is where readings are kept, none unless given. Raises `UnreadableDocument`.
    """
    return PendingLaw(path, title, language, engine, seconds, cache).result()


def printable(text: str) -> str:
    """A name or title without anything that could disturb a terminal, a page or a file."""
    return "".join(c if c.isprintable() else "�" for c in text)[:200]


def _identify(path: Path) -> tuple[str, tuple[int, ...]]:
    """The SHA-256 of a file, and which edition of it was hashed."""
    try:
        if not path.is_file():
            missing = "not a file" if path.exists() else "no such file or directory"
            raise UnreadableDocument(missing)
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(f"larger than {MAX_BYTES >> 20} MB")
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
