"""The limbs of a passage: does it speak of children, of the digital environment, and with what force?

In:  the words of passages and a lexicon for their language.
Out: `Limbs` for each passage, and for the law as a whole its `Scope`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from gc25map.records import Force, Kind, Limbs, Passage, Scope
from gc25map.tag.phrases import PhraseFinder, Places
from gc25map.tag.rules import Context
from gc25map.tag.words import Words
from gc25map.taxonomy import Lexicon

# Share of operative passages that speak of children (or the digital) in a law that is about nothing
# else: with a title that says so, and without one. (No judged law with such a title lies between 0.09 and 0.2.)
TITLED_SHARE = 0.12
UNTITLED_SHARE = 0.55
# Words around a rule's own within which a passage speaks of what the rule is about, and words at its
# beginning that speak for all of it: a long list names children somewhere, but not for every item.
AROUND, OPENING = 20, 30
# A law of which fewer rules than this speak of either is about something else.
ELSEWHERE_SHARE = 0.03


class LimbReader:
    """Reads limbs off phrase hits; `phrases()` are those it needs to be searched for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def phrases(self) -> Iterable[str]:
        """Every phrase of the lexicon that a passage is searched for."""
        lexicon = self._lexicon
        yield from lexicon.children + lexicon.children_unless
        yield from lexicon.digital + lexicon.digital_unless
        for words in lexicon.force.values():
            yield from words

    def limbs(self, context: Context, places: Places, kind: Kind) -> Limbs:
        """The limbs of one passage; headings and lead-in speak for it too, but not with force."""
        lexicon = self._lexicon
        return Limbs(
            children=_speaks(places, lexicon.children, lexicon.children_unless),
            digital=_speaks(places, lexicon.digital, lexicon.digital_unless),
            force=self._force_of(context, places, kind),
        )

    def around(
        self, words: Sequence[tuple[int, int]], limbs: Limbs, context: Context, places: Places
    ) -> Limbs:
        """The limbs of a passage as they bear on some of its words (places in its body).

        Heading, lead-in and opening speak for the whole passage; the rest only for what stands near.
        """
        if not words or len(context.body_words.folded) <= OPENING + AROUND:
            return limbs
        near = [(a + context.body - AROUND, b + context.body + AROUND) for a, b in words]
        near.append((0, context.body + OPENING))
        near.append((context.body + len(context.body_words.folded), len(context.words)))
        lexicon = self._lexicon
        return replace(
            limbs,
            children=limbs.children
            and _speaks(places, lexicon.children, lexicon.children_unless, near),
            digital=limbs.digital
            and _speaks(places, lexicon.digital, lexicon.digital_unless, near),
        )

    def _force_of(self, context: Context, places: Places, kind: Kind) -> Force:
        if kind == "definition":
            return "definition"
        if kind == "preamble":
            return "aspiration"
        for force, phrases in self._lexicon.force.items():
            if any(hit.start >= context.lead for hit in places.of_group(tuple(phrases))):
                return cast(Force, force)
        return "none"


def limbs_of(lexicon: Lexicon, passages: Sequence[Sequence[str]]) -> list[Limbs]:
    """The limbs of passages of which there is nothing but their folded words."""
    reader = LimbReader(lexicon)
    found = PhraseFinder(reader.phrases()).find(passages)
    return [
        reader.limbs(Context(tuple(words), 0, 0, Words(tuple(words), ())), places, "operative")
        for words, places in zip(passages, found, strict=True)
    ]


def _speaks(
    places: Places,
    words: Sequence[str],
    unless: Sequence[str],
    near: Sequence[tuple[int, int]] | None = None,
) -> bool:
    """Whether one of the words stands there in its own sense, and, where that is asked, near."""
    senses = [(hit.start, hit.end) for hit in places.of_group(tuple(unless))]
    return any(
        not any(start < hit.end and hit.start < end for start, end in senses)
        and (near is None or any(start <= hit.start < end for start, end in near))
        for hit in places.of_group(tuple(words))
    )


def scope_of(
    lexicon: Lexicon,
    passages: Sequence[Passage],
    limbs: Sequence[Limbs],
    title: Places,
) -> Scope:
    """The scope of a law: what its title and opening say, held against what its rules speak of."""
    rules = [
        limb
        for passage, limb in zip(passages, limbs, strict=True)
        if passage.kind in ("operative", "offence")
    ]
    children = _share([limb.children for limb in rules])
    digital = _share([limb.digital for limb in rules])
    return Scope(
        children_only=_only(children, title.has(tuple(lexicon.scope_children))),
        digital_only=_only(digital, title.has(tuple(lexicon.scope_digital))),
        elsewhere=bool(rules) and max(children, digital) < ELSEWHERE_SHARE,
    )


def _share(speaks: Sequence[bool]) -> float:
    return sum(speaks) / len(speaks) if speaks else 0.0


def _only(share: float, titled: bool) -> bool:
    return share >= (TITLED_SHARE if titled else UNTITLED_SHARE)
