"""Options that several commands share, and what their values stand for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gc25map.taxonomy import MappedFramework


def _language(ctx: click.Context, param: click.Parameter, value: str) -> str:
    from gc25map.manifest import is_language

    if value and not is_language(value):
        raise click.BadParameter(f"{value!r} is no ISO 639 code such as 'en'")
    return value.lower()


language_option = click.option(
    "--language",
    default="",
    callback=_language,
    help="ISO 639-1 code, where the documents do not tell.",
)
taxonomy_option = click.option(
    "--taxonomy",
    "taxonomy_folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A taxonomy folder of your own instead of General Comment 25.",
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["auto", "pdfplumber"]),
    default="auto",
    show_default=True,
    help="auto: PDFium, and pdfplumber for the pages that need it; pdfplumber: all pages of PDFs.",
)
cache_option = click.option(
    "--no-cache", is_flag=True, help="Use and keep no reading of earlier runs."
)
pages_option = click.option(
    "--max-pages",
    type=click.IntRange(min=1),
    default=2_000,
    show_default=True,
    help="Read no more pages of a PDF; the report names those that were left.",
)
framework_option = click.option(
    "--framework",
    "frameworks",
    multiple=True,
    metavar="NAME",
    help="Also read the result as another framework: model-national-response, "
    "global-strategic-response, child-protection-system, williams-priorities, "
    "one of your own taxonomy, or all. Can be given several times.",
)


def chosen_frameworks(folder: Path | None, names: tuple[str, ...]) -> list[MappedFramework]:
    """The frameworks asked for; a wrong name ends the run before any document is read."""
    if not names:
        return []
    from gc25map.frameworks import ALL, chosen
    from gc25map.taxonomy import load_frameworks

    known = load_frameworks(folder)
    try:
        return chosen(names, known)
    except KeyError as error:
        listed = ", ".join([*known, ALL])
        raise click.UsageError(f"no framework {error.args[0]!r}; there are: {listed}") from error
