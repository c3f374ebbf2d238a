"""What a report says beside the statuses: tensions with provisions, and the ages in the law.

In:  a `Coverage` and its `Taxonomy`.
Out: plain values for the template, all of them found in the documents supplied.
"""

from __future__ import annotations

from dataclasses import dataclass

from gc25map.findings import Age, Tension
from gc25map.records import Coverage, Instrument
from gc25map.report.language import direction_of, gettext
from gc25map.report.text import (
    Parts,
    link_of,
    locator_of,
    pages_of,
    parts_of,
    place_of,
    visible,
)
from gc25map.taxonomy import Taxonomy
from gc25map.words import COMPARATORS, PURPOSE_WORDS


@dataclass(frozen=True, slots=True)
class AgainstPassage:
    """One passage in tension, as it is shown."""

    instrument: str
    locator: str
    place: str
    link: str
    lead: str
    tail: str
    parts: Parts
    lang: str
    direction: str
    rules: str


@dataclass(frozen=True, slots=True)
class Against:
    """A kind of tension with its passages; `provisions` are ids with titles."""

    id: str
    title: str
    what: str
    paragraphs: str
    provisions: tuple[tuple[str, str], ...]
    passages: tuple[AgainstPassage, ...]


@dataclass(frozen=True, slots=True)
class AgeRow:
    """An age, as a row of a table."""

    age: str
    purpose: str
    instrument: str
    locator: str
    place: str
    link: str
    parts: tuple[str, str, str]
    lang: str
    direction: str


def kinds_against(
    coverage: Coverage, taxonomy: Taxonomy, provision: str
) -> tuple[tuple[str, str], ...]:
    """The kinds of tension found against a provision: ids with titles."""
    return tuple(
        dict.fromkeys(
            (anchor_of(tension), _title(tension, taxonomy))
            for tension in coverage.tensions
            if provision in tension.provisions
        )
    )


def _title(tension: Tension, taxonomy: Taxonomy) -> str:
    """The title of a kind: in the words of the taxonomy, or, where that has it no more, of the report."""
    known = {kind.id: kind.title for kind in taxonomy.tensions}
    return known.get(tension.id) or visible(tension.title)


def anchor_of(tension: Tension) -> str:
    """The place of a kind of tension in the page; never that of a provision."""
    return f"tension-{tension.id}"


def tensions_of(coverage: Coverage, taxonomy: Taxonomy) -> tuple[Against, ...]:
    """The kinds of tension in the order in which they were first found, each with its passages."""
    described = {kind.id: kind.what for kind in taxonomy.tensions}
    instruments = {instrument.id: instrument for instrument in coverage.instruments}
    kinds: dict[str, list[Tension]] = {}
    for tension in coverage.tensions:
        kinds.setdefault(tension.id, []).append(tension)
    return tuple(
        Against(
            id=anchor_of(first),
            title=_title(first, taxonomy),
            what=described.get(first.id, ""),
            paragraphs=gettext(", ").join(map(str, first.paragraphs)),
            provisions=tuple(
                (provision, taxonomy[provision].title)
                for provision in first.provisions
                if provision in taxonomy
            ),
            passages=tuple(_passage(t, instruments[t.instrument]) for t in (first, *others)),
        )
        for first, *others in kinds.values()
    )


def _passage(tension: Tension, instrument: Instrument) -> AgainstPassage:
    return AgainstPassage(
        instrument=visible(instrument.title),
        locator=locator_of(tension.locator),
        place=place_of(tension, instrument),
        link=link_of(instrument, tension.page),
        lead=visible(tension.lead),
        tail=visible(tension.tail),
        parts=parts_of(tension.text, tension.spans),
        lang=visible(tension.language),
        direction=direction_of(tension.language),
        rules=visible(gettext(", ").join(tension.rules)),
    )


def ages_in(coverage: Coverage) -> dict[tuple[str, str], str]:
    """The ages that each passage names, with what for, by instrument and passage."""
    found: dict[tuple[str, str], list[str]] = {}
    for age in coverage.ages:
        words = f"{_age(age)} ({gettext(PURPOSE_WORDS[age.purpose])})"
        found.setdefault((age.instrument, age.passage), []).append(words)
    return {key: gettext("; ").join(dict.fromkeys(words)) for key, words in found.items()}


def _age(age: Age) -> str:
    return gettext(COMPARATORS[age.comparator]).format(years=age.years, to=age.to)


def ages_of(coverage: Coverage) -> tuple[AgeRow, ...]:
    """The ages in the order of the documents, each with the words around it."""
    instruments = {instrument.id: instrument for instrument in coverage.instruments}
    rows = []
    for age in coverage.ages:
        instrument = instruments[age.instrument]
        before, found, after = age.context.partition(age.words)
        rows.append(
            AgeRow(
                age=_age(age),
                purpose=gettext(PURPOSE_WORDS[age.purpose]),
                instrument=visible(instrument.title),
                locator=locator_of(age.locator),
                place=pages_of(age.page, age.page, age.page_label) if instrument.paged else "",
                link=link_of(instrument, age.page),
                parts=(visible(before), visible(found), visible(after)),
                lang=visible(age.language),
                direction=direction_of(age.language),
            )
        )
    return tuple(rows)
