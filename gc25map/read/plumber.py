"""pdfplumber as an engine: one page → fragments, with nothing kept in memory.

Runs in the reading child only. The characters are taken from pdfplumber's layout objects directly:
its dictionaries carry some twenty attributes of each character that nobody here asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage
from pdfminer.pdftypes import PDFStream, resolve1

from gc25map.read.grid import Grids
from gc25map.read.limits import MAX_CHARS_PER_PAGE, MAX_FRAGMENTS_PER_PAGE, TooMuch
from gc25map.read.raw import FRAGMENT_GAP, Fragment, RawPage, as_printed, logical_order
from gc25map.read.ruled import MOST_SEGMENTS, Rule, stroke, table_rules

ENGINE = f"pdfplumber {pdfplumber.__version__}"
# Share of the font size from which a gap is a space.
SPACE_GAP = 0.2


class _Char(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    text: str


def open_pdf(path: Path, password: str = "") -> Any:
    """The opened document; whatever pdfplumber raises passes through."""
    return pdfplumber.open(path, password=password)


def title_of(pdf: Any) -> str:
    """The title in the document's metadata, or an empty string."""
    title = pdf.metadata.get("Title", "") if isinstance(pdf.metadata, dict) else ""
    return title if isinstance(title, str) else ""


def page_count(pdf: Any) -> int:
    """How many pages the tree of pages holds, whatever it claims."""
    return len(pdf.pages)


def read_page(pdf: Any, index: int) -> RawPage:
    """One page, counted from 0; whatever pdfplumber raises passes through."""
    page = pdf.pages[index]
    try:
        chars, rules, images = _contents(page)
        size = float(page.width), float(page.height)
        fragments = tuple(_with_tables(chars, rules))
        if len(fragments) > MAX_FRAGMENTS_PER_PAGE:
            raise TooMuch(f"more than {MAX_FRAGMENTS_PER_PAGE:,} pieces of text on a page")
        if not fragments and not images and _undecoded(page.page_obj.contents):
            raise ValueError("its contents cannot be decoded")
        return RawPage(index + 1, *size, fragments, images, ENGINE)
    finally:
        page.close()


def _with_tables(chars: list[_Char], rules: list[Rule]) -> list[Fragment]:
    """The fragments of a page, with the rows of its tables last."""
    grids = Grids(table_rules(rules))
    while grids:
        by_cell: dict[int, list[_Char]] = {}
        for char in chars:
            place = grids.place((char.x0, char.top, char.x1, char.bottom))
            by_cell.setdefault(place, []).append(char)
        outside = fragments_of(by_cell.pop(0, []))
        for inside in by_cell.values():
            for fragment in fragments_of(inside):
                grids.put(fragment)
        if grids.settle():
            return [*outside, *grids.rows()]
    return fragments_of(chars)


def _contents(page: Any) -> tuple[list[_Char], list[Rule], int]:
    """The characters of a page, its ruled lines, and how many images it holds."""
    height = float(page.height)
    _, page_top, _, _ = (float(v) for v in page.bbox)
    left, bottom = float(page.mediabox[0]), float(page.mediabox[1])
    chars: list[_Char] = []
    rules: list[Rule] = []
    images = 0
    for item in _items(page.layout):
        if isinstance(item, LTImage):
            images += 1
        elif isinstance(item, LTCurve) and len(rules) < MOST_SEGMENTS:
            for one, other in pairwise((*item.pts, item.pts[0])):
                for x0, y0, x1, y1 in stroke(one, other):
                    down = page_top + height + bottom
                    rules.append(Rule(x0 - left, down - y1, x1 - left, down - y0))
        elif isinstance(item, LTChar):
            text = item.get_text()
            if not item.upright or not text:
                continue
            top = page_top + height - (item.y1 - bottom)
            chars.append(
                _Char(
                    item.x0 - left,
                    top,
                    item.x1 - left,
                    top + (item.y1 - item.y0),
                    item.size,
                    "bold" in item.fontname.lower() or "black" in item.fontname.lower(),
                    text,
                )
            )
            if len(chars) > MAX_CHARS_PER_PAGE:
                raise TooMuch(f"more than {MAX_CHARS_PER_PAGE:,} characters on a page")
    return chars, rules, images


def _undecoded(contents: Iterable[Any]) -> bool:
    """Whether something is stored as a page's contents of which decoding has left nothing."""
    streams = [resolve1(stream) for stream in contents]
    return any(
        isinstance(stream, PDFStream)
        and resolve1(stream.get("Length", 0))
        and not stream.get_data()
        for stream in streams
    )


def _items(container: Iterable[Any]) -> Iterator[Any]:
    stack = [iter(container)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, LTContainer):
                stack.append(iter(item))
                break
            yield item
        else:
            stack.pop()


def fragments_of(chars: list[_Char]) -> list[Fragment]:
    """Characters → fragments: gathered by baseline, then parted at wide gaps."""
    fragments: list[Fragment] = []
    for row in _rows(chars):
        row.sort(key=lambda char: char.x0)
        run: list[_Char] = []
        for char in row:
            if run and _same_ink(run[-1], char):
                continue
            if run and char.x0 - run[-1].x1 > FRAGMENT_GAP * max(char.size, 1.0):
                fragments += _fragment(run)
                run = []
            run.append(char)
        fragments += _fragment(run)
    return fragments


def _rows(chars: list[_Char]) -> list[list[_Char]]:
    rows: list[list[_Char]] = []
    baselines: dict[int, int] = {}
    for char in chars:
        key = round(char.bottom)
        size = max(char.size, 1.0)
        for near in (key, key - 1, key + 1):
            number = baselines.get(near)
            if number is not None and abs(rows[number][0].bottom - char.bottom) < 0.25 * size:
                rows[number].append(char)
                break
        else:
            baselines[key] = len(rows)
            rows.append([char])
    return rows


def _same_ink(one: _Char, other: _Char) -> bool:
    # Some gazettes print a character twice, a hair apart, to make it look bold.
    return one.text == other.text != " " and abs(one.x0 - other.x0) < 0.12 * max(one.size, 1.0)


def _fragment(run: list[_Char]) -> list[Fragment]:
    pieces: list[str] = []
    last = run[0]
    for char in run:
        parted = char is not last and char.text != " " and not pieces[-1].endswith(" ")
        if parted and char.x0 - last.x1 > SPACE_GAP * max(min(char.size, last.size), 1.0):
            pieces.append(" ")
        pieces.append(as_printed(char.text))
        last = char
    text = "".join(pieces)
    ink = [char for char in run if not char.text.isspace()]
    if not ink:
        return []
    return [
        Fragment(
            x0=ink[0].x0,
            top=min(char.top for char in ink),
            x1=max(char.x1 for char in ink),
            bottom=max(char.bottom for char in ink),
            size=sorted(char.size for char in ink)[len(ink) // 2],
            bold=sum(char.bold for char in ink) * 2 > len(ink),
            text=logical_order(" ".join(text.split())),
        )
    ]
