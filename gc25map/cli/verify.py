"""`gc25map verify`: is the data of a comparison what its documents give?"""

from __future__ import annotations

from pathlib import Path

import click

from gc25map.cli import FAILED, one_line


@click.command()
@click.argument(
    "folder", metavar="OUT", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--laws",
    type=click.Path(path_type=Path, exists=True),
    help="The manifest or folder that the comparison was made from; without it only the files are checked.",
)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    metavar="N",
    help="Run so many countries again, always the same ones.",
)
@click.option("--all", "everything", is_flag=True, help="Run all countries again.")
@click.option(
    "--taxonomy",
    "taxonomy_folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The taxonomy folder of the comparison, where it had one of its own.",
)
@click.pass_context
def verify(
    ctx: click.Context,
    folder: Path,
    laws: Path | None,
    sample: int,
    everything: bool,
    taxonomy_folder: Path | None,
) -> None:
    """\b
    gc25map verify out/
    gc25map verify out/ --laws laws.csv --sample 5

    Check that every file of a comparison is as it was written, by the hashes in its
    ro-crate-metadata.json, and that some of its countries, analysed again, give the same bytes.
    One line for everything that does not agree, and then exit code 1.
    """
    from gc25map.dataset.verify import verify as check

    found = check(folder, laws, None if everything else sample, taxonomy_folder)
    for problem in found.problems:
        click.echo(one_line(problem))
    again = f"{len(found.countries)} run again with the same bytes"
    if found.countries:
        again += f" ({', '.join(found.countries)})"
    elif laws is None:
        again = "nothing was run again (name the documents with --laws)"
    click.echo(one_line(f"{found.files} files as written; {again}"))
    if found.problems:
        ctx.exit(FAILED)
