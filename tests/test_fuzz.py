"""A thousand broken files: no traceback, no hang, and every answer is one that the parent understands."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from mutations import mutated, seeds

from gc25map.errors import UnreadableDocument
from gc25map.read import read_law
from gc25map.read.answer import Answer

MUTATIONS = 1_000
THROUGH_THE_DOOR = 30
SECONDS_EACH = 6.0
# A wound may make a parser loop, or end the process; the parent is there for that. But it is rare.
MOST_DEATHS = 20


class Reader:
    """A process that reads many files, and is replaced when it dies or does not answer."""

    def __init__(self) -> None:
        self.deaths: Counter[str] = Counter()
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(ROOT / "tests" / "fuzz_child.py")],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )

    def read(self, path: Path) -> tuple[Answer, str]:
        """What was said of the file, and how it ended: "end", "hang" or "death"."""
        said, ended = Answer(), ""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{path}\n".encode())
        deadline = time.monotonic() + SECONDS_EACH
        rest = b""
        while not ended:
            chunk = self._chunk(deadline)
            if not chunk:
                ended = "hang" if time.monotonic() >= deadline else "death"
                break
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                if line.startswith(b'{"end"'):
                    ended = "end"
                else:
                    assert said.take(line), line
        if ended != "end":
            self.deaths[ended] += 1
            self.close()
            self._start()
        return said, ended

    def _chunk(self, deadline: float) -> bytes:
        assert self._process.stdout is not None
        ready, _, _ = select.select(
            [self._process.stdout], [], [], max(0.0, deadline - time.monotonic())
        )
        return os.read(self._process.stdout.fileno(), 1 << 16) if ready else b""

    def close(self) -> None:
        """End the process; what it wrote to stderr holds no traceback."""
        self._process.kill()
        _, err = self._process.communicate()
        assert b"Traceback" not in err, err.decode()


@pytest.mark.slow
def test_a_thousand_broken_files_are_answered(tmp_path: Path) -> None:
    """Each is read or refused in one line by a child; few end it, and none brings a traceback."""
    files, reader, path = seeds(), Reader(), tmp_path / "broken.pdf"
    outcomes: Counter[str] = Counter()
    began = time.monotonic()
    try:
        for seed in range(MUTATIONS):
            path.write_bytes(mutated(seed, files))
            said, ended = reader.read(path)
            try:
                said.document("ended")
                outcomes["read"] += 1
            except UnreadableDocument as error:
                outcomes[str(error)] += 1
                assert "\n" not in str(error)
            if ended != "end":
                print(f"seed {seed}: {ended}")
            else:
                assert said.finished, seed
    finally:
        reader.close()
    print(dict(outcomes), dict(reader.deaths), f"{time.monotonic() - began:.0f} s")
    assert reader.deaths.total() <= MOST_DEATHS
    assert outcomes["read"] > MUTATIONS // 10


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(MUTATIONS, MUTATIONS + THROUGH_THE_DOOR))
def test_a_broken_file_through_the_door(seed: int, tmp_path: Path) -> None:
    """The whole way, process and all: a law, or one line, in time."""
    path = tmp_path / "broken.pdf"
    path.write_bytes(mutated(seed, seeds()))
    began = time.monotonic()
    try:
        law = read_law(path, seconds=8)
        assert law.text.strip()
    except UnreadableDocument as error:
        assert "\n" not in str(error)
    assert time.monotonic() - began < 10
