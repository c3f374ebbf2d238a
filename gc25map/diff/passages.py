"""Which passage of the old documents is which of the new: by their words, their place, their likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import product

from gc25map.decisions import passage_words
from gc25map.editions import ALIKE
from gc25map.findings import Tension
from gc25map.quotes import Quote, quote_found, quote_passage
from gc25map.records import Coverage, Evidence

Key = tuple[str, str]
# Two passages under one locator are one, amended, from here on (of 100): so much two passages that
# have nothing to do with each other are hardly ever alike.
ALIKE_IN_PLACE = 60.0
# How many candidates are weighed for one passage.
MOST_WEIGHED = 5


class Texts:
    """All passages that one side is known to hold, in the order of its text where that is known."""

    def __init__(self, coverage: Coverage) -> None:
        instruments = {instrument.id: instrument for instrument in coverage.instruments}
        self.quotes: dict[Key, Quote] = {
            (p.law_id, p.id): quote_passage(p, instruments[p.law_id]) for p in coverage.passages
        }
        shown: list[Evidence | Tension] = [*coverage.tensions]
        for cell in coverage.cells:
            shown += [*cell.evidence, *cell.nearest]
        for found in shown:
            self.quotes[key_of(found)] = quote_found(found, instruments[found.instrument])
        self.words = {
            key: passage_words(q.lead, f"{q.text} {q.tail}") for key, q in self.quotes.items()
        }


def key_of(found: Evidence | Tension) -> Key:
    """How a passage is known on its side."""
    return found.instrument, found.passage


def pair_passages(
    old: Texts, new: Texts, documents: Mapping[str, str], sought: tuple[set[Key], set[Key]]
) -> dict[Key, tuple[Key, int]]:
    """Old passages with the new ones that they have become, and how alike the two are (0–100).

    The same words, repetitions in their order; else the same locator in a document and its new
    edition (`documents`: id → id), if much is alike; else, for those that are `sought` (of the old, of
    the new), the most alike. Each passage has one partner at most.
    """
    pairs: dict[Key, tuple[Key, int]] = {}
    taken: set[Key] = set()

    def join(found: Iterable[tuple[Key, Key, float]]) -> None:
        for a, b, score in found:
            if a not in pairs and b not in taken:
                pairs[a] = (b, 100 if old.words[a] == new.words[b] else min(99, int(score)))
                taken.add(b)

    def left() -> tuple[list[Key], list[Key]]:
        return (
            [key for key in old.quotes if key not in pairs and old.words[key]],
            [key for key in new.quotes if key not in taken and new.words[key]],
        )

    def old_place(key: Key) -> Key:
        return documents.get(key[0], ""), old.quotes[key].locator

    def new_place(key: Key) -> Key:
        return key[0], new.quotes[key].locator

    olds, news = left()
    here = _grouped(
        olds,
        news,
        lambda key: (*old_place(key), old.words[key]),
        lambda key: (*new_place(key), new.words[key]),
    )
    join((a, b, 100.0) for ones, others in here for a, b in zip(ones, others, strict=False))
    anywhere = _grouped(*left(), lambda key: old.words[key], lambda key: new.words[key])
    join((a, b, 100.0) for ones, others in anywhere for a, b in zip(ones, others, strict=False))
    olds, news = left()
    in_place = _grouped(
        [key for key in olds if old.quotes[key].locator], news, old_place, new_place
    )
    join(_alike_in_place(in_place, old, new))
    olds, news = left()
    join(_most_alike(olds, news, old, new, sought))
    return pairs


def _grouped(
    olds: Iterable[Key],
    news: Iterable[Key],
    old_by: Callable[[Key], Hashable],
    new_by: Callable[[Key], Hashable],
) -> list[tuple[list[Key], list[Key]]]:
    """The passages of both sides that have the same key, in the order of the old."""
    ones: dict[Hashable, list[Key]] = defaultdict(list)
    others: dict[Hashable, list[Key]] = defaultdict(list)
    for key in olds:
        ones[old_by(key)].append(key)
    for key in news:
        others[new_by(key)].append(key)
    return [(found, others[by]) for by, found in ones.items() if by in others]


def _alike_in_place(
    groups: Iterable[tuple[list[Key], list[Key]]], old: Texts, new: Texts
) -> list[tuple[Key, Key, float]]:
    from rapidfuzz import fuzz

    found = []
    for ones, others in groups:
        # A locator that many passages share is no place.
        if max(len(ones), len(others)) > MOST_WEIGHED:
            continue
        for a, b in product(ones, others):
            score = fuzz.ratio(old.words[a], new.words[b])
            if score >= ALIKE_IN_PLACE:
                found.append((a, b, score))
    return sorted(found, key=lambda item: -item[2])


def _most_alike(
    olds: Iterable[Key],
    news: Iterable[Key],
    old: Texts,
    new: Texts,
    sought: tuple[set[Key], set[Key]],
) -> list[tuple[Key, Key, float]]:
    from_old = {key: old.words[key] for key in olds}
    from_new = {key: new.words[key] for key in news}
    wanted = [key for key in from_old if key in sought[0]]
    found = [(a, b, score) for a in wanted for b, score in _like(from_old[a], from_new)]
    # Those above were weighed against all of the new already.
    others = {key: words for key, words in from_old.items() if key not in sought[0]}
    back = [key for key in from_new if key in sought[1]]
    found += [(a, b, score) for b in back for a, score in _like(from_new[b], others)]
    return sorted(found, key=lambda item: -item[2])


def _like(words: str, among: Mapping[Key, str]) -> list[tuple[Key, float]]:
    from rapidfuzz import fuzz, process

    found = process.extract(words, among, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_WEIGHED)
    return [(key, score) for _, score, key in found]
