"""Headings: which lines name a part or a section, beside its number, above it, or below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gc25map.law import Line
from gc25map.split.aims import aim
from gc25map.split.markers import Family, division, section, subsection

_HEADING_DASH = re.compile(
    r"^(.{3,160}?)\s*[.:]?\s*(?:[—–‒―]|--|\s’|\.-)+\s*(?=\[?\((?:1|l|a|i)\)|\[?[\"“‘A-ZÀ-Ý])"
)
# What ends like this is no heading.
FINAL = re.compile(r"[.;:,—–。；：，،؛]\s*$")
# "(Principle of legality). ..." and "PRINCIPLE OF LEGALITY. ..." behind the number of an article.
_NAMED = re.compile(
    r"^\s*(?:[(（【]([^)）】\d]{3,120})[)）】]\s*[.:]*\s*[-–—]*\s*(?=\S)"
    r"|([A-ZÀ-ÝА-Я][A-ZÀ-ÝА-Я ,/-]{5,120})\.(?:\s*[-–—]*\s+)(?=\S))"
)
# "Chapter III: Offences on board." may end like a sentence.
_TITLED = re.compile(r"^\w+\s+[\dIVXLC]{1,6}\s*[:–—-]\s+\w")
_FIRST = re.compile(r"\s*\((?:1|l|a)\)")
_ITEM = re.compile(r"^(?:\w|[ivx]+)$")
_CONTINUES = re.compile(
    r"\b(?:of|the|and|or|for|to|on|in|by|with|a|an|de|del|la|las|el|los|y|e|o|du|des|le|les|et|ou|da|do|das|dos"
    r"|von|und|oder|der|die|das|des|dem|den|für|zur|zum|mit|и|или|о|об|в|на|по|и/или)\s*$",
    re.IGNORECASE,
)
# Running text in a script without spaces, which has no headings behind a number.
_UNSPACED = re.compile(r"[\u3040-\u9fff][，。；、]|[，。；、][\u3040-\u9fff]|[\u3040-\u9fff]{24}")
# A heading has so many words at most.
MOST_HEADING_WORDS = 24
# A line indented by so many points more than its neighbours is centred.
CENTRED = 60.0


def stands_apart(texts: Sequence[str], lines: Sequence[Line], number: int) -> bool:
    """Whether a line that reads like a division really stands on its own as a heading."""
    text = texts[number]
    if text.isupper():
        return True
    if not any(c.isalpha() and c.lower() != c.upper() for c in text):
        return len(text.split()) <= 14 and not re.search(r"[.;،؛。；]\s*$", text)
    titled = _TITLED.match(text)
    if (FINAL.search(text) and not text.endswith(("—", "–", ":")) and not titled) or (
        len(text.split()) > (24 if titled else 14)
    ):
        return False
    if text[0].islower():
        return False
    before = texts[number - 1] if number else ""
    return (
        lines[number].bold
        or not before
        or lines[number - 1].table > 0
        or (len(text.split()) <= 3 and _centred(lines, number))
        or bool(re.search(r"[.;:—\])]\s*$", before))
        or before.isupper()
    )


def _centred(lines: Sequence[Line], number: int) -> bool:
    """Whether a line begins well inside the margin of the lines around it."""
    own = lines[number]
    near = lines[max(number - 6, 0) : number + 7]
    return own.x0 - min(line.x0 for line in near if line.page == own.page) > CENTRED


def division_heading(
    texts: Sequence[str], lines: Sequence[Line], number: int, family: Family | None
) -> tuple[str, int]:
    pieces = [texts[number]]
    for following in range(number + 1, min(number + 4, len(texts))):
        text = texts[following]
        if lines[following].table or aim(text) is not None:
            break
        if division(text) is not None or (family and section(text, family)):
            break
        alike = (text.isupper() and not text.endswith(".")) or (
            lines[following].bold and lines[number].bold
        )
        titled = (
            len(pieces) == 1
            and len(text.split()) <= 10
            and not FINAL.search(text)
            and text[:1].isupper()
        )
        goes_on = (
            text[:1].islower() and len(pieces[-1].split()) >= 6 and not FINAL.search(pieces[-1])
        )
        if not (alike or titled or goes_on) or len(text) > 100:
            break
        pieces.append(text)
    return " ".join(pieces), len(pieces)


def section_heading(
    texts: Sequence[str], lines: Sequence[Line], number: int, rest: int, family: Family, floor: int
) -> tuple[str, int, int]:
    """Heading of a section, where its body begins in the line, and how many lines the heading has.

    None of them where the heading is the line above; `floor` is the first line that may be one.
    """
    text = texts[number][rest:]
    if number and lines[number - 1].side_note:
        return texts[number - 1].strip(" ."), rest, 1
    joined = text
    # "8. Functions of the Board.—(1) ...", "5. (Legality). ...", perhaps over two lines.
    for extra in range(2):
        end = _heading_end(joined, family)
        if end is not None:
            heading, place = end
            return heading.strip(" ."), rest + min(place, len(text)), 1
        following = number + extra + 1
        if following >= len(texts) or family == "decimal":
            break
        joined = f"{joined} {texts[following]}"
    if not text.strip() and family == "article" and _is_heading_below(texts, number + 1):
        return texts[number + 1].strip(), len(texts[number]), 2
    if not text.strip() or text.lstrip().startswith(("(1)", "(l)")):
        above = _heading_above(texts, number) if number > floor else ""
        return above, rest, 0 if above else 1
    if _UNSPACED.search(text):
        return "", rest, 1
    pieces = [text]
    following = number + 1
    own = lines[number]
    while (
        following < len(texts)
        and len(pieces) < 4
        and not lines[following].table
        and not section(texts[following], family)
        and not texts[following].startswith("(")
        and (_both_bold(lines, number, following) or _heading_tail(texts, following))
    ):
        pieces.append(texts[following])
        following += 1
    heading = " ".join(pieces)
    short = (
        len(heading.split()) <= 22
        and not re.search(r"\bshall\b|[;:]\s*$", heading)
        and not heading[:1].islower()
        and not _CONTINUES.search(heading)
    )
    opens = following < len(texts) and re.match(r"[(\[“\"A-ZÀ-ÝА-ЯΑ-Ω\d]", texts[following])
    if (
        short
        and opens
        and (own.bold or (len(pieces[-1].split()) <= 14 and not heading.endswith(",")))
    ) and (own.bold or not re.search(r"\.\s*$", heading) or len(heading.split()) <= 10):
        return heading.strip(" ."), len(texts[number]), len(pieces)
    return "", rest, 1


def _heading_end(text: str, family: Family) -> tuple[str, int] | None:
    """The heading with which a section's text begins, and where it ends."""
    if family == "article" and (named := _NAMED.match(text)):
        words = next(filter(None, named.groups()))
        if len(words.split()) <= MOST_HEADING_WORDS and not _ITEM.match(words):
            return words, named.end()
    dash = None if _FIRST.match(text) else _HEADING_DASH.match(text)
    return (dash.group(1), dash.end()) if dash else None


def _is_heading_below(texts: Sequence[str], number: int) -> bool:
    """Whether a line is the heading of an article of which the number stands alone above it."""
    if number + 1 >= len(texts):
        return False
    text, after = texts[number], texts[number + 1]
    return (
        1 <= len(text.split()) <= MOST_HEADING_WORDS
        and text[:1].isupper()
        and not FINAL.search(text)
        and not _CONTINUES.search(text)
        and division(text) is None
        and (after[:1].isupper() or not after[:1].isalpha())
    )


def _both_bold(lines: Sequence[Line], number: int, following: int) -> bool:
    return lines[number].bold and lines[following].bold


def _heading_tail(texts: Sequence[str], number: int) -> bool:
    """Whether a line is the end of a heading: it goes on, and the first subsection follows it."""
    after = texts[number + 1] if number + 1 < len(texts) else ""
    goes_on = texts[number][:1].islower() or _CONTINUES.search(texts[number - 1]) is not None
    return goes_on and bool(_FIRST.match(after))


def _heading_above(texts: Sequence[str], number: int) -> str:
    """The side note printed over a section that opens with its bare number."""
    above = texts[number - 1] if number else ""
    if 1 <= len(above.split()) <= 14 and not FINAL.search(above) and above[:1].isupper():
        return above.strip()
    return ""


def lines_of_heading_above(texts: Sequence[str], lines: Sequence[Line], number: int) -> int:
    """How many lines over a section read like its heading: words that end nothing, after an end."""
    for count in (1, 2):
        first = number - count
        if first < 0 or lines[first].side_note or subsection(texts[first], "article"):
            return 0
        text = " ".join(texts[first:number])
        ended = not first or re.search(r"[.;:。؛\])—]\s*$", texts[first - 1])
        if (
            ended
            and text[:1].isalpha()
            and not text[:1].islower()
            and len(text.split()) <= MOST_HEADING_WORDS
            and not FINAL.search(text)
            and not _UNSPACED.search(text)
            and division(texts[first]) is None
        ):
            return count
    return 0
