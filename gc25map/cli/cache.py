"""`gc25map cache`: what is kept of documents read before, and how to be rid of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gc25map.read import ReadingCache


@click.group()
def cache() -> None:
    """\b
    gc25map cache info
    gc25map cache clear

    Look after the readings that are kept, so that the same document need not be read twice.
    """


@cache.command(short_help="Print where readings are kept, and how many.")
@click.option("--json", "as_json", is_flag=True, help="Print folder, readings and bytes as JSON.")
def info(as_json: bool) -> None:
    """\b
    gc25map cache info
    gc25map cache info --json

    Print where readings are kept, how many they are and how much room they take.
    """
    kept = _kept()
    entries = kept.entries() if kept else []
    size = sum(entry.size for entry in entries)
    if as_json:
        folder = str(kept.folder) if kept else None
        click.echo(json.dumps({"folder": folder, "readings": len(entries), "bytes": size}))
    else:
        where = kept.folder if kept else "off"
        click.echo(f"{where}: {_count(len(entries))}, {size / (1 << 20):.1f} MB")


@cache.command(short_help="Remove every reading that is kept, or the old ones.")
@click.option(
    "--unused",
    type=click.IntRange(min=0),
    default=0,
    help="Only those unused for DAYS.",
    metavar="DAYS",
)
def clear(unused: int) -> None:
    """\b
    gc25map cache clear
    gc25map cache clear --unused 30

    Remove every reading that is kept, or the old ones; the documents themselves stay as they are.
    """
    kept = _kept()
    click.echo(f"{_count(kept.clear(unused * 86_400) if kept else 0)} removed")


def _kept() -> ReadingCache | None:
    """The cache without making its folder; `BadFile` where it cannot be trusted."""
    from gc25map.packed import check_folder
    from gc25map.read.cache import ReadingCache, cache_folder

    folder = cache_folder()
    if folder is None:
        return None
    if folder.exists() or folder.is_symlink():
        check_folder(folder)
    return ReadingCache(folder)


def _count(number: int) -> str:
    return f"{number} reading{'s' if number != 1 else ''}"
