"""A law in several languages → one law for each, over the same text.

In:  a `Law`, perhaps with stretches in several languages.
Out: `Law`s with the lines of one language each, in the order in which the languages first appear.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from gc25map.law import Law, Line


def streams_of(law: Law) -> list[Law]:
    """The law once for each of its languages, with the lines that are in it."""
    starts = [stretch.start for stretch in law.stretches]
    lines: dict[str, list[Line]] = {}
    for line in law.lines:
        place = bisect_right(starts, line.start) - 1
        language = law.stretches[place].language if place >= 0 else law.language
        lines.setdefault(language, []).append(line)
    return [
        replace(law, language=language, stretches=(), lines=tuple(own))
        for language, own in lines.items()
    ]
