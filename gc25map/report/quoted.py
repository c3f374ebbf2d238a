"""A quotation as it is shown away from its report, with its place before it."""

from __future__ import annotations

from dataclasses import dataclass

from gc25map.quotes import Quote
from gc25map.report.language import direction_of
from gc25map.report.text import Parts, locator_of, pages_of, parts_of, visible


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage, ready to be marked up; `place` is empty where there are no pages."""

    document: str
    locator: str
    place: str
    path: str
    parts: Parts
    lang: str
    direction: str


def quoted_of(quote: Quote) -> Quoted:
    """What is shown of a quotation: all its words, with lead-in and closing words."""
    place = ""
    if quote.page is not None:
        place = pages_of(quote.page, quote.last_page or quote.page, quote.page_label)
    return Quoted(
        document=visible(quote.document),
        locator=locator_of(quote.locator),
        place=place,
        path=" › ".join(visible(heading) for heading in quote.headings),
        parts=parts_of(quote.words, ()),
        lang=visible(quote.language),
        direction=direction_of(quote.language),
    )
