"""Finds what is shipped with the package: taxonomy, corpora and model, in a wheel or in a checkout.

In a wheel they lie inside the package, under `gc25map/data/`; in a checkout (and so in an editable
install) they are the top-level folders of the repository.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _find(name: str) -> Path:
    shipped = PACKAGE / "data" / name
    return shipped if shipped.exists() else PACKAGE.parent / name


def taxonomy_dir() -> Path:
    """The folder of the shipped taxonomy (`gc25/`, `frameworks/`, `lexicon/`, `ages/`)."""
    return _find("taxonomy")


def corpora_dir() -> Path:
    """The folder of training passages and of the demonstration law."""
    return _find("corpora")


def model_dir() -> Path:
    """The folder of the shipped model (`model.json`, `weights.npz`)."""
    return PACKAGE / "data" / "model"
