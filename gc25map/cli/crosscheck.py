"""`gc25map compare-with`: results beside a table made by others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from gc25map.cli import chosen_formats, one_line, spare
from gc25map.cli.taxonomy import folder_option

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
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A folder, or a file such as check.html whose name is taken.  [default: current folder]",
)
@click.option(
    "--format",
    "formats",
    default="html,json,csv",
    show_default=True,
    callback=lambda ctx, param, value: chosen_formats(value, FORMATS),
    help="Comma-separated: html (page), json, csv (a line for every row of the table).",
)
@click.option("--json", "to_stdout", is_flag=True, help="Print the JSON; write no file.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@click.option("--open", "open_report", is_flag=True, help="Open the page afterwards.")
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
    from gc25map.cli.console import open_page
    from gc25map.crosscheck import compare_with as compare
    from gc25map.crosscheck import crosscheck_csv, dump_crosscheck
    from gc25map.report.crosscheck import crosscheck_lines
    from gc25map.report.files import report_base
    from gc25map.report.html import render_crosscheck
    from gc25map.taxonomy import load_taxonomy
    from gc25map.whole import write_whole

    base = report_base(output, f"{table.stem}.compared")
    if output and (named := output.suffix.lower().lstrip(".")) in FORMATS and named not in formats:
        formats = (*formats, named)
    paths = {name: base.parent / f"{base.name}.{name}" for name in formats}
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
    contents = {path: writers[name]() for name, path in paths.items()}
    for path, content in contents.items():
        write_whole(path, content)
    if not quiet:
        for line in crosscheck_lines(found):
            click.echo(one_line(line))
        for path in paths.values():
            click.echo(f"→ {path}")
    if open_report:
        open_page(list(paths.values()))
