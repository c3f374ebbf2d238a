"""The page of countries: `countries.html`, made of one country after another.

In:  `CountryResult`s in the order of their codes.
Out: one file, without a network, readable without JavaScript; cells lead to the countries' own reports beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gc25map.comparison import CountryResult, Run
from gc25map.report.abreast import Views, views_of
from gc25map.report.column import CountryColumn, column_of
from gc25map.report.html import render_countries
from gc25map.report.matrix import (
    ChapterView,
    DocumentsView,
    Head,
    KindRow,
    chapters_of,
    documents_of,
    heads_of,
    kinds_supplied,
    legend_of,
    summary_of,
    versions_of,
)
from gc25map.report.readings import Mark
from gc25map.taxonomy import Taxonomy
from gc25map.whole import write_whole

NAME = "countries.html"


@dataclass(frozen=True, slots=True)
class Countries:
    """Everything the page of countries says."""

    symbol: str
    framework: str
    summary: str
    versions: str
    options: str
    legend: tuple[tuple[Mark, str], ...]
    heads: tuple[Head, ...]
    kinds: tuple[KindRow, ...]
    documents: tuple[DocumentsView, ...]
    chapters: tuple[ChapterView, ...]
    views: Views


class CountriesPage:
    """A `Sink` that keeps little of each country, and writes the page when all have come."""

    def __init__(self, folder: Path, taxonomy: Taxonomy, run: Run) -> None:
        self._path = folder / NAME
        self._taxonomy = taxonomy
        self._run = run
        self._columns: list[CountryColumn] = []

    def add(self, result: CountryResult) -> None:
        """One more country; they come in the order of their codes."""
        self._columns.append(column_of(result, self._taxonomy, result.code))

    def finish(self) -> None:
        """Write the page, whole; `BadFile` where that is impossible."""
        page = countries_of(self._columns, self._taxonomy, self._run)
        write_whole(self._path, render_countries(page))

    def abandon(self) -> None:
        """Nothing was written yet, and nothing is."""
        self._columns.clear()


def countries_of(columns: list[CountryColumn], taxonomy: Taxonomy, run: Run) -> Countries:
    """Everything that the page of these countries says."""
    heads = heads_of(columns)
    chapters = chapters_of(columns, taxonomy)
    versions, options = versions_of(run)
    return Countries(
        symbol=taxonomy.framework.symbol,
        framework=taxonomy.framework.title,
        summary=summary_of(columns),
        versions=versions,
        options=options,
        legend=legend_of(taxonomy),
        heads=heads,
        kinds=kinds_supplied(columns, taxonomy),
        documents=documents_of(columns, heads, taxonomy),
        chapters=chapters,
        views=views_of(columns, chapters, taxonomy),
    )
