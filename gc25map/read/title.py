"""The title of an instrument: from its metadata where that reads like one, else from its first page."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Words with which instruments are named, in the languages that can be analysed.
_INSTRUMENT = re.compile(
    r"\b(?:act|bill|law|code|regulations?|order|ordinance|decree|policy|strategy|plan|directive|constitution"
    r"|ley|decreto|código|reglamento|resolución|política|estrategia|plan|loi|décret|code|ordonnance|règlement"
    r"|stratégie|lei|decreto-lei|estatuto|gesetz|verordnung|strategie|закон|кодекс|постановление|стратегия)\b"
    r"|法|条例|办法|规定|قانون|مرسوم|استراتيجية|ΚΑΝΟΝΙΣΜΟΣ",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\.\w{2,4}$|untitled|microsoft word|^\W|\\", re.IGNORECASE)
_CONTINUES = re.compile(
    r"(?:\b(?:of|the|and|for|to|on|from|by|in|de|la|el|des|du|et|y|e|und|der|für)|,|[-–])$", re.I
)
_SHORT_TITLE = re.compile(
    r"(?:may|shall) be (?:called|cited(?: for all purposes)?(?: as)?|known as)\s+(?:the\s+)?[“\"]?"
    r"([A-Z][^.;:”\"]{4,120}?\b(?:Act|Law|Code|Order|Regulations|Rules|Bill|Ordinance|Decree)\b(?:,?\s+\d{4})?)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SENTENCE = re.compile(r"[;:]|\.\s|\b(?:this|shall|said|is|are|was|presente|esta)\b", re.IGNORECASE)
LONGEST = 200
FIRST_LINES = 60
FIRST_CHARS = 20_000
MOST_LINES = 4


def title_of(metadata: str, text: str) -> str:
    """The title, at most 200 characters; empty where nothing reads like one.

    Metadata first, then the law's own short-title clause, then the line of its first page that reads most
    like the name of an instrument.
    """
    if len(metadata.split()) >= 2 and not _FILE_NAME.search(metadata):
        return metadata[:LONGEST]
    short = _SHORT_TITLE.search(" ".join(text[:FIRST_CHARS].split()))
    if short:
        return " ".join(short.group(1).split())[:LONGEST]
    lines = text.split("\n", FIRST_LINES)[:FIRST_LINES]
    titles = [_whole(lines, n) for n, line in enumerate(lines) if _reads_like_title(line)]
    return max(titles, key=_likeness, default="")[:LONGEST]


def _likeness(title: str) -> int:
    """How much a line reads like an instrument's name; among equals the first of the page wins."""
    return (
        3 * bool(_INSTRUMENT.search(title))
        + (title.isupper() or title.istitle())
        + bool(_YEAR.search(title))
        - 3 * bool(_SENTENCE.search(title))
        - (len(title.split()) > 25)
    )


def _reads_like_title(line: str) -> bool:
    letters = sum(char.isalpha() for char in line)
    return letters >= 4 and letters > 0.6 * len(line) and not line[:1].islower()


def _whole(lines: Sequence[str], number: int) -> str:
    """A title that runs over several lines."""
    pieces = [lines[number]]
    for line in lines[number + 1 : number + MOST_LINES]:
        goes_on = line[:1].islower() or _CONTINUES.search(pieces[-1])
        if not goes_on or not line.strip():
            break
        pieces.append(line)
    return " ".join(pieces)
