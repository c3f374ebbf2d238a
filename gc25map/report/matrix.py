"""Decides what the matrix of countries says, and on what it rests, so that the template only marks it up.

In:  what is kept of each country, in the order of their codes, and the taxonomy.
Out: plain values for matrix, heads, documents and kinds.

Nothing in them ranks: countries stand by code, and no figure sums up a country, but for how many
provisions of a chapter have which state.

Where a silence compares with nothing (see `gc25map.kinds`), the cell says so instead of "not found".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gc25map.comparison import Run
from gc25map.kinds import carriers_of, is_comparable
from gc25map.records import STATUSES, Status
from gc25map.report.column import CountryColumn, SuppliedDocument
from gc25map.report.readings import Mark, mark_of
from gc25map.report.text import visible
from gc25map.taxonomy import Provision, Taxonomy

UNSUPPLIED = Mark("unsupplied", "▨", "kind not supplied")
EXPLAINED = {
    "addressed": "a rule or commitment in the documents supplied does what the provision asks",
    "partial": "the subject is there, but something is lacking; the country's report names the reason",
    "missing": "nothing was found in the documents supplied; other laws may hold it",
    "not_assessed": "pages or documents could not be read, or there are no rules for the language",
    "unsupplied": "nothing was found, and no document supplied is known to be of a kind of instrument that"
    " would carry it: a silence that compares with nothing",
}
FOUND: tuple[Status, ...] = ("addressed", "partial")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a country's column: what the column rests on."""

    code: str
    name: str
    href: str
    facts: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """One provision in one country; `href` is its place in the country's report."""

    mark: Mark
    href: str
    place: str
    one: bool
    tension: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A provision over all countries; `comparable` are the codes whose sets hold a kind in `carriers`."""

    id: str
    title: str
    citation: str
    duty: str
    carriers: tuple[tuple[str, str], ...]
    comparable: tuple[str, ...]
    cells: tuple[CellView, ...]

    @property
    def found(self) -> bool:
        """Whether any country addresses it, if only in part."""
        return any(cell.mark.key in FOUND for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter; `counts` say for each country how many of its provisions have each state (0 left out)."""

    id: str
    title: str
    counts: tuple[tuple[tuple[Mark, int], ...], ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of instrument, and for each country whether it was supplied."""

    id: str
    title: str
    supplied: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class ListedView:
    """A document of a country as it is listed: what its kind is said to be, and who says so."""

    title: str
    facts: str
    kinds: str
    inferred: str
    failure: str


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """The documents of one country; `more` of them are not listed."""

    country: Head
    documents: tuple[ListedView, ...]
    more: int


def heads_of(columns: Sequence[CountryColumn]) -> tuple[Head, ...]:
    """The heads of all columns, in their order."""
    return tuple(_head(column) for column in columns)


def _head(column: CountryColumn) -> Head:
    amount = column.amount
    facts = [counted(amount.documents, "document")]
    if amount.pages:
        facts.append(counted(amount.pages, "page"))
    if amount.languages:
        facts.append(", ".join(amount.languages))
    warnings = []
    if amount.unreadable:
        share = amount.unreadable / amount.pages
        warnings.append(
            f"{share:.0%} of pages not readable" if share >= 0.01 else "<1% not readable"
        )
    if amount.failures:
        warnings.append(f"{counted(amount.failures, 'document')} not read")
    return Head(column.code, column.name, column.href, tuple(facts), tuple(warnings))


def counted(number: int, noun: str) -> str:
    """`1 page`, `1,200 pages`."""
    return f"{number:,} {noun}{'s' if number != 1 else ''}"


def state_of(status: Status, comparable: bool) -> Mark:
    """A status as it is shown; a silence without a document that could have spoken is none."""
    return UNSUPPLIED if status == "missing" and not comparable else mark_of(status)


def chapters_of(columns: Sequence[CountryColumn], taxonomy: Taxonomy) -> tuple[ChapterView, ...]:
    """The chapters that have provisions, with all rows."""
    chapters = []
    for chapter in taxonomy.framework.chapters:
        rows = tuple(
            _row(provision, columns, taxonomy)
            for provision in taxonomy.provisions
            if provision.chapter == chapter.id
        )
        if rows:
            counts = tuple(
                _counts(row.cells[place].mark for row in rows) for place in range(len(columns))
            )
            chapters.append(ChapterView(chapter.id, chapter.title, counts, rows))
    return tuple(chapters)


def _row(provision: Provision, columns: Sequence[CountryColumn], taxonomy: Taxonomy) -> RowView:
    carriers = carriers_of(provision.id, taxonomy)
    cells, comparable = [], []
    for column in columns:
        kept = column.cells[provision.id]
        compares = is_comparable(column.kinds, carriers)
        if compares:
            comparable.append(column.code)
        mark = state_of(kept.status, compares)
        href = f"{column.href}#{provision.id}"
        cells.append(CellView(mark, href, kept.place, kept.one, kept.tension))
    return RowView(
        provision.id,
        provision.title,
        taxonomy.citation(provision.id).replace(f"{taxonomy.framework.symbol}, ", ""),
        provision.duty,
        carriers,
        tuple(comparable),
        tuple(cells),
    )


def _counts(marks: Iterable[Mark]) -> tuple[tuple[Mark, int], ...]:
    found = Counter(marks)
    order = (*(mark_of(status) for status in STATUSES), UNSUPPLIED)
    return tuple((mark, found[mark]) for mark in order if found[mark])


def kinds_supplied(columns: Sequence[CountryColumn], taxonomy: Taxonomy) -> tuple[KindRow, ...]:
    """Which country's documents include which kind; the last row are documents of no known kind."""
    if taxonomy.instruments is None:
        return ()
    known = [(kind.id, kind.title) for kind in taxonomy.instruments.kinds]
    return tuple(
        KindRow(kind, title, tuple(kind in column.kinds for column in columns))
        for kind, title in (*known, ("other", "Of no kind that is known"))
    )


def documents_of(
    columns: Sequence[CountryColumn], heads: Sequence[Head], taxonomy: Taxonomy
) -> tuple[DocumentsView, ...]:
    """The documents supplied for every country."""
    titles = {k.id: k.title for k in taxonomy.instruments.kinds} if taxonomy.instruments else {}
    return tuple(
        DocumentsView(
            head, tuple(_listed(document, titles) for document in column.documents), column.more
        )
        for column, head in zip(columns, heads, strict=True)
    )


def _listed(document: SuppliedDocument, titles: dict[str, str]) -> ListedView:
    named = "; ".join(titles[kind] for kind in document.kinds.ids if kind in titles)
    by = " (from the title)" if named and document.kinds.inferred else ""
    return ListedView(
        document.title,
        document.facts,
        f"{named or 'kind not known'}{by}" if titles else "",
        ", ".join(document.inferred),
        document.failure,
    )


def legend_of(taxonomy: Taxonomy) -> tuple[tuple[Mark, str], ...]:
    """Every state with what it means; without kinds of instruments there is no silence of its own."""
    legend = [(mark_of(status), EXPLAINED[status]) for status in STATUSES]
    if taxonomy.instruments:
        legend.append((UNSUPPLIED, EXPLAINED[UNSUPPLIED.key]))
    return tuple(legend)


def summary_of(columns: Sequence[CountryColumn]) -> str:
    """How much the page rests on."""
    documents = sum(column.amount.documents for column in columns)
    pages = sum(column.amount.pages for column in columns)
    nouns = "country" if len(columns) == 1 else "countries"
    return f"{len(columns):,} {nouns}, {counted(documents, 'document')}, {counted(pages, 'page')}"


def versions_of(run: Run) -> tuple[str, str]:
    """By what the page was made, and the options that change its results."""
    made = (
        f"gc25map {run.tool} · taxonomy {run.taxonomy} · model {run.model} · corpora {run.corpora}"
    )
    return visible(made), visible(", ".join(f"{name} {value}" for name, value in run.options))
