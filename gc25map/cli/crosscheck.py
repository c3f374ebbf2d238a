"""`gc25map compare-with`: results beside a table made by others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gc25map.cli import one_line, spare
from gc25map.cli.pages import page_options, page_paths, write_pages
from gc25map.cli.taxonomy import folder_option

if TYPE_CHECKING:
    from gc25map.crosschecks import CrossCheck

FORMATS = ("html", "json", "csv")
_file = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("compare-with")
@click.argument("table", type=_file)
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--mapping",
    required=True,
    type=_file,
    help="Which provisions answer a criterion, and what the table's words mean (YAML or CSV).",
)
@folder_option
@page_options(FORMATS, "html (page), json, csv (a line for every row of the table)")
def compare_with(
    table: Path,
    results: tuple[Path, ...],
    mapping: Path,
    folder: Path | None,
    output: Path | None,
    formats: tuple[str, ...],
    to_stdout: bool,
    quiet: bool,
    open_report: bool,
) -> None:
    """\b
    gc25map compare-with index.csv KEN.gc25.json GHA.gc25.json --mapping index.yaml
    gc25map compare-with index.csv out/ --mapping index.csv -o checked/

    Set results beside a TABLE made by others (CSV: country, criterion, value) and say how far the two
    agree, by criterion and in all, with the evidence for every disagreement. A RESULT is the JSON of a
    country, or the folder that `gc25map compare` has written. Neither side is taken to be right.
    """
    from gc25map.crosscheck import compare_with as compare
    from gc25map.crosscheck import crosscheck_csv, dump_crosscheck
    from gc25map.report.html import render_crosscheck
    from gc25map.taxonomy import load_taxonomy

    paths = page_paths(output, f"{table.stem}.compared", formats, FORMATS)
    if not to_stdout:
        spare((table, mapping, *results), paths.values())
    taxonomy = load_taxonomy(folder, languages=[])
    found = compare(table, mapping, results, taxonomy)
    if to_stdout:
        click.echo(dump_crosscheck(found).encode("utf-8"), nl=False)
        return
    writers: dict[str, Callable[[], str]] = {
        "html": lambda: render_crosscheck(found, taxonomy),
        "json": lambda: dump_crosscheck(found),
        "csv": lambda: crosscheck_csv(found),
    }
    show = None if quiet else lambda: _show(found)
    write_pages(paths, writers, show, open_report)


def _show(found: CrossCheck) -> None:
    from gc25map.report.crosscheck import crosscheck_lines

    for line in crosscheck_lines(found):
        click.echo(one_line(line))
