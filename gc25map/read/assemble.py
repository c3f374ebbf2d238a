"""Raw pages → Law: furniture apart, columns in order, one text with lines and pages over it.

In:  a `RawDocument` and what is known of the file.
Out: a `Law` in which every line and page slices back from `text`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gc25map.countries import plausible_languages
from gc25map.law import Law, Line, Page, Source
from gc25map.read import arabic
from gc25map.read.columns import blocks_of, in_columns, join_rows, usual_gutter
from gc25map.read.furniture import Cleaned, part_furniture
from gc25map.read.language import language_of, main_of, stretches_of
from gc25map.read.margins import SideNote, part_side_notes, place_notes
from gc25map.read.quality import reads_well
from gc25map.read.raw import CID, Fragment, RawDocument, RawPage
from gc25map.read.rows import RowFragment, follow_tables
from gc25map.read.title import title_of
from gc25map.records import content_id

_HYPHEN = re.compile(r"(?<=\w\w)[-\u00ad\u2010\u00ac]$")
_COMPOUND = re.compile(r"\w{2,}-\w+")
_LAST_WORD, _FIRST_WORD = re.compile(r"\w+-$"), re.compile(r"^\w+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ufffd\ud800-\udfff]")
# Spaces of no width and unseen marks would hide a word from every rule while a reader sees it whole.
# (After a Thai, Lao, Burmese or Khmer letter such a space parts words, and stays.)
_UNSEEN = re.compile(
    r"[\u2060-\u2064\ufeff\U000e0000-\U000e007f]"
    r"|(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b"
)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file from outside: its name, its hash, and what someone said of it."""

    name: str
    sha256: str
    title: str = ""
    language: str = ""
    country: str = ""


def assemble(raw: RawDocument, facts: FileFacts) -> Law:
    """The law as it reads from the first page to the last, without the name of its file.

    Its title is that which the document itself gives, or empty.
    """
    parted = part_furniture(raw.pages)
    compounds = compounds_of(f.text for page in raw.pages for f in page.fragments)
    builder = _Builder(compounds, usual_gutter([cleaned.body for cleaned in parted]))
    pages: list[Page] = []
    bodies = follow_tables([cleaned.body for cleaned in parted])
    for page, cleaned, (body, heads) in zip(raw.pages, parted, bodies, strict=True):
        # Judged by its own print: a row may have gone to the page on which it begins.
        readable = reads_well(page, cleaned)
        cleaned = replace(cleaned, body=body, furniture=(*cleaned.furniture, *heads))
        pages.append(builder.add_page(page, cleaned, readable))
    pages += [
        Page(number, None, builder.length, builder.length, "none", "none")
        for number in range(len(raw.pages) + 1, raw.page_count + 1)
    ]
    labelled = _with_sure_labels(pages)
    return law_of(facts, raw.title, builder.text(), labelled, builder.lines, raw.notes)


def law_of(
    facts: FileFacts,
    title: str,
    text: str,
    pages: Sequence[Page],
    lines: Sequence[Line],
    notes: Sequence[str] = (),
    paged: bool = True,
) -> Law:
    """The record of a law of which the text is laid out, before it is `named`.

    `title` is what the file's metadata gives.
    """
    plausible = plausible_languages(facts.country)
    language = facts.language or language_of(text, plausible)
    stretches = stretches_of(text, lines, language, plausible)
    if facts.language and all(s.language != facts.language for s in stretches):
        stretches = ()
    return Law(
        id=facts.sha256[:12] or content_id(text),
        title=title_of(clean_text(title), text),
        file_name="",
        sha256=facts.sha256,
        language=facts.language or main_of(stretches, language),
        text=text,
        pages=tuple(pages),
        lines=tuple(lines),
        notes=tuple(notes),
        paged=paged,
        stretches=stretches,
    )


def named(law: Law, facts: FileFacts) -> Law:
    """The law with the name of its file, and the title given to it, else its own, else that name."""
    return replace(law, title=facts.title or law.title or facts.name, file_name=facts.name)


def _with_sure_labels(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, those read by OCR with a printed number only where it counts on with another's."""
    steps = Counter(int(p.label) - p.number for p in pages if p.label and p.label.isdecimal())
    return tuple(
        replace(page, label=None)
        if page.source == "ocr"
        and page.label
        and not (page.label.isdecimal() and steps[int(page.label) - page.number] > 1)
        else page
        for page in pages
    )


class _Builder:
    """Lays line after line into one text and keeps account of where each lies."""

    def __init__(self, compounds: frozenset[str], gutter: float | None) -> None:
        self.lines: list[Line] = []
        self._compounds = compounds
        self._gutter = gutter
        self.length = 0
        self._pieces: list[str] = []
        self._turned = False

    def text(self) -> str:
        return "".join(self._pieces)

    def add_page(self, page: RawPage, cleaned: Cleaned, readable: bool) -> Page:
        start = self.length
        homeless: list[str] = []
        if readable:
            self._turned = any(arabic.turned(fragment.text) for fragment in cleaned.body)
            body: tuple[Fragment, ...] = cleaned.body
            notes: tuple[SideNote, ...] = ()
            if not in_columns(body, self._gutter):
                body, notes = part_side_notes(body)
            blocks = blocks_of(body, self._gutter)
            if len(blocks) == 1:
                homeless = self._add_block(page.number, blocks[0], notes)
            else:
                # Side by side, each column may have its notes in its own margin.
                homeless = [note.text for note in notes]
                for block in blocks:
                    homeless += self._add_block(page.number, *part_side_notes(block))
        scanned = page.confidence is not None
        source: Source = "none" if not readable else "ocr" if scanned else "text"
        engine = page.engine if readable else "none"
        confidence = page.confidence if readable else None
        footnotes = [note.text for note in cleaned.footnotes]
        apart = (*cleaned.furniture, *(clean_text(text) for text in (*footnotes, *homeless)))
        return Page(
            page.number, cleaned.label, start, self.length, source, engine, apart, confidence
        )

    def _add_block(
        self, page: int, fragments: Sequence[Fragment], notes: Sequence[SideNote]
    ) -> list[str]:
        """Lay the lines of one column; returns the side notes that belong to none of them."""
        lines = join_rows(fragments)
        placed, homeless = place_notes(lines, notes)
        for number, fragment in enumerate(lines):
            if number in placed:
                self._add_line(page, fragment, side_note=placed[number])
            self._add_line(page, fragment)
        return homeless

    def _add_line(self, page: int, fragment: Fragment, side_note: str = "") -> None:
        text = self._cleaned(side_note or fragment.text)
        if not text:
            return
        if self._pieces and self._pieces[-1] == "\n":
            before = self._pieces[-2]
            # A word parted at the end of a line is one word again.
            kept = unparted(before, text, self._compounds)
            if (
                kept is not None
                and page == self.lines[-1].page
                and not (fragment.table or self.lines[-1].table)
            ):
                self._pieces[-2:] = [kept]
                shorter = len(before) - len(kept)
                self.length -= 1 + shorter
                last = self.lines[-1]
                self.lines[-1] = replace(last, end=last.end - shorter)
        start = self.length
        self._pieces += [text, "\n"]
        self.length += len(text) + 1
        f = fragment
        box = (f.x0, f.top, f.x1, f.bottom, f.size, f.bold)
        line = Line(start, start + len(text), page, *box, side_note=bool(side_note))
        if isinstance(f, RowFragment) and not side_note:
            context = tuple(self._cleaned(words) for words in f.context)
            line = replace(
                line,
                role="row",
                table=f.table,
                row=f.number,
                context=context,
                last_page=f.last_page,
            )
        self.lines.append(line)

    def _cleaned(self, text: str) -> str:
        text = clean_text(text)
        return arabic.in_order(text) if self._turned else text


def compounds_of(texts: Iterable[str]) -> frozenset[str]:
    """The words that a document writes with a hyphen within a line, in lower case."""
    return frozenset(
        word.lower() for text in texts if "-" in text for word in _COMPOUND.findall(text)
    )


def unparted(before: str, after: str, compounds: frozenset[str]) -> str | None:
    """A line without the hyphen that parts its last word; None where no word is parted.

    The hyphen stays where it belongs to the word, as the document writes it elsewhere.
    """
    if not (_HYPHEN.search(before) and after[0].islower()):
        return None
    last, first = _LAST_WORD.search(before), _FIRST_WORD.search(after)
    whole = last and first and (last[0] + first[0]).lower() in compounds
    return before if whole else before[:-1]


def clean_text(text: str) -> str:
    """Printable text: no control characters, ligatures spelled out, runs of spaces made one."""
    if not text.isascii():
        text = "".join(
            unicodedata.normalize("NFKC", c)
            if "\ufb00" <= c <= "\ufdff" or "\ufe70" <= c <= "\ufefc"
            else c
            for c in text
        )
        text = _UNSEEN.sub("", text)
    return " ".join(_CONTROL.sub("", CID.sub("•", text)).split())
