"""The main job as one call, for notebooks and scripts."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from gc25map.pipeline import Source, analyze, prepare
from gc25map.read import open_cache
from gc25map.records import Coverage


def analyze_files(
    paths: Iterable[str | Path] | str | Path,
    *,
    country: str = "",
    title: str = "",
    scope: Literal["", "children", "digital", "both", "general"] = "",
    cache: bool = True,
) -> Coverage:
    """The coverage of one document, or of several that together are one country's instruments.

    `scope` says what the documents govern throughout, where their own words do not tell it well.
    A document that cannot be read is listed in `coverage.failures`; `Gc25MapError` is raised where
    none can be read. With `cache`, what was read is kept for the next time in the user's cache folder
    (see the README); a folder that cannot be used is a warning.
    """
    if isinstance(paths, str | Path):
        paths = [paths]
    sources = [Source(Path(path), scope=scope) for path in paths]
    kept = open_cache(warnings.warn) if cache else None
    return analyze(sources, prepare, country=country, title=title, cache=kept)
