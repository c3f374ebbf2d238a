"""Decides what a report says, so that the template only marks it up.

In:  a `Coverage` and its `Taxonomy`.
Out: a `Page` of plain values: every word that will be printed, in order.
"""

from __future__ import annotations

from dataclasses import dataclass

from gc25map.decisions import passage_hash
from gc25map.records import STATUSES, Cell, Coverage, Evidence, Instrument, Limbs, Status
from gc25map.report.beside import Against, AgeRow, ages_in, ages_of, kinds_against, tensions_of
from gc25map.report.checks import CHECKS, checks_of
from gc25map.report.document import Key, LawText, anchors_of, texts_of
from gc25map.report.homes import Home, homes_of, words_of
from gc25map.report.language import decimal, direction_of, gettext, ngettext, percent, reason
from gc25map.report.overview import Balance, Tile, balance_of, tiles_of
from gc25map.report.readings import Mark, ReadingView, components_of, mark_of, readings_of
from gc25map.report.reliable import Reliance, reliance_of
from gc25map.report.reviewed import (
    ReviewView,
    SummaryView,
    report_identity,
    review_of,
    summary_of,
)
from gc25map.report.supplied import Document, amount_read, document_of
from gc25map.report.text import (
    Parts,
    citation_of,
    link_of,
    locator_of,
    place_of,
    visible,
)
from gc25map.taxonomy import Provision, Taxonomy
from gc25map.words import FORCE_WORDS, METHODS, N_


@dataclass(frozen=True, slots=True)
class Shown:
    """One passage as it is shown; `parts` are plain or marked words.

    `hash` and `sha256` (of its document) are what a review names it by. Where there are no pages,
    `place` is empty and there is nothing that `link` could open; `anchor` is empty where the page does
    not hold the text of the law. Where only part of a long passage is shown, `whole` is the name (else "")
    of the one that is shown whole, its provision and its length; `own` is such a name of this one.
    """

    instrument: str
    locator: str
    path: str
    place: str
    link: str
    lead: str
    tail: str
    parts: Parts
    lang: str
    direction: str
    force: str
    limbs: str
    why: tuple[str, ...]
    lacks: str
    score: str
    citation: str
    hash: str
    sha256: str
    ocr: str
    ages: str
    anchor: str
    own: str
    whole: tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One provision: what is asked, the status of each instrument and of all, and the passages.

    `checks` are keys of `Page.checks`; `documents` are the places, from 0, of those that serve it.
    """

    id: str
    title: str
    paragraphs: str
    citation: str
    duty: str
    overall: Mark
    marks: tuple[Mark, ...]
    reasons: tuple[str, ...]
    found: tuple[str, ...]
    lacking: tuple[str, ...]
    evidence: tuple[Shown, ...]
    nearest: tuple[Shown, ...]
    looked_for: tuple[str, ...]
    against: tuple[tuple[str, str], ...]
    review: ReviewView | None
    checks: tuple[str, ...]
    documents: tuple[int, ...]
    bearers: tuple[str, ...]
    actors: str
    components: tuple[str, ...]
    measured: str


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter with its provisions and how many have each status."""

    id: str
    title: str
    counts: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything a report says."""

    title: str
    country: str
    framework: str
    symbol: str
    versions: str
    legend: tuple[tuple[Mark, str, int], ...]
    documents: tuple[Document, ...]
    failures: tuple[tuple[str, str], ...]
    chapters: tuple[ChapterView, ...]
    tiles: tuple[Tile, ...]
    overview_size: tuple[int, int]
    balance: tuple[Balance, ...]
    bearers: tuple[tuple[str, str], ...]
    reliability: str
    columns: tuple[str, ...]
    readings: tuple[ReadingView, ...]
    tensions: tuple[Against, ...]
    ages: tuple[AgeRow, ...]
    review: SummaryView | None
    identity: str
    checks: tuple[tuple[str, str], ...]
    read: str
    texts: tuple[LawText, ...]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is known beside the cells: where passages stand in the page, their ages, how sure figures are."""

    anchors: dict[Key, str]
    ages: dict[Key, str]
    homes: dict[Key, Home]
    reliance: Reliance


EXPLAINED: dict[Status, str] = {
    "addressed": N_("a rule or commitment in these documents does what the provision asks"),
    "partial": N_("the subject is there, but something is lacking; the reason is named"),
    "missing": N_("nothing was found in the documents supplied; other laws may hold it"),
    "not_assessed": N_("pages could not be read, or there are no rules for the language"),
}


def page_of(coverage: Coverage, taxonomy: Taxonomy) -> Page:
    """All that a report of this coverage says."""
    instruments = {i.id: i for i in coverage.instruments}
    counts = coverage.counts()
    beside = _Beside(
        anchors_of(coverage),
        ages_in(coverage),
        homes_of(coverage),
        reliance_of(coverage, taxonomy),
    )
    chapters = []
    for chapter in taxonomy.framework.chapters:
        provisions = [p for p in taxonomy.provisions if p.chapter == chapter.id]
        if provisions:
            cells = [coverage[p.id] for p in provisions]
            chapters.append(
                ChapterView(
                    chapter.id,
                    chapter.title,
                    tuple(sum(c.status == s for c in cells) for s in STATUSES),
                    tuple(
                        _row(p, c, coverage, taxonomy, instruments, beside)
                        for p, c in zip(provisions, cells, strict=True)
                    ),
                )
            )
    tiles, size = tiles_of(coverage, taxonomy)
    several = len(coverage.instruments) > 1
    return Page(
        title=visible(coverage.title),
        country=visible(coverage.country),
        framework=taxonomy.framework.title,
        symbol=taxonomy.framework.symbol,
        versions=visible(
            gettext("gc25map {tool} · taxonomy {taxonomy} · model {model}").format(
                tool=coverage.tool, taxonomy=coverage.taxonomy, model=coverage.model
            )
        ),
        legend=tuple((mark_of(s), gettext(EXPLAINED[s]), counts[s]) for s in STATUSES),
        documents=tuple(document_of(i) for i in coverage.instruments),
        failures=tuple((visible(f.path), reason(visible(f.message))) for f in coverage.failures),
        chapters=tuple(chapters),
        tiles=tiles,
        overview_size=size,
        balance=balance_of(coverage, taxonomy),
        bearers=tuple(
            dict.fromkeys((b, taxonomy.bearer(b)) for p in taxonomy.provisions for b in p.bearer)
        ),
        reliability=beside.reliance.about,
        columns=tuple(visible(i.title) for i in coverage.instruments) if several else (),
        readings=readings_of(coverage, taxonomy),
        tensions=tensions_of(coverage, taxonomy),
        ages=ages_of(coverage),
        review=summary_of(coverage, taxonomy),
        identity=report_identity(coverage),
        checks=tuple((key, gettext(words)) for key, words in CHECKS.items()),
        read=amount_read(coverage.instruments),
        texts=texts_of(coverage, taxonomy, beside.anchors),
    )


def counted(page: Page) -> str:
    """How many provisions have each status, in one line."""
    said = gettext("{count} {status}")
    return gettext(", ").join(
        said.format(count=count, status=mark.word) for mark, _, count in page.legend
    )


def _row(
    provision: Provision,
    cell: Cell,
    coverage: Coverage,
    taxonomy: Taxonomy,
    instruments: dict[str, Instrument],
    beside: _Beside,
) -> Row:
    def shown(passages: tuple[Evidence, ...]) -> tuple[Shown, ...]:
        return tuple(
            _shown(e, instruments[e.instrument], provision.id, taxonomy, beside) for e in passages
        )

    found = {element for e in cell.evidence if e.carries for element in e.elements}
    texts = {element.id: element.text for element in provision.elements}
    statuses = dict(cell.by_instrument)
    several = len(coverage.instruments) > 1
    return Row(
        id=provision.id,
        title=provision.title,
        paragraphs=_paragraphs(provision, taxonomy),
        citation=gettext("{symbol}, {paragraphs}").format(
            symbol=taxonomy.framework.symbol, paragraphs=_paragraphs(provision, taxonomy)
        ),
        duty=provision.duty,
        overall=mark_of(cell.status),
        marks=tuple(mark_of(statuses[i.id]) for i in coverage.instruments) if several else (),
        reasons=tuple(reason(visible(why)) for why in cell.reasons),
        found=tuple(texts[e] for e in texts if e in found),
        # Where only the classifier spoke, nobody knows which elements it saw.
        lacking=tuple(texts[e] for e in texts if found and e not in found),
        evidence=shown(cell.evidence),
        nearest=shown(cell.nearest),
        looked_for=tuple(texts.values()),
        against=kinds_against(coverage, taxonomy, provision.id),
        review=review_of(cell.review),
        checks=checks_of(cell, provision.id in beside.reliance.weak),
        documents=tuple(
            place
            for place, i in enumerate(coverage.instruments)
            if statuses.get(i.id) in ("addressed", "partial")
        ),
        bearers=tuple(provision.bearer),
        actors=gettext(", ").join(taxonomy.bearer(b) for b in provision.bearer),
        components=components_of(coverage, provision.id),
        measured=beside.reliance.words.get(provision.id, ""),
    )


def _shown(
    evidence: Evidence, instrument: Instrument, provision: str, taxonomy: Taxonomy, beside: _Beside
) -> Shown:
    key = evidence.instrument, evidence.passage
    parts, elsewhere = words_of(evidence, provision, beside.homes)
    home = beside.homes.get(key)
    why = [gettext(METHODS[evidence.method])]
    if evidence.rules:
        why.append(gettext("rules {rules}").format(rules=gettext(", ").join(evidence.rules)))
    if evidence.terms:
        why.append(
            gettext("strongest terms: {terms}").format(terms=gettext(", ").join(evidence.terms))
        )
    name = visible(instrument.title)
    return Shown(
        instrument=name,
        locator=locator_of(evidence.locator),
        path=" › ".join(visible(heading) for heading in evidence.headings),
        place=place_of(evidence, instrument),
        link=link_of(instrument, evidence.page),
        lead=visible(evidence.lead),
        tail=visible(evidence.tail),
        parts=parts,
        lang=visible(evidence.language),
        direction=direction_of(evidence.language),
        force=gettext(FORCE_WORDS[evidence.limbs.force]),
        limbs=_limbs(evidence.limbs),
        why=tuple(visible(item) for item in why),
        lacks=gettext("; ").join(reason(visible(lacking)) for lacking in evidence.shortfalls),
        score=decimal(evidence.score),
        ocr=_ocr(evidence),
        citation=citation_of(evidence, instrument),
        hash=passage_hash(provision, evidence.lead, evidence.text),
        sha256=instrument.sha256,
        ages=beside.ages.get(key, ""),
        anchor=beside.anchors.get(key, ""),
        own=home.anchor if home and home.provision == provision else "",
        whole=(elsewhere.anchor, taxonomy.title(elsewhere.provision), len(evidence.text))
        if elsewhere
        else ("", "", 0),
    )


def _ocr(evidence: Evidence) -> str:
    """How a passage was read that had no text layer, for whoever must compare it with the page."""
    if evidence.source != "ocr":
        return ""
    said = gettext("Read by OCR, confidence {sure}; {engine}")
    return said.format(sure=percent(evidence.confidence or 0), engine=visible(evidence.engine))


def _limbs(limbs: Limbs) -> str:
    """What a passage speaks of."""
    if limbs.children and limbs.digital:
        return gettext("children and digital environment")
    if limbs.children:
        return gettext("children")
    return (
        gettext("digital environment") if limbs.digital else gettext("neither children nor digital")
    )


def _paragraphs(provision: Provision, taxonomy: Taxonomy) -> str:
    one_or_many = ngettext("para {numbers}", "paras {numbers}", len(provision.paragraphs))
    return one_or_many.format(numbers=taxonomy.paragraphs(provision.id))
