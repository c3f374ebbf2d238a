"""Which kind of instrument a document is: as stated, else as its title names it.

In:  what a manifest says of a document, its title, and the kinds of a taxonomy.
Out: the ids of its kinds, and whether anyone stated them. A title may name several kinds, or none that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gc25map.comparison import Listed
from gc25map.tag.words import fold, words_of
from gc25map.taxonomy import InstrumentKind, Taxonomy

OTHER = "other"
_STARS = re.compile(r"(\*?)([^*]+)(\*?)")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of one document in the order of the taxonomy, `("other",)` where none is known.

    `inferred`: they come from the title; nobody stated them.
    """

    ids: tuple[str, ...]
    inferred: bool


def kinds_of(listed: Listed, title: str, taxonomy: Taxonomy) -> Kinds:
    """What the manifest states, where those are ids or titles of kinds (parted by `;`); else by title.

    The title of the manifest goes before `title`, which was read in the document.
    """
    if taxonomy.instruments is None:
        return Kinds((OTHER,), inferred=False)
    known = taxonomy.instruments.kinds
    stated = {part.strip().casefold() for part in listed.kind.split(";") if part.strip()}
    names = {name for kind in known for name in (kind.id, kind.title.casefold())}
    if "kind" not in listed.inferred and stated and stated <= {*names, OTHER}:
        meant = (kind.id for kind in known if {kind.id, kind.title.casefold()} & stated)
        return Kinds(tuple(meant) or (OTHER,), inferred=False)
    found = kinds_named(listed.title, known) or kinds_named(title, known)
    return Kinds(found or (OTHER,), inferred=True)


def kinds_named(title: str, kinds: Iterable[InstrumentKind]) -> tuple[str, ...]:
    """The ids of the kinds that a title names, in any language; one that stands alone names no other."""
    words = f" {' '.join(words_of(title).folded)} "
    named = [kind for kind in kinds if any(_pattern(p).search(words) for p in _phrases(kind))]
    alone = [kind for kind in named if kind.alone]
    return tuple(kind.id for kind in alone or named)


def _phrases(kind: InstrumentKind) -> Iterable[str]:
    return (phrase for phrases in kind.words.values() for phrase in phrases)


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """The phrase as a pattern over folded words, each between spaces. ValueError where it has no word."""
    return re.compile("(?<= )" + " ".join(_chunk(chunk) for chunk in phrase.split()) + "(?= )")


def _chunk(chunk: str) -> str:
    """`a|b` either word, `stem*` begins with, `*end` ends with, `*part*` holds."""
    return f"(?:{'|'.join(_word(word) for word in chunk.split('|'))})"


def _word(written: str) -> str:
    match = _STARS.fullmatch(written)
    words = words_of(match.group(2)).folded if match else ()
    if not match or not words:
        raise ValueError(f"no word in {written!r}")
    before, after = (r"\w*" if star else "" for star in match.group(1, 3))
    return before + " ".join(re.escape(fold(word)) for word in words) + after
