"""What PDF files do to the Arabic script: letters in printed order, mirrored brackets, lam-alef turned round.

Lam and alef are printed as one sign. Files that name its letters in the order of the print leave alef
before lam: what should read "al-atfal" begins with two alefs, which no word does. So it can be told and undone.
"""

from __future__ import annotations

import re

# Alef, another alef, lam: lam-alef turned round behind the article.
_TURNED = re.compile("ا([أإآا])ل")
# Alef and lam alone, perhaps behind "and", are no word: they were "not".
_TURNED_NOT = re.compile(r"(?<!\S)([وف]?)ال(?=\s)")
_BRACKETS = str.maketrans("()[]{}«»", ")(][}{»«")
_PAIRS = {")": "(", "]": "[", "}": "{", "»": "«"}


def turned(text: str) -> bool:
    """Whether a text holds lam-alefs that were turned round."""
    return not text.isascii() and _TURNED.search(text) is not None


def in_order(text: str) -> str:
    """A text from a page with turned lam-alefs, with those put right of which there is no doubt."""
    return _TURNED_NOT.sub(r"\1لا", _TURNED.sub(r"ال\1", text))


def unmirrored(text: str) -> str:
    """A line read from right to left, its brackets the right way round.

    Some files name a bracket by its meaning, others by its shape, and then it opens where it should close.
    """
    swapped = text.translate(_BRACKETS)
    return swapped if _unpaired(swapped) < _unpaired(text) else text


def _unpaired(text: str) -> int:
    """How many brackets close nothing, or are never closed."""
    opened: list[str] = []
    stray = 0
    for char in text:
        if char in _PAIRS.values():
            opened.append(char)
        elif char in _PAIRS:
            if opened and opened[-1] == _PAIRS[char]:
                opened.pop()
            else:
                stray += 1
    return stray + len(opened)
