"""Countries made by hand, for the page that shows them beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gc25map.comparison import CountryResult, Listed, Run, Supplied
from gc25map.records import Cell, Coverage
from gc25map.report.countries import CountriesPage
from gc25map.taxonomy import Taxonomy

RUN = Run("0", "gc25 1.0", "made", "0" * 12, (("engine", "auto"),))


def country(
    code: str,
    coverage: Coverage,
    *,
    name: str = "",
    title: str = "",
    kind: str = "",
    failures: Sequence[str] = (),
    inferred: tuple[str, ...] = (),
) -> CountryResult:
    """A country of the coverage's instruments, all of one kind, and of documents that could not be read."""
    supplied = [
        Supplied(
            Listed(f"laws/{code}/{i.file_name}", code, title=title, kind=kind, inferred=inferred),
            i.sha256,
            i.id,
        )
        for i in coverage.instruments
    ]
    supplied += [
        Supplied(Listed(f"laws/{code}/lost-{n}.pdf", code), failure=message)
        for n, message in enumerate(failures)
    ]
    return CountryResult(code, name or code.title(), tuple(supplied), coverage)


def with_cells(coverage: Coverage, *changed: Cell) -> Coverage:
    """A coverage with some of its cells changed."""
    new = {cell.provision: cell for cell in changed}
    cells = tuple(new.get(cell.provision, cell) for cell in coverage.cells)
    return replace(coverage, cells=cells, _index={})


def page_of(folder: Path, taxonomy: Taxonomy, *results: CountryResult) -> Path:
    """The page of these countries, written as a comparison writes it."""
    sink = CountriesPage(folder, taxonomy, RUN)
    for result in results:
        sink.add(result)
    sink.finish()
    return folder / "countries.html"
