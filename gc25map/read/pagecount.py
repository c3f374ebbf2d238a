"""How many page objects stand in the bytes of a PDF, whatever its tree of pages claims.

PDFium believes the number that the tree gives and passes the other pages over in silence. Counting the
objects is no proof (a changed file may hold a page twice), but reason enough to ask the other engine.
"""

from __future__ import annotations

import mmap
import re
import zlib
from pathlib import Path
from typing import Any

_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
# Objects may be packed together in streams; each is unpacked alone, and only so far.
_PACKED = re.compile(rb"/Type\s*/ObjStm.{0,400}?stream\r?\n", re.DOTALL)
MAX_UNPACKED = 4 << 20


def page_objects(path: Path) -> int:
    """The number of page objects that can be seen; 0 where the file cannot be looked through."""
    try:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            return _count(data) + sum(
                _count(_unpacked(data[match.end() : match.end() + MAX_UNPACKED]))
                for match in _PACKED.finditer(data)
            )
    except (OSError, ValueError):
        return 0


def _count(data: Any) -> int:
    return sum(1 for _ in _PAGE.finditer(data))


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MAX_UNPACKED)
    except zlib.error:  # packed in another way, or encrypted
        return b""
