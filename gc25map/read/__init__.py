"""From a file to a `Law`: opened in a killable child, furniture and columns undone.

The public names are loaded when they are first used: a child that reads one file needs few of the modules
in this room, and is started for every law.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gc25map.read.cache import ReadingCache as ReadingCache
    from gc25map.read.cache import open_cache as open_cache
    from gc25map.read.limits import MAX_PAGES as MAX_PAGES
    from gc25map.read.pending import SUFFIXES as SUFFIXES
    from gc25map.read.pending import PendingLaw as PendingLaw
    from gc25map.read.pending import content_hash as content_hash
    from gc25map.read.pending import printable as printable
    from gc25map.read.pending import read_law as read_law

_HOMES = {
    "MAX_PAGES": "gc25map.read.limits",
    "SUFFIXES": "gc25map.read.pending",
    "PendingLaw": "gc25map.read.pending",
    "ReadingCache": "gc25map.read.cache",
    "content_hash": "gc25map.read.pending",
    "open_cache": "gc25map.read.cache",
    "printable": "gc25map.read.pending",
    "read_law": "gc25map.read.pending",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
