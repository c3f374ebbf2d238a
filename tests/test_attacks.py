"""Hostile files through the real reading process: each ends in one line, or is read, within its limits.

`pytest tests/test_attacks.py -rP` prints for each what came of it, how long it took, and the peaks of memory.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from attacks import ATTACKS, READ, SENTENCE, Attack

from gc25map.errors import UnreadableDocument
from gc25map.law import Law
from gc25map.read import PendingLaw
from gc25map.read.limits import MEMORY_BYTES

MIB = 1 << 20
GRACE = 2.0
# What reading may add to the memory of the parent; with what it holds of itself, under 500 MB.
PARENT_MAY_GROW = 250 * MIB


@dataclass(slots=True)
class Peaks:
    """The most memory that the reading children, and this process, held while they were watched."""

    child: int = 0
    parent: int = 0


@contextmanager
def watched(pending: PendingLaw) -> Iterator[Peaks]:
    """Look at the memory of all concerned a hundred times a second."""
    peaks, over, own = Peaks(), threading.Event(), psutil.Process()

    def look() -> None:
        while not over.wait(0.01):
            peaks.parent = max(peaks.parent, own.memory_info().rss)
            try:
                held = psutil.Process(pending._reading._process.pid).memory_info().rss
            except psutil.Error:
                continue
            peaks.child = max(peaks.child, held)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peaks
    finally:
        over.set()
        watcher.join()


def attempt(path: Path, seconds: int) -> tuple[Law | str, float, Peaks]:
    """The law, or the line with which the file was refused; seconds; and memory."""
    began = time.monotonic()
    pending = PendingLaw(path, seconds=seconds)
    with watched(pending) as peaks:
        try:
            found: Law | str = pending.result()
        except UnreadableDocument as error:
            found = str(error)
    return found, time.monotonic() - began, peaks


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_file_costs_no_more_than_its_limits(name: str, tmp_path: Path) -> None:
    """Read or refused in one line, in time, and neither child nor parent swells."""
    attack: Attack = ATTACKS[name]
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(attack.make())
    assert path.stat().st_size < 8 * MIB
    before = psutil.Process().memory_info().rss
    found, seconds, peaks = attempt(path, attack.seconds)
    outcome = found if isinstance(found, str) else f"read {found.text[:50]!r} {found.notes}"
    print(
        f"| {name} | {path.stat().st_size / 1024:.0f} kB | {outcome} | {seconds:.1f} s "
        f"| child {peaks.child // MIB} MB | parent +{(peaks.parent - before) // MIB} MB |"
    )
    assert seconds < attack.seconds + GRACE
    assert peaks.child < MEMORY_BYTES
    assert peaks.parent - before < PARENT_MAY_GROW
    if isinstance(found, str):
        assert "\n" not in found
        assert "Traceback" not in found
        assert attack.outcome != READ
        assert re.search(attack.outcome, found)
    else:
        assert attack.outcome in (READ, ".")
        assert attack.outcome != READ or SENTENCE in found.text
        for note in attack.notes:
            assert any(note in said for said in found.notes), found.notes
