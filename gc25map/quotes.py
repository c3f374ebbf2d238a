"""A passage as it is quoted away from its report: with its document, place and words."""

from __future__ import annotations

from dataclasses import dataclass

from gc25map.findings import Tension
from gc25map.records import Evidence, Instrument, Passage


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a document.

    `instrument` is the document's id, `document` its title. `page` and `last_page` are as a viewer
    counts them, None where there are no pages; `page_label` is what is printed, None where unknown.
    """

    instrument: str
    document: str
    passage: str
    page: int | None
    last_page: int | None
    page_label: str | None
    locator: str
    headings: tuple[str, ...]
    lead: str
    text: str
    tail: str
    language: str

    @property
    def words(self) -> str:
        """The passage as it is read: lead-in, text and closing words."""
        return " ".join(part for part in (self.lead, self.text, self.tail) if part)


def quote_found(found: Evidence | Tension, instrument: Instrument) -> Quote:
    """A passage that a result shows, as a quotation."""
    paged = instrument.paged
    return Quote(
        instrument=instrument.id,
        document=instrument.title,
        passage=found.passage,
        page=found.page if paged else None,
        last_page=found.last_page if paged else None,
        page_label=found.page_label if paged else None,
        locator=found.locator,
        headings=found.headings,
        lead=found.lead,
        text=found.text,
        tail=found.tail,
        language=found.language,
    )


def quote_passage(passage: Passage, instrument: Instrument) -> Quote:
    """A passage as it was read, as a quotation."""
    paged = instrument.paged
    return Quote(
        instrument=instrument.id,
        document=instrument.title,
        passage=passage.id,
        page=passage.first_page if paged else None,
        last_page=passage.last_page if paged else None,
        page_label=None,
        locator=passage.locator,
        headings=passage.headings,
        lead=passage.lead,
        text=passage.text,
        tail=passage.tail,
        language=passage.language,
    )
