"""What a comparison keeps in its output folder while it runs, and for the next run: `OUT/.gc25map/`.

One file for each law, with all that was found out about it, under a key of its content, its row in the
manifest and the means by which it was tagged; so whatever is found there is the right one, but for what keyword
rules have changed since, and a run that was killed at any moment is taken up by the same command. No pickles:
see `gc25map.packed`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gc25map import packed, whole
from gc25map.errors import BadFile
from gc25map.measure import TaggedLaw

if TYPE_CHECKING:
    from filelock import BaseFileLock

FOLDER = ".gc25map"
_MAGIC, _SUFFIX = "gc25map law 2", ".law"


@dataclass(frozen=True, slots=True)
class Kept:
    """A law as it was tagged, or why that was impossible.

    `rules` is a hash over all keyword rules there were, `marks` one for the rules of each provision in the
    law's language, and empty for a law in several or in one without rules.
    """

    law: TaggedLaw | None
    failure: str = ""
    rules: str = ""
    marks: dict[str, str] = field(default_factory=dict)


class Workshop:
    """The folder of a run beside its results; one run at a time may work there."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._folder = out / FOLDER
        self._laws, self._marks = self._folder / "laws", self._folder / "at-work"
        self._benches = self._folder / "benches"

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """The folder made and held; `BadFile` where it cannot be, or another run holds it.

        What a run that was killed has left behind is taken away.
        """
        lock = self._taken()
        try:
            self._sweep()
            yield
        finally:
            lock.release()

    def _taken(self) -> BaseFileLock:
        from filelock import FileLock, Timeout

        try:
            self.out.mkdir(parents=True, exist_ok=True)
            for folder in (self._folder, self._laws, self._marks, self._benches):
                folder.mkdir(mode=0o700, exist_ok=True)
                packed.check_folder(folder)
            lock = FileLock(self._folder / "lock", timeout=0)
            lock.acquire()
            return lock
        except Timeout:
            raise BadFile(f"{self.out}: another run is at work there") from None
        except OSError as error:
            raise BadFile(f"{self.out}: {error.strerror or 'not a possible folder'}") from error

    def _sweep(self) -> None:
        for path in (*self._marks.iterdir(), *self._laws.glob(f"{packed.NEW}*")):
            with contextlib.suppress(OSError):
                path.unlink()
        for bench in self._benches.iterdir():
            shutil.rmtree(bench, ignore_errors=True)
        whole.sweep(self.out)

    def load(self, key: str) -> Kept | None:
        """What is kept under a key; None where that is nothing, or nothing whole."""
        try:
            return packed.load(self._path(key), _MAGIC, Kept)
        except (OSError, ValueError):
            return None

    def store(self, key: str, kept: Kept) -> None:
        """Keep a law, without what only the rooms before this one needed. `BadFile`, `ValueError`."""
        if kept.law:
            kept = replace(kept, law=_slim(kept.law))
        try:
            packed.store(self._path(key), _MAGIC, Kept, kept)
        except OSError as error:
            raise _unwritable(self._laws, error) from error

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove what this run had no use for: laws of another edition, or no longer listed."""
        used = {self._path(key).name for key in keys}
        for path in self._laws.glob(f"*{_SUFFIX}"):
            if path.name not in used:
                with contextlib.suppress(OSError):
                    path.unlink()

    @contextlib.contextmanager
    def bench(self) -> Iterator[Path]:
        """An empty folder for what is needed only while a law is analysed; `BadFile` where there can be none."""
        try:
            made = tempfile.TemporaryDirectory(dir=self._benches, ignore_cleanup_errors=True)
        except OSError as error:
            raise _unwritable(self._benches, error) from error
        with made as folder:
            yield Path(folder)

    @contextlib.contextmanager
    def at_work(self, number: int) -> Iterator[None]:
        """Marks a law as being analysed, so that it is known should its process die. `BadFile`."""
        mark = self._marks / str(number)
        try:
            mark.touch()
        except OSError as error:
            raise _unwritable(self._marks, error) from error
        try:
            yield
        finally:
            mark.unlink(missing_ok=True)

    def left_at_work(self) -> set[int]:
        """The laws that were being analysed when their process ended; their marks are taken away."""
        marks = [mark for mark in self._marks.iterdir() if mark.name.isdecimal()]
        for mark in marks:
            mark.unlink(missing_ok=True)
        return {int(mark.name) for mark in marks}

    def _path(self, key: str) -> Path:
        return self._laws / f"{key}{_SUFFIX}"


def _unwritable(folder: Path, error: OSError) -> BadFile:
    return BadFile(f"{folder}: cannot be written ({error.strerror})")


def key_of(*parts: str) -> str:
    """The key of a law: a hash over all that has a say in what is found out about it."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]


def _slim(tagged: TaggedLaw) -> TaggedLaw:
    """A tagged law without its text, lines and margins: every passage holds its own words."""
    law = tagged.law
    pages = tuple(replace(page, furniture=()) for page in law.pages)
    return replace(tagged, law=replace(law, text="", lines=(), stretches=(), pages=pages))
