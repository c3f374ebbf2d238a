"""gc25map reads a country's laws and shows what they do for children online, provision by provision.

The public names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from gc25map.api import analyze_files as analyze_files
    from gc25map.crosscheck import compare_with as compare_with
    from gc25map.diff import diff_coverages as diff_coverages
    from gc25map.errors import Gc25MapError as Gc25MapError
    from gc25map.exchange import load_coverage as load_coverage
    from gc25map.measure import measure_coverage as measure_coverage
    from gc25map.model import load_model as load_model
    from gc25map.read import read_law as read_law
    from gc25map.report.html import render_crosscheck as render_crosscheck
    from gc25map.report.html import render_differences as render_differences
    from gc25map.report.html import render_report as render_report
    from gc25map.review import apply_reviews as apply_reviews
    from gc25map.review import load_review as load_review
    from gc25map.split import split_passages as split_passages
    from gc25map.tag.tagger import Tagger as Tagger
    from gc25map.taxonomy import load_frameworks as load_frameworks
    from gc25map.taxonomy import load_taxonomy as load_taxonomy

_HOMES = {
    "analyze_files": "gc25map.api",
    "compare_with": "gc25map.crosscheck",
    "diff_coverages": "gc25map.diff",
    "Gc25MapError": "gc25map.errors",
    "load_coverage": "gc25map.exchange",
    "measure_coverage": "gc25map.measure",
    "load_model": "gc25map.model",
    "read_law": "gc25map.read",
    "render_crosscheck": "gc25map.report.html",
    "render_differences": "gc25map.report.html",
    "render_report": "gc25map.report.html",
    "apply_reviews": "gc25map.review",
    "load_review": "gc25map.review",
    "split_passages": "gc25map.split",
    "Tagger": "gc25map.tag.tagger",
    "load_frameworks": "gc25map.taxonomy",
    "load_taxonomy": "gc25map.taxonomy",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
