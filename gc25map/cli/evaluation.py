"""`gc25map evaluate`: measure what the program is worth, and what a change gained and lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from gc25map.evaluate import Evaluation
    from gc25map.evaluate.runs import Comparison
    from gc25map.tag.decide import Thresholds


@click.command()
@click.argument(
    "judged", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="JUDGED_DIR"
)
@click.option(
    "--laws",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder to which the judgements' document paths are relative.  [default: beside]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How the figures are printed; json holds all of them.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option("--provisions", "each", is_flag=True, help="Also print figures for each provision.")
@click.option(
    "--store", type=click.Path(path_type=Path, dir_okay=False), help="Keep this run in a file."
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A stored run: list what was gained and lost since.",
)
@click.option(
    "--reliability",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the counts of each provision to a file, as the taxonomy keeps them for reports.",
)
@click.option("-v", "--verbose", is_flag=True, help="Also list every disagreement.")
def evaluate(
    judged: Path,
    laws: Path | None,
    form: str,
    each: bool,
    store: Path | None,
    against: Path | None,
    reliability: Path | None,
    verbose: bool,
) -> None:
    """\b
    gc25map evaluate judged/ --laws laws/
    gc25map evaluate judged/ --laws laws/ --against before.json --store now.json

    Measure agreement with judged documents, per document and pooled, with the interval in which
    other documents would mostly fall, with thresholds that each document had no part in
    choosing, and beside the baselines that a user would otherwise reach for.
    """
    from gc25map.cli import tell
    from gc25map.evaluate import disagreements, evaluate_folder
    from gc25map.evaluate.reliability import reliability_json, reliability_of
    from gc25map.evaluate.runs import compare, load_run, stored_run
    from gc25map.pipeline import prepare
    from gc25map.read import open_cache
    from gc25map.whole import write_whole

    before = load_run(against) if against else None
    found = evaluate_folder(judged, laws or judged.parent / "laws", open_cache(tell))
    comparison = compare(found.pairs, before) if before else None
    if store:
        write_whole(store, stored_run(found.pairs, found.taxonomy, found.model))
    if reliability:
        measured = reliability_of(found.pairs, prepare().taxonomy, found.model)
        write_whole(reliability, reliability_json(measured))
    if form == "json":
        click.echo(json.dumps(found.as_dict(comparison), indent=1))
    else:
        _print(found, comparison, each)
    if verbose:
        for line in disagreements(found.pairs):
            click.echo(line, err=form == "json")


def _print(found: Evaluation, comparison: Comparison | None, each: bool) -> None:
    data = found.as_dict()
    _table([{k: v for k, v in row.items() if k != "documents"} for row in data["figures"]])
    if found.choice:
        click.echo(f"\nchosen on all documents: {_named(found.choice.thresholds)}")
        for left in found.choice.left_out:
            click.echo(f"chosen without {left.document}: {_named(left.thresholds)}")
    if each:
        click.echo()
        _table(data["provisions"])
    if comparison:
        _print_changes(comparison)


def _named(thresholds: Thresholds) -> str:
    t = thresholds
    return f"alone {t.alone}, with a cue {t.with_cue}, with a rule {t.with_rule}"


def _print_changes(comparison: Comparison) -> None:
    counts = ", ".join(f"{len(comparison.of(kind))} {kind}" for kind in ("gained", "lost", "moved"))
    click.echo(f"\nsince {comparison.against}: {counts}")
    for kind in ("gained", "lost", "moved"):
        for c in comparison.of(kind):
            said = f"{kind}: {c.document}: {c.provision}: {c.before} → {c.now}"
            click.echo(said if kind == "gained" else f"{said} (judged {c.judged})")
    for name in comparison.added:
        click.echo(f"not in the stored run: {name}")
    for name in comparison.absent:
        click.echo(f"only in the stored run: {name}")


def _table(rows: Sequence[dict[str, Any]]) -> None:
    """Rows of the same keys: the first key is the name of the row, the others are columns."""
    first, *names = rows[0]
    width = max(len(str(row[first])) for row in rows)
    wide = {name: max(len(name), 7) for name in names}
    _line("".ljust(width), (name.replace("_", " ").rjust(wide[name]) for name in names))
    for row in rows:
        _line(str(row[first]).ljust(width), (_shown(row[n]).rjust(wide[n]) for n in names))


def _line(head: str, cells: Iterable[str]) -> None:
    click.echo(" ".join([head, *cells]).rstrip())


def _shown(value: float | int | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
