"""How laws number themselves: the marks that open a part, a section, a subsection or a paragraph.

One table per kind of mark, over drafting traditions and languages. Nothing here looks at more than
one line; `outline` decides which of the marks of a law really count.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from gc25map.split.numerals import ARABIC_ORDINAL, HAN, ORDINAL_WORDS

Family = Literal["code", "article", "number", "decimal"]


class Mark(NamedTuple):
    """A mark at the beginning of a line: its label as printed, and where the line goes on."""

    label: str
    rest: int


_ORD = rf"(?i:{ORDINAL_WORDS})"
_NUM = rf"(?:\d{{1,4}}|[IVXLC]{{1,7}}|[A-Z]|{_ORD}|I?ER|[{HAN}]{{1,7}})"
# Words that open a division above the section, with their rank: the lower, the larger.
_DIVISIONS: tuple[tuple[int, str], ...] = (
    (
        0,
        rf"(?:THE\s+)?(?:{_ORD}\s+)?(?:SCHEDULE|ANNEX|ANNEXE|APPENDIX|ANEXO|ANLAGE|ANHANG|JADUAL|ALLEGATO"
        r"|Приложение|ΠΑΡΑΡΤΗΜΑ)",
    ),
    (0, r"(?:ال)?(?:ملحق|جدول)(?=\s+(?:رقم|ال))|(?:附件|附录|附錄|附表)"),
    (1, r"(?:BOOK|LIVRE|LIBRO|LIVRO|BUCH|Книга|الكتاب)"),
    (
        1,
        r"(?:FORM|FORMULAIRE|FORMULARIO|FORMULÁRIO|FORMBLATT|BORANG|Форма|نموذج)(?:\s+(?:No\.?|Nº|N°|№|رقم))?",
    ),
    (2, r"(?:TITLE|TITRE|TÍTULO|TITULO|TITEL|TITOLO|Раздел|الباب|باب|ΤΙΤΛΟΣ)"),
    (3, rf"(?:{_ORD}\s+)?(?:PART|PARTE|PARTIE|TEIL|BAHAGIAN|Часть|الجزء|القسم|ΜΕΡΟΣ)"),
    (
        4,
        rf"(?:{_ORD}\s+)?(?:CHAPTER|CHAPITRE|CAPÍTULO|CAPITULO|CAPO|KAPITEL|ABSCHNITT|BAB|Глава|الفصل|فصل"
        r"|ΚΕΦΑΛΑΙΟ|Κεφάλαιο)",
    ),
    (
        5,
        r"(?:DIVISION|SECCIÓN|SECCION|SEÇÃO|SOUS-SECTION|UNTERABSCHNITT|Параграф|ΤΜΗΜΑ|Τμήμα|المبحث|الفرع)",
    ),
)
_ROMAN = re.compile(r"^(?:[IVXLC]{1,7}|[A-Z])$")
_DIVISION = [
    (
        rank,
        re.compile(
            rf"^(?:{words})(?:\s+{_NUM}(?=\W|$)|\s*$|\s*[-–—:]"
            rf"|\s+(?:\d{{1,3}}|{ARABIC_ORDINAL})\s*(?:$|[:\-–—(]|\s(?!ان|أن|من\s)))",
            re.IGNORECASE,
        ),
    )
    for rank, words in _DIVISIONS
]
_HAN_DIVISION = re.compile(rf"^第[{HAN}\d]{{1,5}}(编|編|章|节|節)(?![{HAN}第、和的规])")
_HAN_RANK = {"编": 1, "編": 1, "章": 4, "节": 5, "節": 5}

_ARTICLE_WORD = (
    r"(?:SECTION|Section|SEC\.|Sec\.|ARTICLE|Article|ART\.|Art\.|ART[IÍ]CULO|Art[ií]culo|ARTIGO"
    r"|Artigo|ARTIKEL|Artikel"
    r"|ARTICOLO|Articolo|Статья|СТАТЬЯ|Стаття|Άρθρο|ΑΡΘΡΟ|REGULATION|Regulation|RULE|Rule|CLAUSE"
    r"|Clause|Seksyen|Pasal"
    r"|Madde|MADDE)"
)
_LATIN_SUFFIX = (
    r"(?:\s*-?\s*(?i:bis|ter|quater|quinquies|sexies|septies|octies)\b"
    r"|-?[A-Z]{1,2}(?![A-Za-zÀ-ÿ.]\w)|[a-np-z](?![\w]))"
)
# Words by which a mark at the beginning of a line shows to be a reference that was broken there.
_REFERENCE = r"(?!\s*(?:Abs\.|Absatz|Satz\s|Nr\.|Nummer|Nummern|Buchst|Halbsatz|Unterabs|Ziff))"
_SECTIONS: dict[Family, re.Pattern[str]] = {
    "code": re.compile(r"^(\d{1,3}[A-Z]?-\d{1,3}[a-z]?-\d{1,4}(?:\.\d+)?)(?=\.\s|\s*\()[.]?\s*"),
    "article": re.compile(
        r"^(?:"
        rf"{_ARTICLE_WORD}(?:\s*[-–]\s*|\s*)"
        rf"((?:[LRD]\.?\s?)?\d{{1,4}}(?:[.-]\d+)*{_LATIN_SUFFIX}?|[IVXLC]{{1,7}}(?![A-Za-z])|{_ORD})"
        r"\s*(?:\.?[º°ª]|o\b|er\b|ER\b)?"
        + _LATIN_SUFFIX
        + "?"
        + _REFERENCE
        + r"(?:\s*[.:’'\-–—)(]+|\s*$|\s+(?=[A-ZÀ-ÝА-ЯΑ-Ω]))"
        rf"|(§+\s*\d{{1,4}}\s?[a-np-z]?)(?!\w|\s*[º°]){_REFERENCE}(?:\s+(?=[A-ZÄÖÜ(])|\s*$)"
        rf"|第([{HAN}\d]{{1,9}}(?:[条條]之[{HAN}]{{1,3}}|(?=[条條])))[条條]?"
        r"(?![条條]|规定|規定|所|第|[、和或的至中及与])[\s　:：]*"
        r"|(?:(?:ال)?م\s?ادة|ماد[ةه]|دفعہ)\s*[(:]*\s*"
        rf"(?:\)\s*)?((?:\d{{1,4}}(?!\d)|{ARABIC_ORDINAL})(?:\s*[)(]*\s*مكرر[اً]*(?:\s*\([ء-ي\d]{{1,2}}\))?)?)?"
        r"\s*[)(]*(?!\s*من\s)\s*[)(:\-–—.]*\s*(?:\d{1,4}(?=\s*[.)\-–]|\s*$))?"
        r")\s*[-–—.]*\s*"
    ),
    "number": re.compile(
        # An inserted section may open with the mark of its footnote and a bracket: "2 [43A. ...".
        r"^(?:\d{0,2}\s?[\[“\"‘]\s?)?(\d{1,3}[A-Z]{0,2})(?:\s?\.(?!\d)[\s—–-]*|\s*(?=\((?:1|l)\))|\s*$)"
        rf"|^([{HAN}]{{1,4}})、\s*"
    ),
    "decimal": re.compile(
        r"^(?:(?:Initiative|Objective|Goal|Action|Priority|Outcome|Output|Activity|Pillar|Para(?:graph)?)\s+)?"
        # Some typesetting leaves a space before the last figure: "5.0. 2 Technical measures".
        r"(\d{1,2}(?:\.\d{1,2}){1,3}\.\s\d{1,2}(?=\s+[^\W\d_a-z])|\d{1,2}(?:\.\d{1,2}){1,4})"
        r"\.?(?:\s+(?=\S)|$)"
    ),
}
_SUB = re.compile(r"^(?:\d{0,2}\s?\[\s?)?\((\d{1,2}[A-Z]?|l)\)\s*")
_SUB_IN_ARTICLE = re.compile(
    r"^(?:[(（](\d{1,2}[A-Z]?)[)）]|(\d{1,2})[.)](?!\d)|(\d{1,2})\s?[-–](?=\s|[ء-ي])"
    r"|§\s*(\d{1,2})\s*[ºo°]\s?[-–.]?)\s*"
)
_PARA = re.compile(
    rf"^(?:\d{{0,2}}\s?\[\s?)?(?:[(（]?([a-zα-ω]{{1,2}}|[ivxl]{{1,5}}|[а-я]|[ء-ي])[)）]"
    rf"|[(（]([A-Z]{{1,2}}|[{HAN}]{{1,3}})[)）]"
    r"|([IVXL]{1,6})\s*[.)]?\s*[-–—](?=\s)|([ء-ي])\s*[-–](?=\s)|(\d{1,2}°)(?=\s))\s*"
)
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
    words = match.group().strip(" \t-–—:(") if match else ""
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
    joint = "" if family == "decimal" else " "
    return Mark(re.sub(r"[()\s]+", joint, label).strip(), match.end()) if label else None


def subsection(text: str, family: Family) -> Mark | None:
    """The mark of a subsection: "(2)", and in article-numbered laws also "2." and "2)"."""
    match = (_SUB_IN_ARTICLE if family == "article" else _SUB).match(text)
    if not match:
        return None
    label = next(group for group in match.groups() if group)
    return Mark("1" if label == "l" else label, match.end())


def paragraph(text: str) -> Mark | None:
    """The mark of a lettered paragraph: "(a)", "a)", "II -", "（一）", "(أ)", "1°"."""
    match = _PARA.match(text)
    return Mark(next(filter(None, match.groups())), match.end()) if match else None


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
    if first.lower().startswith(("sec", "seksyen", "rule", "reg", "cla")):
        words = {"sec": "s. ", "sek": "s. ", "rul": "r. ", "reg": "reg. ", "cla": "cl. "}
        return words[first[:3].lower()]
    if first[:1] > "\u0600" and first[:1] < "\u0700":
        return "ماده " if first.startswith("ماده") else "المادة "
    if "\u0400" < first[:1] < "\u0500":
        return "ст. "
    return SECTION_WORD["article"]
