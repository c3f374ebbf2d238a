"""What a report says of a coverage read as other frameworks.

In:  the `Reading`s of a coverage, and what each provision is called and how it is shown.
Out: plain values for the template, groups in the order of the framework.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from gc25map.records import ComponentCell, Coverage, Status
from gc25map.taxonomy import Taxonomy
from gc25map.words import STATUS_WORDS, SYMBOLS


@dataclass(frozen=True, slots=True)
class Mark:
    """A status as it is shown: its key for styles, its sign and its word."""

    key: str
    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class ServedBy:
    """A provision beside the component it serves."""

    id: str
    title: str
    mark: Mark
    core: bool


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A component with its status, why it has no better one, and the provisions it rests on."""

    name: str
    description: str
    mark: Mark
    reasons: tuple[str, ...]
    provisions: tuple[ServedBy, ...]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One framework: groups of components, in order; a framework without groups has one, unnamed."""

    title: str
    source: str
    groups: tuple[tuple[str, tuple[ComponentRow, ...]], ...]


def mark_of(status: Status) -> Mark:
    """How a status is shown."""
    return Mark(status, SYMBOLS[status], STATUS_WORDS[status])


def readings_of(
    coverage: Coverage, taxonomy: Taxonomy, visible: Callable[[str], str]
) -> tuple[ReadingView, ...]:
    """All readings of a coverage; `visible` makes hidden characters of a text be seen."""
    return tuple(
        ReadingView(
            visible(reading.title),
            visible(f"{reading.by}, {reading.source}. {reading.note}"),
            tuple(
                (visible(group), tuple(_row(cell, taxonomy, visible) for cell in cells))
                for group, cells in groupby(reading.components, key=lambda cell: cell.group)
            ),
        )
        for reading in coverage.frameworks
    )


def _row(cell: ComponentCell, taxonomy: Taxonomy, visible: Callable[[str], str]) -> ComponentRow:
    number = f"{cell.number}. " if cell.number is not None else ""
    inferred = " (inferred)" if cell.inferred else ""
    titles = {p.id: p.title for p in taxonomy.provisions}
    return ComponentRow(
        visible(f"{number}{cell.title}{inferred}"),
        visible(cell.description),
        mark_of(cell.status),
        tuple(visible(_named(reason, titles)) for reason in cell.reasons),
        tuple(
            ServedBy(
                provision, titles.get(provision, provision), mark_of(status), provision in cell.core
            )
            for provision, status in cell.provisions
        ),
    )


def _named(reason: str, titles: dict[str, str]) -> str:
    """A reason with the title of the provision it begins with, for people."""
    first, _, rest = reason.partition(" ")
    return f"{titles[first]}: {rest}" if first in titles else reason
