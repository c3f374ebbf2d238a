"""`gc25map analyze` and `gc25map demo`: from paths to reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from gc25map.cli import SOME_FAILED, chosen_formats, spare, tell
from gc25map.cli.options import (
    cache_option,
    chosen_frameworks,
    engine_option,
    framework_option,
    language_option,
    pages_option,
    taxonomy_option,
)

if TYPE_CHECKING:
    from gc25map.pipeline import Source
    from gc25map.read import ReadingCache
    from gc25map.records import Coverage

FORMATS = ("html", "json", "csv", "xlsx", "docx", "svg")
ALL_FORMATS = "all"
# Those that have a catalogue (see `gc25map.report.language`).
LANGUAGES = ("en", "ar", "es", "fr")
DEMO_COUNTRY = "Republic of Calmarra (fictional)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user wants to be written and shown."""

    output: Path | None
    formats: tuple[str, ...]
    to_stdout: bool
    quiet: bool
    open_report: bool
    lang: str
    frameworks: tuple[str, ...] = ()


def wanted_of(ctx: click.Context, options: dict[str, Any]) -> Wanted:
    """What the options of a command say; where they name no format, `-o memo.docx` names one more."""
    wanted = Wanted(**options)
    ending = wanted.output.suffix.lower().lstrip(".") if wanted.output else ""
    named = ctx.get_parameter_source("formats") is not ParameterSource.DEFAULT
    if named or ending not in FORMATS or ending in wanted.formats:
        return wanted
    return replace(wanted, formats=(*wanted.formats, ending))


def _formats(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = chosen_formats(value, (*FORMATS, ALL_FORMATS))
    return FORMATS if ALL_FORMATS in chosen else chosen


lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the page, the memo and the overview; passages keep theirs.",
)


def output_options(function: click.decorators.FC) -> click.decorators.FC:
    """The options that say what is written and shown, the same for every command that reports."""
    options = [
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            help="A folder, or a file such as memo.docx whose name the reports take.  [default: current folder]",
        ),
        click.option(
            "--format",
            "formats",
            default="html,json",
            show_default=True,
            callback=_formats,
            help="Comma-separated: html (page), json, csv, xlsx (workbook), docx (memo),"
            " svg (overview); or all.",
        ),
        lang_option,
        click.option("--json", "to_stdout", is_flag=True, help="Print the JSON; write no file."),
        click.option("-q", "--quiet", is_flag=True, help="No progress and no summary."),
        click.option(
            "--open", "open_report", is_flag=True, help="Open the HTML report afterwards."
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--country",
    default="",
    help="The country's name, or its ISO 3166-1 code (KEN), which narrows the languages of its laws.",
)
@click.option("--title", default="", help="A title for the report (or for the one document).")
@language_option
@taxonomy_option
@engine_option
@click.option(
    "--scope",
    type=click.Choice(["children", "digital", "both", "general"]),
    help="What the documents govern throughout, where their words do not tell.",
)
@cache_option
@pages_option
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file with passwords for encrypted PDFs, one on each line.",
)
@framework_option
@output_options
@click.pass_context
def analyze(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    country: str,
    title: str,
    language: str,
    taxonomy_folder: Path | None,
    engine: str,
    scope: str | None,
    no_cache: bool,
    max_pages: int,
    password_file: Path | None,
    **wanted: Any,
) -> None:
    """\b
    gc25map analyze law.pdf
    gc25map analyze laws/kenya/ --country Kenya -o reports/ --format html,xlsx,docx

    Measure documents, folders of them, or a manifest (CSV with the columns path, country, title,
    language, scope) that together are one country's instruments, and write the coverage matrix.

    Documents are PDF (.pdf), Word (.docx), web pages (.html, .htm), Markdown (.md), plain text
    (.txt) and Akoma Ntoso (.xml, .akn).
    """
    from gc25map.inputs import passwords_of, sources_of
    from gc25map.read import open_cache

    cache = None if no_cache else open_cache(tell)
    passwords = passwords_of(password_file) if password_file else ()
    found, named = sources_of(paths, country=country, title=title, language=language)
    settings: dict[str, Any] = {"engine": engine, "max_pages": max_pages, "passwords": passwords}
    sources = [replace(source, scope=source.scope or scope or "", **settings) for source in found]
    chosen = wanted_of(ctx, wanted)
    _run(ctx, paths, sources, country or named, title, taxonomy_folder, chosen, cache)


@click.command()
@framework_option
@output_options
@click.pass_context
def demo(ctx: click.Context, /, **wanted: Any) -> None:
    """\b
    gc25map demo
    gc25map demo --open

    Run the main job on the demonstration law that is shipped with the program: an act of a
    fictional country, written for this purpose.
    """
    from gc25map.pipeline import Source
    from gc25map.resources import corpora_dir

    laws = sorted((corpora_dir() / "demo").glob("*.pdf"))
    sources = [Source(law) for law in laws]
    _run(ctx, laws, sources, DEMO_COUNTRY, "", None, wanted_of(ctx, wanted), None)


def _run(
    ctx: click.Context,
    given: Sequence[Path],
    sources: list[Source],
    country: str,
    title: str,
    taxonomy_folder: Path | None,
    wanted: Wanted,
    cache: ReadingCache | None,
) -> None:
    from gc25map.cli.console import open_page, progress, show_failures, show_summary
    from gc25map.frameworks import with_readings
    from gc25map.pipeline import analyze as run
    from gc25map.pipeline import prepare
    from gc25map.report.files import report_base, write_reports

    chosen = chosen_frameworks(taxonomy_folder, wanted.frameworks)
    with progress(wanted.quiet) as report_progress:
        coverage = run(
            sources,
            lambda: prepare(taxonomy_folder),
            country=country,
            title=title,
            progress=report_progress,
            cache=cache,
        )
        taxonomy = prepare(taxonomy_folder).taxonomy
    coverage = with_readings(coverage, chosen)
    show_failures(coverage)
    if wanted.to_stdout:
        click.echo(coverage.to_json().encode("utf-8"), nl=False)
    else:
        base = report_base(wanted.output, _stem(sources, country, coverage))
        own = [base.parent / f"{base.name}.{name}" for name in wanted.formats]
        spare([*given, *(source.path for source in sources)], own)
        written = write_reports(coverage, taxonomy, base, wanted.formats, wanted.lang)
        if not wanted.quiet:
            show_summary(coverage, taxonomy, written)
        if wanted.open_report:
            open_page(written)
    if coverage.failures:
        ctx.exit(SOME_FAILED)


def _stem(sources: list[Source], country: str, coverage: Coverage) -> str:
    if len(sources) == 1:
        return sources[0].path.stem
    return country or coverage.title
