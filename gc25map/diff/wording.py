"""Where two texts differ, word by word, as runs that a person can read."""

from __future__ import annotations

import re
import unicodedata

from gc25map.differences import Run

# Beyond so many words of either text nobody reads a difference, and making it takes long.
MOST_WORDS = 10_000
_SPACED = re.compile(r"(\s*)(\S+)")
# Scripts that set no spaces between words: their letters stand for themselves.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def runs_of(old: str, new: str) -> tuple[tuple[Run, str], ...]:
    """The runs of two texts: what both have, what only the old has, what only the new.

    Without the runs of the one side the others are the other text, but for white space at which they
    differ; empty where nothing but white space differs, and where a text is longer than `MOST_WORDS`.
    """
    from rapidfuzz.distance import Indel

    olds, news = _tokens(old), _tokens(new)
    if len(olds) > MOST_WORDS or len(news) > MOST_WORDS:
        return ()
    before, after = [word for _, word in olds], [word for _, word in news]
    if before == after:
        return ()
    runs: list[tuple[str, str, str]] = []
    for step in Indel.opcodes(before, after):
        gone = _joined(olds[step.src_start : step.src_end])
        come = _joined(news[step.dest_start : step.dest_end])
        runs.append(("", "", come) if step.tag == "equal" else (gone, come, ""))
    return _spoken(_readable(runs))


def _readable(runs: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Runs as (old, new, both), with changes joined over what they have in common by chance.

    Common words between two changes that are both longer ("the", a comma) tear a sentence apart.
    """
    out: list[tuple[str, str, str]] = []
    for number, (old, new, both) in enumerate(runs):
        following = runs[number + 1] if number + 1 < len(runs) else ("", "", "")
        if both and out and not out[-1][2]:
            around = (max(len(out[-1][0]), len(out[-1][1])), max(map(len, following[:2])))
            if len(both.strip()) < min(around):
                old, new, both = both, both, ""
        if out and not both and not out[-1][2]:
            out[-1] = (out[-1][0] + old, out[-1][1] + new, "")
        else:
            out.append((old, new, both))
    return out


def _spoken(runs: list[tuple[str, str, str]]) -> tuple[tuple[Run, str], ...]:
    said: list[tuple[Run, str]] = []
    for old, new, both in runs:
        parts: tuple[tuple[Run, str], ...] = (("both", both), ("old", old), ("new", new))
        said += [part for part in parts if part[1]]
    return tuple(said)


def _joined(tokens: list[tuple[str, str]]) -> str:
    return "".join(space + word for space, word in tokens)


def _tokens(text: str) -> list[tuple[str, str]]:
    """Words and signs, each with the white space before it."""
    tokens: list[tuple[str, str]] = []
    for match in _SPACED.finditer(text):
        space, word = match.group(1), ""
        for character in match.group(2):
            alone = bool(_UNSPACED.match(character)) and not _clings(character)
            if alone or unicodedata.category(character)[0] in "PS":
                if word:
                    tokens.append((space, word))
                    space, word = "", ""
                tokens.append((space, character))
                space = ""
            elif not word and not space and tokens and _clings(character):
                tokens[-1] = (tokens[-1][0], tokens[-1][1] + character)
            else:
                word += character
        if word:
            tokens.append((space, word))
    return tokens


def _clings(character: str) -> bool:
    """Whether a character is a mark upon the one before it."""
    return unicodedata.category(character)[0] == "M"
