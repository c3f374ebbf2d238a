"""`gc25map train`: make the model."""

from __future__ import annotations

from pathlib import Path

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
        taxonomy,
        about,
        progress=lambda message: click.echo(message, err=True),
    )
    save_model(model, folder)
    held_out = ", ".join(f"{name} {value:.3f}" for name, value in model.about["held_out"].items())
    click.echo(f"model {model.id} → {folder}; on held-out passages: {held_out}")
