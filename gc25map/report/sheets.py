"""What stands in the sheets of the workbook, row by row; `report/xlsx.py` lays them out.

In:  a `Coverage`, its `Taxonomy`, and the `Page` that says the same in the HTML report.
Out: one `Sheet` for each table. Texts are still as the documents have them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gc25map.records import Cell, Coverage, Evidence, Instrument
from gc25map.report.readings import Mark, mark_of, named
from gc25map.report.reviewed import in_words
from gc25map.report.view import ChapterView, Page, Row, Shown
from gc25map.taxonomy import Taxonomy
from gc25map.words import METHODS, PURPOSE_WORDS, TENSION_SYMBOL, age_words

# What a cell may hold; a `Mark` is shown with its sign, word and colour.
Value = str | int | float | Mark
Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column and its width in characters."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the first `frozen` columns stay in sight when the others are scrolled."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Values, ...]
    frozen: int = 1


PASSAGE_COLUMNS = (
    Column("Provision", 30),
    Column("Id", 24),
    Column("Status", 15),
    Column("Rank", 6),
    Column("Instrument", 24),
    Column("Page", 7),
    Column("Printed page", 9),
    Column("Locator", 14),
    Column("Headings", 28),
    Column("Opening words", 24),
    Column("Text", 70),
    Column("Closing words", 24),
    Column("Language", 10),
    Column("Kind", 11),
    Column("Force", 12),
    Column("Children", 9),
    Column("Digital", 9),
    Column("Found by", 14),
    Column("Rules", 24),
    Column("Terms", 24),
    Column("Elements", 28),
    Column("Score", 8),
    Column("Shortfalls", 28),
    Column("How it was read", 24),
    Column("Cite as", 34),
)


def sheets_of(coverage: Coverage, taxonomy: Taxonomy, page: Page) -> tuple[Sheet, ...]:
    """The tables of the workbook in their order; frameworks only where they were asked for."""
    sheets = [
        _matrix(coverage, page),
        _provisions(coverage, page),
        _passages("Evidence", coverage, page, nearest=False),
        _passages("Nearest", coverage, page, nearest=True),
        _tensions(coverage, taxonomy),
        _ages(coverage),
    ]
    if coverage.frameworks:
        sheets.append(_frameworks(coverage, taxonomy))
    return tuple(sheets)


def _rows(coverage: Coverage, page: Page) -> Iterator[tuple[ChapterView, Row, Cell]]:
    """Every provision in the order of the chapters: as it is shown, and as it was measured."""
    for chapter in page.chapters:
        for row in chapter.rows:
            yield chapter, row, coverage[row.id]


def _matrix(coverage: Coverage, page: Page) -> Sheet:
    columns = (
        Column("Provision", 44),
        Column("Chapter", 26),
        Column("Paragraphs", 18),
        *(Column(instrument.title, 18) for instrument in coverage.instruments),
        Column("Overall", 16),
        *_review_columns(page),
        Column("Strongest passage, or what lacks", 48),
        Column("Tensions", 30),
        Column("Id", 28),
    )
    rows: list[Values] = []
    for chapter, row, cell in _rows(coverage, page):
        statuses = dict(cell.by_instrument)
        strongest = row.evidence[0].citation if row.evidence else ""
        rows.append(
            (
                row.title,
                f"{chapter.id} {chapter.title}",
                row.paragraphs,
                *(mark_of(statuses[instrument.id]) for instrument in coverage.instruments),
                row.overall,
                *_reviewed(page, row),
                ": ".join(part for part in (strongest, "; ".join(row.reasons)) if part),
                _against(row),
                row.id,
            )
        )
    return Sheet("Matrix", columns, tuple(rows))


def _provisions(coverage: Coverage, page: Page) -> Sheet:
    columns = (
        Column("Provision", 40),
        Column("Id", 28),
        Column("Chapter", 26),
        Column("Paragraphs", 18),
        Column("What it asks, in our words", 60),
        Column("Status", 16),
        *_review_columns(page),
        Column("Reasons", 40),
        Column("Score", 8),
        Column("Passages", 10),
        Column("Found", 40),
        Column("No passage for", 40),
        Column("What was looked for", 40),
        Column("Came closest", 34),
        Column("Tensions", 30),
    )
    rows = tuple(
        (
            row.title,
            row.id,
            f"{chapter.id} {chapter.title}",
            row.paragraphs,
            row.duty,
            row.overall,
            *_reviewed(page, row),
            "; ".join(row.reasons),
            cell.score,
            len(cell.evidence),
            "; ".join(row.found),
            "; ".join(row.lacking),
            "; ".join(row.looked_for),
            "; ".join(shown.citation for shown in row.nearest),
            _against(row),
        )
        for chapter, row, cell in _rows(coverage, page)
    )
    return Sheet("Provisions", columns, rows)


def _review_columns(page: Page) -> tuple[Column, ...]:
    """The columns of people's decisions; none where nobody has reviewed."""
    if page.review is None:
        return ()
    return Column("Reviewers' status", 18), Column("Reviewers", 12), Column("What they said", 44)


def _reviewed(page: Page, row: Row) -> Values:
    """People's decisions on a provision, one value for each of their columns."""
    if page.review is None:
        return ()
    if row.review is None:
        return "", "", ""
    said = "\n".join(in_words(one) for one in (*row.review.said, *row.review.added))
    return row.review.mark, row.review.reviewers, said


def _against(row: Row) -> str:
    return "; ".join(f"{TENSION_SYMBOL} {title}" for _, title in row.against)


def _passages(name: str, coverage: Coverage, page: Page, *, nearest: bool) -> Sheet:
    instruments = {instrument.id: instrument for instrument in coverage.instruments}
    rows = []
    for _, row, cell in _rows(coverage, page):
        shown = row.nearest if nearest else row.evidence
        found = cell.nearest if nearest else cell.evidence
        for rank, (words, evidence) in enumerate(zip(shown, found, strict=True), start=1):
            place = instruments[evidence.instrument]
            rows.append(_passage(row, rank, words, evidence, place))
    return Sheet(name, PASSAGE_COLUMNS, tuple(rows))


def _passage(row: Row, rank: int, shown: Shown, evidence: Evidence, place: Instrument) -> Values:
    return (
        row.title,
        row.id,
        row.overall,
        rank,
        place.title,
        evidence.page if place.paged else "",
        evidence.page_label or "",
        evidence.locator,
        " › ".join(evidence.headings),
        evidence.lead,
        evidence.text,
        evidence.tail,
        evidence.language,
        evidence.kind,
        evidence.limbs.force,
        "yes" if evidence.limbs.children else "no",
        "yes" if evidence.limbs.digital else "no",
        METHODS[evidence.method],
        ", ".join(evidence.rules),
        ", ".join(evidence.terms),
        ", ".join(evidence.elements),
        evidence.score,
        "; ".join(evidence.shortfalls),
        shown.ocr,
        shown.citation,
    )


def _tensions(coverage: Coverage, taxonomy: Taxonomy) -> Sheet:
    columns = (
        Column("Tension", 34),
        Column("Against paragraphs", 14),
        Column("Against provisions", 40),
        Column("Instrument", 24),
        Column("Page", 7),
        Column("Printed page", 9),
        Column("Locator", 14),
        Column("Headings", 28),
        Column("Opening words", 24),
        Column("Text", 70),
        Column("Closing words", 24),
        Column("Rules", 24),
    )
    instruments = {instrument.id: instrument for instrument in coverage.instruments}
    rows = []
    for tension in coverage.tensions:
        place = instruments[tension.instrument]
        titles = [taxonomy.title(p) for p in tension.provisions]
        rows.append(
            (
                f"{TENSION_SYMBOL} {tension.title}",
                ", ".join(map(str, tension.paragraphs)),
                "; ".join(titles),
                place.title,
                tension.page if place.paged else "",
                tension.page_label or "",
                tension.locator,
                " › ".join(tension.headings),
                tension.lead,
                tension.text,
                tension.tail,
                ", ".join(tension.rules),
            )
        )
    return Sheet("Tensions", columns, tuple(rows))


def _ages(coverage: Coverage) -> Sheet:
    columns = (
        Column("Age", 14),
        Column("Years", 8),
        Column("To", 8),
        Column("For", 30),
        Column("Words", 28),
        Column("Words around", 70),
        Column("Instrument", 24),
        Column("Page", 7),
        Column("Printed page", 9),
        Column("Locator", 14),
    )
    instruments = {instrument.id: instrument for instrument in coverage.instruments}
    rows = tuple(
        (
            age_words(age),
            age.years,
            "" if age.to is None else age.to,
            PURPOSE_WORDS[age.purpose],
            age.words,
            age.context,
            instruments[age.instrument].title,
            age.page if instruments[age.instrument].paged else "",
            age.page_label or "",
            age.locator,
        )
        for age in coverage.ages
    )
    return Sheet("Ages", columns, rows)


def _frameworks(coverage: Coverage, taxonomy: Taxonomy) -> Sheet:
    columns = (
        Column("Component", 44),
        Column("Framework", 30),
        Column("Group", 26),
        Column("Status", 16),
        Column("Reasons", 48),
        Column("Provision", 40),
        Column("Status of the provision", 16),
        Column("Core", 8),
    )
    rows = tuple(
        (
            component.title,
            reading.title,
            component.group,
            mark_of(component.status),
            "; ".join(named(reason, taxonomy) for reason in component.reasons),
            taxonomy.title(provision),
            mark_of(status),
            "yes" if provision in component.core else "no",
        )
        for reading in coverage.frameworks
        for component in reading.components
        for provision, status in component.provisions
    )
    return Sheet("Frameworks", columns, rows)
