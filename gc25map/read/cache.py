"""Readings kept between runs, so that a changed taxonomy re-tags a law without reading it again.

A reading is kept by the content of the document, the version of the reading code and the options of
the run; never by name or place. An entry is one file that is written once: see
`packed`. Nothing found in the folder is trusted: an entry that is odd in any
way counts as absent, and the fresh reading replaces it. Several processes may share a folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gc25map import packed
from gc25map.errors import BadFile
from gc25map.law import Law
from gc25map.packed import NEW, check_folder
from gc25map.read.version import reading_version

VARIABLE, OFF = "GC25MAP_CACHE", "off"
# All entries together may take this much; beyond it those unused for longest go.
MOST_BYTES = 512 << 20
# Entries of another version of the reading code go when nobody has used them for this long: two
# versions side by side (a checkout and an installation) do not empty each other's cache.
STALE_SECONDS = 7 * 86_400
# A process that was killed leaves the file it was writing; after this time nobody is writing it.
ABANDONED_SECONDS = 3_600
TIDY_EVERY = 16
_MAGIC = "gc25map reading 1"
_SUFFIX = ".reading"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of ours in the folder: its size in bytes, and when it was last used (Unix seconds)."""

    path: Path
    size: int
    used: float


def cache_folder() -> Path | None:
    """Where readings are kept: $GC25MAP_CACHE, else the user's cache folder; None where it is "off"."""
    named = os.environ.get(VARIABLE, "")
    if named == OFF:
        return None
    if named:
        return Path(named)
    import platformdirs

    return platformdirs.user_cache_path("gc25map", appauthor=False)


def open_cache(tell: Callable[[str], None]) -> ReadingCache | None:
    """The cache of this user, or None where it is off or cannot be trusted; `tell` is told why."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        check_folder(folder)
    except OSError as error:
        tell(f"readings are not kept: {folder}: {error.strerror or 'not a possible folder'}")
    except (BadFile, ValueError) as error:
        tell(f"readings are not kept: {error}")
    else:
        return ReadingCache(folder, tell)
    return None


class ReadingCache:
    """A folder of readings; every trouble with it only means that a document is read again."""

    def __init__(self, folder: Path, tell: Callable[[str], None] = lambda message: None) -> None:
        self.folder = folder
        self._tell = tell
        self._stored = 0
        self._broken = False

    def load(self, sha256: str, **options: str) -> Law | None:
        """The law read from the document with this hash, without name or given title; None if absent."""
        path = self._path(sha256, options)
        try:
            law = packed.load(path, _MAGIC, Law)
        except (OSError, ValueError):
            return None
        if law.sha256 != sha256 or not _holds_together(law):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return law

    def store(self, law: Law, **options: str) -> None:
        """Keep a law as it was read; what cannot be kept is told once, and nothing is left half-written."""
        if self._broken:
            return
        path = self._path(law.sha256, options)
        try:
            packed.store(path, _MAGIC, Law, replace(law, file_name=""))
            if self._stored % TIDY_EVERY == 0:
                self.tidy()
            self._stored += 1
        except ValueError:
            return  # too long, or no text that JSON could hold: it will be read again
        except OSError as error:
            self._broken = True
            reason = error.strerror
            self._tell(f"readings are not kept: {self.folder}: {reason}")

    def entries(self) -> list[Entry]:
        """All readings kept, of every version, those unused for longest first."""
        return sorted(
            (entry for entry in self._files() if entry.path.name.endswith(_SUFFIX)),
            key=lambda entry: (entry.used, entry.path.name),
        )

    def tidy(self) -> None:
        """Remove what is abandoned, stale or beyond the bound."""
        now, version = time.time(), reading_version()
        for entry in self._files():
            new = entry.path.name.startswith(NEW)
            patience = ABANDONED_SECONDS if new else STALE_SECONDS
            if not entry.path.name.startswith(version) and now - entry.used > patience:
                _remove(entry)
        kept = self.entries()
        total = sum(entry.size for entry in kept)
        for entry in kept:
            if total <= MOST_BYTES:
                break
            _remove(entry)
            total -= entry.size

    def clear(self, unused_seconds: float = 0) -> int:
        """Remove what was not used for so long, or everything; how many readings that was.

        Files that are not ours stay.
        """
        before = time.time() - unused_seconds
        old = [entry for entry in self._files() if not unused_seconds or entry.used < before]
        for entry in old:
            _remove(entry)
        return sum(entry.path.name.endswith(_SUFFIX) for entry in old)

    def _path(self, sha256: str, options: dict[str, str]) -> Path:
        key = json.dumps([sha256, sorted(options.items())])
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / f"{reading_version()}-{digest}{_SUFFIX}"

    def _files(self) -> Iterator[Entry]:
        with contextlib.suppress(FileNotFoundError), os.scandir(self.folder) as found:
            for item in found:
                ours = item.name.endswith(_SUFFIX) or item.name.startswith(NEW)
                # Another process may have removed it since it was listed.
                with contextlib.suppress(FileNotFoundError):
                    if ours and item.is_file(follow_symlinks=False):
                        status = item.stat(follow_symlinks=False)
                        yield Entry(Path(item.path), status.st_size, status.st_mtime)


def _holds_together(law: Law) -> bool:
    """Whether pages, lines and stretches lie in the text, in order: what every room after this one relies on."""
    length, end = len(law.text), 0
    for number, page in enumerate(law.pages, 1):
        if page.number != number or not end <= page.start <= page.end <= length:
            return False
        end = page.end
    end = 0
    for line in law.lines:
        if not (end <= line.start <= line.end <= length and 1 <= line.page <= len(law.pages)):
            return False
        if line.last_page and not line.page <= line.last_page <= len(law.pages):
            return False
        end = line.end
    end = 0
    for stretch in law.stretches:
        if not end <= stretch.start <= stretch.end <= length:
            return False
        end = stretch.end
    return True


def _remove(entry: Entry) -> None:
    with contextlib.suppress(OSError):
        entry.path.unlink()
