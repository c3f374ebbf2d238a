"""Speed and memory: reading whole documents, cold and from the cache, beside plain pdfplumber.

Each document is read in turn on one core (where the system allows it): by us without a cache (child, layout,
structure, language), by us from a full cache, by pdfplumber's extract_text. Wall seconds; the median of the
runs for the cached readings, which are short. Peak memory is taken in a fresh process that reads the
document with the most pages, for that process and for its reading child.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber

from gc25map.errors import UnreadableDocument
from gc25map.read import ReadingCache, read_law

CACHED_RUNS = 3
READ_AND_TELL = """
import resource, sys
from pathlib import Path
from gc25map.read import read_law
read_law(Path(sys.argv[1]))
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    print(resource.getrusage(who).ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """Seconds for a document, or for all."""

    document: str
    pages: int
    cold: float
    cached: float
    plain: float

    def __str__(self) -> str:
        return (
            f"{self.document}: {self.pages} pages, cold {self.cold:.2f} s (1/{self.plain / self.cold:.0f}), "
            f"cached {self.cached:.3f} s (1/{self.plain / self.cached:.0f}), pdfplumber {self.plain:.2f} s"
        )


@dataclass(frozen=True, slots=True)
class Memory:
    """Peak memory in MB of a process that reads a document, and of its reading child."""

    document: str
    own: int
    child: int

    def __str__(self) -> str:
        return f"{self.document}: peak memory {self.own} MB, reading child {self.child} MB"


def measure(laws: Sequence[Path]) -> list[Row | Memory]:
    """A row for each law that can be read, one for all together, and the memory of the longest."""
    rows: list[Row] = []
    with one_core(), tempfile.TemporaryDirectory() as folder:
        cache = ReadingCache(Path(folder))
        for path in laws:
            with contextlib.suppress(UnreadableDocument):
                rows.append(_row(path, cache))
    pages, cold, cached, plain = (
        sum(getattr(row, name) for row in rows) for name in ("pages", "cold", "cached", "plain")
    )
    longest = max(rows, key=lambda row: row.pages).document
    path = next(path for path in laws if path.stem == longest)
    return [*rows, Row("all documents", int(pages), cold, cached, plain), _memory(path)]


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """This process and what it starts on a single core, so that ratios do not depend on the machine."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def _row(path: Path, cache: ReadingCache) -> Row:
    law = read_law(path, cache=cache)
    cold = _seconds(lambda: read_law(path))
    cached = statistics.median(
        _seconds(lambda: read_law(path, cache=cache)) for _ in range(CACHED_RUNS)
    )
    return Row(path.stem, len(law.pages), cold, cached, _seconds(lambda: _plain(path)))


def _plain(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


def _seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def _memory(path: Path) -> Memory:
    done = subprocess.run(
        [sys.executable, "-c", READ_AND_TELL, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    own, child = (int(kilobytes) // 1024 for kilobytes in done.stdout.split())
    return Memory(path.stem, own, child)
