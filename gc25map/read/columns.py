"""Where the columns of a page are, and so in which order its fragments are read.

A gutter is a vertical strip that no fragment of a block crosses while text stands on both sides of
it over a good part of the block's height, or where two languages meet. The page is cut into blocks
by the fragments that do cross (headings, tables, the last lines of a page), and each block is read
column by column, from the side on which its script begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from gc25map.read.language import differ
from gc25map.read.raw import Fragment, right_to_left

# A column narrower than this share of the text's width is a margin note, not a column of text.
NARROWEST_COLUMN = 0.3
NARROWEST_GUTTER = 8.0
FEWEST_LINES = 6
# A document is set in columns where this share of its pages, and so many of them, have the same gutter.
USUAL_SHARE, FEWEST_USUAL = 0.5, 3
MOST_CROSSING = 0.15
# Share of a column's lines that begin at its edge, within so many points.
AT_THE_EDGE, EDGE_WIDTH = 0.4, 3.0


def blocks_of(fragments: Sequence[Fragment], usual: float | None = None) -> list[list[Fragment]]:
    """The fragments of a page as blocks in reading order, each a single column.

    `usual` is the gutter of the document's other pages, for a page too ragged to show its own.
    """
    body = sorted(fragments, key=lambda f: (f.top, f.x0))
    gutter = find_gutter(_without_wide_rows(body))
    if gutter is None and in_columns(body, usual):
        gutter = usual
    if gutter is None:
        return [body] if body else []
    blocks: list[list[Fragment]] = []
    left: list[Fragment] = []
    right: list[Fragment] = []
    leftward = right_to_left("".join(fragment.text for fragment in body))

    def flush() -> None:
        columns = (right, left) if leftward else (left, right)
        blocks.extend(list(column) for column in columns if column)
        left.clear()
        right.clear()

    for fragment in body:
        if fragment.x1 <= gutter + 1 or _runs_over(fragment, gutter, body):
            left.append(fragment)
        elif fragment.x0 >= gutter - 1:
            right.append(fragment)
        else:
            flush()
            blocks.append([fragment])
    flush()
    return blocks


def _without_wide_rows(fragments: Sequence[Fragment]) -> list[Fragment]:
    """What may stand in a column: all but the rows of tables that are wider than half the page."""
    if not fragments:
        return []
    width = max(f.x1 for f in fragments) - min(f.x0 for f in fragments)
    return [f for f in fragments if not f.table or f.x1 - f.x0 < width / 2]


def usual_gutter(pages: Sequence[Sequence[Fragment]]) -> float | None:
    """The gutter that most pages of a document share, or None."""
    columns = map(_without_wide_rows, pages)
    filled = [page for page in columns if len(page) >= 2 * FEWEST_LINES]
    found = [gutter for gutter in map(find_gutter, filled) if gutter is not None]
    if not found:
        return None
    middle = median(found)
    same = sum(abs(gutter - middle) < NARROWEST_GUTTER for gutter in found)
    return middle if same >= max(FEWEST_USUAL, USUAL_SHARE * len(filled)) else None


def in_columns(fragments: Sequence[Fragment], usual: float | None) -> bool:
    """Whether a page stands in the columns that are usual in its document, however ragged they are."""
    if usual is None:
        return False
    fragments = _without_wide_rows(fragments)
    over = [f for f in fragments if f.x0 < usual - 1 and f.x1 > usual + NARROWEST_GUTTER / 2]
    crossing = sum(not _runs_over(f, usual, fragments) for f in over)
    sides = [f for f in fragments if f.x0 < usual], [f for f in fragments if f.x0 >= usual]
    return crossing <= MOST_CROSSING * len(fragments) and all(map(_has_edge, sides))


def _has_edge(side: Sequence[Fragment]) -> bool:
    """Whether enough lines begin one below the other to make a column."""
    edges = Counter(round(f.x0 / EDGE_WIDTH) for f in side)
    return len(side) >= FEWEST_LINES and max(edges.values()) >= AT_THE_EDGE * len(side)


def _runs_over(fragment: Fragment, gutter: float, body: Sequence[Fragment]) -> bool:
    """Whether a line of the left column runs into the print of the right one: it crosses nothing."""
    return fragment.x0 < gutter < fragment.x1 and any(
        gutter - 1 <= other.x0 < fragment.x1 and _same_row(fragment, other) for other in body
    )


def find_gutter(fragments: Sequence[Fragment]) -> float | None:
    """The x of the page's gutter, or None where the text stands in one column."""
    if len(fragments) < 2 * FEWEST_LINES:
        return None
    x_min = min(f.x0 for f in fragments)
    x_max = max(f.x1 for f in fragments)
    width = x_max - x_min
    best: tuple[float, float] | None = None
    # Where columns are too ragged or short for running text, two languages still tell them apart.
    ragged: tuple[float, float] | None = None
    edges = sorted({round(f.x1) for f in fragments if f.x1 - x_min > NARROWEST_COLUMN * width})
    for edge in edges:
        x = edge + NARROWEST_GUTTER / 2
        if x_max - x < NARROWEST_COLUMN * width:
            break
        crossing = sum(f.x0 < x - 1 and f.x1 > x + NARROWEST_GUTTER / 2 for f in fragments)
        lefts, rights = _sides(fragments, x)
        if min(len(lefts), len(rights)) < FEWEST_LINES or crossing > MOST_CROSSING * len(fragments):
            continue
        score = crossing / len(fragments) + abs(x - (x_min + x_max) / 2) / (4 * width)
        if best is None and (ragged is None or score < ragged[0]):
            ragged = (score, x)
        if (best is None or score < best[0]) and _beside(lefts, rights):
            best = (score, x)
    if best is None and ragged is not None:
        lefts, rights = _sides(fragments, ragged[1])
        return ragged[1] if _overlap(lefts, rights) and _two_languages(lefts, rights) else None
    return best[1] if best else None


def _sides(fragments: Sequence[Fragment], x: float) -> tuple[list[Fragment], list[Fragment]]:
    lefts = [f for f in fragments if f.x1 <= x + 1]
    rights = [f for f in fragments if f.x0 >= x + NARROWEST_GUTTER / 2]
    return lefts, rights


def _two_languages(lefts: Sequence[Fragment], rights: Sequence[Fragment]) -> bool:
    one, other = (" ".join(f.text for f in side) for side in (lefts, rights))
    return differ(one, other)


def _overlap(lefts: Sequence[Fragment], rights: Sequence[Fragment]) -> bool:
    """Whether two groups stand at the same height over a good part of what they fill together."""
    low = max(min(f.top for f in lefts), min(f.top for f in rights))
    high = min(max(f.bottom for f in lefts), max(f.bottom for f in rights))
    span = max(f.bottom for f in (*lefts, *rights)) - min(f.top for f in (*lefts, *rights))
    return high - low >= 0.25 * span


def _beside(lefts: list[Fragment], rights: list[Fragment]) -> bool:
    """Whether two groups stand side by side as running text, and are not the cells of a list."""
    if not _overlap(lefts, rights):
        return False
    # Running text fills its column line after line; numbers and short cells do not.
    return all(_fill(side) > 0.55 for side in (lefts, rights))


def _fill(side: list[Fragment]) -> float:
    x0, x1 = min(f.x0 for f in side), max(f.x1 for f in side)
    return sum(f.x1 - f.x0 for f in side) / (len(side) * max(x1 - x0, 1.0))


def join_rows(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Fragments of one column, those on the same baseline joined into lines, from top to bottom."""
    lines: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (f.bottom, f.x0)):
        if lines and _same_row(lines[-1][0], fragment):
            lines[-1].append(fragment)
        else:
            lines.append([fragment])
    return _rows_together([_joined(sorted(row, key=lambda f: f.x0)) for row in lines])


def _rows_together(lines: list[Fragment]) -> list[Fragment]:
    """Lines with the rows of each table in one run: what stands beside a table is read before or after it."""
    for table in dict.fromkeys(line.table for line in lines if line.table):
        places = [n for n, line in enumerate(lines) if line.table == table]
        first, last = places[0], places[-1]
        rows = [line for line in lines[first : last + 1] if line.table == table]
        beside = [line for line in lines[first : last + 1] if line.table != table]
        before = [line for line in beside if line.x0 < rows[0].x0]
        after = [line for line in beside if line.x0 >= rows[0].x0]
        lines = [*lines[:first], *before, *rows, *after, *lines[last + 1 :]]
    return lines


def _same_row(one: Fragment, other: Fragment) -> bool:
    if one.table or other.table:
        return False
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.6 * min(one.bottom - one.top, other.bottom - other.top)


def _joined(row: list[Fragment]) -> Fragment:
    if len(row) == 1:
        return row[0]
    leftward = right_to_left("".join(f.text for f in row))
    text = " ".join(f.text for f in (reversed(row) if leftward else row))
    widest = max(row, key=lambda f: f.x1 - f.x0)
    return Fragment(
        min(f.x0 for f in row),
        min(f.top for f in row),
        max(f.x1 for f in row),
        max(f.bottom for f in row),
        widest.size,
        widest.bold,
        text,
    )
