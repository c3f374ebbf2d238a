"""One PDF through two engines: PDFium reads every page, pdfplumber those that PDFium does not read well.

`engine` is "auto", or "pdfplumber" for all pages (the reference, in which PDFium only checks the number of
pages and the amount of text). Runs in the reading child only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from gc25map.read import pdfium
from gc25map.read.limits import TooMuch
from gc25map.read.pagecount import page_objects
from gc25map.read.raw import RawPage, broken_chars

# Where PDFium may be asked: it ends the whole process on some files, and then the next child is told.
Trust = Literal["everywhere", "after the first page", "nowhere"]

# Share of a page's characters that could not be turned into text, above which the other engine tries.
BROKEN_SHARE = 0.02
# Share of the text that PDFium finds on a page, below which the reference has lost it.
LOST_SHARE = 0.05
FEWEST_CHARS = 20


class Locked(Exception):
    """The document is encrypted, and no password at hand opens it."""


class ReadAgain(Exception):
    """Pages handed over so far are not those of the document: it must be read from its first page."""


def unlocked(
    open_pdf: Callable[[Path, str], Any], path: Path, passwords: Sequence[str]
) -> tuple[Any, str]:
    """A document opened with the first of these passwords that fits, and which; "" where none is needed."""
    for password in ("", *passwords):
        try:
            return open_pdf(path, password), password
        except Exception as error:
            if not _asks_for_password(error):
                raise
    raise Locked


class Document:
    """An opened PDF. Where PDFium cannot open it, or sees fewer pages, pdfplumber reads all of it.

    `passwords` are tried after the empty one. `first` is the page, counted from 0, at which reading
    begins, and of which `trust` may speak. `notes` grow while pages are read. `locked` tells that one
    of the passwords was needed.
    """

    def __init__(
        self,
        path: Path,
        engine: str,
        *,
        passwords: Sequence[str] = (),
        first: int = 0,
        trust: Trust = "everywhere",
    ) -> None:
        self.notes: dict[str, None] = {}
        self._path = path
        self._passwords = passwords
        self.locked = False
        self._suspect = first if trust == "after the first page" else -1
        self._reference = engine == "pdfplumber"
        self._opened = False
        self._fast: Any = None
        self._slow: Any = None
        self._slow_is_of_use = True
        if trust != "nowhere":
            self._fast = self._try(pdfium.open_pdf)
        if self._reference and self._fast is not None:
            self._open_slow()
        elif self._fast is None:
            self._slow = self._open(_plumber().open_pdf)
        elif page_objects(path) > len(self._fast):
            self._open_slow()
        self._opened = True

    @property
    def page_count(self) -> int:
        """How many pages the file has, as the engine that reads it counts them."""
        return len(self._fast) if self._fast is not None else _plumber().page_count(self._slow)

    @property
    def title(self) -> str:
        """The title in the metadata, or an empty string."""
        try:
            return (
                pdfium.title_of(self._fast)
                if self._fast is not None
                else _plumber().title_of(self._slow)
            )
        except Exception:  # a title is not worth a document
            return ""

    def read_page(self, index: int) -> RawPage:
        """A page, counted from 0, from the engine that reads it better; its error where none can.

        `ReadAgain` where only now it shows that PDFium sees fewer pages than there are.
        """
        fast_may = self._fast is not None and index != self._suspect
        try:
            if self._reference and self._slow is not None:
                page = self._checked(index) if fast_may else self._read_slow(index)
            else:
                fast = _read(pdfium.read_page, self._fast, index) if fast_may else None
                page = self._better(fast, index)
        except TooMuch as error:  # too much for one engine is too much for the other
            page = _failed(index, str(error))
        return page

    def _better(self, fast: RawPage | None, index: int) -> RawPage:
        if fast is not None and not _looks_wrong(fast):
            return fast
        if self._slow is None and self._slow_is_of_use:
            self._open_slow()
        if self._slow is None:
            return fast or _failed(index, "PDFium crashes on this page")
        slow = self._read_slow(index)
        return slow if fast is None or _better(slow, fast) else fast

    def _checked(self, index: int) -> RawPage:
        """The page as the reference reads it, unless that has lost nearly all of its text."""
        slow = self._read_slow(index)
        try:
            expected = pdfium.count_chars(self._fast, index)
        except Exception:  # PDFium cannot say
            return slow
        if expected < FEWEST_CHARS or _length(slow) >= LOST_SHARE * expected:
            return slow
        fast = _read(pdfium.read_page, self._fast, index)
        if fast.error or LOST_SHARE * _length(fast) <= _length(slow):
            return slow
        self._note(
            f"page {index + 1}: pdfplumber finds hardly any of the text; PDFium's reading is used"
        )
        return fast

    def _read_slow(self, index: int) -> RawPage:
        return _read(_plumber().read_page, self._slow, index)

    def _open_slow(self) -> None:
        """Open the second engine too, and settle which of the two counts the pages rightly."""
        self._slow_is_of_use = False
        slow = self._try(_plumber().open_pdf)
        if slow is None:
            if self._reference:
                self._note("pdfplumber cannot open the file; PDFium's reading is used")
            return
        ours, theirs = len(self._fast), _count(slow)
        if ours == theirs:
            self._slow, self._slow_is_of_use = slow, True
            return
        counts = f"PDFium counts {ours:,} pages and pdfplumber {theirs:,}"
        if theirs > ours and _readable(slow, theirs - 1):
            self._note(f"{counts}; pdfplumber's reading is used")
            self._fast, self._slow, self._slow_is_of_use = None, slow, True
            if self._opened:
                raise ReadAgain
        else:
            self._note(f"{counts}; PDFium's reading is used")

    def _open(self, open_pdf: Callable[[Path, str], Any]) -> Any:
        pdf, password = unlocked(open_pdf, self._path, self._passwords)
        self.locked = self.locked or bool(password)
        return pdf

    def _try(self, open_pdf: Callable[[Path, str], Any]) -> Any:
        """The document with at least one page, or None: the other engine will say what is wrong."""
        try:
            pdf = self._open(open_pdf)
            return pdf if _count(pdf) else None
        except Exception:
            return None

    def _note(self, text: str) -> None:
        self.notes[text] = None


def _plumber() -> Any:
    # Most documents never need it, and importing it costs each child a fifth of a second.
    from gc25map.read import plumber

    return plumber


def _count(pdf: Any) -> int:
    return len(pdf) if hasattr(pdf, "__len__") else _plumber().page_count(pdf)


def _read(read_page: Callable[[Any, int], RawPage], pdf: Any, index: int) -> RawPage:
    try:
        return read_page(pdf, index)
    except TooMuch:
        raise
    except Exception as error:  # the contents of a page can break a parser in any way
        return _failed(index, _explain(error))


def _failed(index: int, why: str) -> RawPage:
    return RawPage(index + 1, 0.0, 0.0, (), 0, "none", why)


def _explain(error: Exception) -> str:
    # The parser's own words may be the document's; the kind of error is enough.
    cause = repr(error) + repr(error.__cause__) + repr(error.__context__)
    if "MemoryError" in cause or "allocate" in cause:
        return "needs more memory than the limit allows"
    return f"damaged ({type(error).__name__})"


def _readable(pdf: Any, index: int) -> bool:
    try:
        return not _read(_plumber().read_page, pdf, index).error
    except TooMuch:
        return True


def _asks_for_password(error: Exception) -> bool:
    if getattr(error, "err_code", None) == pdfium.WRONG_PASSWORD:
        return True
    return "PasswordIncorrect" in repr(error) + repr(error.__cause__) + repr(error.__context__)


def _looks_wrong(page: RawPage) -> bool:
    if page.error:
        return True
    text = "".join(fragment.text for fragment in page.fragments)
    if not text:
        return page.images == 0
    return broken_chars(text) > BROKEN_SHARE * len(text)


def _length(page: RawPage) -> int:
    return sum(len(fragment.text) for fragment in page.fragments)


def _better(slow: RawPage, fast: RawPage) -> bool:
    if slow.error or fast.error:
        # A page that is blank to one engine and broken to the other has not been read.
        return not slow.error or not (fast.error or fast.fragments or fast.images)
    ours, theirs = ("".join(f.text for f in page.fragments) for page in (slow, fast))
    return len(ours) - 2 * broken_chars(ours) > len(theirs) - 2 * broken_chars(theirs)
