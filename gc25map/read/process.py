"""Runs the reading child and takes in what it says, trusting none of it.

A file can make any parser loop, swell or crash; so it is opened in a process of its own, with a
limit on memory and a clock, and killed when it oversteps. Pages received by then are kept, the page on
which it died is given up (after PDFium has died on it: when pdfplumber alone has tried it), and another
child goes on with the next. A file without pages is read whole, or not at all. Scans are read by children
of the same kind, with more patience.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from gc25map.read.answer import Answer
from gc25map.read.formats.blocks import Flow
from gc25map.read.limits import (
    MAX_ANSWER_BYTES,
    MAX_LINE_BYTES,
    MAX_PAGES,
    MAX_RESTARTS,
    MEMORY_BYTES,
    WITH_OCR,
    WITH_TEXT,
)
from gc25map.read.raw import RawDocument, RawPage
from gc25map.resources import PACKAGE

# Where the system does not enforce a limit on memory, the parent looks how much the child holds.
WATCHED = sys.platform in ("win32", "darwin")
TICK = 0.2


@dataclass(frozen=True, slots=True)
class Scan:
    """Pages to be read by OCR, by number from 1 up, with the one of these packs that reads each best."""

    pages: tuple[int, ...]
    packs: tuple[str, ...]
    folder: str


@dataclass(frozen=True, slots=True)
class _Job:
    """What a child is told through its stdin; `first` counts pages from 0, `trust` is in engines."""

    passwords: tuple[str, ...]
    max_pages: int
    first: int = 0
    trust: str = "everywhere"
    scan: Scan | None = None


class Reading:
    """Children at work on one file; `result()` waits for them, `cancel()` ends them.

    With a `scan` they read its pages by OCR, and it is `pages()` that waits.

    What they say is taken in as it comes, whether or not anyone waits for the result yet: their
    clock must not run down while another document is being tagged. `seconds` limits all of them
    together; by default that is 30 and 2 for each page, 20 for each that OCR reads.
    """

    def __init__(
        self,
        path: Path,
        engine: str = "auto",
        *,
        seconds: int | None = None,
        passwords: Sequence[str] = (),
        max_pages: int = MAX_PAGES,
        scan: Scan | None = None,
    ) -> None:
        self._path = path
        self._engine = engine
        self._job = _Job(tuple(passwords), max_pages, scan=scan)
        self._scan = scan
        self._patience = WITH_OCR if scan else WITH_TEXT
        self._answer = Answer()
        self._limit = seconds
        self._began = self._heard = time.monotonic()
        self._ended = 0.0
        self._cancelled = self._late = self._stuck = self._swollen = False
        self._over = threading.Event()
        self._starting = threading.Lock()
        self._process = self._start()
        self._listener = threading.Thread(target=self._work, daemon=True)
        self._listener.start()
        threading.Thread(target=self._watch, daemon=True).start()

    def result(self) -> RawDocument | Flow:
        """What was read; `UnreadableDocument` with one plain line where it was nothing."""
        self._wait()
        return self._answer.document(self._why_ended())

    def pages(self) -> tuple[RawPage, ...]:
        """The scanned pages in their order; one that could not be read has its error."""
        assert self._scan
        self._wait()
        return tuple(self._answer.page(n, self._why_ended()) for n in self._scan.pages)

    @property
    def repeatable(self) -> bool:
        """Whether all was read at the first attempt; once that has ended."""
        return self._answer.repeatable

    @property
    def spent(self) -> float:
        """Seconds since the first child began, or that they took altogether."""
        return (self._ended or time.monotonic()) - self._began

    def _wait(self) -> None:
        try:
            self._listener.join()
        finally:
            self.cancel()

    def cancel(self) -> None:
        """End the child and whatever it started; nothing of it is left."""
        with self._starting:
            self._cancelled = True
            self._kill()
        self._listener.join()

    def _work(self) -> None:
        try:
            while True:
                self._listen()
                job = self._next_job()
                if job is None:
                    return
                with self._starting:
                    if self._cancelled:
                        return
                    self._job, self._stuck, self._swollen = job, False, False
                    self._process = self._start()
        finally:
            self._ended = time.monotonic()
            self._over.set()

    def _start(self) -> subprocess.Popen[bytes]:
        self._answer.begin(self._job.first)
        self._heard = time.monotonic()
        memory = 0 if WATCHED else MEMORY_BYTES
        most = self._limit or self._patience.seconds(self._job.max_pages)
        arguments = [str(self._path), self._engine, str(memory), str(most)]
        process = subprocess.Popen(
            # -P: what lies in the current folder, or beside the file, is never imported.
            [sys.executable, "-P", "-m", "gc25map.read.child", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,
        )
        assert process.stdin is not None
        # Stdin stays open: its end tells the child that nobody waits for it any more.
        with contextlib.suppress(OSError):
            process.stdin.write(json.dumps(asdict(self._job)).encode() + b"\n")
            process.stdin.flush()
        return process

    def _listen(self) -> None:
        """Take in what the child says until it has ended."""
        process = self._process
        assert process.stdout is not None and process.stdin is not None
        taken = 0
        with process.stdout as stream:
            while line := stream.readline(MAX_LINE_BYTES):
                taken += len(line)
                if taken > MAX_ANSWER_BYTES or not self._answer.take(line):
                    break
                self._heard = time.monotonic()
            self._kill()
        with contextlib.suppress(OSError):
            process.stdin.close()
        process.wait()

    def _next_job(self) -> _Job | None:
        """What the next child shall do; None where there is no need or no hope."""
        answer, job = self._answer, self._job
        if self._cancelled or self._late or answer.finished:
            return None
        # A crash may be PDFium's, and pdfplumber do better; for scans there is no other engine.
        crashed = not (self._stuck or self._swollen or job.scan)
        if not answer.opened:
            if crashed and job.trust != "nowhere" and not answer.opened_before:
                return replace(job, trust="nowhere")
            return None
        # Of a file without pages none is wanted, so nothing is begun again in its middle.
        lost = self._next_page()
        if answer.restarts >= MAX_RESTARTS or lost is None:
            return None
        answer.restarts += 1
        if crashed and job.trust == "everywhere":
            return replace(job, first=answer.next_page, trust="after the first page")
        answer.give_up(lost, self._why_ended())
        trust = "nowhere" if job.trust == "nowhere" else "everywhere"
        return replace(job, first=lost, trust=trust)

    def _next_page(self) -> int | None:
        """The number of the page at which the child ended; None where it had read all that is wanted."""
        number = self._answer.next_page + 1
        if self._scan:
            return next((n for n in self._scan.pages if n >= number), None)
        return number if number <= self._answer.wanted(self._job.max_pages) else None

    def _watch(self) -> None:
        """Kill the child that is out of time, altogether or on one page, or swells beyond its limit."""
        while not self._over.wait(TICK):
            now = time.monotonic()
            self._late = self._late or now > self._began + self._seconds()
            self._stuck = self._stuck or now > self._heard + self._silence()
            self._swollen = self._swollen or (WATCHED and _resident(self._process) > MEMORY_BYTES)
            if self._late or self._stuck or self._swollen:
                self._kill()

    def _seconds(self) -> int:
        pages = len(self._scan.pages) if self._scan else self._answer.wanted(self._job.max_pages)
        return self._limit or self._patience.seconds(pages)

    def _silence(self) -> int:
        """Seconds for which a child may say nothing."""
        return self._patience.one_page if self._answer.opened else self._patience.opening

    def _kill(self) -> None:
        if self._process.poll() is not None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError, PermissionError):
            self._process.kill()

    def _why_ended(self) -> str:
        if self._late:
            return f"took longer than {self._seconds()} seconds"
        if self._stuck:
            return f"took longer than {self._silence()} seconds"
        if self._swollen:
            return "needs more memory than the limit allows"
        return "the reading process was stopped by its limits or crashed"


def _environment() -> dict[str, str]:
    """The parent's, with the package's own place on the path and no start-up file."""
    own = {k: v for k, v in os.environ.items() if k not in ("PYTHONSTARTUP", "PYTHONHOME")}
    paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    # One thread for Tesseract: two are no faster, and other documents are being read.
    own["OMP_THREAD_LIMIT"] = "1"
    return {**own, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def _resident(process: subprocess.Popen[bytes]) -> int:
    """Bytes of memory that a child holds; 0 once it has ended."""
    import psutil

    try:
        return int(psutil.Process(process.pid).memory_info().rss)
    except psutil.Error:
        return 0
