"""`gc25map diff`: what differs between two editions, a bill and an act, or two runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gc25map.cli import GATE, SOME_FAILED, one_line, spare, tell
from gc25map.cli.options import cache_option, language_option
from gc25map.cli.pages import page_options, page_paths, write_pages
from gc25map.cli.taxonomy import folder_option

if TYPE_CHECKING:
    from gc25map.differences import Differences
    from gc25map.pipeline import Progress
    from gc25map.records import Coverage
    from gc25map.taxonomy import Taxonomy

FORMATS = ("html", "json")
_path = click.Path(path_type=Path, exists=True)
# How many provisions of a kind the terminal names.
MOST_NAMED = 8


@click.command()
@click.argument("old", type=_path)
@click.argument("new", type=_path)
@click.option("--country", default="", help="The country's name or ISO 3166-1 code, for documents.")
@language_option
@click.option(
    "--scope",
    type=click.Choice(["children", "digital", "both", "general"]),
    help="What the documents govern throughout, where their words do not tell.",
)
@folder_option
@cache_option
@page_options(FORMATS, "html (page), json")
@click.option(
    "--fail-on",
    type=click.Choice(["lost", "weakened"]),
    help="End with exit code 4 where a provision is found in the old only (lost), or is weaker in the "
    "new, too (weakened); also where what was found in the old cannot be compared.",
)
@click.pass_context
def diff(
    ctx: click.Context,
    /,
    old: Path,
    new: Path,
    country: str,
    language: str,
    scope: str | None,
    folder: Path | None,
    no_cache: bool,
    output: Path | None,
    formats: tuple[str, ...],
    to_stdout: bool,
    quiet: bool,
    open_report: bool,
    fail_on: str | None,
) -> None:
    """\b
    gc25map diff act.pdf bill.pdf
    gc25map diff act.gc25.json bill.pdf -o out/ --fail-on weakened

    Say what was found in the new documents and not in the old, and the other way round: provision by
    provision with both passages, and their words compared; tensions and ages, too. OLD and NEW are each a
    document, a folder, a manifest, or the JSON of an earlier run.
    """
    from gc25map.cli.console import progress
    from gc25map.diff import diff_coverages
    from gc25map.report.html import render_differences
    from gc25map.taxonomy import load_taxonomy

    paths = page_paths(output, _stem(old, new), formats, FORMATS)
    if not to_stdout:
        spare((old, new), paths.values())
    with progress(quiet) as report_progress:
        read = _reader(country, language, scope or "", folder, no_cache, report_progress)
        sides = read(old), read(new)
    taxonomy = load_taxonomy(folder, languages=[])
    for name, side in zip(("old", "new"), sides, strict=True):
        for failure in side.failures:
            tell(f"{name}: {failure.path}: {failure.message}")
    found = diff_coverages(*sides)
    if to_stdout:
        click.echo(found.to_json().encode("utf-8"), nl=False)
    else:
        writers = {"html": lambda: render_differences(found, taxonomy), "json": found.to_json}
        show = None if quiet else lambda: _show(found, taxonomy)
        write_pages(paths, writers, show, open_report)
    if fail_on and (reason := _held_back(found, fail_on)):
        tell(reason)
        ctx.exit(GATE)
    if any(side.failures for side in sides):
        ctx.exit(SOME_FAILED)


def _reader(
    country: str,
    language: str,
    scope: str,
    folder: Path | None,
    no_cache: bool,
    progress: Progress,
) -> Callable[[Path], Coverage]:
    """Gives the coverage of one side: an earlier result, or documents analysed now."""

    def read(path: Path) -> Coverage:
        if path.suffix.lower() == ".json":
            from gc25map.exchange import load_coverage

            return load_coverage(path)
        from gc25map.inputs import sources_of
        from gc25map.pipeline import analyze, prepare
        from gc25map.read import open_cache

        found, named = sources_of([path], country=country, language=language)
        sources = [replace(source, scope=source.scope or scope) for source in found]
        return analyze(
            sources,
            lambda: prepare(folder),
            country=country or named,
            progress=progress,
            cache=None if no_cache else open_cache(tell),
        )

    return read


def _stem(old: Path, new: Path) -> str:
    """What the files are called, after both sides; a folder of laws passes them over by this name."""
    names = [path.name if path.is_dir() else path.stem.removesuffix(".gc25") for path in (old, new)]
    return f"{'-'.join(dict.fromkeys(name[:25] for name in names))}.diff"


def _show(found: Differences, taxonomy: Taxonomy) -> None:
    """Warnings, counts, and the names of what was found on one side only."""
    from gc25map.report.differences import EXPLAINED, MARKS

    titles = {provision.id: provision.title for provision in taxonomy.provisions}
    for warning in found.warnings:
        click.echo(f"! {one_line(warning)}")
    for change, count in found.counts().items():
        mark = MARKS[change]
        click.echo(f"{mark.sign} {count:>3} {mark.word}: {EXPLAINED[change]}")
        if change in ("unchanged", "not_comparable", "changed"):
            continue
        held = found.of(change)
        for item in held[:MOST_NAMED]:
            click.echo(f"      {one_line(titles.get(item.provision, item.provision))}")
        if len(held) > MOST_NAMED:
            click.echo(f"      … and {len(held) - MOST_NAMED} more")
    for what, olds, news in (
        ("tensions", found.old_tensions, found.new_tensions),
        ("ages", found.old_ages, found.new_ages),
    ):
        if olds or news:
            click.echo(f"{what}: {len(olds)} in the old only, {len(news)} in the new only")


def _held_back(found: Differences, level: str) -> str:
    """Why a check of the new documents fails; empty where it does not."""
    from gc25map.differences import FOUND

    lost, weakened = len(found.of("lost")), len(found.of("weakened"))
    unknown = sum(item.old in FOUND for item in found.of("not_comparable"))
    said = [f"{lost} found in the old only"] if lost else []
    if weakened and level == "weakened":
        said.append(f"{weakened} weaker in the new")
    if unknown:
        said.append(f"{unknown} found in the old that cannot be compared")
    return f"--fail-on {level}: provisions: {', '.join(said)}" if said else ""
