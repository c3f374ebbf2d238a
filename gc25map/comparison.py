"""The nouns of a comparison: what was supplied for each country, and what came of it.

Countries pass through one at a time, as `CountryResult`s in the order of their codes, and whoever
writes or shows them is a `Sink`: so memory does not grow with the number of laws.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from gc25map.records import Coverage
from gc25map.whole import is_reserved

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")
# In what formats every country has a report.
REPORTS = ("html", "json")


def is_code(text: str) -> bool:
    """Whether a country may have this code: it names a folder, so it is held to what every system takes."""
    return _CODE.fullmatch(text) is not None and not is_reserved(text)


def report_of(code: str, ending: str) -> str:
    """Where the report of a country lies in the folder of a comparison."""
    return f"{code}/{code}.gc25.{ending}"


@dataclass(frozen=True, slots=True)
class Listed:
    """One document as the manifest names it, or the folder that it lies in.

    `country` is its code as written, normally ISO 3166-1 alpha-3. `inferred` are the names of the
    fields that nobody stated, `extra` the columns of the manifest that are not ours, as they are.
    """

    path: str
    country: str
    country_name: str = ""
    title: str = ""
    year: str = ""
    kind: str = ""
    language: str = ""
    scope: str = ""
    inferred: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Supplied:
    """A document and what became of it: the id of its `Instrument`, or why it could not be read.

    Of a document that was supplied twice both name the same instrument. `sha256` is that of the
    file, "" where it could not be opened.
    """

    listed: Listed
    sha256: str = ""
    instrument: str = ""
    failure: str = ""


@dataclass(frozen=True, slots=True)
class CountryResult:
    """One country: its documents in the order of the manifest, and their coverage.

    Where no document could be read, no provision is assessed: the coverage has every cell all the same.
    """

    code: str
    name: str
    supplied: tuple[Supplied, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Run:
    """By what a comparison was made: versions, and the options that change its results."""

    tool: str
    taxonomy: str
    model: str
    corpora: str
    options: tuple[tuple[str, str], ...]


class Sink(Protocol):
    """Takes the countries of a comparison one after another, then writes its files whole."""

    def add(self, result: CountryResult) -> None:
        """One more country; they come in the order of their codes."""

    def finish(self) -> None:
        """All countries have come: every file is put in its place, whole."""

    def abandon(self) -> None:
        """The run ends early: nothing half-written is left behind."""
