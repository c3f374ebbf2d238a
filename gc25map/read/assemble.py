"""Raw pages → Law: furniture apart, columns in order, one text with lines and pages over it.

In:  a `RawDocument` and what is known of the file.
Out: a `Law` in which every line and page slices back from `text`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gc25map.countries import plausible_languages
from gc25map.read import arabic
from gc25map.read.columns import blocks_of, join_rows
from gc25map.read.furniture import Cleaned, part_furniture
from gc25map.read.language import language_of, main_of, stretches_of
from gc25map.read.margins import SideNote, part_side_notes, place_notes
from gc25map.read.raw import Fragment, RawDocument, RawPage
from gc25map.read.rows import RowFragment, follow_tables
from gc25map.read.title import title_of
from gc25map.records import Law, Line, Page, Source, content_id

# Below this many characters a page with a picture on it is a scan, not a page of text.
FEWEST_CHARS = 20
# Share of characters that stand for nothing, above which a page has not been read.
BROKEN_SHARE = 0.2
_CID = re.compile(r"\(cid:\d+\)")
_HYPHEN = re.compile(r"(?<=\w\w)[-\u00ad\u2010\u00ac]$")
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
    """The law as it reads from the first page to the last."""
    builder = _Builder()
    pages: list[Page] = []
    cleaned = part_furniture(raw.pages)
    bodies = follow_tables([one.body for one in cleaned])
    for page, one, (body, heads) in zip(raw.pages, cleaned, bodies, strict=True):
        furniture = (*one.furniture, *heads)
        readable = _readable(page, one)
        one = replace(one, body=body, furniture=furniture)
        pages.append(builder.add_page(page, one, readable))
    pages += [
        Page(number, None, builder.length, builder.length, "none", "none")
        for number in range(len(raw.pages) + 1, raw.page_count + 1)
    ]
    return law_of(facts, raw.title, builder.text(), pages, builder.lines, raw.notes)


def law_of(
    facts: FileFacts,
    title: str,
    text: str,
    pages: Sequence[Page],
    lines: Sequence[Line],
    notes: Sequence[str] = (),
    paged: bool = True,
) -> Law:
    """The record of a law of which the text is laid out; `title` as the file's metadata gives it."""
    plausible = plausible_languages(facts.country)
    language = facts.language or language_of(text, plausible)
    stretches = stretches_of(text, lines, language, plausible)
    if facts.language and all(s.language != facts.language for s in stretches):
        stretches = ()
    return Law(
        id=facts.sha256[:12] or content_id(text),
        title=facts.title or title_of(clean_text(title), text) or facts.name,
        file_name=facts.name,
        sha256=facts.sha256,
        language=facts.language or main_of(stretches, language),
        text=text,
        pages=tuple(pages),
        lines=tuple(lines),
        notes=tuple(notes),
        paged=paged,
        stretches=stretches,
    )


class _Builder:
    """Lays line after line into one text and keeps account of where each lies."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
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
            body, notes = part_side_notes(cleaned.body)
            blocks = blocks_of(body)
            if len(blocks) == 1:
                homeless = self._add_block(page.number, blocks[0], notes)
            else:
                # Side by side, each column may have its notes in its own margin.
                homeless = [note.text for note in notes]
                for block in blocks:
                    homeless += self._add_block(page.number, *part_side_notes(block))
        source: Source = "text" if readable else "none"
        engine = page.engine if readable else "none"
        footnotes = [note.text for note in cleaned.footnotes]
        apart = (*cleaned.furniture, *(clean_text(text) for text in (*footnotes, *homeless)))
        return Page(page.number, cleaned.label, start, self.length, source, engine, apart)

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
            if (
                _HYPHEN.search(before)
                and text[0].islower()
                and page == self.lines[-1].page
                and not (fragment.table or self.lines[-1].table)
            ):
                self._pieces[-2:] = [before[:-1]]
                self.length -= 2
                last = self.lines[-1]
                self.lines[-1] = replace(last, end=last.end - 1)
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
    return " ".join(_CONTROL.sub("", _CID.sub("•", text)).split())


def _readable(page: RawPage, cleaned: Cleaned) -> bool:
    """Whether the page's text can be trusted to say what is printed; a blank page can."""
    if page.error:
        return False
    text = "".join(f.text for f in cleaned.body)
    broken = sum(len(m.group()) for m in _CID.finditer(text)) + len(_CONTROL.findall(text))
    if broken > BROKEN_SHARE * len(text):
        return False
    return len(text) >= FEWEST_CHARS or page.images == 0
