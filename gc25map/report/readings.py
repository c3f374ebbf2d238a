"""What a report says of a coverage read as other frameworks.

In:  the `Reading`s of a coverage, and what each provision is called and how it is shown.
Out: plain values for the template, groups in the order of the framework.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from gc25map.records import ComponentCell, Coverage, Reading, Status
from gc25map.report.language import gettext, reason, spoken
from gc25map.report.text import visible
from gc25map.taxonomy import Foreign, FrameworkWords, Taxonomy
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
    """One framework: groups of components, in order; a framework without groups has one, unnamed.

    `options` are its components, as keys by which a filter knows them, with their names.
    """

    title: str
    source: str
    note: str
    options: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[ComponentRow, ...]], ...]


def mark_of(status: Status) -> Mark:
    """How a status is shown."""
    return Mark(status, SYMBOLS[status], gettext(STATUS_WORDS[status]))


def readings_of(coverage: Coverage, taxonomy: Taxonomy) -> tuple[ReadingView, ...]:
    """All readings of a coverage."""
    return tuple(_reading(reading, taxonomy) for reading in coverage.frameworks)


def _reading(reading: Reading, taxonomy: Taxonomy) -> ReadingView:
    words = taxonomy.wording.frameworks.get(reading.id) if taxonomy.wording else None
    groups = words.groups if words else {}
    return ReadingView(
        words.title if words else _own(reading.title, taxonomy),
        visible(f"{reading.by}, {reading.source}."),
        words.note if words else _own(reading.note, taxonomy),
        tuple(
            (key_of(reading, cell), _row(cell, taxonomy, words).name) for cell in reading.components
        ),
        tuple(
            (
                groups.get(group) or _own(group, taxonomy),
                tuple(_row(cell, taxonomy, words) for cell in cells),
            )
            for group, cells in groupby(reading.components, key=lambda cell: cell.group)
        ),
    )


def key_of(reading: Reading, cell: ComponentCell) -> str:
    """How a filter names a component: `model-national-response/1`."""
    return f"{reading.id}/{cell.id}"


def components_of(coverage: Coverage, provision: str) -> tuple[str, ...]:
    """The keys of the components that a provision serves."""
    return tuple(
        key_of(reading, cell)
        for reading in coverage.frameworks
        for cell in reading.components
        if any(provision == served for served, _ in cell.provisions)
    )


def _own(words: str, taxonomy: Taxonomy) -> str:
    """Words of the framework that are not translated."""
    own = taxonomy.framework.language
    return visible(words) if own == spoken() else Foreign(visible(words), own)


def _row(cell: ComponentCell, taxonomy: Taxonomy, words: FrameworkWords | None) -> ComponentRow:
    own = words.components.get(cell.id) if words else None
    number = f"{cell.number}. " if cell.number is not None else ""
    inferred = gettext(" (inferred)") if cell.inferred else ""
    title = visible(f"{number}{own.title if own else cell.title}{inferred}")
    return ComponentRow(
        title if own else _own(title, taxonomy),
        own.description if own else _own(cell.description, taxonomy),
        mark_of(cell.status),
        tuple(named(visible(why), taxonomy) for why in cell.reasons),
        tuple(
            ServedBy(provision, taxonomy.title(provision), mark_of(status), provision in cell.core)
            for provision, status in cell.provisions
        ),
    )


def named(why: str, taxonomy: Taxonomy) -> str:
    """A reason with the title of the provision it begins with, for people."""
    first, _, status = why.partition(" ")
    return f"{taxonomy.title(first)}: {gettext(status)}" if first in taxonomy else reason(why)
