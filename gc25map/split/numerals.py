"""How laws write their numbers: digits of several scripts, Roman, Han and Arabic numerals, ordinals in words.

In:  the label of a section or an item as printed ("12A", "IV", "第十二", "الحادية عشرة", "premier").
Out: its number, for telling whether labels count upwards.
"""

from __future__ import annotations

import re

HAN = "一二三四五六七八九十百千零〇"
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_SHAPE = re.compile(r"(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\Z")
_HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
# Ordinals in words, as the first articles and chapters of a law are often counted.
_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "first one premier première unique primero primera único único unica única primeiro primeira erster "
            "erste первая первый",
            "second two deuxième segundo segunda zweiter вторая второй",
            "third three troisième tercero tercera tercer terceiro terceira dritter третья третий",
            "fourth four quatrième cuarto cuarta quarto quarta vierter четвертая четвертый",
            "fifth five cinquième quinto quinta fünfter пятая пятый",
            "sixth six sixième sexto sexta sechster шестая шестой",
            "seventh seven septième séptimo séptima sétimo sétima siebter седьмая седьмой",
            "eighth eight huitième octavo octava oitavo oitava achter восьмая восьмой",
            "ninth nine neuvième noveno novena nono nona neunter девятая девятый",
            "tenth ten dixième décimo décima zehnter десятая десятый",
        ),
        start=1,
    )
    for word in words.split()
}
# By their beginnings, without the article and with letter variants made one.
_ARABIC = {
    "اول": 1, "حادي": 1, "ثاني": 2, "ثالث": 3, "رابع": 4, "خامس": 5, "سادس": 6, "سابع": 7, "ثامن": 8,
    "تاسع": 9, "عاشر": 10, "عشرون": 20, "عشرين": 20, "عشر": 10, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40,
    "اربعين": 40, "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80,
    "ثمانين": 80, "تسعون": 90, "تسعين": 90, "مائة": 100, "مئة": 100,
}  # fmt: skip
_ARABIC_BEGINNINGS = sorted(_ARABIC, key=len, reverse=True)
_VARIANTS = str.maketrans("أإآىؤئ", "ااايوي")

ORDINAL_WORDS = "|".join(sorted(_WORDS, key=len, reverse=True))
ARABIC_ORDINAL = r"(?:و?ال[ء-ي]{3,8})(?:\s+(?:عشرة?|و?ال[ء-ي]{4,7}(?=\W|$)))?"


def number_of(label: str) -> int | None:
    """The number that a label stands for; None where it stands for none."""
    digits = re.search(r"\d+", label)
    if digits:
        return int(digits.group())
    label = re.split("[条條]", label)[0]
    low = label.lower().strip()
    if low in _WORDS:
        return _WORDS[low]
    return _han(label) or roman(low) or _arabic(label)


def roman(label: str) -> int | None:
    """The value of a Roman numeral below 100 in lower case."""
    if not label or not _ROMAN_SHAPE.match(label):
        return None
    values = [_ROMAN[char] for char in label]
    after = [*values[1:], 0]
    return sum(-one if one < two else one for one, two in zip(values, after, strict=True))


def _han(label: str) -> int | None:
    total, current = 0, 0
    for char in label:
        if char in _HAN_DIGITS:
            current = _HAN_DIGITS[char]
        elif char in _HAN_UNITS:
            total, current = total + (current or 1) * _HAN_UNITS[char], 0
        else:
            return None
    return total + current or None


def _arabic(label: str) -> int | None:
    total = 0
    for word in label.translate(_VARIANTS).split():
        stem = re.sub(r"^و?ال", "", word)
        known = next((b for b in _ARABIC_BEGINNINGS if stem.startswith(b)), None)
        if known is None or len(stem) > len(known) + 2:
            return None
        total += _ARABIC[known]
    return total or None


# The letters in the order in which items are counted; Arabic counts by the old alphabet.
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абвгдежзиклмнопрстуфхцчшщэюя",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
)
FIRST_ITEMS = frozenset(
    {alphabet[0] for alphabet in _ALPHABETS} | {"i", "I", "aa", "一", "1°", "1"}
)


def follows_item(label: str, last: str, first: str) -> bool:
    """Whether an item comes next after another, one left out at most: (b) after (a), (iv) after (ii).

    `first` is the label with which the items began: after (a), "(i)" is a letter, after (i) it is a one.
    """
    letters = first in ("i", "I") and (label in ("j", "J") or roman(last.lower()) is None)
    if first in ("i", "I", "一", "1°", "1") and not letters:
        here, before = number_of(label), number_of(last)
        alike = label.isupper() == first.isupper() and label[-1:].isalpha() == first[-1:].isalpha()
        return alike and None not in (here, before) and 1 <= (here or 0) - (before or 0) <= 2
    if len(label) == len(last) == 1:
        alphabet = next((a for a in _ALPHABETS if last in a), "")
        return label in alphabet and 1 <= alphabet.index(label) - alphabet.index(last) <= 2
    # (aa) after (z), the inserted (na) after (n); (ab) or (bb) after (aa), (o) after (nb)
    if len(last) == 1:
        return label == "aa" if last == "z" else label == last + "a"
    after = chr(ord(last[0]) + 1)
    return label in (last[0] + chr(ord(last[-1]) + 1), after * 2, after)
