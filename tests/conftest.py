"""What all tests share: the taxonomy, the demonstration law analysed once, the program, and gold files.

spaCy and scikit-learn are imported where they are needed, so that a test without them does not wait.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import settings

from gc25map.cli import main
from gc25map.read import packs
from gc25map.records import Coverage
from gc25map.resources import corpora_dir
from gc25map.taxonomy import Taxonomy, load_taxonomy

if TYPE_CHECKING:
    from gc25map.tag.tagger import Tagger

ROOT = Path(__file__).resolve().parents[1]
GOLD = Path(__file__).with_name("gold")
ACTUAL = Path(__file__).with_name("actual")

# The same examples on every run and every machine, and no database left behind.
settings.register_profile("same", derandomize=True, deadline=None, database=None, max_examples=40)
settings.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Readings are kept in a folder of this run, also by the programs that tests start."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GC25MAP_CACHE", str(folder))
        yield folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-gold", action="store_true", help="Rewrite the gold files from what is now given."
    )


@cache
def shipped(*languages: str) -> Taxonomy:
    """The shipped taxonomy with the rules for these languages, read once in a run."""
    return load_taxonomy(languages=languages)


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The shipped taxonomy with the rules for English."""
    return shipped("en")


@pytest.fixture(scope="session")
def tagger(taxonomy: Taxonomy) -> Tagger:
    """The tagger for English with the shipped model."""
    from gc25map.model import load_model
    from gc25map.tag.tagger import Tagger

    return Tagger(taxonomy, load_model(), "en")


@pytest.fixture(scope="session")
def provision_ids(taxonomy: Taxonomy) -> list[str]:
    """The ids of all provisions, in taxonomy order."""
    return [provision.id for provision in taxonomy.provisions]


@pytest.fixture(scope="session")
def demo() -> Coverage:
    """The coverage of the demonstration law."""
    from gc25map import analyze_files

    law = next((corpora_dir() / "demo").glob("*.pdf"))
    return analyze_files(law, country="Republic of Calmarra (fictional)")


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without OCR: a page that is only a picture is unread at once, without a long look at it."""
    monkeypatch.setattr(packs, "available", frozenset)
    monkeypatch.setattr(packs, "installed", lambda: False)


class Ran(NamedTuple):
    """What a run of the program gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the program in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["gc25map", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return Ran(int(stopped.value.code or 0), out, err)

    return call


def program(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the program in a folder, as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "gc25map", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def taxonomy_copy(tmp_path: Path) -> Path:
    """A copy of the shipped framework and provisions, with lexicons and neither rules nor tensions, to be damaged."""
    folder = tmp_path / "gc25"
    source = ROOT / "taxonomy"
    shutil.copytree(source / "gc25", folder, ignore=shutil.ignore_patterns("rules", "tensions"))
    shutil.copytree(source / "lexicon", folder / "lexicon")
    return folder


@pytest.fixture
def gold(request: pytest.FixtureRequest) -> Callable[[str, Any], None]:
    """Compares data with a gold JSON file; the mismatch is printed, and what was given is kept."""

    def check(name: str, given: Any) -> None:
        path = GOLD / name
        text = json.dumps(given, ensure_ascii=False, indent=1) + "\n"
        if request.config.getoption("--update-gold"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        expected = json.loads(path.read_text(encoding="utf-8"))
        if given != expected:
            kept = ACTUAL / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(text, encoding="utf-8")
        assert given == expected, (
            f"{_difference(expected, given)}\nIf this is meant: pytest --update-gold"
        )

    return check


def _difference(expected: Any, given: Any, where: str = "") -> str:
    if isinstance(expected, dict) and isinstance(given, dict):
        keys = dict.fromkeys([*expected, *given])
        return "\n".join(
            _difference(expected.get(key), given.get(key), f"{where}/{key}")
            for key in keys
            if expected.get(key) != given.get(key)
        )
    return f"{where}: expected {expected!r}, given {given!r}"
