"""Which lines of a law only list what follows: its table of contents, wherever it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gc25map.split.markers import Family, division, section
from gc25map.split.numerals import number_of

_CONTENTS = re.compile(
    r"^(?:THE\s+)?(?:TABLE\s+OF\s+)?(?:CONTENTS?|ARRANGEMENT\s+OF\s+(?:SECTIONS|REGULATIONS|RULES|PARAGRAPHS|CLAUSES)"
    r"|TABLE\s+DES\s+MATI[EÈ]RES|SOMMAIRE|[IÍ]NDICE|SUM[AÁ]RIO|INHALTS(?:VERZEICHNIS|ÜBERSICHT)"
    r"|TABLE\s+ANALYTIQUE|TABLE\s+OF\s+PROVISIONS|CONTENIDOS?|[IÍ]NDICE\s+GENERAL|INHALT|KANDUNGAN|目\s*[录錄次]"
    r"|ОГЛАВЛЕНИЕ|СОДЕРЖАНИЕ|(?:ال)?فهرس|(?:قائمة\s+)?المحتويات|فهرست|ΠΕΡΙΕΧΟΜΕΝΑ|SUSUNAN\s+SEKSYEN)\s*:?\s*$",
    re.IGNORECASE,
)
_ENACTS = re.compile(
    r"^(?:An?\s+Act\s+(?:to|of|respecting|for|concerning)|AN\s+ACT\b|A\s+BILL\b|BE\s+IT\s+ENACTED|ENACTED\s+BY"
    r"|Be\s+it\s+enacted|WHEREAS|Preamble|PREAMBLE|LONG\s+TITLE)",
)
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|(?:\s\.){4,})\s*[\divxlc]*\s*$|^.{5,90}\s{3,}\d{1,3}$")
_BLANK = re.compile(r"(?:\.{4,}|…{2,}|(?:\s\.){4,})\s*$")
# So many full lines in a row without a mark are no longer a table of contents.
PROSE_LINES, PROSE_WORDS = 3, 6


def contents_of(texts: Sequence[str]) -> set[int]:
    """Numbers of the lines of a table of contents, and of lines that lead to a page number."""
    leaders = {n for n, text in enumerate(texts) if _LEADER.search(text)}
    # Dots that lead to no number are a blank to be filled in, unless they stand in a list that has numbers.
    numbered = {n for n in leaders if not _BLANK.search(texts[n])}
    listed = {n for n in leaders if numbered & {n - 1, n, n + 1}}
    for start, text in enumerate(texts[: max(60, len(texts) // 4)]):
        if _CONTENTS.match(text.strip()):
            listed |= _contents_block(texts, start)
            break
    return listed


def _contents_block(texts: Sequence[str], start: int) -> set[int]:
    """From the word "Contents" to where the law itself begins: its title, or its first section again."""
    families: tuple[Family, ...] = ("article", "number", "decimal")
    listed: set[tuple[Family, str]] = set()
    prose = 0
    for number in range(start + 1, len(texts)):
        text = texts[number]
        unmarked = all(section(text, family) is None for family in families)
        prose = prose + 1 if unmarked and len(text.split()) >= PROSE_WORDS else 0
        if prose == PROSE_LINES:
            return set(range(start, number - PROSE_LINES + 1))
        if number > start + 2 and _ENACTS.match(text):
            return set(range(start, number))
        for family in families:
            mark = section(text, family)
            if mark and (number_of(mark.label) == 1 or mark.label == "1.1"):
                if (family, mark.label) in listed:
                    return set(range(start, _title_above(texts, number)))
                listed.add((family, mark.label))
                break
        if number - start > 0.4 * len(texts):
            break
    return {start}


def _title_above(texts: Sequence[str], number: int) -> int:
    while number > 1 and division(texts[number - 1]) is not None:
        number -= 1
    return number
