"""`gc25map train` and `gc25map evaluate`: make the model, and measure what it is worth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


@click.command()
@click.option(
    "--corpora",
    "corpora_folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of training passages.  [default: the shipped ones]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where model.json and weights.npz go.  [default: the shipped model's place]",
)
def train(corpora_folder: Path | None, output: Path | None) -> None:
    """\b
    gc25map train
    gc25map train --corpora my-corpora/ -o my-model/

    Train the classifier from the passages in corpora/, and from nothing else. The same passages
    give the same model.
    """
    from gc25map.corpora import corpus_hash, load_examples
    from gc25map.errors import BadFile
    from gc25map.model import save_model
    from gc25map.resources import model_dir
    from gc25map.taxonomy import load_taxonomy
    from gc25map.train import train_model

    folder = output or model_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadFile(f"{folder}: cannot be written ({error.strerror})") from error
    taxonomy = load_taxonomy(languages=[])
    digest = corpus_hash(corpora_folder)
    about = {"id": digest[:12], "corpus": digest, "taxonomy": taxonomy.version}
    model = train_model(
        load_examples(corpora_folder),
        taxonomy.provisions,
        about,
        progress=lambda message: click.echo(message, err=True),
    )
    save_model(model, folder)
    held_out = ", ".join(f"{name} {value:.3f}" for name, value in model.about["held_out"].items())
    click.echo(f"model {model.id} → {folder}; on held-out passages: {held_out}")


@click.command()
@click.argument(
    "judged", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="JUDGED_DIR"
)
@click.option(
    "--laws",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder to which the judgements' document paths are relative.  [default: beside]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("-v", "--verbose", is_flag=True, help="Also list every disagreement.")
def evaluate(judged: Path, laws: Path | None, as_json: bool, verbose: bool) -> None:
    """\b
    gc25map evaluate judged/ --laws laws/
    gc25map evaluate judged/ --laws laws/ --json

    Measure agreement with judged documents, per document and pooled, and print the
    baselines that a user would otherwise reach for in the same run.
    """
    from gc25map.cli import tell
    from gc25map.evaluate import disagreements, evaluate_folder, table
    from gc25map.read import open_cache

    folder = laws or judged.parent / "laws"
    evaluation = evaluate_folder(judged, folder, open_cache(tell))
    rows = table(evaluation.rows)
    if as_json:
        click.echo(json.dumps({"figures": rows}, indent=1))
    else:
        _print_table(rows)
    if verbose:
        for line in disagreements(evaluation.pairs):
            click.echo(line)


def _print_table(rows: list[dict[str, Any]]) -> None:
    names = [name for name in rows[0] if name not in ("name", "documents")]
    width = max(len(str(row["name"])) for row in rows)
    click.echo(
        " ".join(["".ljust(width), *(name.replace("_", " ").rjust(10)[:15] for name in names)])
    )
    for row in rows:
        values = [f"{row[name]:.3f}".rjust(max(10, min(15, len(name)))) for name in names]
        click.echo(" ".join([str(row["name"]).ljust(width), *values]))
