"""Which kind of instrument a document is, and whether a silence of a country's documents compares with others.

In:  what a manifest says of a document, its title, and the kinds of a taxonomy.
Out: the ids of its kinds, and whether anyone stated them. A title may name several kinds, or none that is known.

A silence is comparable only where a country's documents include a kind of instrument that would carry the
provision.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from gc25map.comparison import CountryResult, Listed
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


def kinds_read(result: CountryResult, taxonomy: Taxonomy) -> frozenset[str]:
    """The ids of the kinds of a country's documents, of those alone that could be read."""
    titles = {instrument.id: instrument.title for instrument in result.coverage.instruments}
    return frozenset(
        kind
        for one in result.supplied
        if not one.failure and one.instrument in titles
        for kind in kinds_of(one.listed, titles[one.instrument], taxonomy).ids
    )


def carriers_of(provision: str, taxonomy: Taxonomy) -> tuple[tuple[str, str], ...]:
    """The kinds that would carry a provision, ids with titles; () where the taxonomy has none."""
    if taxonomy.instruments is None:
        return ()
    carrying = taxonomy.instruments.carriers[provision]
    return tuple((k.id, k.title) for k in taxonomy.instruments.kinds if k.id in carrying)


def is_comparable(kinds: Collection[str], carriers: Iterable[tuple[str, str]]) -> bool:
    """Whether one of these kinds would carry; always where nobody says which would."""
    carrying = {kind for kind, _ in carriers}
    return not carrying or not carrying.isdisjoint(kinds)


def kinds_named(title: str, kinds: Iterable[InstrumentKind]) -> tuple[str, ...]:
    """The ids of the kinds that a title names, in any language; one that stands alone names no other."""
    words = f" {' '.join(words_of(title).folded)} "
    named = [kind for kind in kinds if _holds(words, kind.words) and not _holds(words, kind.unless)]
    alone = [kind for kind in named if kind.alone]
    return tuple(kind.id for kind in alone or named)


def _holds(words: str, by_language: Mapping[str, Iterable[str]]) -> bool:
    return any(_pattern(p).search(words) for phrases in by_language.values() for p in phrases)


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
