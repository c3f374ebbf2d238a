"""What the children that read one file have said, checked line by line.

A child may have been taken over by the file it read, so types, sizes and page numbers are checked, and
nothing in an answer can make the parent hold more than the limits allow.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from gc25map.errors import UnreadableDocument
from gc25map.pages import page_list
from gc25map.read.formats.blocks import Block, Flow
from gc25map.read.limits import MAX_CHARS, MAX_FRAGMENTS, MAX_PAGES_LISTED
from gc25map.read.raw import Fragment, RawDocument, RawPage, on_paper

MAX_NOTES = 50
MAX_NOTE_CHARS = 300
MAX_TITLE_CHARS = 1_000
_PASSED_OVER = "the reading process passed it over"


class Answer:
    """The pages (or, where a file has none, the blocks), notes and errors so far.

    `take` each line, then `document`.
    """

    def __init__(self) -> None:
        self.children = self.restarts = 0
        self.next_page = 0
        self.opened = self.opened_before = False
        self._count = -1
        self._title = ""
        self._pages: dict[int, RawPage] = {}
        self._locked = self._flowing = False
        self._blocks: list[Block] = []
        self._apart: list[str] = []
        self._notes: dict[str, None] = {}
        self._error = ""
        self._done = False
        self._chars = self._pieces = 0

    @property
    def finished(self) -> bool:
        """Whether a child has said its last word: all that it could read, or why it could not."""
        return self._done or bool(self._error)

    @property
    def repeatable(self) -> bool:
        """Whether the first child read all of it, without a fault."""
        faulty = self._error or any(page.error for page in self._pages.values())
        return self._done and self.children == 1 and not faulty

    def begin(self, first: int) -> None:
        """Another child begins, with this page (counted from 0)."""
        self.children += 1
        self.opened_before = self.opened_before or self.opened
        self.opened = False
        self.next_page = first

    def wanted(self, most: int) -> int:
        """How many pages shall be read of those that there are."""
        return min(max(self._count, 0), most)

    def give_up(self, number: int, why: str) -> None:
        """A page (counted from 1) is lost."""
        self._pages[number] = _lost(number, why)

    def take(self, line: bytes) -> bool:
        """Take one line in; False where it is not what a child would say."""
        try:
            message = json.loads(line)
            if "page" in message:
                self._take_page(_page(message))
            elif "pages" in message:
                self._take_opening(int(message["pages"]), str(message["title"]))
                self._locked = self._locked or bool(message.get("locked"))
            elif "flow" in message:
                self._take_flow(str(message["flow"]))
            elif "block" in message:
                self._take_block(Block.from_list(message["block"]))
            elif "apart" in message:
                self._take_apart(str(message["apart"]))
            elif "error" in message:
                self._error = str(message["error"])[:MAX_NOTE_CHARS]
            elif "note" in message and len(self._notes) < MAX_NOTES:
                self._notes[str(message["note"])[:MAX_NOTE_CHARS]] = None
            self._done = self._done or bool(message.get("done"))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
            self._error = "the reading process gave a malformed answer"
            return False
        return True

    def _take_opening(self, count: int, title: str) -> None:
        if self._flowing:
            raise ValueError("pages of a document without pages")
        if self.opened:  # the child has begun again, with the engine that sees more pages
            self.next_page = 0
        self._count, self._title = max(count, self._count), title[:MAX_TITLE_CHARS]
        self.opened = True

    def _take_page(self, page: RawPage) -> None:
        if not 1 <= page.number <= self._count:
            raise ValueError("a page that is none of the document's")
        before = self._pages.pop(page.number, None)
        if before is not None:
            self._measure(_texts(before), -1)
        self._measure(_texts(page))
        self._pages[page.number] = page
        self.next_page = page.number

    def _take_flow(self, title: str) -> None:
        if self._flowing or self._count >= 0:
            raise ValueError("a document that begins twice")
        self._flowing = self.opened = True
        self._title = title[:MAX_TITLE_CHARS]

    def _take_block(self, block: Block) -> None:
        if not self._flowing:
            raise ValueError("a block that is none of the document's")
        self._measure([block.text])
        self._blocks.append(block)

    def _take_apart(self, text: str) -> None:
        if not self._flowing:
            raise ValueError("a note that is none of the document's")
        self._measure([text])
        self._apart.append(text)

    def _measure(self, texts: Iterable[str], sign: int = 1) -> None:
        for text in texts:
            self._chars += sign * len(text)
            self._pieces += sign
        if self._chars > MAX_CHARS or self._pieces > MAX_FRAGMENTS:
            raise ValueError("more text than a child would send")

    def page(self, number: int, why_ended: str) -> RawPage:
        """A page (counted from 1), without text and with the reason where it was not read."""
        why = self._error or (_PASSED_OVER if self._done else why_ended)
        return self._pages.get(number) or _lost(number, why)

    def document(self, why_ended: str) -> RawDocument | Flow:
        """The document so far; `UnreadableDocument` where nothing of it could be read.

        Without pages nobody could tell what is lacking, so such a document is whole or not read.
        """
        if self._flowing:
            if self._error or not self._done:
                raise UnreadableDocument(self._error or why_ended)
            return Flow(
                self._title, tuple(self._blocks), tuple(self._apart), repeatable=self.repeatable
            )
        if not self._pages:
            raise UnreadableDocument(self._error or ("has no pages" if self._done else why_ended))
        last = max(self._pages)
        pages = tuple(self._pages.get(n) or _lost(n, _PASSED_OVER) for n in range(1, last + 1))
        notes = [*self._notes, *losses(pages)]
        if not self._done:
            why = self._error or why_ended
            notes.append(f"reading stopped after page {last:,} of {self._count:,}: {why}")
        return RawDocument(
            min(self._count, MAX_PAGES_LISTED),
            self._title,
            pages,
            tuple(notes[:MAX_NOTES]),
            repeatable=self.repeatable and all(n in self._pages for n in range(1, last + 1)),
            locked=self._locked,
        )


def _texts(page: RawPage) -> Iterator[str]:
    return (text for fragment in page.fragments for text in fragment.texts)


def losses(pages: Iterable[RawPage]) -> list[str]:
    """One note for each reason why pages could not be read."""
    lost: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        if page.error:
            lost[page.error].append(page.number)
    return [f"{page_list(numbers)} not read: {why}" for why, numbers in lost.items()]


def _lost(number: int, why: str) -> RawPage:
    return RawPage(number, 0.0, 0.0, (), 0, "none", why)


def _page(message: dict[str, Any]) -> RawPage:
    return RawPage(
        number=int(message["page"]),
        width=on_paper(float(message["width"])),
        height=on_paper(float(message["height"])),
        fragments=tuple(Fragment.from_list(item) for item in message["fragments"]),
        images=int(message["images"]),
        engine=str(message["engine"])[:MAX_NOTE_CHARS],
        error=str(message["error"])[:MAX_NOTE_CHARS],
        confidence=_share(message.get("confidence")),
    )


def _share(value: Any) -> float | None:
    # In this order what is no number becomes 0.
    return None if value is None else min(max(0.0, float(value)), 1.0)
