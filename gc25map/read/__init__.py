"""From a file to a `Law`: opened in a killable child, furniture and columns undone.

In:  the path of a PDF, Word, HTML, Markdown, plain text or Akoma Ntoso file.
Out: a `Law`, or `UnreadableDocument` with one line that says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from gc25map.errors import UnreadableDocument
from gc25map.read.assemble import FileFacts, assemble
from gc25map.read.flow import assemble_flow
from gc25map.read.formats.blocks import Flow
from gc25map.read.formats.kinds import KINDS
from gc25map.read.limits import MAX_FILE_BYTES, MAX_PAGES
from gc25map.read.process import Reading
from gc25map.read.raw import RawDocument
from gc25map.records import Law

SUFFIXES = tuple(KINDS)

__all__ = ["MAX_PAGES", "SUFFIXES", "PendingLaw", "printable", "read_law"]


class PendingLaw:
    """A law being read in the background; `result()` waits for it."""

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
    ) -> None:
        name, title = printable(path.name), printable(title)
        self._facts = FileFacts(name, _sha256(path), title, language, country)
        self._reading = Reading(
            path, engine, seconds=seconds, passwords=passwords, max_pages=max_pages
        )

    def result(self) -> Law:
        """The law; raises `UnreadableDocument` where there was no text to be had."""
        read = self._reading.result()
        try:
            law = (
                assemble_flow(read, self._facts)
                if isinstance(read, Flow)
                else assemble(read, self._facts)
            )
        except Exception as error:  # nothing in a file, however absurd, may stop the others
            what = f"its text cannot be put in order ({type(error).__name__})"
            raise UnreadableDocument(what) from error
        if not law.text.strip():
            raise UnreadableDocument(_why_empty(law, read))
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
    passwords: Sequence[str] = (),
    max_pages: int = MAX_PAGES,
) -> Law:
    """Read one document of a kind in `SUFFIXES`.

    `title` and `language` (ISO 639-1) override what would be found in it; `country` (ISO 3166-1 alpha-3)
    narrows the languages that its passages may be in. `seconds` limits the time; by default it is 30,
    and 2 more for each page. The others matter to PDFs only: `engine` is "auto"
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
    ).result()


def _why_empty(law: Law, read: RawDocument | Flow) -> str:
    if isinstance(read, Flow):
        return "holds no text"
    if not law.pages_unreadable:
        return "all its pages are blank"
    if any(page.error for page in read.pages) and law.notes:
        return law.notes[0]
    return "no text layer on any page (a scan?); it needs OCR before it can be read"


def printable(text: str) -> str:
    """A name or title without anything that could disturb a terminal, a page or a file."""
    return "".join(c if c.isprintable() else "�" for c in text)[:200]


def _sha256(path: Path) -> str:
    try:
        if not path.is_file():
            missing = "not a file" if path.exists() else "no such file or directory"
            raise UnreadableDocument(missing)
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableDocument(f"larger than {MAX_FILE_BYTES >> 20} MB")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a possible file name"
        raise UnreadableDocument(reason or "cannot be opened") from error
