"""What reading one document may cost. SECURITY.md lists these figures, and a test compares the two.

They are set far above what laws need: the longest real ones have some hundreds of pages, a few
thousand characters and a few hundred fragments on each.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_FILE_BYTES = 500 << 20
# Of a file that is no PDF, and of each part that is unpacked of a Word file: ten times the longest codes.
MAX_FLOW_BYTES = 64 << 20
MAX_PART_BYTES = 96 << 20
# A page of HTML may nest its elements as deeply as the parser allows.
DEEPEST_CALLS = 8_000
# Address space of the reading child: four times what the worst of 4,828 public files needs, and five times
# what OCR of an A4 page at 300 dpi does; the rest is for pictures that are large when unpacked.
MEMORY_BYTES = 1 << 30

# Seconds for opening a document, and added to that for each of its pages.
BASE_SECONDS = 30
SECONDS_PER_PAGE = 2
# No single page may take longer, so that one which loops does not cost the others.
PAGE_SECONDS = 20
# How often a child that died at a page is followed by another for the pages after it.
MAX_RESTARTS = 10
# The same for pages that OCR reads, and what it may take for one look at a page.
OCR_SECONDS_PER_PAGE = 20
OCR_PAGE_SECONDS = 45
OCR_PASS_SECONDS = 15

MAX_PAGES = 2_000
# Pages beyond this are named in a note, but not one by one.
MAX_PAGES_LISTED = 20_000
MAX_CHARS_PER_PAGE = 200_000
# A paragraph of a file without pages; spelled out as JSON, one fits into a line of the answer.
MAX_CHARS_PER_BLOCK = 1_000_000
MAX_CHARS = 20_000_000
MAX_FRAGMENTS_PER_PAGE = 20_000
MAX_FRAGMENTS = 500_000

# What the parent takes from a child at most, altogether and in one line.
MAX_ANSWER_BYTES = 256 << 20
MAX_LINE_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that reading may take: to open a document, added for each page, on one page at most."""

    opening: int
    per_page: int
    one_page: int

    def seconds(self, pages: int) -> int:
        """The time for a document with so many pages."""
        return self.opening + pages * self.per_page


WITH_TEXT = Patience(BASE_SECONDS, SECONDS_PER_PAGE, PAGE_SECONDS)
WITH_OCR = Patience(BASE_SECONDS, OCR_SECONDS_PER_PAGE, OCR_PAGE_SECONDS)


class TooMuch(ValueError):
    """A page holds more than is read of one page; the message says how much that is."""
