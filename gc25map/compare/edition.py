"""By what a law was tagged: hashes over code, libraries, taxonomy and model.

What is kept of a law in an output folder is taken again only where all of these are the same, but for the
keyword rules: where only they have changed, what they have a say in is tagged again. All workers of a run must
be of one edition.
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
# The folder of the keyword rules in a taxonomy, and that of the taxonomy shipped.
RULES, SHIPPED = "rules", "gc25"
LIBRARIES = ("spacy", "scikit-learn", "numpy", "scipy", "pyyaml")


@lru_cache(maxsize=2)
def edition_of(taxonomy_folder: Path | None) -> str:
    """Sixteen hex digits: the same wherever a law is tagged by the same means and rules."""
    return _hash(means_of(taxonomy_folder), rules_of(taxonomy_folder))


@lru_cache(maxsize=2)
def means_of(taxonomy_folder: Path | None) -> str:
    """The same for everything but the keyword rules of provisions."""
    parts = [__version__, reading_version()]
    parts += [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    rooms = sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))
    model = sorted(path for path in model_dir().iterdir() if path.is_file())
    return _hash(
        *parts,
        *_files(PACKAGE, [*rooms, *(PACKAGE / name for name in BESIDE)]),
        *(part for folder in _folders(taxonomy_folder) for part in _but_rules(folder)),
        *_files(model_dir(), model),
    )


@lru_cache(maxsize=2)
def rules_of(taxonomy_folder: Path | None) -> str:
    """The same for the keyword rules of provisions alone, in all languages."""
    folder = taxonomy_folder or taxonomy_dir() / SHIPPED
    return _hash(*_files(folder, sorted((folder / RULES).rglob("*.yaml"))))


def _folders(taxonomy_folder: Path | None) -> list[Path]:
    # The shipped taxonomy too where there is another: it lends that one its lexicons.
    return [folder for folder in (taxonomy_dir(), taxonomy_folder) if folder]


def _but_rules(folder: Path) -> Iterable[str]:
    rules = folder / RULES, folder / SHIPPED / RULES
    files = [f for f in sorted(folder.rglob("*.yaml")) if not any(map(f.is_relative_to, rules))]
    return _files(folder, files)


def _files(folder: Path, files: Iterable[Path]) -> Iterable[str]:
    for path in files:
        yield path.relative_to(folder).as_posix()
        yield hashlib.sha256(path.read_bytes()).hexdigest()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
