"""Which reading code is at work: one hash over its sources and over the libraries it reads with.

Nobody has to remember to raise a number: a changed line in this room is another version.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from functools import cache
from pathlib import Path

from gc25map.resources import PACKAGE

# What the room reads with; a new release of any of them may read a page differently.
LIBRARIES = (
    *("pypdfium2", "pdfplumber", "pdfminer.six", "py3langid"),
    *("charset-normalizer", "lxml", "markdown-it-py"),
    # OCR; not installed is a version too.
    *("tesserocr", "pillow"),
)
# Beside the room itself, what shapes its result: the records, the words of its notes, which languages
# a law may be in, and the form in which it is kept.
_ROOM = Path(__file__).parent
_BESIDE = (
    PACKAGE / "law.py",
    PACKAGE / "records.py",
    PACKAGE / "pages.py",
    PACKAGE / "countries.py",
    PACKAGE / "packed.py",
)


@cache
def reading_version() -> str:
    """Sixteen hex digits: the same wherever the same code reads with the same libraries."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    libraries = [f"{name} {_version(name)}" for name in LIBRARIES]
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    digest.update("\0".join([*libraries, python, unicodedata.unidata_version]).encode())
    return digest.hexdigest()[:16]


def sources() -> list[Path]:
    """The files whose every line may change what is read."""
    return [*_BESIDE, *sorted(_ROOM.rglob("*.py"))]


def _version(name: str) -> str:
    # The reading child imports this room and asks for no version: it stays light.
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"
