"""The picture of the whole: chapters as columns, provisions as tiles, as places for an SVG."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gc25map.records import STATUSES, Coverage
from gc25map.report.language import gettext, written
from gc25map.taxonomy import Taxonomy
from gc25map.words import STATUS_WORDS, SYMBOLS

TILE, GAP, ACROSS, HEAD, BETWEEN = 26, 3, 3, 30, 12


@dataclass(frozen=True, slots=True)
class Tile:
    """A provision's tile (or, with an empty `id`, the heading of a chapter's column), in SVG units."""

    id: str
    x: int
    y: int
    key: str
    sign: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The share of a status in a group of provisions; `x` and `width` in hundredths of the whole."""

    key: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Balance:
    """A group of rights: what it is, how many provisions have each status, and that as bars."""

    title: str
    what: str
    counts: tuple[int, ...]
    bars: tuple[Bar, ...]


def balance_of(coverage: Coverage, taxonomy: Taxonomy) -> tuple[Balance, ...]:
    """Protection beside provision and participation; empty where a taxonomy does not tell them apart."""
    groups = []
    for group in taxonomy.groups:
        statuses = [coverage[provision].status for provision in group.provisions]
        counts = tuple(statuses.count(status) for status in STATUSES)
        groups.append(Balance(group.title, group.what, counts, _bars(counts)))
    return tuple(groups)


def _bars(counts: tuple[int, ...]) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    x = 0.0
    for status, count in zip(STATUSES, counts, strict=True):
        width = 100 * count / sum(counts)
        if count:
            bars.append(Bar(status, round(x, 2), round(width, 2)))
        x += width
    if written() == "rtl":
        bars = [replace(bar, x=round(100 - bar.x - bar.width, 2)) for bar in bars]
    return tuple(bars)


def tiles_of(coverage: Coverage, taxonomy: Taxonomy) -> tuple[tuple[Tile, ...], tuple[int, int]]:
    """All tiles, and the width and height of the picture."""
    tiles: list[Tile] = []
    x, height = 0, 0
    step = TILE + GAP
    for chapter in taxonomy.framework.chapters:
        provisions = [p for p in taxonomy.provisions if p.chapter == chapter.id]
        if not provisions:
            continue
        across = min(ACROSS, len(provisions))
        tiles.append(Tile("", x, HEAD - 10, "chapter", chapter.id, chapter.title))
        for number, provision in enumerate(provisions):
            row, column = divmod(number, across)
            status = coverage[provision.id].status
            tiles.append(
                Tile(
                    provision.id,
                    x + column * step,
                    HEAD + row * step,
                    status,
                    SYMBOLS[status],
                    f"{provision.title}: {gettext(STATUS_WORDS[status])}",
                )
            )
            height = max(height, HEAD + (row + 1) * step)
        x += across * step + BETWEEN
    size = x - BETWEEN, height
    return (_turned(tiles, size[0]) if written() == "rtl" else tuple(tiles)), size


def _turned(tiles: Iterable[Tile], width: int) -> tuple[Tile, ...]:
    """The tiles laid from the right; the heading of a column begins at its right edge."""
    return tuple(replace(t, x=width - t.x - (TILE if t.id else 0)) for t in tiles)
