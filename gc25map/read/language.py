"""Which language a text is in: py3langid, on enough of the text to be sure."""

from __future__ import annotations

# Below this a guess is worth nothing; a longer sample than the second changes nothing.
FEWEST_CHARS = 200
SAMPLE_CHARS = 6_000
UNKNOWN = "und"


def language_of(text: str) -> str:
    """ISO 639-1 code of the language that most of the text is in; "und" for too little text."""
    if sum(char.isalpha() for char in text[:20_000]) < FEWEST_CHARS:
        return UNKNOWN
    # Imported here: the model takes a tenth of a second, and short texts never need it.
    import py3langid

    middle, third = len(text) // 2, SAMPLE_CHARS // 3
    sample = " ".join((text[:third], text[middle : middle + third], text[-third:]))
    return str(py3langid.classify(sample)[0])
