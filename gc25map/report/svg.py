"""The overview as a picture that stands alone (SVG): title, tiles, legend, counts, chapters.

Nothing is loaded; letters are those of the machine that shows it. Colour stands beside a sign
everywhere, and every tile has its provision and status as a title.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from textwrap import wrap

from gc25map.records import STATUSES, Coverage
from gc25map.report import palette
from gc25map.report.html import filled
from gc25map.report.language import SOURCE, gettext, ngettext, speaking, written
from gc25map.report.overview import TILE
from gc25map.report.readings import Mark
from gc25map.report.view import Page, counted, page_of
from gc25map.taxonomy import Taxonomy, in_language
from gc25map.words import NOT_FOUND_MEANS, SYMBOLS

# Places in SVG units: the margin, where tiles begin, the height of a line, the least width.
MARGIN, TOP, LINE, NARROWEST = 24, 104, 34, 1100
# How wide a letter is, as a part of its size: most of them, and those of Chinese or Japanese.
_NARROW, _WIDE = 0.56, 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend, with its height in the picture."""

    mark: Mark
    text: str
    y: int


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """A chapter written out, with how many of its provisions have each status."""

    x: int
    counts_x: int
    y: int
    name: str
    counts: str


def render_overview(coverage: Coverage, taxonomy: Taxonomy, language: str = SOURCE) -> str:
    """The overview as an SVG document in one of `LANGUAGES`."""
    with speaking(language):
        return _render(page_of(coverage, in_language(taxonomy, language)))


def _render(page: Page) -> str:
    tiles_width, tiles_height = page.overview_size
    width = max(tiles_width, NARROWEST)
    inside = width - 2
    below = TOP + tiles_height + LINE
    legend = tuple(
        Entry(mark, fitted(_entry(mark, text, count), inside - 2 * TILE, 15), below + n * LINE)
        for n, (mark, text, count) in enumerate(page.legend)
    )
    below += len(legend) * LINE + LINE // 2
    chapters, below = _chapters(page, width, below)
    facts = " · ".join(
        part
        for part in (
            gettext("Coverage of {symbol}").format(symbol=page.symbol),
            page.country,
            _documents(page),
        )
        if part
    )
    return filled(
        "overview.svg.j2",
        page=page,
        title=page.title,
        shown_title=fitted(page.title, inside, 26),
        facts=fitted(facts, inside, 15),
        said=_said(page),
        notes=(
            *_reviewed(page, inside),
            *wrap(gettext(NOT_FOUND_MEANS), int(inside / 13 / _NARROW)),
            fitted(page.versions, inside, 13),
        ),
        legend=legend,
        chapters=chapters,
        tile=TILE,
        tiles_x=width - tiles_width if written() == "rtl" else 0,
        start=_from_start(0, width),
        legend_x=width - TILE if written() == "rtl" else 0,
        legend_text_x=_from_start(TILE + 10, width),
        margin=MARGIN,
        top=TOP,
        below=below,
        width=width + 2 * MARGIN,
        height=below + 4 * MARGIN,
        palette=palette,
    )


def _from_start(x: int, width: int) -> int:
    """A place so far from where lines begin, which is on the right for Arabic."""
    return width - x if written() == "rtl" else x


def fitted(text: str, width: int, size: int) -> str:
    """Text cut, with dots, where it would run out of the picture: the letters are estimated."""
    left = width / size
    for number, letter in enumerate(text):
        left -= _WIDE if unicodedata.east_asian_width(letter) in "WF" else _NARROW
        if left < 0:
            return f"{text[: number - 1]}…"
    return text


def _chapters(page: Page, width: int, top: int) -> tuple[tuple[ChapterLine, ...], int]:
    """The chapters written out in two columns, and where the picture goes on below them."""
    high = (len(page.chapters) + 1) // 2
    lines = []
    for number, chapter in enumerate(page.chapters):
        column, row = divmod(number, high)
        counted = zip(STATUSES, chapter.counts, strict=True)
        counts = "\u2002".join(f"{SYMBOLS[status]} {count}" for status, count in counted if count)
        name = fitted(f"{chapter.id} {chapter.title}", width // 2 - 180, 14)
        x = column * width // 2
        places = _from_start(x, width), _from_start(x + width // 2 - 170, width)
        lines.append(ChapterLine(*places, top + row * 24, name, counts))
    return tuple(lines), top + high * 24 + LINE // 2


def _reviewed(page: Page, width: int) -> list[str]:
    """That people have reviewed, and that the tiles do not show it."""
    if page.review is None:
        return []
    said = gettext("{reviewed} The tiles show the program's statuses.")
    return [fitted(said.format(reviewed=page.review.lines[0]), width, 13)]


def _entry(mark: Mark, text: str, count: int) -> str:
    said = gettext("{count} {status}: {explained}")
    return said.format(count=count, status=mark.word, explained=text)


def _documents(page: Page) -> str:
    read = len(page.documents)
    said = ngettext("{count} document read", "{count} documents read", read).format(count=read)
    if not page.failures:
        return said
    unread = gettext("{count} not readable").format(count=len(page.failures))
    return gettext(", ").join((said, unread))


def _said(page: Page) -> str:
    """The picture in words, for those who do not see it."""
    said = gettext("{total} provisions by chapter: {counts}. Documents: {documents}. {not_found}")
    return said.format(
        total=sum(count for _, _, count in page.legend),
        counts=counted(page),
        documents=gettext("; ").join(document.title for document in page.documents),
        not_found=gettext(NOT_FOUND_MEANS),
    )
