"""`gc25map cache`: what is kept of documents read before, and how to be rid of it."""

from __future__ import annotations

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


@cache.command()
def info() -> None:
    """\b
    gc25map cache info
    GC25MAP_CACHE=my-cache gc25map cache info

    Print where readings are kept, how many they are and how much room they take.
    """
    kept = _kept()
    entries = kept.entries() if kept else []
    size = sum(entry.size for entry in entries) / (1 << 20)
    click.echo(f"{kept.folder if kept else 'off'}: {_count(len(entries))}, {size:.1f} MB")


@cache.command()
def clear() -> None:
    """\b
    gc25map cache clear
    GC25MAP_CACHE=my-cache gc25map cache clear

    Remove every reading that is kept; the documents themselves stay as they are.
    """
    kept = _kept()
    click.echo(f"{_count(kept.clear() if kept else 0)} removed")


def _kept() -> ReadingCache | None:
    """The cache without making its folder; `BadFile` where it cannot be trusted."""
    from gc25map.read.cache import ReadingCache, cache_folder, check_folder

    folder = cache_folder()
    if folder is None:
        return None
    if folder.exists() or folder.is_symlink():
        check_folder(folder)
    return ReadingCache(folder)


def _count(number: int) -> str:
    return f"{number} reading{'s' if number != 1 else ''}"
