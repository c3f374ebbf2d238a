"""The wheel holds all that the main job needs, installed far from the checkout."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow


def call(*command: str | Path, folder: Path, seconds: int = 900) -> str:
    """Runs a command in a folder, without any path to the checkout; its output."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    result = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**environment, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    if importlib.util.find_spec("hatchling"):
        command.append("--no-isolation")
    call(*command, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_data_and_nothing_else(wheel: Path) -> None:
    """Taxonomy, lexicons, corpora, model and templates are in it; tests and caches are not."""
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "gc25map/data/taxonomy/gc25/framework.yaml",
        "gc25map/data/taxonomy/gc25/provisions/10-X.yaml",
        "gc25map/data/taxonomy/lexicon/en.yaml",
        "gc25map/data/model/model.json",
        "gc25map/data/model/weights.npz",
        "gc25map/report/templates/report.html.j2",
        "gc25map/py.typed",
    ):
        assert wanted in names, wanted
    assert any(n.startswith("gc25map/data/corpora/demo/") and n.endswith(".pdf") for n in names)
    top = {name.split("/")[0] for name in names}
    assert {t for t in top if not t.endswith(".dist-info")} == {"gc25map"}
    assert not any("__pycache__" in name or name.endswith(".pyc") for name in names)


def test_the_main_job_runs_from_the_wheel_in_a_clean_place(wheel: Path, tmp_path: Path) -> None:
    """In a virtual environment of its own, away from the checkout, the demo gives 109 provisions.

    The libraries are those of this environment: installing them anew is what the README's first
    command does in `.ci/run`, and `test_architecture.py` holds the list of them against the imports.
    """
    home = tmp_path / "venv"
    call(sys.executable, "-m", "venv", "--without-pip", home, folder=tmp_path)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", scripts / "python")
    call(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, folder=tmp_path)
    (packages,) = home.rglob("site-packages")
    libraries = sorted({sysconfig.get_path(name) for name in ("purelib", "platlib")})
    (packages / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    away = tmp_path / "away"
    away.mkdir()
    shown = call(scripts / "gc25map", "demo", "-o", "out", folder=away)
    assert "All provisions" in shown
    where = call(scripts / "python", "-c", "import gc25map; print(gc25map.__file__)", folder=away)
    assert Path(where.strip()).is_relative_to(home)
    (written,) = (away / "out").glob("*.json")
    data = json.loads(written.read_text(encoding="utf-8"))
    assert len(data["provisions"]) == 109
    assert sum(p["status"] == "addressed" for p in data["provisions"]) > 20
    (html,) = (away / "out").glob("*.html")
    assert html.read_text(encoding="utf-8").count("<article id=") == 109
