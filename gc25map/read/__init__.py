"""From a file to a `Law`: opened in a killable child, furniture and columns undone.

In:  the path of a PDF, Word, HTML, Markdown, plain text or Akoma Ntoso file.
Out: a `Law`, or `UnreadableDocument` with one line that says why.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from gc25map.errors import UnreadableDocument
from gc25map.read.assemble import FileFacts, assemble
from gc25map.read.flow import assemble_flow
from gc25map.read.formats.kinds import KINDS
from gc25map.read.process import Reading
from gc25map.read.raw import RawDocument
from gc25map.records import Law

SUFFIXES = tuple(KINDS)
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
        country: str = "",
    ) -> None:
        name, title = printable(path.name), printable(title)
        self._facts = FileFacts(name, _sha256(path), title, language, country)
        self._reading = Reading(path, engine, seconds=seconds)

    def result(self) -> Law:
        """The law; raises `UnreadableDocument` where no page gave any text."""
        read = self._reading.result()
        law = (
            assemble(read, self._facts)
            if isinstance(read, RawDocument)
            else assemble_flow(read, self._facts)
        )
        if not law.text.strip():
            if law.pages_unreadable:
                raise UnreadableDocument(
                    "no text layer on any page (a scan?); it needs OCR before it can be read"
                )
            raise UnreadableDocument("all its pages are blank" if law.paged else "holds no text")
        return law

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
    country: str = "",
) -> Law:
    """Read one document of a kind in `SUFFIXES`.

    `title` and `language` (ISO 639-1) override what would be found in it. `engine` matters to PDFs
    only: "auto" (PDFium, and pdfplumber for the pages that need it) or "pdfplumber".
    `seconds` limits the time; by default it is 30 and 2 more for each page. `country`
    (ISO 3166-1 alpha-3) narrows the languages that its passages may be in. Raises `UnreadableDocument`.
    """
    return PendingLaw(path, title, language, engine, seconds, country).result()


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
