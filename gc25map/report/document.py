"""The law read from start to end, with what each passage serves in the margin.

In:  a `Coverage` that still holds the passages of its documents (one read from JSON does not).
Out: plain values for the template, and the place of every passage in the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from gc25map.records import Coverage, Instrument, Passage
from gc25map.report.language import direction_of, gettext
from gc25map.report.readings import Mark, mark_of
from gc25map.report.text import Parts, link_of, pages_of, parts_of, visible
from gc25map.taxonomy import Taxonomy
from gc25map.words import KIND_WORDS

# Bytes of law text in one page: it is sent by e-mail. A document that no longer fits is left out whole.
MOST_TEXT = 1_000_000
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TextPassage:
    """One passage in its place, with the provisions that it serves.

    Of `headings` and `place` only what is new since the passage before it. `at` is what a passage that
    a reviewer adds is known by: where it begins in the document ("-" where the page shows other letters
    than were read), its page ("-" without pages) and its locator.
    """

    id: str
    at: str
    headings: tuple[str, ...]
    parts: Parts
    lang: str
    direction: str
    place: str
    link: str
    kind: str
    serves: tuple[tuple[str, str, Mark], ...]


@dataclass(frozen=True, slots=True)
class LawText:
    """One document with all its passages in order; without any, it did not fit into the page."""

    title: str
    sha256: str
    passages: tuple[TextPassage, ...]


def anchors_of(coverage: Coverage) -> dict[Key, str]:
    """Where in the page each passage of the law texts stands, by instrument and passage."""
    anchors: dict[Key, str] = {}
    left = MOST_TEXT
    for number, passages in enumerate(_by_law(coverage).values(), start=1):
        size = sum(len(passage.text.encode("utf-8", "replace")) for passage in passages)
        if size <= left:
            left -= size
            for place, passage in enumerate(passages, start=1):
                anchors.setdefault((passage.law_id, passage.id), f"text-{number}-{place}")
    return anchors


def texts_of(
    coverage: Coverage, taxonomy: Taxonomy, anchors: Mapping[Key, str]
) -> tuple[LawText, ...]:
    """Every document whose passages the coverage holds, in its order."""
    instruments = {instrument.id: instrument for instrument in coverage.instruments}
    spans: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    serves: dict[Key, list[tuple[str, str, Mark]]] = defaultdict(list)
    for cell in coverage.cells:
        for evidence in filter(lambda e: e.carries, cell.evidence):
            key = evidence.instrument, evidence.passage
            spans[key] += evidence.spans
            title = taxonomy[cell.provision].title
            serves[key].append((cell.provision, title, mark_of(cell.status)))
    texts = []
    for law, passages in _by_law(coverage).items():
        instrument = instruments[law]
        shown: list[TextPassage] = []
        before: Passage | None = None
        for passage in passages:
            key = law, passage.id
            if key in anchors:
                served = tuple(dict.fromkeys(serves[key]))
                shown.append(
                    _passage(passage, before, instrument, anchors[key], spans[key], served)
                )
                before = passage
        texts.append(LawText(visible(instrument.title), instrument.sha256, tuple(shown)))
    return tuple(texts)


def _by_law(coverage: Coverage) -> dict[str, list[Passage]]:
    """The passages of each document in the order of its text, each once."""
    found: dict[str, dict[str, Passage]] = {}
    for passage in coverage.passages:
        found.setdefault(passage.law_id, {}).setdefault(passage.id, passage)
    return {
        law: sorted(passages.values(), key=lambda p: (p.start, p.end))
        for law, passages in found.items()
    }


def _passage(
    passage: Passage,
    before: Passage | None,
    instrument: Instrument,
    anchor: str,
    spans: list[tuple[int, int]],
    serves: tuple[tuple[str, str, Mark], ...],
) -> TextPassage:
    above = before.headings if before else ()
    same = takewhile(lambda pair: pair[0] == pair[1], zip(passage.headings, above, strict=False))
    fresh = passage.headings[len(list(same)) :]
    pages = passage.first_page, passage.last_page
    turned = before is None or pages != (before.first_page, before.last_page)
    return TextPassage(
        id=anchor,
        at=_at(passage, instrument),
        headings=tuple(visible(heading) for heading in fresh),
        parts=parts_of(passage.text, spans),
        lang=visible(passage.language),
        direction=direction_of(passage.language),
        place=pages_of(*pages, None) if instrument.paged and turned else "",
        link=link_of(instrument, passage.first_page),
        kind="" if passage.kind == "operative" else gettext(KIND_WORDS[passage.kind]),
        serves=serves,
    )


def _at(passage: Passage, instrument: Instrument) -> str:
    as_read = visible(passage.text) == passage.text and "\r" not in passage.text
    start = str(passage.start) if as_read else "-"
    page = str(passage.first_page) if instrument.paged else "-"
    return f"{start} {page} {visible(passage.locator)}".strip()
