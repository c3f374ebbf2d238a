"""Text → words with offsets, folded so that spelling variants of eight languages meet.

A word is a run of letters and digits, or one Chinese character. Its folded form is lower case,
without accents, vowel signs or Arabic letter variants; hyphens and apostrophes part words, so
"e-mail" is two words in a text as in a rule.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Combining accents, Arabic vowel signs, tatweel and joiners stand inside a word without ending it.
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d\u00ad"
_SIGN = re.compile(f"[{_HAN}]")
_WORD = re.compile(rf"[{_HAN}]|(?:(?![{_HAN}])[^\W_]|(?<=[\w{_MARKS}])[{_MARKS}])+")
_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "\u200c": None, "\u200d": None})
_EXTRA = str.maketrans({"\u00ad": None, "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})
# Conjunctions, prepositions and the article that Arabic writes as one word with the noun.
_CLITICS = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل", "ك", "ف")
_SHORTEST_ARABIC_STEM = 3


class Words(NamedTuple):
    """The words of a text: `folded[i]` stands at `text[spans[i][0]:spans[i][1]]`."""

    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def words_of(text: str) -> Words:
    """Split a text into folded words and their character offsets."""
    folded: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        word = fold(match.group())
        if word:
            folded.append(word)
            spans.append(match.span())
    return Words(tuple(folded), tuple(spans))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """The form in which words are compared."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return plain.translate(_ARABIC).translate(_EXTRA)


def is_sign(word: str) -> bool:
    """Whether a word is a Chinese character, which has neighbours and no letters."""
    return _SIGN.fullmatch(word) is not None


def keys_of(folded: str) -> tuple[str, ...]:
    """The forms under which a pattern may meet a folded word: itself, and its Arabic stems."""
    if not ("\u0600" <= folded[0] <= "\u06ff"):
        return (folded,)
    stems = (
        folded[len(clitic) :]
        for clitic in _CLITICS
        if folded.startswith(clitic) and len(folded) - len(clitic) >= _SHORTEST_ARABIC_STEM
    )
    return (folded, *dict.fromkeys(stems))
