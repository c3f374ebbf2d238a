"""Which lines of a law open something: contents, divisions, sections, and their headings.

A number at the beginning of a line may be a section, a list or chance. What decides is the law
itself: the family of marks that counts upwards through it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gc25map.records import Law, Line
from gc25map.split.markers import Family, Mark, division, ordinal, section
from gc25map.split.opening import SECTION_RANK, WIDEST_GAP, Opening
from gc25map.split.stated import Stated

_CONTENTS = re.compile(
    r"^(?:THE\s+)?(?:TABLE\s+OF\s+)?(?:CONTENTS?|ARRANGEMENT\s+OF\s+(?:SECTIONS|REGULATIONS|RULES|PARAGRAPHS|CLAUSES)"
    r"|TABLE\s+DES\s+MATI[EÈ]RES|SOMMAIRE|[IÍ]NDICE|SUM[AÁ]RIO|INHALTS(?:VERZEICHNIS|ÜBERSICHT)"
    r"|目\s*录|ОГЛАВЛЕНИЕ|СОДЕРЖАНИЕ|الفهرس|المحتويات|ΠΕΡΙΕΧΟΜΕΝΑ|SUSUNAN\s+SEKSYEN)\s*$",
    re.IGNORECASE,
)
_ENACTS = re.compile(
    r"^(?:An?\s+Act\s+(?:to|of|respecting|for|concerning)|AN\s+ACT\b|A\s+BILL\b|BE\s+IT\s+ENACTED|ENACTED\s+BY"
    r"|Be\s+it\s+enacted|WHEREAS|Preamble|PREAMBLE|LONG\s+TITLE)",
)
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|(?:\s\.){4,})\s*[\divxlc]*\s*$|^.{5,90}\s{3,}\d{1,3}$")
_HEADING_DASH = re.compile(
    r"^(.{3,160}?)\s*[.:]?\s*(?:[—–‒―]|--|\s’|\.-)+\s*(?=\[?\((?:1|l|a|i)\)|\[?[\"“‘A-ZÀ-Ý])"
)
_FINAL = re.compile(r"[.;:,—–]\s*$")
# So many full lines in a row without a mark are no longer a table of contents.
PROSE_LINES, PROSE_WORDS = 3, 6


@dataclass(slots=True)
class Outline:
    """What opens where; `contents` are numbers of lines that only list what follows."""

    family: Family | None
    openings: list[Opening] = field(default_factory=list)
    contents: set[int] = field(default_factory=set)


def outline_of(law: Law) -> Outline:
    """Read the outline of a law from its lines."""
    texts = [law.text[line.start : line.end] for line in law.lines]
    contents = _contents(texts)
    rows = {number for number, line in enumerate(law.lines) if line.role == "row"}
    family = _family(texts, contents | rows)
    stated = Stated(texts, law.lines, family)
    outline = Outline(family, [], contents)
    last = 0
    skip_to = -1
    for number, text in enumerate(texts):
        if number in contents or number in rows or number < skip_to:
            continue
        rank = division(text)
        if rank is not None and (stated.heading(number) or _stands_apart(texts, law.lines, number)):
            if stated.heading(number):
                opening = stated.division(number)
            else:
                heading, lines = _division_heading(texts, law.lines, number, family)
                opening = Opening(number, rank, "", heading, len(text), lines)
            outline.openings.append(opening)
            skip_to = number + opening.heading_lines
            if rank <= 1:
                last = 0
            continue
        mark = _section_mark(text, family, last) if stated.may_open_section(number) else None
        if mark is None or family is None:
            if stated.heads_a_part(number):
                outline.openings.append(stated.division(number))
            continue
        if family in ("number", "article"):
            last = ordinal(mark.label) or last
        if stated.heading(number):
            heading, body, lines = stated.section_heading(number, mark.rest)
            skip_to = number + lines
        else:
            heading, body, lines = _section_heading(texts, law.lines, number, mark.rest, family)
        outline.openings.append(Opening(number, SECTION_RANK, mark.label, heading, body, lines))
    return outline


def _section_mark(text: str, family: Family | None, last: int) -> Mark | None:
    """The mark of a section that may follow the section numbered `last`."""
    mark = section(text, family) if family is not None else None
    if mark is None or family not in ("number", "article"):
        return mark
    here = ordinal(mark.label)
    return mark if here is None or _follows(last, here, mark.label, text) else None


def _follows(last: int, here: int, label: str, text: str) -> bool:
    if here == last or last < here <= last + WIDEST_GAP:
        return True
    # A schedule, an annex or a quoted act starts counting anew.
    return (here == 1 and not label.isdigit()) or (here == 1 and len(text) > 6)


def _contents(texts: Sequence[str]) -> set[int]:
    listed = {n for n, text in enumerate(texts) if _LEADER.search(text)}
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
            if mark and (ordinal(mark.label) == 1 or mark.label == "1.1"):
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


def _family(texts: Sequence[str], contents: set[int]) -> Family | None:
    """The family of section marks that counts upwards through the law."""
    body = [text for number, text in enumerate(texts) if number not in contents]
    codes = sum(section(text, "code") is not None for text in body)
    if codes >= 3:
        return "code"
    steps = {"article": _steps(body, "article"), "number": _steps(body, "number")}
    decimals = sum(section(text, "decimal") is not None for text in body)
    if steps["article"] >= 2 and steps["article"] >= 0.4 * steps["number"]:
        return "article"
    if steps["number"] >= 2 and steps["number"] >= 0.5 * decimals:
        return "number"
    if decimals >= 4:
        return "decimal"
    return "number" if steps["number"] >= 2 else None


def _steps(texts: Sequence[str], family: Family) -> int:
    numbers = [
        n
        for text in texts
        if (mark := section(text, family)) is not None and (n := ordinal(mark.label)) is not None
    ]
    steps, last = 0, 0
    for number in numbers:
        if last < number <= last + WIDEST_GAP:
            steps += 1
            last = number
        elif number == 1:
            last = 1
    return steps


def _stands_apart(texts: Sequence[str], lines: Sequence[Line], number: int) -> bool:
    """Whether a line that reads like a division really stands on its own as a heading."""
    text = texts[number]
    if text.isupper() or not any(c.isalpha() and c.lower() != c.upper() for c in text):
        return True
    if (_FINAL.search(text) and not text.endswith(("—", "–", ":"))) or len(text.split()) > 14:
        return False
    if text[0].islower():
        return False
    before = texts[number - 1] if number else ""
    return (
        lines[number].bold
        or not before
        or bool(re.search(r"[.;:—\])]\s*$", before))
        or before.isupper()
    )


def _division_heading(
    texts: Sequence[str], lines: Sequence[Line], number: int, family: Family | None
) -> tuple[str, int]:
    pieces = [texts[number]]
    for following in range(number + 1, min(number + 4, len(texts))):
        text = texts[following]
        if division(text) is not None or (family and section(text, family)):
            break
        alike = (text.isupper() and not text.endswith(".")) or (
            lines[following].bold and lines[number].bold
        )
        titled = (
            len(pieces) == 1
            and len(text.split()) <= 10
            and not _FINAL.search(text)
            and text[:1].isupper()
        )
        if not (alike or titled) or len(text) > 100:
            break
        pieces.append(text)
    return " ".join(pieces), len(pieces)


def _section_heading(
    texts: Sequence[str], lines: Sequence[Line], number: int, rest: int, family: Family
) -> tuple[str, int, int]:
    """Heading of a section, where its body begins in the line, and how many lines the heading has."""
    text = texts[number][rest:]
    if number and lines[number - 1].side_note:
        return texts[number - 1].strip(" ."), rest, 1
    joined = text
    # "8. Functions of the Board.—(1) ...", perhaps over two lines.
    for extra in range(2):
        dash = _HEADING_DASH.match(joined)
        if dash:
            return dash.group(1).strip(" ."), rest + min(dash.end(), len(text)), 1
        following = number + extra + 1
        if following >= len(texts) or family == "decimal":
            break
        joined = f"{joined} {texts[following]}"
    if not text.strip():
        return _heading_above(texts, number), rest, 1
    if text.lstrip().startswith(("(1)", "(l)")):
        return _heading_above(texts, number), rest, 1
    pieces = [text]
    following = number + 1
    own = lines[number]
    while (
        following < len(texts)
        and len(pieces) < 4
        and not section(texts[following], family)
        and not texts[following].startswith("(")
        and (_both_bold(lines, number, following) or _heading_tail(texts, following))
    ):
        pieces.append(texts[following])
        following += 1
    heading = " ".join(pieces)
    short = len(heading.split()) <= 22 and not re.search(r"\bshall\b|[;:]\s*$", heading)
    opens = following < len(texts) and re.match(r"[(\[“\"A-ZÀ-ÝА-ЯΑ-Ω\d]", texts[following])
    if (
        short
        and opens
        and (own.bold or (len(pieces[-1].split()) <= 14 and not heading.endswith(",")))
    ) and (own.bold or not re.search(r"\.\s*$", heading) or len(heading.split()) <= 10):
        return heading.strip(" ."), len(texts[number]), len(pieces)
    return "", rest, 1


def _both_bold(lines: Sequence[Line], number: int, following: int) -> bool:
    return lines[number].bold and lines[following].bold


def _heading_tail(texts: Sequence[str], number: int) -> bool:
    """Whether a line is the end of a heading: in lower case, and the first subsection follows it."""
    after = texts[number + 1] if number + 1 < len(texts) else ""
    return texts[number][:1].islower() and bool(re.match(r"\((?:1|l|a)\)", after))


def _heading_above(texts: Sequence[str], number: int) -> str:
    """The side note printed over a section that opens with its bare number."""
    above = texts[number - 1] if number else ""
    if 1 <= len(above.split()) <= 14 and not _FINAL.search(above) and above[:1].isupper():
        return above.strip()
    return ""
