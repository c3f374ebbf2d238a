"""The nouns of a cross-check: what a table made by others says, beside what was found in documents.

Neither side is the measure of the other: they may speak of other documents, another day, another
reading of the question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gc25map.decisions import Agreement
from gc25map.quotes import Quote
from gc25map.records import Status

Match = Literal["any", "all"]
Statuses = tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A question of the table, and how it is put to a result.

    `match` "any": the strongest status of its `provisions` answers; "all": addressed only where all of
    them are. `values` are the words of the table, folded, with the statuses that each may mean.
    """

    id: str
    title: str
    provisions: tuple[str, ...]
    match: Match
    values: tuple[tuple[str, Statuses], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table; `extra` are its other columns, as they are."""

    country: str
    criterion: str
    value: str
    line: int
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What a result holds of one provision: its status and a few passages.

    They are the strongest, or those that came closest where nothing was found.
    """

    provision: str
    status: Status
    passages: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A row of the table beside the result for its country.

    `expected` are the statuses that its value may mean, `given` what the result comes to. Where the
    two cannot be compared, `agrees` is None and `why` says it; `criterion` is its name in the mapping,
    "" where it has none. `held` is empty where they agree.
    """

    entry: Entry
    criterion: str
    expected: Statuses
    given: Status | None
    agrees: bool | None
    why: str = ""
    provisions: tuple[tuple[str, Status], ...] = ()
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A whole table beside the results, its rows in their order.

    `criteria` are those of the mapping, each with its figures. `versions` are those that made the
    results. What only one of both sides knows of is listed by name.
    """

    table: str
    overall: Agreement
    criteria: tuple[tuple[Criterion, Agreement], ...]
    rows: tuple[Checked, ...]
    versions: tuple[str, ...]
    countries_in_table_only: tuple[str, ...]
    countries_in_results_only: tuple[str, ...]
    criteria_in_table_only: tuple[str, ...]
    criteria_in_mapping_only: tuple[str, ...]

    @property
    def disagreements(self) -> tuple[Checked, ...]:
        """The rows in which the two do not agree."""
        return tuple(row for row in self.rows if row.agrees is False)

    def to_json(self) -> str:
        """The versioned JSON document of this cross-check (see the README)."""
        from gc25map.crosscheck import dump_crosscheck

        return dump_crosscheck(self)
