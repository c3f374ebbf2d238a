"""Texts of a law as a report shows them: nothing hidden in them, parted where words are marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import quote

from gc25map.findings import Tension
from gc25map.records import Evidence, Instrument
from gc25map.report.language import gettext, ngettext, number

# Characters that turn text round, or stand in it, without being seen: shown as signs, so that no
# quotation deceives. The joiners of Persian and Indic scripts, and single marks of direction, stay.
# Control characters and broken halves, which XML cannot hold, become the sign for what is no character.
_UNSEEN = {
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "⟦bidi⟧"),
    **dict.fromkeys((*range(0x2060, 0x2065), 0xFEFF, *range(0xE0000, 0xE0080)), "⟦unseen⟧"),
    **dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)), "\ufffd"),
    **dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd"),
}
# The line end before an item of a list; other printed line ends are only spaces.
_ITEM = re.compile(r"\n(?=\(?[\dA-Za-zа-я]{1,4}[.)]\s|[•●▪*–-]\s)")
_SPACES = re.compile(r"\s+")
# So far from where a text is cut a space is looked for.
LONGEST_WORD = 24
Parts = tuple[tuple[str, bool, bool], ...]


def visible(text: str) -> str:
    """Text without hidden marks: those that turn it round or hide in it are shown as signs."""
    return text.translate(_UNSEEN)


def locator_of(locator: str) -> str:
    """A locator as it is shown, or that there is none."""
    return visible(locator) or gettext("(no section number)")


def place_of(found: Evidence | Tension, instrument: Instrument) -> str:
    """Where a passage stands: its pages as a viewer counts them, and as printed; "" without pages."""
    return pages_of(found.page, found.last_page, found.page_label) if instrument.paged else ""


def pages_of(page: int, last_page: int, label: str | None) -> str:
    """Pages as a viewer counts them, and as printed where that differs."""
    one, many = gettext("PDF page {page}"), gettext("PDF pages {page}–{last_page}")
    pages = (one if last_page == page else many).format(page=page, last_page=last_page)
    if label and label != str(page):
        return gettext("{pages} (printed {label})").format(pages=pages, label=visible(label))
    return pages


def link_of(instrument: Instrument, page: int) -> str:
    """A link to a page of the PDF that lies beside the report."""
    return f"./{quote(instrument.file_name, errors='replace')}#page={page}"


def citation_of(found: Evidence, instrument: Instrument) -> str:
    """How a passage is cited: document, section and page; without pages, section or the heading above."""
    if instrument.paged:
        page = gettext("p. {page}").format(page=found.page_label or found.page)
        place = [found.locator, page]
    else:
        place = [found.locator or (found.headings[-1] if found.headings else "")]
    return visible(", ".join(part for part in (visible(instrument.title), *place) if part))


def parts_of(text: str, spans: Sequence[tuple[int, int]]) -> Parts:
    """The text, parted where marked words begin and end and where an item of a list opens.

    Each part with whether it is marked, and whether a new line begins before it.
    """
    edges = {0, len(text), *(edge for span in spans for edge in span)}
    fresh = {match.end() for match in _ITEM.finditer(text)}
    cuts = sorted(edges | fresh)
    return tuple(
        (visible(text[a:b]), any(start <= a < end for start, end in spans), a in fresh)
        for a, b in pairwise(cuts)
    )


def parts_around(text: str, spans: Sequence[tuple[int, int]], reach: int) -> Parts:
    """Of the text only its marked words, all of them, with so many characters on either side.

    Without marked words it is the beginning. Dots stand for what is left out; no word is cut.
    """
    windows: list[list[int]] = []
    for start, end in sorted(spans) or [(0, 0)]:
        begin = text.rfind(" ", 0, max(0, start - reach)) + 1
        until = text.find(" ", min(len(text), end + reach))
        until = len(text) if until < 0 else until
        if windows and begin <= windows[-1][1] + 1:
            windows[-1][1] = max(windows[-1][1], until)
        else:
            windows.append([begin, until])
    parts: list[tuple[str, bool, bool]] = []
    for begin, until in windows:
        if begin:
            parts.append(("… ", False, False))
        inside = [(a - begin, b - begin) for a, b in spans if begin <= a and b <= until]
        parts += parts_of(text[begin:until], inside)
        parts.append((" ", False, False))
    return (*parts[:-1], ("" if windows[-1][1] == len(text) else " …", False, False))


def excerpt(parts: Parts, longest: int) -> list[tuple[str, bool]]:
    """The text, or the part of it around its first marked words, with whether each piece is marked."""
    total = sum(len(text) for text, _, _ in parts)
    before, start = 0, 0
    if total > longest:
        for text, marked, _ in parts:
            if marked:
                start = max(0, min(before - longest // 4, total - longest))
                break
            before += len(text)
    pieces = [("… ", False)] if start else []
    at = 0
    for text, marked, fresh in parts:
        piece = text[max(0, start - at) : max(0, start + longest - at)]
        if piece:
            # Printed line ends are only spaces, but for those before an item of a list.
            flowing = _SPACES.sub(" ", piece)
            pieces.append((f"\n{flowing}" if fresh and at > start else flowing, marked))
        at += len(text)
    if start + longest < total:
        left_out = ngettext(
            "{count} character left out", "{count} characters left out", total - longest
        )
        pieces.append((f" … ({left_out.format(count=number(total - longest))})", False))
    return pieces


def brief(
    text: str, spans: Sequence[tuple[int, int]], longest: int
) -> tuple[tuple[str, bool], ...]:
    """At most `longest` characters around the first marked words, each piece with whether it is marked.

    Whole words, where there are spaces to cut at; an ellipsis stands for what is left out.
    """
    start, end = 0, len(text)
    if len(text) > longest:
        window = longest - 4
        first = min((begin for begin, _ in spans), default=0)
        start = max(0, min(first - window // 4, len(text) - window))
        end = start + window
        if start and (space := text.find(" ", start, min(first, start + LONGEST_WORD))) >= 0:
            start = space + 1
        if end < len(text) and (space := text.rfind(" ", end - LONGEST_WORD, end)) > start:
            end = space
    inside = [
        (max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start
    ]
    pieces = [
        (_SPACES.sub(" ", piece), mark) for piece, mark, _ in parts_of(text[start:end], inside)
    ]
    before, after = [("… ", False)] if start else [], [(" …", False)] if end < len(text) else []
    return (*before, *pieces, *after)
