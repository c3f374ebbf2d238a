"""What a page carries besides its text: running heads and feet, page numbers, line numbers.

Recognised by repetition and position, never by wording: a line near the top or foot of the page that
comes again on other pages, apart from its digits, is furniture; so is a lone number there that counts
the pages. Numbers that count down the margin are line numbers.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from gc25map.read.numbering import PageNumbers, page_numbers, printed_number
from gc25map.read.raw import Fragment, RawPage

# Furniture stands within this share of the page's height from its edge, and among the outermost rows.
ZONE = 0.14
ROWS = 4
# OCR reads a running head a little otherwise on each page: so alike two readings are, among as many.
ALIKE = 0.7
RECENT = 60
SHORTEST_ALIKE = 12
# Footnotes are set smaller than the text by at least this factor.
SMALLER_PRINT = 0.92
_NOTE_MARK = re.compile(r"^(?:\d{1,3}|[*†‡§]{1,3}|\(\d{1,2}\)|\[\d{1,2}\])[.)\s]|^[*†‡]")
_ITEM_NUMBER = re.compile(r"^\(?\d{1,2}[.)]$")
# The text of an item begins within so many heights of its line.
NEAREST_TEXT = 4.0
# How provisions are marked: the same mark may well begin several pages, and is no running head.
_MARK = re.compile(r"^[(\[]?(?:\d{1,4}|[a-z]{1,2}|[ivx]{1,5})[.)\]]+$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_LEADING_NUMBER = re.compile(r"^(\d{1,4})(?:\s+|$)(?![.)\]])")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page parted: the fragments of its body, what was kept out, and its printed number."""

    body: tuple[Fragment, ...]
    furniture: tuple[str, ...]
    label: str | None
    footnotes: tuple[Fragment, ...] = ()


def part_furniture(pages: Sequence[RawPage]) -> list[Cleaned]:
    """Each page without its furniture."""
    zones = [_zone(page) for page in pages]
    alike = _alike(pages, zones)
    repeated, numbers = _repeated(zones, alike), page_numbers(zones)
    heads = _heads(repeated)
    cleaned = [
        _clean(page, zone, repeated, heads, alike, numbers)
        for page, zone in zip(pages, zones, strict=True)
    ]
    size = body_size(fragment for one in cleaned for fragment in one.body)
    return [_part_footnotes(page, one, size) for page, one in zip(pages, cleaned, strict=True)]


def _zone(page: RawPage) -> list[Fragment]:
    """The fragments near the top and the foot that might be furniture."""
    loose = [f for f in page.fragments if not f.table]
    top = [f for f in loose if f.bottom < ZONE * page.height]
    foot = [f for f in loose if f.top > (1 - ZONE) * page.height]
    tops = sorted({round(f.top / 4) for f in top})[:ROWS]
    feet = sorted({round(f.top / 4) for f in foot}, reverse=True)[:ROWS]
    return [f for f in top if round(f.top / 4) in tops] + [
        f for f in foot if round(f.top / 4) in feet
    ]


def _words(fragment: Fragment) -> str:
    words = _DIGITS.sub("#", fragment.text.lower())
    return re.sub(r"\W+", " ", words).strip()


def _alike(pages: Sequence[RawPage], zones: Sequence[Sequence[Fragment]]) -> dict[str, str]:
    """For words that OCR gave otherwise on another page, those of the page where they came first."""
    alike: dict[str, str] = {}
    recent: deque[str] = deque(maxlen=RECENT)
    for page, zone in zip(pages, zones, strict=True):
        if page.confidence is None:
            continue
        for words in sorted({_words(fragment) for fragment in zone}):
            if len(words) < SHORTEST_ALIKE or words in alike:
                continue
            near = (w for w in recent if SequenceMatcher(None, w, words).ratio() >= ALIKE)
            alike[words] = found = next(near, words)
            if found in recent:
                recent.remove(found)
            recent.append(found)
    return alike


def _key(fragment: Fragment, alike: Mapping[str, str]) -> tuple[str, int]:
    words = _words(fragment)
    return alike.get(words, words), round(fragment.top / 12)


def _repeated(
    zones: Sequence[Sequence[Fragment]], alike: Mapping[str, str]
) -> set[tuple[str, int]]:
    counts: Counter[tuple[str, int]] = Counter()
    for zone in zones:
        keys = {_key(f, alike) for f in zone if not _MARK.match(f.text)}
        # A line may sit a little higher on one page than on the next.
        counts.update(keys | {(words, place + 1) for words, place in keys})
    needed = max(3, min(0.15 * len(zones), 12))
    return {key for key, count in counts.items() if count >= needed and key[0]}


def _heads(repeated: set[tuple[str, int]]) -> list[str]:
    """The words of the running heads, the longest first."""
    return sorted({head for head, _ in repeated if len(head) > 2}, key=len, reverse=True)


def _grown_together(words: str, heads: Sequence[str]) -> bool:
    """Whether a line is two or more running heads that stand apart on other pages."""
    found = 0
    for head in heads:
        if head in words:
            words, found = words.replace(head, " "), found + 1
    return found > 1 and not words.strip(" #")


def _clean(
    page: RawPage,
    zone: list[Fragment],
    repeated: set[tuple[str, int]],
    heads: Sequence[str],
    alike: Mapping[str, str],
    numbers: PageNumbers,
) -> Cleaned:
    out: dict[int, Fragment] = {}
    label: str | None = None
    for fragment in zone:
        words, place = _key(fragment, alike)
        counts = numbers.is_page_number(page.number, fragment) and not _opens_item(fragment, page)
        number = printed_number(fragment.text) if counts else None
        if number and (label is None or number.isdigit()):
            label = number
        comes_again = {(words, place), (words, place + 1)} & repeated
        if number or (
            (comes_again or _grown_together(words, heads)) and not _MARK.match(fragment.text)
        ):
            out[id(fragment)] = fragment
            if label is None:
                label = _embedded_number(fragment.text, words)
    kept = _without_line_numbers([f for f in page.fragments if id(f) not in out])
    return Cleaned(tuple(kept), tuple(f.text for f in out.values()), label)


def _opens_item(fragment: Fragment, page: RawPage) -> bool:
    """Whether a lone "1." or "2)" hangs before a line of text: the number of an item, not of the page."""
    return bool(_ITEM_NUMBER.match(fragment.text)) and any(
        0 <= other.x0 - fragment.x1 < NEAREST_TEXT * (fragment.bottom - fragment.top)
        and abs(other.bottom - fragment.bottom) < 0.3 * (fragment.bottom - fragment.top)
        for other in page.fragments
        if other is not fragment
    )


def _embedded_number(text: str, words: str) -> str | None:
    """A page number inside a running head, as in "20 Cap. 8:03 Sexual Offences"."""
    at_edge = re.match(r"^(\d{1,4})\b(?!\s*[./:,)])", text) or re.search(
        r"(?<![./:,\d])\b(\d{1,4})$", text
    )
    return at_edge.group(1) if at_edge and words.count("#") <= 3 else None


def _without_line_numbers(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments of a page without numbers that count its lines down the margin.

    A number stands alone, or has grown together with the line that it counts.
    """
    numbered: list[tuple[Fragment, int]] = []
    for fragment in sorted((f for f in fragments if not f.table), key=lambda f: f.top):
        leading = _LEADING_NUMBER.match(fragment.text)
        if leading:
            numbered.append((fragment, int(leading.group(1))))
    runs = sum(b[1] - a[1] in (1, 5) for a, b in itertools.pairwise(numbered))
    if len(numbered) < 8 or runs < 0.8 * (len(numbered) - 1) or 2 * runs < len(fragments) / 2:
        return list(fragments)
    counting = {id(f) for f, _ in numbered}
    kept: list[Fragment] = []
    for fragment in fragments:
        if id(fragment) not in counting:
            kept.append(fragment)
        elif text := _LEADING_NUMBER.sub("", fragment.text, count=1):
            width = (fragment.x1 - fragment.x0) * len(text) / len(fragment.text)
            kept.append(replace(fragment, x0=fragment.x1 - width, text=text))
    return kept


def body_size(fragments: Iterable[Fragment]) -> float:
    """The font size, in points, in which most of a text is set; 0 where there is none."""
    weight: Counter[float] = Counter()
    for fragment in fragments:
        weight[round(fragment.size, 1)] += len(fragment.text)
    return weight.most_common(1)[0][0] if weight else 0.0


def _part_footnotes(page: RawPage, cleaned: Cleaned, size: float) -> Cleaned:
    """The page with its footnotes apart: the smaller print at its foot, from the first note's mark."""
    rows = sorted(cleaned.body, key=lambda f: f.top)
    start = len(rows)
    while start and rows[start - 1].size < SMALLER_PRINT * size and not rows[start - 1].table:
        start -= 1
    while start < len(rows) and not _NOTE_MARK.match(rows[start].text):
        start += 1
    notes = rows[start:]
    if not notes or notes[0].top < 0.4 * page.height:
        return cleaned
    apart = {id(f) for f in notes}
    body = tuple(f for f in cleaned.body if id(f) not in apart)
    return replace(cleaned, body=body, footnotes=tuple(notes))
