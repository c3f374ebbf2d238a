"""True text: of the words of a document, how many are read in their order, and how many are added.

Words are runs of letters and digits in one case, compatibility characters spelled out (NFKC). A hyphen
joins what stands on its sides, also over a line end or a space, because the true text itself does not tell a
compound from a parted word. *Recovered* is the longest common subsequence of both word sequences over
the words of the true text; *added* is what was read beyond it, over the same. One document's true text
lacks the article numbers that were typeset, so such a heading ("Artículo 9") at the head of a line is left
out on all sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
from rapidfuzz.distance import LCSseq

from gc25map.read import read_law

_HYPHEN = re.compile(r"(?<=\w)[-\u00ad\u2010\u2011\u00ac]\s*(?=\w)")
_WORD = re.compile(r"[^\W_]+")
_HEADING = re.compile(
    r"^[^\S\n]*art[íi]culo[^\S\n]+\d+[^\S\n]*(?:bis|ter)?[^\S\n]*(?:[.º°\-–]|$)+", re.I | re.M
)


@dataclass(frozen=True, slots=True)
class Row:
    """Shares of the words of the true text: recovered and added by us, and by plain pdfplumber."""

    document: str
    words: int
    recovered: float
    added: float
    plain_recovered: float
    plain_added: float

    def __str__(self) -> str:
        return (
            f"{self.document}: {self.words} words, {self.recovered:.2%} recovered, {self.added:.2%} added; "
            f"pdfplumber {self.plain_recovered:.2%} and {self.plain_added:.2%}"
        )


def measure(true_texts: Path, laws: Sequence[Path]) -> list[Row]:
    """A row for each true text whose PDF is among the laws."""
    by_name = {path.stem: path for path in laws}
    texts = [path for path in sorted(true_texts.glob("*.txt")) if path.stem in by_name]
    return [_row(path, by_name[path.stem]) for path in texts]


def _row(true_text: Path, law: Path) -> Row:
    true = words(true_text.read_text(encoding="utf-8"))
    with pdfplumber.open(law) as pdf:
        plain = words("\n".join(page.extract_text() for page in pdf.pages))
    ours = words(read_law(law).text)
    return Row(true_text.stem, len(true), *shares(true, ours), *shares(true, plain))


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    text = unicodedata.normalize("NFKC", _HEADING.sub("", text)).casefold()
    return _WORD.findall(_HYPHEN.sub("", text))


def shares(true: Sequence[str], read: Sequence[str]) -> tuple[float, float]:
    """Recovered and added words, both as shares of the true ones."""
    common = LCSseq.similarity(true, read)
    return common / len(true), (len(read) - common) / len(true)
