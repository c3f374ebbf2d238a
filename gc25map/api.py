"""The main job as one call, for notebooks and scripts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gc25map.pipeline import Source, analyze, prepare
from gc25map.records import Coverage


def analyze_files(
    paths: Iterable[str | Path] | str | Path, *, country: str = "", title: str = ""
) -> Coverage:
    """The coverage of one PDF, or of several that together are one country's instruments.

    A document that cannot be read is listed in `coverage.failures`; `Gc25MapError` is raised where
    none can be read.
    """
    if isinstance(paths, str | Path):
        paths = [paths]
    sources = [Source(Path(path)) for path in paths]
    return analyze(sources, prepare, country=country, title=title)
