"""Nothing leaves the machine: the main job works, and asks for no connection, without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

# Python reads `sitecustomize` at the start of every process, so the reading child is guarded too.
GUARD = """
import os, sys

def forbid(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        with open(os.environ["ATTEMPTS"], "a", encoding="utf-8") as file:
            print(event, file=file)
    # A library that only looks whether this machine knows IPv6 is refused too, but not noted.
    if event.startswith("socket."):
        raise OSError("no network here")

sys.addaudithook(forbid)
with open(os.environ["GUARDED"], "a", encoding="utf-8") as file:
    print(os.getpid(), file=file)
"""


def guarded(tmp_path: Path, *command: str, seconds: int = 120) -> subprocess.CompletedProcess[str]:
    """A Python process, and all that it starts, in which no socket can be made."""
    guard = tmp_path / "guard"
    guard.mkdir(exist_ok=True)
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(guard), str(ROOT)]),
            "ATTEMPTS": str(tmp_path / "attempts"),
            "GUARDED": str(tmp_path / "guarded"),
        },
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def attempts(tmp_path: Path) -> list[str]:
    """What was tried beyond making a socket object, which a library of spaCy does on import to
    learn whether this machine knows IPv6."""
    noted = tmp_path / "attempts"
    events = noted.read_text(encoding="utf-8").split() if noted.exists() else []
    return [event for event in events if event != "socket.__new__"]


def test_the_guard_forbids_sockets(tmp_path: Path) -> None:
    """The guard of the next test really stops and notes an attempt."""
    made = guarded(tmp_path, "-c", "import socket; socket.socket()")
    assert "no network here" in made.stderr
    asked = guarded(tmp_path, "-c", "import socket; socket.create_connection(('localhost', 9))")
    assert "no network here" in asked.stderr
    assert (tmp_path / "attempts").read_text(encoding="utf-8") == "socket.getaddrinfo\n"


@pytest.mark.slow
def test_the_main_job_needs_no_network(tmp_path: Path) -> None:
    """`gc25map demo` writes its report with sockets forbidden in it and in its children."""
    result = guarded(tmp_path, "-m", "gc25map", "demo", "-o", "out")
    assert result.returncode == 0, result.stderr
    assert len(list((tmp_path / "out").glob("*.html"))) == 1
    assert attempts(tmp_path) == []
    processes = set((tmp_path / "guarded").read_text(encoding="utf-8").split())
    assert len(processes) >= 2
