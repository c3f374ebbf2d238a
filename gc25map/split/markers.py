"""How laws number themselves: the marks that open a part, a section, a subsection or a paragraph.

One table per kind of mark, over drafting traditions and languages. Nothing here looks at more than
one line; `outline` decides which of the marks of a law really count.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Family = Literal["code", "article", "number", "decimal"]


class Mark(NamedTuple):
    """A mark at the beginning of a line: its label as printed, and where the line goes on."""

    label: str
    rest: int


_NUM = r"(?:\d{1,4}|[IVXLC]{1,7}|[A-Z]|[一二三四五六七八九十百零〇]{1,7})"
_ORD = r"(?:FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|SEVENTH|EIGHTH|NINTH|TENTH)"
# Words that open a division above the section, with their rank: the lower, the larger.
_DIVISIONS: tuple[tuple[int, str], ...] = (
    (
        0,
        rf"(?:THE\s+)?(?:{_ORD}\s+)?(?:SCHEDULE|ANNEX|ANNEXE|APPENDIX|ANEXO|ANLAGE|JADUAL|Приложение)",
    ),
    (0, r"(?:ملحق|附件|附录)"),
    (1, r"(?:BOOK|LIVRE|LIBRO|LIVRO|BUCH|Книга|الكتاب)"),
    (2, r"(?:TITLE|TITRE|TÍTULO|TITULO|TITEL|Раздел|الباب|ΤΙΤΛΟΣ)"),
    (3, r"(?:PART|PARTE|PARTIE|TEIL|BAHAGIAN|Часть|الجزء|القسم|ΜΕΡΟΣ)"),
    (4, r"(?:CHAPTER|CHAPITRE|CAPÍTULO|CAPITULO|KAPITEL|ABSCHNITT|Глава|الفصل|ΚΕΦΑΛΑΙΟ)"),
    (5, r"(?:DIVISION|SECCIÓN|SECCION|SEÇÃO|SOUS-SECTION|UNTERABSCHNITT|ΤΜΗΜΑ|المبحث)"),
    (5, r"(?:STRATEGIC PILLAR|PILLAR|STRATEGIC GOAL|GOAL|OBJECTIVE|STRATEGIC OBJECTIVE|EJE|AXE)"),
)
_ROMAN = re.compile(r"^(?:[IVXLC]{1,7}|[A-Z])$")
_DIVISION = [
    (rank, re.compile(rf"^{words}(?:\s+{_NUM}\b|\s*$|\s*[-–—:]|\s+[ء-ي]{{3,}}\s*$)", re.IGNORECASE))
    for rank, words in _DIVISIONS
]
_HAN_DIVISION = re.compile(r"^第[一二三四五六七八九十百零〇\d]{1,5}(编|章|节)")
_HAN_RANK = {"编": 1, "章": 4, "节": 5}

_SECTIONS: dict[Family, re.Pattern[str]] = {
    "code": re.compile(r"^(\d{1,3}[A-Z]?-\d{1,3}[a-z]?-\d{1,4}(?:\.\d+)?)(?=\.\s|\s*\()[.]?\s*"),
    "article": re.compile(
        r"^(?:"
        r"(?:SECTION|Section|SEC\.|Sec\.|ARTICLE|Article|ART\.|Art\.|ART[IÍ]CULO|Art[ií]culo"
        r"|ARTIGO|Artigo|ARTIKEL|Artikel|Artículo|Статья|СТАТЬЯ|Άρθρο|ΑΡΘΡΟ|REGULATION|Regulation|Rule|Pasal)"
        r"\s*(\d{1,4}(?:[.-]\d+)?\s*(?:[A-Za-z](?![a-z])|bis|ter|quater)?)\s*(?:º|°|o\b|ª|er\b|ER\b)?"
        r"(?:\s*[.:’'\-–—)(]+|\s*$|\s+(?=[A-ZÀ-ÝА-ЯΑ-Ω]))"
        r"|(§+\s*\d{1,4}\s?[a-z]?)(?:\s+(?=[A-ZÄÖÜ(])|\s*$)"
        r"|第([一二三四五六七八九十百零〇\d]{1,7})条[\s　]*"
        r"|(?:ال)?م\s?ادة\s*[(:]*\s*([\d٠-٩]{1,4}|[ء-ي]{3,10})?\s*[)(:\-–]*\s*(?:[\d٠-٩]{1,4})?"
        r"|第([\d]{1,4})條[\s　]*"
        r")\s*[-–—.]*\s*"
    ),
    "number": re.compile(
        # An inserted section may open with the mark of its footnote and a bracket: "2 [43A. ...".
        r"^(?:\d{0,2}\s?[\[“\"‘]\s?)?(\d{1,3}[A-Z]{0,2})(?:\.(?!\d)[\s—–-]*|\s*(?=\((?:1|l)\))|\s*$)"
    ),
    "decimal": re.compile(
        r"^(?:(?:Initiative|Objective|Goal|Action|Priority|Outcome|Output|Activity|Pillar|Para(?:graph)?)\s+)?"
        # Some typesetting leaves a space before the last figure: "5.0. 2 Technical measures".
        r"(\d{1,2}(?:\.\d{1,2}){1,3}\.\s\d{1,2}(?=\s+[^\W\d_a-z])|\d{1,2}(?:\.\d{1,2}){1,4})"
        r"\.?(?:\s+(?=\S)|$)"
    ),
}
_SUB = re.compile(r"^\[?\((\d{1,2}[A-Z]?|l)\)\s*")
_SUB_IN_ARTICLE = re.compile(r"^(?:\((\d{1,2}[A-Z]?)\)|(\d{1,2})[.)](?!\d)|(\d{1,2})[-–](?=\s))\s*")
_PARA = re.compile(r"^\(?([a-z]{1,2}|[а-я])\)\s*|^\(([A-Z]{1,2})\)\s*")
_BULLET = re.compile(r"^[•●▪■◦‣⁃*➢\uf0b7\uf0a7–-]\s+|^[eo«¢>]\s+(?=[A-Z])")

SECTION_WORD = {
    "code": "",
    "article": "art. ",
    "number": "s. ",
    "decimal": "",
}


def division(text: str) -> int | None:
    """The rank of the part, chapter or schedule that a line opens; None for any other line."""
    if len(text) > 120:
        return None
    han = _HAN_DIVISION.match(text)
    if han:
        return _HAN_RANK[han.group(1)] if len(text) <= 40 else None
    return next((rank for rank, pattern in _DIVISION if pattern.match(text)), None)


def schedule_label(text: str) -> str:
    """How a schedule or an annex is cited, from the line that opens it: "First Schedule", "Anexo II"."""
    match = _DIVISION[0][1].match(text) or _DIVISION[1][1].match(text)
    words = match.group().strip(" \t-–—:") if match else ""
    words = re.sub(r"^THE\s+", "", words, flags=re.IGNORECASE)
    return " ".join(
        w.capitalize() if w.isupper() and w.isalpha() and not _ROMAN.match(w) else w
        for w in words.split()
    )


def section(text: str, family: Family) -> Mark | None:
    """The section mark of a family at the beginning of a line."""
    match = _SECTIONS[family].match(text)
    if not match:
        return None
    label = next((group for group in match.groups() if group), "")
    if family == "decimal":
        label = "".join(label.split())
    return Mark(label.strip(), match.end()) if label else None


def subsection(text: str, family: Family) -> Mark | None:
    """The mark of a subsection: "(2)", and in article-numbered laws also "2." and "2)"."""
    match = (_SUB_IN_ARTICLE if family == "article" else _SUB).match(text)
    if not match:
        return None
    label = next(group for group in match.groups() if group)
    return Mark("1" if label == "l" else label, match.end())


def paragraph(text: str) -> Mark | None:
    """The mark of a lettered paragraph, "(a)" or "a)"."""
    match = _PARA.match(text)
    return Mark(match.group(1) or match.group(2), match.end()) if match else None


def bullet(text: str) -> bool:
    """Whether a line opens an item of an unnumbered list."""
    return _BULLET.match(text) is not None


def section_word(family: Family, text: str) -> str:
    """What stands before a section's number in a citation, as its law would write it."""
    if family != "article":
        return SECTION_WORD[family]
    first = text.lstrip('[“"')
    if first.startswith("第") or first.startswith("§"):
        return ""
    if first.lower().startswith(("sec", "rule", "reg")):
        return {"sec": "s. ", "rul": "r. ", "reg": "reg. "}[first[:3].lower()]
    if first[:1] > "\u0600" and first[:1] < "\u0700":
        return "المادة "
    if "\u0400" < first[:1] < "\u0500":
        return "ст. "
    return "art. "


def ordinal(label: str) -> int | None:
    """The number in a section's label, for telling whether labels count upwards."""
    digits = re.search(r"\d+", label)
    if digits:
        return int(digits.group())
    return _han_number(label)


def _han_number(label: str) -> int | None:
    values = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
    total, current = 0, 0
    for char in label:
        if char in values:
            current = values[char]
        elif char == "十":
            total, current = total + (current or 1) * 10, 0
        elif char == "百":
            total, current = total + (current or 1) * 100, 0
        else:
            return None
    return total + current if label else None
