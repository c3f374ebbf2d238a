"""Phrases spelled out, and whether one always holds another."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import prod

from gc25map.tag.phrases import parse_phrase

Spelling = tuple[str, ...]
# A phrase with more spellings than this is not looked into: it is never a mere copy of another.
MOST_SPELLINGS = 300


@lru_cache(maxsize=100_000)
def spellings(phrase: str) -> tuple[Spelling, ...]:
    """Every row of word patterns that a phrase stands for; none where they are too many."""
    slots = parse_phrase(phrase)
    if prod(len(slot.patterns) + slot.optional for slot in slots) > MOST_SPELLINGS:
        return ()
    choices = [(*slot.patterns, *((None,) if slot.optional else ())) for slot in slots]
    rows = (tuple(word for word in row if word is not None) for row in product(*choices))
    return tuple(row for row in rows if row)


def holds(row: Spelling, part: Spelling) -> bool:
    """Whether words that meet `row` always hold, side by side, words that meet `part`."""
    return any(
        all(_covers(wide, narrow) for wide, narrow in zip(part, row[start:], strict=False))
        for start in range(len(row) - len(part) + 1)
    )


def _covers(wide: str, narrow: str) -> bool:
    """Whether every word that the narrow pattern stands for is met by the wide one."""
    stem, core = wide.strip("*"), narrow.strip("*")
    if wide.startswith("*") and wide.endswith("*"):
        return stem in core
    if wide.startswith("*"):
        return core.endswith(stem) and not narrow.endswith("*")
    if wide.endswith("*"):
        return core.startswith(stem) and not narrow.startswith("*")
    return wide == narrow
