"""Runs the reading child and takes in what it says, trusting none of it.

A PDF can make any parser loop, swell or crash; so it is opened in a process of its own, with a
limit on memory and a clock, and killed when it oversteps. Pages received by then are kept.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from gc25map.errors import UnreadableDocument
from gc25map.read.raw import Fragment, RawDocument, RawPage

MEMORY_BYTES = 1 << 30
BASE_SECONDS = 30
SECONDS_PER_PAGE = 2
MAX_ANSWER_BYTES = 256 << 20
MAX_LINE_BYTES = 32 << 20


class _Crash(Exception):
    """The child ended without a word."""


class Reading:
    """A child at work on one file; `result()` waits for it. Starting it early costs nothing."""

    def __init__(self, path: Path, engine: str = "auto", *, seconds: int | None = None) -> None:
        self._path = path
        self._seconds = seconds or BASE_SECONDS
        self._engine = engine
        self._limit = seconds
        self._grows = seconds is None
        most = self._seconds if seconds else BASE_SECONDS + 2_000 * SECONDS_PER_PAGE
        command = [sys.executable, "-m", "gc25map.read.child", str(path)]
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONSTARTUP"}
        environment["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
        self._process = subprocess.Popen(
            [*command, engine, str(MEMORY_BYTES), str(most)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        self._late = False
        self._clock = self._start_clock(self._seconds)

    def _start_clock(self, seconds: float) -> threading.Timer:
        clock = threading.Timer(seconds, self._overtime)
        clock.daemon = True
        clock.start()
        return clock

    def _overtime(self) -> None:
        self._late = True
        self.kill()

    def kill(self) -> None:
        """End the child and whatever it started."""
        self._clock.cancel()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError, PermissionError):
            self._process.kill()

    def result(self) -> RawDocument:
        """What was read; `UnreadableDocument` with one plain line where it was nothing.

        A crash (PDFium aborts where Python would raise) is answered by a second child with the
        other engine.
        """
        try:
            return self._result()
        except _Crash:
            return Reading(self._path, "pdfplumber", seconds=self._limit)._result()

    def _result(self) -> RawDocument:
        count, title, pages, notes, error, done = -1, "", [], [], "", False
        try:
            for message in self._messages():
                if "error" in message and "page" not in message:
                    error = str(message["error"])
                elif "pages" in message:
                    count, title = int(message["pages"]), str(message["title"])
                    self._extend_clock(count)
                elif "page" in message:
                    pages.append(_page(message))
                elif "note" in message:
                    notes.append(str(message["note"]))
                done = done or bool(message.get("done"))
        except (ValueError, TypeError, KeyError):
            error = "the reading process gave a malformed answer"
        finally:
            self.kill()
            self._process.wait()
            if self._process.stdout:
                self._process.stdout.close()
        if not done and not error and not self._late and not pages and self._engine == "auto":
            raise _Crash
        if not done and not error:
            error = (
                f"took longer than {self._seconds} seconds"
                if self._late
                else "the reading process was stopped by its limits or crashed"
            )
        if not pages:
            raise UnreadableDocument(error or "has no pages")
        if not done:
            notes.append(f"reading stopped after page {pages[-1].number} of {count}: {error}")
        return RawDocument(count, title, tuple(pages), tuple(notes))

    def _extend_clock(self, pages: int) -> None:
        if self._grows:
            self._clock.cancel()
            self._seconds += min(pages, 2_000) * SECONDS_PER_PAGE
            self._clock = self._start_clock(self._seconds)

    def _messages(self) -> Any:
        assert self._process.stdout is not None
        taken = 0
        while line := self._process.stdout.readline(MAX_LINE_BYTES):
            taken += len(line)
            if taken > MAX_ANSWER_BYTES:
                raise ValueError("too much")
            if not line.endswith(b"\n"):
                return
            message = json.loads(line)
            if not isinstance(message, dict):
                raise TypeError("not an object")
            yield message


def _page(message: dict[str, Any]) -> RawPage:
    return RawPage(
        number=int(message["page"]),
        width=float(message["width"]),
        height=float(message["height"]),
        fragments=tuple(Fragment.from_list(item) for item in message["fragments"]),
        images=int(message["images"]),
        engine=str(message["engine"]),
        error=str(message["error"]),
    )
