"""Whether what an engine read of a page can be trusted to be what is printed there."""

from __future__ import annotations

from gc25map.read.furniture import Cleaned
from gc25map.read.raw import RawPage, broken_chars

# Below this many characters a page with a picture on it is a scan, not a page of text.
FEWEST_CHARS = 20
# Share of a page's characters that are no text, from which the page is broken.
BROKEN_SHARE = 0.2
# With this many letters or more, words longer than that on average are words that have run together.
JUDGED_LETTERS = 200
LONGEST_WORDS = 30
# Below this OCR gives only about half of the words as printed (see METHODOLOGY.md).
LOWEST_CONFIDENCE = 0.6


def reads_well(page: RawPage, cleaned: Cleaned) -> bool:
    """Whether the page's text can be trusted to say what is printed; a blank page can."""
    if page.error:
        return False
    if page.confidence is not None:
        return page.confidence >= LOWEST_CONFIDENCE
    text = " ".join(f.text for f in cleaned.body)
    if broken_chars(text) > BROKEN_SHARE * len(text):
        return False
    if len(text) < FEWEST_CHARS:
        return page.images == 0
    return not _run_together(text)


def _run_together(text: str) -> bool:
    """Whether the spaces are lost, in a script that has them."""
    letters = [char for char in text if char.isalpha()]
    spaced = [char for char in letters if not _without_spaces(char)]
    if len(spaced) < JUDGED_LETTERS or len(spaced) < 0.9 * len(letters):
        return False
    return len(spaced) > LONGEST_WORDS * len(text.split())


def _without_spaces(char: str) -> bool:
    """Whether a letter is of a script without spaces: Thai, Lao, Burmese, Khmer, Tibetan, CJK."""
    return (
        "\u0e00" <= char <= "\u109f"
        or "\u1780" <= char <= "\u17ff"
        or "\u3040" <= char <= "\u9fff"
        or char >= "\U00020000"
    )
