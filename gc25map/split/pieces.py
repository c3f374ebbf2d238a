"""A stretch of lines that will be a passage."""

from __future__ import annotations

from dataclasses import dataclass

# Characters of the words that a piece continues or runs into.
LONGEST_LEAD = 600


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines `first` to `last` of the law (inclusive), cited by `locator`, with its lead-in and closing words.

    `headings` stand below those of the section; `contents` are lines that only name what follows.
    """

    first: int
    last: int
    locator: str
    lead: str = ""
    tail: str = ""
    headings: tuple[str, ...] = ()
    contents: bool = False
