"""Decides what the page of a cross-check says, so that the template only marks it up.

It judges nobody: where the table and the program differ, it shows what each of them says, and on what
the program's answer rests.
"""

from __future__ import annotations

from dataclasses import dataclass

from gc25map.crosschecks import Checked, Criterion, CrossCheck, Statuses
from gc25map.decisions import Agreement
from gc25map.report.quoted import Quoted, quoted_of
from gc25map.report.readings import Mark, mark_of
from gc25map.report.text import visible
from gc25map.taxonomy import Taxonomy
from gc25map.words import STATUS_WORDS

RULES = {"any": "any of", "all": "all of"}


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """The figures of one criterion, or of all, as they are printed; `anchor` is "" without articles."""

    name: str
    asked: str
    cells: str
    percent: str
    kappa: str
    left_out: str
    anchor: str


@dataclass(frozen=True, slots=True)
class HeldView:
    """A provision behind a disagreement: its status, and what it rests on."""

    title: str
    citation: str
    mark: Mark
    near: bool
    passages: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Disagreed:
    """A row in which the two differ: what the table says and means, what the program found."""

    country: str
    value: str
    means: str
    given: Mark
    extra: tuple[tuple[str, str], ...]
    held: tuple[HeldView, ...]


@dataclass(frozen=True, slots=True)
class CrossCheckPage:
    """Everything the page says; the last of the `figures` are those of all criteria.

    `groups` are anchor, criterion, its provisions, and the rows in which the two differ; `lists` are
    heading and names of what cannot be compared, or is known to one side only.
    """

    table: str
    symbol: str
    versions: tuple[str, ...]
    figures: tuple[FiguresRow, ...]
    groups: tuple[tuple[str, str, str, tuple[Disagreed, ...]], ...]
    differ: int
    lists: tuple[tuple[str, tuple[str, ...]], ...]


def crosscheck_page(found: CrossCheck, taxonomy: Taxonomy) -> CrossCheckPage:
    """All that the page of this cross-check says."""
    groups, figures = [], []
    for number, (criterion, agreement) in enumerate(found.criteria, start=1):
        rows = [row for row in found.disagreements if row.criterion == criterion.id]
        anchor = f"criterion-{number}" if rows else ""
        asked = _asked(criterion, taxonomy)
        figures.append(_figures(_name(criterion), asked, agreement, anchor))
        if rows:
            shown = tuple(_disagreed(row, taxonomy) for row in rows)
            groups.append((anchor, _name(criterion), asked, shown))
    return CrossCheckPage(
        table=visible(found.table),
        symbol=taxonomy.framework.symbol,
        versions=tuple(visible(version) for version in found.versions),
        figures=(*figures, _figures("All criteria", "", found.overall, "")),
        groups=tuple(groups),
        differ=len(found.disagreements),
        lists=tuple((heading, names) for heading, names in _lists(found) if names),
    )


def crosscheck_lines(found: CrossCheck) -> tuple[str, ...]:
    """The figures in sentences, for the terminal."""
    page = [("all criteria", found.overall), *((c.id, figures) for c, figures in found.criteria)]
    lines = [
        f"{name}: {figures.agreed} of {figures.cells} agree ({_percent(figures)}), "
        f"kappa {_kappa(figures)}; {figures.left_out} left out"
        for name, figures in page
    ]
    return (
        *lines,
        *(f"{heading}: {', '.join(names)}" for heading, names in _lists(found) if names),
    )


def _lists(found: CrossCheck) -> tuple[tuple[str, tuple[str, ...]], ...]:
    left_out = tuple(
        visible(f"{row.entry.country}, {row.entry.criterion}: {row.why}")
        for row in found.rows
        if row.why and row.given is not None
    )
    sides = (
        ("Countries in the table only", found.countries_in_table_only),
        ("Countries in the results only", found.countries_in_results_only),
        ("Criteria in the table only", found.criteria_in_table_only),
        ("Criteria in the mapping only", found.criteria_in_mapping_only),
    )
    listed = tuple((heading, tuple(map(visible, names))) for heading, names in sides)
    return (*listed, ("Rows that could not be compared", left_out))


def _name(criterion: Criterion) -> str:
    return visible(f"{criterion.title} ({criterion.id})" if criterion.title else criterion.id)


def _asked(criterion: Criterion, taxonomy: Taxonomy) -> str:
    titles = [taxonomy.title(provision) for provision in criterion.provisions]
    rule = f"{RULES[criterion.match]}: " if len(titles) > 1 else ""
    return rule + "; ".join(titles)


def _figures(name: str, asked: str, agreement: Agreement, anchor: str) -> FiguresRow:
    return FiguresRow(
        name,
        asked,
        f"{agreement.agreed} of {agreement.cells}",
        _percent(agreement),
        _kappa(agreement),
        str(agreement.left_out),
        anchor,
    )


def _percent(agreement: Agreement) -> str:
    return "no rows" if agreement.percent is None else f"{agreement.percent:.1f}%"


def _kappa(agreement: Agreement) -> str:
    return "undefined" if agreement.kappa is None else f"{agreement.kappa:.3f}"


def _means(statuses: Statuses) -> str:
    return " or ".join(STATUS_WORDS[status] for status in statuses)


def _disagreed(row: Checked, taxonomy: Taxonomy) -> Disagreed:
    assert row.given is not None
    return Disagreed(
        country=visible(row.entry.country),
        value=visible(row.entry.value),
        means=_means(row.expected),
        given=mark_of(row.given),
        extra=tuple((visible(key), visible(value)) for key, value in row.entry.extra),
        held=tuple(
            HeldView(
                title=taxonomy.title(held.provision),
                citation=taxonomy.citation(held.provision),
                mark=mark_of(held.status),
                near=held.status not in ("addressed", "partial"),
                passages=tuple(quoted_of(quote) for quote in held.passages),
            )
            for held in row.held
        ),
    )
