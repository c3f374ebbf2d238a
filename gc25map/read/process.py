"""Runs the reading child and takes in what it says, trusting none of it.

A file can make any parser loop, swell or crash; so it is opened in a process of its own, with a
limit on memory and a clock, and killed when it oversteps. Pages received by then are kept.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gc25map.errors import UnreadableDocument
from gc25map.read.formats.blocks import Block, Flow
from gc25map.read.raw import Fragment, RawDocument, RawPage
from gc25map.resources import PACKAGE

MEMORY_BYTES = 1 << 30
BASE_SECONDS = 30
SECONDS_PER_PAGE = 2
MOST_PAGES_TIMED = 2_000
MAX_ANSWER_BYTES = 256 << 20
MAX_LINE_BYTES = 32 << 20


class Crashed(UnreadableDocument):
    """The child ended without a word: PDFium aborts where Python would raise."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: bytes of address space, and seconds of time that grow with the pages.

    `fixed`, where given, is all the time there is, however many pages.
    """

    memory: int = MEMORY_BYTES
    base: int = BASE_SECONDS
    per_page: int = SECONDS_PER_PAGE
    fixed: int | None = None

    def seconds(self, pages: int = 0) -> int:
        """The time for this many pages."""
        return self.fixed or self.base + min(max(pages, 0), MOST_PAGES_TIMED) * self.per_page


class Reading:
    """A child at work on one file; `result()` waits for it, `cancel()` ends it.

    What the child says is taken in as it comes, whether or not anyone waits for the result yet: its
    clock must not run down while another document is being tagged.
    """

    def __init__(self, path: Path, engine: str, limits: Limits, *scan: str) -> None:
        self._limits = limits
        self._seconds = limits.seconds()
        most = limits.seconds(MOST_PAGES_TIMED)
        arguments = [str(path), engine, str(limits.memory), str(most), *scan]
        self._process = subprocess.Popen(
            # -P: what lies in the current folder, or beside the file, is never imported.
            [sys.executable, "-P", "-m", "gc25map.read.child", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        self._late = False
        self._answer = _Answer()
        self._clock = self._start_clock(self._seconds)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def result(self) -> RawDocument | Flow:
        """What was read; `UnreadableDocument` with one plain line where it was nothing.

        `Crashed` where the child ended without a word and before its time was up.
        """
        try:
            self._listener.join()
        finally:
            self.cancel()
        try:
            return self._answer.document(self._why_unfinished())
        except Crashed:
            if self._late:
                raise UnreadableDocument(self._why_unfinished()) from None
            raise

    def cancel(self) -> None:
        """End the child and whatever it started; nothing of it is left."""
        self._clock.cancel()
        self._kill()
        self._process.wait()
        self._listener.join()
        if self._process.stdout:
            self._process.stdout.close()

    def _kill(self) -> None:
        if self._process.poll() is not None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError, PermissionError):
            self._process.kill()

    def _start_clock(self, seconds: float) -> threading.Timer:
        clock = threading.Timer(seconds, self._overtime)
        clock.daemon = True
        clock.start()
        return clock

    def _overtime(self) -> None:
        self._late = True
        self._kill()

    def _why_unfinished(self) -> str:
        if self._late:
            return f"took longer than {self._seconds} seconds"
        return "the reading process was stopped by its limits or crashed"

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        taken = 0
        while line := stream.readline(MAX_LINE_BYTES):
            taken += len(line)
            if taken > MAX_ANSWER_BYTES or not self._answer.take(line):
                self._kill()
                break
            if self._answer.just_counted and self._limits.fixed is None:
                self._clock.cancel()
                self._seconds = self._limits.seconds(self._answer.count)
                self._clock = self._start_clock(self._seconds)


class _Answer:
    """What a child has said so far."""

    def __init__(self) -> None:
        self.count = -1
        self.just_counted = False
        self._title = ""
        self._pages: list[RawPage] = []
        self._notes: list[str] = []
        self._flow = False
        self._blocks: list[Block] = []
        self._apart: tuple[str, ...] = ()
        self._error = ""
        self._done = False

    def take(self, line: bytes) -> bool:
        """Take one line in; False where it is not what a child would say."""
        self.just_counted = False
        try:
            message = json.loads(line)
            if "error" in message and "page" not in message:
                self._error = str(message["error"])
            elif "pages" in message:
                self.count, self._title = int(message["pages"]), str(message["title"])
                self.just_counted = True
            elif "page" in message:
                self._pages.append(_page(message))
            elif "flow" in message:
                self._flow, self._title = True, str(message["flow"])
                self._apart = tuple(map(str, message["apart"]))
            elif "blocks" in message:
                self._blocks += map(Block.from_list, message["blocks"])
            elif "note" in message:
                self._notes.append(str(message["note"]))
            self._done = self._done or bool(message.get("done"))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self._error = "the reading process gave a malformed answer"
            return False
        return True

    def document(self, why_unfinished: str) -> RawDocument | Flow:
        """The document so far; `Crashed` where nothing was said at all.

        Without pages nobody could tell what is lacking, so such a document is whole or not read.
        """
        if self._flow:
            if not self._done or self._error:
                raise UnreadableDocument(self._error or why_unfinished)
            return Flow(self._title, tuple(self._blocks), self._apart)
        if not self._pages:
            if not self._done and not self._error:
                raise Crashed(why_unfinished)
            raise UnreadableDocument(self._error or "has no pages")
        notes = list(self._notes)
        if not self._done:
            last = self._pages[-1].number
            why = self._error or why_unfinished
            notes.append(f"reading stopped after page {last} of {self.count}: {why}")
        whole = self._done and not any(page.error for page in self._pages)
        return RawDocument(self.count, self._title, tuple(self._pages), tuple(notes), whole)


def _environment() -> dict[str, str]:
    """The parent's, with the package's own place on the path and no start-up file."""
    own = {k: v for k, v in os.environ.items() if k not in ("PYTHONSTARTUP", "PYTHONHOME")}
    paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    # One thread for Tesseract: two are no faster, and other documents are being read.
    own["OMP_THREAD_LIMIT"] = "1"
    return {**own, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def _page(message: dict[str, Any]) -> RawPage:
    return RawPage(
        number=int(message["page"]),
        width=float(message["width"]),
        height=float(message["height"]),
        fragments=tuple(Fragment.from_list(item) for item in message["fragments"]),
        images=int(message["images"]),
        engine=str(message["engine"]),
        error=str(message["error"]),
        confidence=_share(message["confidence"]),
    )


def _share(value: Any) -> float | None:
    return None if value is None else min(max(float(value), 0.0), 1.0)
