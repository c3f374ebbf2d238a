"""What the page of countries shows beside its matrix: words for drafters, single passages, balance, ages, frameworks.

In:  what is kept of each country, the rows of the matrix, and the taxonomy.
Out: plain values for the template, countries always in the order of their codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gc25map.findings import Purpose
from gc25map.records import STATUSES
from gc25map.report.column import MOST_AGES, CountryColumn, Excerpt, Pieces
from gc25map.report.matrix import FOUND, UNSUPPLIED, CellView, ChapterView, RowView, state_of
from gc25map.report.readings import Mark, mark_of
from gc25map.report.text import brief
from gc25map.taxonomy import Taxonomy
from gc25map.words import PURPOSE_WORDS

# Bytes that all excerpts may take in one page, with what stands around each; the fewest characters of one.
MOST_WORDS, AROUND_EXCERPT, SHORTEST_EXCERPT = 1_000_000, 200, 60


@dataclass(frozen=True, slots=True)
class Said:
    """How one country puts a provision: some words, where they stand, and what became of them."""

    code: str
    name: str
    cell: CellView
    pieces: Pieces
    lang: str
    direction: str
    citation: str


@dataclass(frozen=True, slots=True)
class WordsView:
    """A provision with the words of every country in which it was found."""

    row: RowView
    counts: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class HangingView:
    """A provision, and the countries where it hangs by one passage: code, name and cell."""

    title: str
    id: str
    cells: tuple[tuple[str, str, CellView], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many provisions of a group have which state; `parts` as (key, from, width) in provisions."""

    parts: tuple[tuple[str, int, int], ...]
    total: int
    words: str


@dataclass(frozen=True, slots=True)
class Balance:
    """The groups of rights (title, what), and for each country a bar for each group."""

    groups: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, tuple[Bar, ...]], ...]


@dataclass(frozen=True, slots=True)
class AgesRow:
    """The ages of one country: for each purpose (age, place) of several, and how many more there are."""

    code: str
    name: str
    href: str
    cells: tuple[tuple[tuple[tuple[str, str], ...], int], ...]


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """Another framework: for each component a mark for each country, None where it was not read so."""

    title: str
    rows: tuple[tuple[str, tuple[Mark | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Views:
    """All views beside the matrix."""

    words: tuple[WordsView, ...]
    nowhere: tuple[str, ...]
    hanging: tuple[HangingView, ...]
    balance: Balance | None
    purposes: tuple[str, ...]
    ages: tuple[AgesRow, ...]
    frameworks: tuple[FrameworkView, ...]


def views_of(
    columns: Sequence[CountryColumn], chapters: Sequence[ChapterView], taxonomy: Taxonomy
) -> Views:
    """All that the page shows beside the matrix."""
    rows = [row for chapter in chapters for row in chapter.rows]
    longest = _longest(columns)
    return Views(
        words=tuple(_words(row, columns, longest) for row in rows if row.found),
        nowhere=tuple(row.title for row in rows if not row.found),
        hanging=_hanging(rows, columns),
        balance=_balance(rows, columns, taxonomy),
        purposes=tuple(PURPOSE_WORDS[purpose] for purpose in _purposes(columns)),
        ages=_ages(columns),
        frameworks=_frameworks(rows, columns),
    )


def _longest(columns: Sequence[CountryColumn]) -> int | None:
    """To how many characters excerpts are cut so that all fit; None where they fit as they are."""
    excerpts = [kept.excerpt for c in columns for kept in c.cells.values() if kept.excerpt]
    size = sum(len(text.encode("utf-8", "replace")) for e in excerpts for text, _ in e.pieces)
    room = MOST_WORDS - AROUND_EXCERPT * len(excerpts)
    if size <= room:
        return None
    letters = sum(len(text) for e in excerpts for text, _ in e.pieces)
    return max(SHORTEST_EXCERPT, int(letters / len(excerpts) * room / size))


def _words(row: RowView, columns: Sequence[CountryColumn], longest: int | None) -> WordsView:
    said = []
    for column, cell in zip(columns, row.cells, strict=True):
        excerpt = column.cells[row.id].excerpt
        if excerpt is not None:
            pieces = excerpt.pieces if longest is None else _cut(excerpt, longest)
            said.append(
                Said(
                    column.code,
                    column.name,
                    cell,
                    pieces,
                    excerpt.lang,
                    excerpt.direction,
                    excerpt.citation,
                )
            )
    counts = ", ".join(
        f"{number} {mark_of(status).word}"
        for status in FOUND
        if (number := sum(cell.mark.key == status for cell in row.cells))
    )
    return WordsView(row, counts, tuple(said))


def _cut(excerpt: Excerpt, longest: int) -> Pieces:
    text, spans = "", []
    for piece, marked in excerpt.pieces:
        if marked:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return brief(text, spans, longest)


def _hanging(rows: Sequence[RowView], columns: Sequence[CountryColumn]) -> tuple[HangingView, ...]:
    found = []
    for row in rows:
        cells = tuple(
            (column.code, column.name, cell)
            for column, cell in zip(columns, row.cells, strict=True)
            if cell.one
        )
        if cells:
            found.append(HangingView(row.title, row.id, cells))
    return tuple(found)


def _balance(
    rows: Sequence[RowView], columns: Sequence[CountryColumn], taxonomy: Taxonomy
) -> Balance | None:
    if not taxonomy.groups:
        return None
    by_id = {row.id: row for row in rows}
    grouped = [[by_id[provision] for provision in group.provisions] for group in taxonomy.groups]
    return Balance(
        tuple((group.title, group.what) for group in taxonomy.groups),
        tuple(
            (
                column.code,
                column.name,
                tuple(_bar([row.cells[place].mark for row in group]) for group in grouped),
            )
            for place, column in enumerate(columns)
        ),
    )


def _bar(marks: Sequence[Mark]) -> Bar:
    keys = [mark.key for mark in marks]
    parts, at = [], 0
    for key in (*STATUSES, UNSUPPLIED.key):
        if width := keys.count(key):
            parts.append((key, at, width))
            at += width
    full, part = keys.count("addressed"), keys.count("partial")
    words = f"{full} addressed, {part} partial of {len(keys)}"
    if outside := keys.count(UNSUPPLIED.key):
        words += f"; {outside} not comparable"
    if unknown := keys.count("not_assessed"):
        words += f"; {unknown} not assessed"
    return Bar(tuple(parts), len(keys), words)


def _purposes(columns: Sequence[CountryColumn]) -> list[Purpose]:
    """The purposes of which any country names an age."""
    return [purpose for purpose in PURPOSE_WORDS if any(purpose in c.ages for c in columns)]


def _ages(columns: Sequence[CountryColumn]) -> tuple[AgesRow, ...]:
    rows = []
    for column in columns:
        ages = [column.ages.get(purpose, ()) for purpose in _purposes(columns)]
        cells = tuple((found[:MOST_AGES], max(0, len(found) - MOST_AGES)) for found in ages)
        rows.append(AgesRow(column.code, column.name, column.href, cells))
    return tuple(rows)


def _frameworks(
    rows: Sequence[RowView], columns: Sequence[CountryColumn]
) -> tuple[FrameworkView, ...]:
    comparable = {row.id: frozenset(row.comparable) for row in rows}
    views = []
    for name in dict.fromkeys(name for column in columns for name in column.readings):
        title, components = next(c.readings[name] for c in columns if name in c.readings)
        marks = [
            [_component(column, name, place, comparable) for column in columns]
            for place in range(len(components))
        ]
        rows_of = zip((component.title for component in components), map(tuple, marks), strict=True)
        views.append(FrameworkView(title, tuple(rows_of)))
    return tuple(views)


def _component(
    column: CountryColumn, framework: str, place: int, comparable: Mapping[str, frozenset[str]]
) -> Mark | None:
    """A component in one country; its silence compares where that of any of its provisions does."""
    if framework not in column.readings:
        return None
    component = column.readings[framework][1][place]
    compares = any(column.code in comparable[provision] for provision in component.provisions)
    return state_of(component.status, compares)
