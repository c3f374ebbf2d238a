"""The documents supplied, as the head of a report lists them, and how much was read of them."""

from __future__ import annotations

from dataclasses import dataclass

from gc25map.pages import page_list
from gc25map.records import Instrument, Scope
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
    found = [_number(pages, "page")] if any(i.paged for i in instruments) else []
    found.append(_number(sum(i.passages for i in instruments), "passage"))
    return f"{', '.join(found)}, {_number(len(instruments), 'document')}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"


def document_of(instrument: Instrument) -> Document:
    """What the head of the report says of one document."""
    facts = [
        _number(instrument.pages, "page") if instrument.paged else "no pages",
        _number(instrument.passages, "passage"),
        f"language: {instrument.language}",
    ]
    facts += _scope(instrument.scope)
    facts.append(f"SHA-256 {instrument.sha256[:12]}…")
    warnings = [visible(note) for note in instrument.notes]
    if instrument.pages_ocr:
        sure = f"mean confidence {instrument.ocr_confidence or 0:.0%}"
        pages = page_list(instrument.pages_ocr)
        warnings.append(f"Read by OCR: {pages} ({sure}). Compare the words with the page.")
    if instrument.pages_unreadable:
        pages = page_list(instrument.pages_unreadable)
        warnings.append(f"Not read: {pages}. What stands there is not in this report.")
    return Document(
        visible(instrument.title), visible(instrument.file_name), " · ".join(facts), tuple(warnings)
    )


def _scope(scope: Scope) -> list[str]:
    said = []
    if scope.children_only:
        said.append("governs children only")
    if scope.digital_only:
        said.append("governs the digital environment only")
    if scope.by_user:
        said = [f"{' and '.join(said) or 'general law'} (set by the user)"]
    return said
