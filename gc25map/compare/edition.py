"""By what a law was tagged: one hash over code, libraries, taxonomy and model.

What is kept of a law in an output folder is taken again only where all of these are the same, and all
workers of a run must be of one edition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from gc25map import __version__
from gc25map.read.version import reading_version
from gc25map.resources import PACKAGE, model_dir, taxonomy_dir

# After the room that reads, which has a version of its own.
ROOMS = ("split", "tag", "taxonomy")
BESIDE = (
    "findings.py",
    "measure.py",
    "model.py",
    "pipeline.py",
    "reasons.py",
    "train.py",
    "words.py",
)
LIBRARIES = ("spacy", "scikit-learn", "numpy", "scipy", "pyyaml")


@lru_cache(maxsize=2)
def edition_of(taxonomy_folder: Path | None) -> str:
    """Sixteen hex digits: the same wherever a law is tagged by the same means."""
    digest = hashlib.sha256()
    parts = [__version__, reading_version()]
    parts += [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    digest.update("\0".join(parts).encode())
    for folder, files in _sources(taxonomy_folder):
        for path in files:
            digest.update(f"\0{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _sources(taxonomy_folder: Path | None) -> Iterable[tuple[Path, list[Path]]]:
    rooms = sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))
    yield PACKAGE, [*rooms, *(PACKAGE / name for name in BESIDE)]
    # The shipped taxonomy too where there is another: it lends that one its lexicons.
    for folder in (taxonomy_dir(), taxonomy_folder):
        if folder:
            yield folder, sorted(folder.rglob("*.yaml"))
    yield model_dir(), sorted(path for path in model_dir().iterdir() if path.is_file())
