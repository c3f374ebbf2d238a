"""The documents supplied, as the head of a report lists them, and how much was read of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gc25map.pages import page_stretches
from gc25map.records import Instrument, Scope
from gc25map.report.language import gettext, ngettext, number, percent, reason
from gc25map.report.text import visible


@dataclass(frozen=True, slots=True)
class Document:
    """One of the documents supplied, as the head of the report lists it."""

    title: str
    file_name: str
    facts: str
    warnings: tuple[str, ...]


def amount_read(instruments: tuple[Instrument, ...]) -> str:
    """How much was looked through: what "not found" can at most speak of."""
    pages = sum(i.pages - len(i.pages_unreadable) for i in instruments if i.paged)
    found = [_pages(pages)] if any(i.paged for i in instruments) else []
    found.append(passages_of(sum(i.passages for i in instruments)))
    found.append(
        ngettext("{n} document", "{n} documents", len(instruments)).format(n=len(instruments))
    )
    return gettext(", ").join(found)


def passages_of(count: int) -> str:
    """So many passages."""
    return ngettext("{n} passage", "{n} passages", count).format(n=number(count))


def _pages(count: int) -> str:
    return ngettext("{n} page", "{n} pages", count).format(n=number(count))


def document_of(instrument: Instrument) -> Document:
    """What the head of the report says of one document."""
    facts = [
        _pages(instrument.pages) if instrument.paged else gettext("no pages"),
        passages_of(instrument.passages),
        gettext("language: {language}").format(language=instrument.language),
    ]
    facts += _scope(instrument.scope)
    facts.append(f"SHA-256 {instrument.sha256[:12]}…")
    warnings = [reason(visible(note)) for note in instrument.notes]
    if instrument.pages_ocr:
        said = gettext(
            "Read by OCR: {pages} (mean confidence {sure}). Compare the words with the page."
        )
        pages, sure = _listed(instrument.pages_ocr), percent(instrument.ocr_confidence or 0)
        warnings.append(said.format(pages=pages, sure=sure))
    if instrument.pages_unreadable:
        said = gettext("Not read: {pages}. What stands there is not in this report.")
        warnings.append(said.format(pages=_listed(instrument.pages_unreadable)))
    return Document(
        visible(instrument.title), visible(instrument.file_name), " · ".join(facts), tuple(warnings)
    )


def _listed(numbers: Sequence[int]) -> str:
    one_or_many = ngettext("page {numbers}", "pages {numbers}", len(numbers))
    return one_or_many.format(numbers=page_stretches(numbers))


def _scope(scope: Scope) -> list[str]:
    said = []
    if scope.children_only:
        said.append(gettext("governs children only"))
    if scope.digital_only:
        said.append(gettext("governs the digital environment only"))
    if scope.by_user:
        both = gettext("{one} and {other}")
        what = both.format(one=said[0], other=said[1]) if len(said) == 2 else "".join(said)
        what = what or gettext("general law")
        said = [gettext("{what} (set by the user)").format(what=what)]
    return said
