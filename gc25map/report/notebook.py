"""What a notebook shows of a coverage: a small table of counts by chapter."""

from __future__ import annotations

from markupsafe import Markup, escape

from gc25map.records import Coverage
from gc25map.words import STATUS_WORDS, SYMBOLS


def coverage_card(coverage: Coverage) -> str:
    """A summary as escaped HTML, well under 50 kB however many instruments there are."""
    counts = coverage.counts()
    cells = Markup("").join(
        Markup("<tr><td>{} {}</td><td>{}</td></tr>").format(SYMBOLS[s], STATUS_WORDS[s], counts[s])
        for s in STATUS_WORDS
    )
    names = Markup("").join(
        Markup("<li>{}{}</li>").format(i.title[:200], f", {i.pages} pages" if i.paged else "")
        for i in coverage.instruments[:20]
    )
    head = escape(coverage.title[:200])
    return str(
        Markup("<div><strong>{}</strong><ul>{}</ul><table>{}</table></div>").format(
            head, names, cells
        )
    )
