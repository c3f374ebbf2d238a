"""What the page of countries keeps of one country: little, and in words that are ready to be shown.

In:  a `CountryResult`, which may hold whole laws.
Out: a `CountryColumn` of some ten kilobytes, whatever was supplied.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

from gc25map.comparison import CountryResult, Supplied
from gc25map.findings import Purpose
from gc25map.kinds import Kinds, kinds_of, kinds_read
from gc25map.records import Cell, Coverage, Instrument, Status
from gc25map.report.checks import hangs_by_one
from gc25map.report.language import direction_of
from gc25map.report.text import brief, citation_of, visible
from gc25map.taxonomy import Taxonomy
from gc25map.words import PURPOSE_WORDS, age_words

# Characters of a passage that the page shows, and how much it lists of one country before it says "more".
LONGEST_EXCERPT, LONGEST_NAME, LONGEST_PLACE = 300, 160, 40
MOST_DOCUMENTS, MOST_AGES = 40, 6
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some words of the strongest passage behind a cell; `pieces` with whether each decided."""

    pieces: Pieces
    lang: str
    direction: str
    citation: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A provision in one country: `one` where it hangs by one passage, `tension` where one was found."""

    status: Status
    place: str = ""
    one: bool = False
    tension: bool = False
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class SuppliedDocument:
    """A document as the page lists it. `kinds` are ids; `failure` is why it could not be read."""

    title: str
    kinds: Kinds
    facts: str
    inferred: tuple[str, ...]
    failure: str


@dataclass(frozen=True, slots=True)
class Amount:
    """How much was supplied and read: the size of what a silence speaks of."""

    documents: int
    failures: int
    pages: int
    unreadable: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptComponent:
    """A component of another framework in one country, with the provisions that serve it."""

    title: str
    status: Status
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryColumn:
    """One country: `cells` by provision, `ages` by purpose as (age, place), `readings` by framework.

    `kinds` are those of the documents that could be read, `more` the documents beyond those listed.
    `href` is the country's own report, seen from the folder of the comparison.
    """

    code: str
    name: str
    href: str
    amount: Amount
    documents: tuple[SuppliedDocument, ...]
    more: int
    kinds: frozenset[str]
    cells: dict[str, Kept]
    ages: dict[Purpose, tuple[tuple[str, str], ...]]
    readings: dict[str, tuple[str, tuple[KeptComponent, ...]]]


def column_of(result: CountryResult, taxonomy: Taxonomy, base: str) -> CountryColumn:
    """What is kept of a country; `base` is the name of its report's folder and of the report in it."""
    coverage = result.coverage
    instruments = {instrument.id: instrument for instrument in coverage.instruments}
    documents = tuple(_document(s, instruments, taxonomy) for s in result.supplied)
    tense = {provision for tension in coverage.tensions for provision in tension.provisions}
    return CountryColumn(
        code=_short(result.code),
        name=_short(result.name or result.code),
        href="{0}/{0}.gc25.html".format(quote(base, safe="", errors="replace")),
        amount=_amount(result, coverage),
        documents=documents[:MOST_DOCUMENTS],
        more=max(0, len(documents) - MOST_DOCUMENTS),
        kinds=kinds_read(result, taxonomy),
        cells={c.provision: _kept(c, instruments, c.provision in tense) for c in coverage.cells},
        ages=_ages(coverage),
        readings={
            reading.id: (
                visible(reading.title),
                tuple(
                    KeptComponent(visible(c.title), c.status, tuple(id for id, _ in c.provisions))
                    for c in reading.components
                ),
            )
            for reading in coverage.frameworks
        },
    )


def _amount(result: CountryResult, coverage: Coverage) -> Amount:
    paged = [instrument for instrument in coverage.instruments if instrument.paged]
    return Amount(
        documents=len(result.supplied),
        failures=sum(bool(supplied.failure) for supplied in result.supplied),
        pages=sum(instrument.pages for instrument in paged),
        unreadable=sum(len(instrument.pages_unreadable) for instrument in paged),
        languages=tuple(sorted({visible(i.language) for i in coverage.instruments})),
    )


def _document(
    supplied: Supplied, instruments: dict[str, Instrument], taxonomy: Taxonomy
) -> SuppliedDocument:
    listed = supplied.listed
    instrument = instruments.get(supplied.instrument)
    read_title = instrument.title if instrument else ""
    # Only the name of a file: where it lay on somebody's machine is nobody's business.
    title = listed.title or read_title or PurePath(listed.path).name
    inferred = tuple(visible(name) for name in listed.inferred if name != "kind")
    return SuppliedDocument(
        title=_short(title),
        kinds=kinds_of(listed, read_title, taxonomy),
        facts=_facts(instrument, listed.year) if instrument else _short(listed.year),
        inferred=inferred,
        failure=_short(supplied.failure or ("" if instrument else "could not be read")),
    )


def _facts(instrument: Instrument, year: str) -> str:
    pages, lost = instrument.pages, len(instrument.pages_unreadable)
    facts = [_short(year), visible(instrument.language)]
    if instrument.paged:
        facts.append(f"{pages} page{'s' if pages != 1 else ''}")
    if lost:
        facts.append(f"{lost} not readable")
    if instrument.pages_ocr:
        facts.append(f"{len(instrument.pages_ocr)} read by OCR")
    return ", ".join(fact for fact in facts if fact)


def _kept(cell: Cell, instruments: dict[str, Instrument], tension: bool) -> Kept:
    if not cell.evidence:
        return Kept(cell.status, tension=tension)
    strongest = cell.evidence[0]
    instrument = instruments[strongest.instrument]
    opening = f"{strongest.lead} " if strongest.lead else ""
    spans = [(a + len(opening), b + len(opening)) for a, b in strongest.spans]
    page = f"p. {strongest.page}" if instrument.paged else ""
    cited = citation_of(strongest, instrument)
    if strongest.source == "ocr":
        cited += " (read by OCR)"
    return Kept(
        status=cell.status,
        place=_short(strongest.locator or page, LONGEST_PLACE),
        one=hangs_by_one(cell),
        tension=tension,
        excerpt=Excerpt(
            pieces=brief(opening + strongest.text, spans, LONGEST_EXCERPT),
            lang=visible(strongest.language),
            direction=direction_of(strongest.language),
            citation=_short(cited, 2 * LONGEST_NAME),
        ),
    )


def _ages(coverage: Coverage) -> dict[Purpose, tuple[tuple[str, str], ...]]:
    """Each age once by purpose, the youngest first, with the first place where it stands."""
    found: dict[Purpose, dict[str, tuple[int, str]]] = {}
    for age in coverage.ages:
        place = _short(age.locator, LONGEST_PLACE)
        found.setdefault(age.purpose, {}).setdefault(age_words(age), (age.years, place))
    return {
        purpose: tuple(
            (words, place)
            for words, (_, place) in sorted(
                found[purpose].items(), key=lambda item: (item[1][0], item[0])
            )
        )
        for purpose in PURPOSE_WORDS
        if purpose in found
    }


def _short(text: str, longest: int = LONGEST_NAME) -> str:
    return visible(text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…")
