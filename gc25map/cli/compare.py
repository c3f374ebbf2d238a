"""`gc25map compare`: from the documents of many countries to a folder of results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gc25map.cli import INTERRUPTED, SOME_FAILED, one_line, tell
from gc25map.cli.options import (
    cache_option,
    chosen_frameworks,
    engine_option,
    framework_option,
    pages_option,
    taxonomy_option,
)

if TYPE_CHECKING:
    from gc25map.compare.run import Outcome

# With thousands of documents nobody reads a line for each that failed.
MOST_FAILURES_TOLD = 20


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder for all that is written, and for what the next run takes up.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="How many laws are analysed at once.  [default: one for each processor]",
)
@click.option(
    "--scheduler",
    metavar="URL",
    default="",
    help="Use the workers of a Dask cluster (tcp://host:8786); they must see the same paths.",
)
@click.option(
    "--resume/--fresh",
    default=True,
    show_default=True,
    help="Take up what an earlier run has done in the folder, or do everything anew.",
)
@click.option("--retry-failed", is_flag=True, help="Try again what could not be read.")
@click.option("--fetch", is_flag=True, help="Open documents that a manifest names by a URL.")
@taxonomy_option
@framework_option
@engine_option
@pages_option
@cache_option
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@click.pass_context
def compare(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    output: Path,
    jobs: int | None,
    scheduler: str,
    resume: bool,
    retry_failed: bool,
    fetch: bool,
    taxonomy_folder: Path | None,
    frameworks: tuple[str, ...],
    engine: str,
    max_pages: int,
    no_cache: bool,
    quiet: bool,
) -> None:
    """\b
    gc25map compare laws.csv -o out/
    gc25map compare laws/ -o out/ --jobs 4

    Measure the documents of many countries and set the countries side by side. Named are
    manifests (CSV with the columns path, country, country_name, title, year, kind, language,
    scope), or folders that hold one folder for each country, named by its ISO 3166-1 code.

    Ended at any moment, the same command goes on where it was, and gives the same bytes.
    """
    if jobs and scheduler:
        raise click.UsageError("--jobs is for this machine; with --scheduler its workers are used")
    chosen = chosen_frameworks(taxonomy_folder, frameworks)
    from gc25map.cli.console import steady_progress
    from gc25map.compare.engine import Engine
    from gc25map.compare.listing import countries_of
    from gc25map.compare.run import compare as run
    from gc25map.compare.run import settings_of
    from gc25map.compare.sinks import SINKS
    from gc25map.read import open_cache

    own = output.resolve()
    if any(path.is_dir() and own.is_relative_to(path.resolve()) for path in paths):
        raise click.UsageError(f"{output} lies in a folder of laws; choose another -o")
    countries = countries_of(paths)
    if not no_cache:
        open_cache(tell)  # what is wrong with it is told here, and not by every worker
    settings = settings_of(
        output,
        taxonomy_folder,
        engine=engine,
        max_pages=max_pages,
        frameworks=tuple(framework.id for framework in chosen),
        cache=not no_cache,
        fetch=fetch,
        retry_failed=retry_failed,
    )
    try:
        with steady_progress(quiet) as progress:
            outcome = run(
                countries,
                settings,
                Engine(jobs, scheduler, sum(len(country.documents) for country in countries)),
                SINKS,
                fresh=not resume,
                progress=progress,
            )
    except KeyboardInterrupt:
        tell("interrupted; what is done is kept, and the same command goes on from here")
        ctx.exit(INTERRUPTED)
    _say(outcome, output, quiet)
    if outcome.failed:
        ctx.exit(SOME_FAILED)


def _say(outcome: Outcome, output: Path, quiet: bool) -> None:
    """The failures on stderr, then what there is now, and where."""
    for place, why in outcome.failed[:MOST_FAILURES_TOLD]:
        tell(f"{place}: {why}")
    if (more := len(outcome.failed) - MOST_FAILURES_TOLD) > 0:
        tell(f"and {more:,} more documents could not be read")
    if not quiet:
        read = outcome.documents - len(outcome.failed)
        click.echo(
            f"{_count(outcome.countries, 'country', 'countries')}:"
            f" {read:,} of {_count(outcome.documents, 'document', 'documents')} read,"
            f" {_count(outcome.pages, 'page', 'pages')}"
        )
        click.echo(one_line(f"→ {output}"))


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
