"""From a file to a `Law`: opened in a killable child, furniture and columns undone.

In:  the path of a PDF.
Out: a `Law`, or `UnreadableDocument` with one line that says why.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from gc25map.errors import UnreadableDocument
from gc25map.read.assemble import FileFacts, assemble
from gc25map.read.process import Crashed, Limits, Reading
from gc25map.read.raw import RawDocument
from gc25map.read.scans import read_scans
from gc25map.records import Law

SUFFIXES = (".pdf",)
MAX_BYTES = 500 << 20

__all__ = ["SUFFIXES", "PendingLaw", "printable", "read_law"]


class PendingLaw:
    """A law being read in the background; `result()` waits for it."""

    def __init__(
        self,
        path: Path,
        title: str = "",
        language: str = "",
        engine: str = "auto",
        seconds: int | None = None,
    ) -> None:
        self._facts = FileFacts(printable(path.name), _sha256(path), printable(title), language)
        self._path, self._engine = path, engine
        self._limits = Limits(fixed=seconds)
        self._reading = Reading(path, engine, self._limits)

    def result(self) -> Law:
        """The law; raises `UnreadableDocument` where no page gave any text."""
        raw = read_scans(self._path, self._raw(), self._facts.language, self._limits.fixed)
        law = assemble(raw, self._facts)
        if not law.text.strip():
            if law.pages_unreadable:
                raise UnreadableDocument("; ".join(("no text layer on any page", *law.notes)))
            raise UnreadableDocument("all its pages are blank")
        return law

    def _raw(self) -> RawDocument:
        """What the engine saw; where PDFium takes the child with it, pdfplumber is asked."""
        try:
            return self._reading.result()
        except Crashed:
            if self._engine != "auto":
                raise
            self._reading = Reading(self._path, "pdfplumber", self._limits)
            return self._reading.result()

    def cancel(self) -> None:
        """Stop reading; nothing is left running."""
        self._reading.cancel()


def read_law(
    path: Path,
    *,
    title: str = "",
    language: str = "",
    engine: str = "auto",
    seconds: int | None = None,
) -> Law:
    """Read one PDF. `title` and `language` (ISO 639-1) override what would be found in it.

    `engine` is "auto" (PDFium, and pdfplumber for the pages that need it) or "pdfplumber".
    `seconds` limits the time; by default it is 30 and 2 more for each page, 20 more for each page that
    OCR must read. Raises `UnreadableDocument`.
    """
    return PendingLaw(path, title, language, engine, seconds).result()


def printable(text: str) -> str:
    """A name or title without anything that could disturb a terminal, a page or a file."""
    return "".join(c if c.isprintable() else "�" for c in text)[:200]


def _sha256(path: Path) -> str:
    try:
        if not path.is_file():
            missing = "not a file" if path.exists() else "no such file or directory"
            raise UnreadableDocument(missing)
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(f"larger than {MAX_BYTES >> 20} MB")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a possible file name"
        raise UnreadableDocument(reason or "cannot be opened") from error
