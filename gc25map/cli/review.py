"""`gc25map review`: brings reviewers' decisions back into a report, and compares two reviewers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gc25map.cli import SOME_FAILED, one_line, spare, tell
from gc25map.cli.analyze import lang_option, output_options, wanted_of
from gc25map.cli.taxonomy import folder_option

if TYPE_CHECKING:
    from gc25map.decisions import Review
    from gc25map.records import Coverage
    from gc25map.taxonomy import Taxonomy

_file = click.Path(path_type=Path, exists=True, dir_okay=False)
# How many provisions a line on stderr names.
MOST_NAMED = 5


@click.group()
def review() -> None:
    """\b
    gc25map review apply law.gc25.json law.review.json
    gc25map review agree first.review.json second.review.json

    Bring reviewers' decisions back into a report, beside the program's statuses, and measure how
    far two reviewers agree.
    """


@review.command(short_help="Write a report again, with reviewers' decisions.")
@click.argument("report", type=_file)
@click.argument("reviews", nargs=-1, required=True, type=_file)
@folder_option
@output_options
@click.pass_context
def apply(
    ctx: click.Context,
    /,
    report: Path,
    reviews: tuple[Path, ...],
    folder: Path | None,
    **wanted: Any,
) -> None:
    """\b
    gc25map review apply law.gc25.json law.review.json
    gc25map review apply new-edition.gc25.json anna.json ben.json -o reviewed/ --format html,json,csv

    Write the report REPORT (JSON) again with the decisions of one or several REVIEWS beside the
    program's statuses. Decisions on an older report are carried where the status and the passages are
    the same, else marked to be checked again; those whose provision or passages are gone are listed.
    Where reviewers contradict each other the cell is disputed and has no reviewer's status.
    """
    from gc25map.cli.console import open_page
    from gc25map.exchange import load_coverage
    from gc25map.report.files import report_base, write_reports
    from gc25map.review import apply_reviews

    choice = wanted_of(ctx, wanted)
    coverage = load_coverage(report)
    loaded, failed = _load_all(reviews)
    base = report_base(choice.output, f"{_stem(report)}-reviewed")
    if not choice.to_stdout:
        spare((report, *reviews), [base.parent / f"{base.name}.{n}" for n in choice.formats])
    coverage = apply_reviews(coverage, loaded)
    if choice.to_stdout:
        click.echo(coverage.to_json().encode("utf-8"), nl=False)
    else:
        taxonomy = _fitting(folder, coverage)
        written = write_reports(coverage, taxonomy, base, choice.formats, choice.lang)
        if not choice.quiet:
            for path in written:
                click.echo(f"→ {path}")
        if choice.open_report:
            open_page(written)
    if not choice.quiet:
        _say_standing(coverage)
    if failed:
        ctx.exit(SOME_FAILED)


@review.command(short_help="Measure how far two reviewers agree.")
@click.argument("first", type=_file)
@click.argument("second", type=_file)
@folder_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the disagreements go: a page for the adjudicator (.html), or a list (.json).",
)
@lang_option
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def agree(
    first: Path, second: Path, folder: Path | None, output: Path | None, lang: str, as_json: bool
) -> None:
    """\b
    gc25map review agree first.review.json second.review.json
    gc25map review agree first.review.json second.review.json -o adjudicate.html

    Measure how far two reviewers agree over the cells that both decided (share and Cohen's kappa),
    and each of them with the program; -o writes what is to be adjudicated, both decisions with notes
    and passages.
    """
    from gc25map.report.adjudicate import agreement_lines
    from gc25map.report.html import render_adjudication
    from gc25map.review import compare_reviews, load_review
    from gc25map.review.agree import comparison_to_dict
    from gc25map.taxonomy import load_taxonomy
    from gc25map.whole import write_whole

    if output and output.suffix.lower() not in (".html", ".json"):
        raise click.BadParameter("ends in .html or in .json", param_hint="-o")
    comparison = compare_reviews(load_review(first), load_review(second))
    data = json.dumps(comparison_to_dict(comparison), ensure_ascii=False, indent=1) + "\n"
    if output:
        spare((first, second), [output])
        page = output.suffix.lower() == ".html"
        taxonomy = load_taxonomy(folder, languages=[]) if page else None
        written = render_adjudication(comparison, taxonomy, lang) if taxonomy else data
        write_whole(output, written)
    if as_json:
        click.echo(data.encode("utf-8"), nl=False)
        return
    for line in agreement_lines(comparison):
        click.echo(one_line(line))
    if output:
        click.echo(f"→ {output}")


def _load_all(paths: Sequence[Path]) -> tuple[list[Review], int]:
    """The reviews that can be read, and how many cannot; `BadFile` where none can."""
    from gc25map.errors import BadFile
    from gc25map.review import load_review

    loaded: list[Review] = []
    refused: list[BadFile] = []
    for path in paths:
        try:
            loaded.append(load_review(path))
        except BadFile as error:
            refused.append(error)
    if not loaded:
        raise refused[0]
    for problem in refused:
        tell(str(problem))
    return loaded, len(refused)


def _stem(report: Path) -> str:
    return report.name.removesuffix(".json").removesuffix(".gc25")


def _fitting(folder: Path | None, coverage: Coverage) -> Taxonomy:
    """The taxonomy that the report was made with, as far as its provisions tell."""
    from gc25map.errors import BadFile
    from gc25map.taxonomy import load_taxonomy

    taxonomy = load_taxonomy(folder, languages=[])
    if [p.id for p in taxonomy.provisions] != [cell.provision for cell in coverage.cells]:
        raise BadFile(
            f"the report was made with other provisions (taxonomy {coverage.taxonomy}); "
            "name their folder with --taxonomy, or analyse the documents again"
        )
    return taxonomy


def _say_standing(coverage: Coverage) -> None:
    """One line on stderr for each kind of standing that there is."""
    summary = coverage.review
    if summary is None:
        return
    orphaned = [held.decision.provision for held in summary.orphaned]
    orphaned += [held.addition.provision for held in summary.orphaned_additions]
    lines = [
        f"reviewed {summary.reviewed} of {len(coverage.cells)} provisions; "
        f"{summary.carried} decisions carried"
    ]
    if summary.changed:
        lines.append(f"{summary.changed} changed, to be checked again" + _named(summary.recheck))
    if orphaned:
        lines.append(f"{len(orphaned)} orphaned, listed in the report" + _named(orphaned))
    if summary.disputed:
        lines.append(
            f"{len(summary.disputed)} disputed, no reviewer's status until adjudicated"
            + _named(summary.disputed)
        )
    for line in lines:
        tell(line)


def _named(provisions: Sequence[str]) -> str:
    more = " …" if len(provisions) > MOST_NAMED else ""
    listed = ", ".join(dict.fromkeys(provisions[:MOST_NAMED]))
    return f": {listed}{more}" if listed else ""
