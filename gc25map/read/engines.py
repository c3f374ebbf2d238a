"""One PDF through two engines: PDFium reads every page, pdfplumber those that PDFium does not read well.

`engine` is "auto", or "pdfplumber" for all pages (the reference). Runs in the reading child only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gc25map.read import pdfium
from gc25map.read.raw import RawPage, broken_chars

# Share of a page's characters that could not be turned into text, above which the other engine tries.
BROKEN_SHARE = 0.02


class Document:
    """An opened PDF. Where PDFium cannot open it, or sees no pages, pdfplumber reads all of it."""

    def __init__(self, path: Path, engine: str) -> None:
        self._path = path
        self._fast = None if engine == "pdfplumber" else _try_fast(path)
        self._slow: Any = None
        if self._fast is None:
            self._slow = _plumber().open_pdf(path)

    @property
    def page_count(self) -> int:
        """How many pages the file has, as the engine that opened it counts them."""
        return len(self._fast) if self._fast is not None else len(self._slow.pages)

    @property
    def title(self) -> str:
        """The title in the metadata, or an empty string."""
        return (
            pdfium.title_of(self._fast)
            if self._fast is not None
            else _plumber().title_of(self._slow)
        )

    def read_page(self, index: int) -> RawPage:
        """A page, counted from 0, from the engine that reads it better; its error where none can."""
        fast = self._read(pdfium.read_page, self._fast, index) if self._fast is not None else None
        if fast is not None and not _looks_wrong(fast):
            return fast
        if self._slow is None:
            try:
                self._slow = _plumber().open_pdf(self._path)
            except Exception:  # as good as absent: PDFium has opened it
                assert fast is not None
                return fast
        slow = self._read(_plumber().read_page, self._slow, index)
        return slow if fast is None or _better(slow, fast) else fast

    @staticmethod
    def _read(read_page: Any, pdf: Any, index: int) -> RawPage:
        try:
            page: RawPage = read_page(pdf, index)
        except Exception as error:  # the contents of a page can break a parser in any way
            return RawPage(
                index + 1, 0.0, 0.0, (), 0, "none", f"{type(error).__name__}: {error}"[:200]
            )
        return page


def _plumber() -> Any:
    # Most documents never need it, and importing it costs each child a fifth of a second.
    from gc25map.read import plumber

    return plumber


def _try_fast(path: Path) -> Any:
    try:
        pdf = pdfium.open_pdf(path)
        return pdf if len(pdf) else None
    except Exception:  # pdfplumber will say what is wrong with it
        return None


def _looks_wrong(page: RawPage) -> bool:
    if page.error:
        return True
    text = "".join(fragment.text for fragment in page.fragments)
    if not text:
        return page.images == 0
    return broken_chars(text) > BROKEN_SHARE * len(text)


def _better(slow: RawPage, fast: RawPage) -> bool:
    if slow.error or fast.error:
        return not slow.error
    ours, theirs = ("".join(f.text for f in page.fragments) for page in (slow, fast))
    return len(ours) - 2 * broken_chars(ours) > len(theirs) - 2 * broken_chars(theirs)
