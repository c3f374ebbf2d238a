"""A stretch of lines that will be a passage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines `first` to `last` of the law (inclusive), cited by `locator`, with its lead-in.

    `headings` stand below those of the section; `contents` are lines that only name what follows.
    """

    first: int
    last: int
    locator: str
    lead: str = ""
    headings: tuple[str, ...] = ()
    contents: bool = False
