"""Writes reports: one coverage in every format asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gc25map.exchange import dump_coverage
from gc25map.records import Coverage
from gc25map.report.html import render_report
from gc25map.report.language import SOURCE
from gc25map.report.svg import render_overview
from gc25map.report.xlsx import render_workbook
from gc25map.tables import coverage_csv, frameworks_csv
from gc25map.taxonomy import Taxonomy
from gc25map.whole import safe_name, write_whole


def _memo(coverage: Coverage, taxonomy: Taxonomy, language: str = SOURCE) -> bytes:
    from gc25map.report.docx import render_memo  # and with it python-docx, which takes a while

    return render_memo(coverage, taxonomy, language)


# What people read is in the language asked for; what programs read is the same in all of them.
WRITERS: dict[str, Callable[..., str | bytes]] = {
    "html": render_report,
    "json": lambda coverage, taxonomy, language=SOURCE: dump_coverage(coverage),
    "csv": lambda coverage, taxonomy, language=SOURCE: coverage_csv(coverage, taxonomy),
    "xlsx": lambda coverage, taxonomy, language=SOURCE: render_workbook(coverage, taxonomy),
    "docx": _memo,
    "svg": render_overview,
}


def report_base(output: Path | None, stem: str) -> Path:
    """The path of the reports without their endings.

    `output` is a file where it ends like a report (.html, .json …), else a folder; without it the
    current folder is taken, and the name comes from `stem`.
    """
    name = f"{safe_name(stem)}.gc25"
    if output is None:
        return Path(name)
    if output.is_dir():
        return output / name
    return output.with_suffix("") if output.suffix.lower().lstrip(".") in WRITERS else output / name


def write_reports(
    coverage: Coverage,
    taxonomy: Taxonomy,
    base: Path,
    formats: Sequence[str],
    language: str = SOURCE,
) -> list[Path]:
    """Write every format beside each other; the paths written. `BadFile` where that is impossible.

    `language` is one of `LANGUAGES`.
    """
    contents = {name: WRITERS[name](coverage, taxonomy, language) for name in formats}
    if "csv" in contents and coverage.frameworks:
        contents["frameworks.csv"] = frameworks_csv(coverage)
    written = []
    for name, content in contents.items():
        path = base.parent / f"{base.name}.{name}"
        write_whole(path, content)
        written.append(path)
    return written
