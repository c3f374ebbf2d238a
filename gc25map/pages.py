"""How numbers of pages are said, the same in notes, on the terminal and in reports."""

from __future__ import annotations

from collections.abc import Sequence

# So many stretches of pages are named before an ellipsis.
MOST_STRETCHES = 20


def page_list(numbers: Sequence[int]) -> str:
    """Page numbers as they are said: "page 3", "pages 1–6, 9"; at most twenty stretches."""
    return f"{'page' if len(numbers) == 1 else 'pages'} {page_stretches(numbers)}"


def page_stretches(numbers: Sequence[int]) -> str:
    """Page numbers alone: "1–6, 9"."""
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][-1] + 1:
            stretches[-1][1:] = [number]
        else:
            stretches.append([number])
    listed = ", ".join("–".join(map(str, stretch)) for stretch in stretches[:MOST_STRETCHES])
    more = " …" if len(stretches) > MOST_STRETCHES else ""
    return f"{listed}{more}"
