"""Phrases as they are written in rules and lexicons, and finding thousands of them in one law.

A phrase is words in a row: `child|minor` is either word, `publish*` begins with, `*porn*` holds,
`the?` may be absent. Before matching, every phrase is spelled out with the words that the law at
hand really uses; what cannot occur falls away, and spaCy's PhraseMatcher finds the rest in one pass.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from gc25map.errors import TaxonomyError
from gc25map.tag.words import keys_of, words_of

# A phrase whose alternatives multiply beyond this is a mistake in the rule, not a wish.
MAX_SPELLINGS = 3_000
_CHUNK = re.compile(r"\S+")
# Most chunks are one of these: plain words, each of them or any.
_PLAIN = re.compile(r"[a-z0-9]+(?:\|[a-z0-9]+)*")


class Slot(NamedTuple):
    """One place of a phrase: the patterns that may stand there, and whether it may be empty."""

    patterns: tuple[str, ...]
    optional: bool


# Words one after the other.
Row = tuple[str, ...]
# Phrases of which any may stand.
Group = tuple[str, ...]


class Hit(NamedTuple):
    """A phrase found: words `start` to `end` (exclusive) of the passage."""

    phrase: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def parse_phrase(phrase: str) -> tuple[Slot, ...]:
    """Slots of a phrase; ValueError with the reason where it is not well formed."""
    slots: list[Slot] = []
    for chunk in _CHUNK.findall(phrase):
        optional = chunk.endswith("?")
        body = chunk.removesuffix("?")
        if _PLAIN.fullmatch(body):
            slots.append(Slot(tuple(body.split("|")), optional))
            continue
        alternatives = [a for a in body.split("|") if a]
        if not alternatives:
            raise ValueError(f"nothing to match in {chunk!r}")
        split = [_patterns(alternative) for alternative in alternatives]
        if len(split) == 1:
            slots.extend(Slot((pattern,), optional) for pattern in split[0])
        elif all(len(patterns) == 1 for patterns in split):
            slots.append(Slot(tuple(p[0] for p in split), optional))
        else:
            raise ValueError(f"each alternative of {chunk!r} must be a single word")
    if not any(not slot.optional for slot in slots):
        raise ValueError(f"{phrase!r} may match nothing at all")
    return tuple(slots)


def _patterns(alternative: str) -> list[str]:
    before = "*" if alternative[0] == "*" else ""
    after = "*" if alternative[-1] == "*" and alternative != "*" else ""
    stem = alternative.strip("*")
    # Most alternatives are plain words, and there are tens of thousands of them.
    words = (stem.lower(),) if stem.isascii() and stem.isalnum() else words_of(stem).folded
    if not words or "*" in stem:
        raise ValueError(f"no word in {alternative!r}, or a * inside it")
    if (before and len(words[0]) < 3) or (after and len(words[-1]) < 2):
        raise ValueError(f"too little beside the * of {alternative!r}")
    parts = list(words)
    parts[0] = before + parts[0]
    parts[-1] = parts[-1] + after
    return parts


class _Vocabulary:
    """The distinct words of one law, to be asked which of them a pattern meets."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in sorted(set(words)):
            for key in keys_of(word):
                self._words[key].append(word)
        self._sorted = sorted(self._words)
        self._joined = "\n".join(self._sorted)
        self._cache: dict[str, tuple[str, ...]] = {}
        self._slots: dict[Slot, tuple[str, ...]] = {}

    def meets(self, pattern: str) -> tuple[str, ...]:
        """The words that a pattern (`word`, `stem*`, `*end`, `*part*`) stands for."""
        if pattern not in self._cache:
            found = dict.fromkeys(w for key in self._keys(pattern) for w in self._words[key])
            self._cache[pattern] = tuple(found)
        return self._cache[pattern]

    def meets_slot(self, slot: Slot) -> tuple[str, ...]:
        """The words that any pattern of a slot stands for."""
        if slot not in self._slots:
            found = dict.fromkeys(w for pattern in slot.patterns for w in self.meets(pattern))
            self._slots[slot] = tuple(found)
        return self._slots[slot]

    def _keys(self, pattern: str) -> list[str]:
        stem = pattern.strip("*")
        if pattern.startswith("*"):
            tail = "[^\n]*" if pattern.endswith("*") else ""
            return re.findall(rf"(?m)^[^\n]*{re.escape(stem)}{tail}$", self._joined)
        if not pattern.endswith("*"):
            return [pattern] if pattern in self._words else []
        low = bisect.bisect_left(self._sorted, stem)
        high = bisect.bisect_left(self._sorted, stem + "\U0010ffff")
        return self._sorted[low:high]


class _Spelled:
    """What phrases come to in one law: the words for which each phrase of a single word stands."""

    def __init__(self, slots: Mapping[str, Slot], vocabulary: _Vocabulary) -> None:
        self.words = {phrase: vocabulary.meets_slot(slot) for phrase, slot in slots.items()}
        self._groups: dict[Group, tuple[frozenset[str], frozenset[str]]] = {}

    def of_group(self, group: Group) -> tuple[frozenset[str], frozenset[str]]:
        """The words for which any phrase of a group stands, and its phrases of several words."""
        if group not in self._groups:
            single = [phrase for phrase in group if phrase in self.words]
            words = frozenset(word for phrase in single for word in self.words[phrase])
            self._groups[group] = words, frozenset(group).difference(single)
        return self._groups[group]


class Places:
    """Where phrases stand in one passage; each is looked up only when it is asked for.

    `rows` are the phrases of several words that stand there, with their hits.
    """

    __slots__ = ("_index", "_rows", "_spelled", "rows", "words")

    def __init__(self, words: Sequence[str], rows: dict[str, list[Hit]], spelled: _Spelled) -> None:
        self._rows = rows
        self._spelled = spelled
        self._index: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            self._index[word].append(place)
        self.words = frozenset(self._index)
        self.rows = frozenset(rows)

    def has(self, group: Group) -> bool:
        """Whether any phrase of a group stands in the passage."""
        words, rows = self._spelled.of_group(group)
        return not (words.isdisjoint(self.words) and rows.isdisjoint(self.rows))

    def of(self, phrase: str) -> list[Hit]:
        """The hits of a phrase, in order of their place."""
        words = self._spelled.words.get(phrase)
        if words is None:
            return self._rows.get(phrase, [])
        return [
            Hit(phrase, place, place + 1)
            for word in words
            if word in self.words
            for place in self._index[word]
        ]

    def of_group(self, group: Group) -> list[Hit]:
        """The hits of all phrases of a group."""
        return [hit for phrase in group for hit in self.of(phrase)] if self.has(group) else []


class PhraseFinder:
    """Finds a fixed set of phrases in the passages of a law.

    `triggers` are the phrases by which something begins (a rule, a limb); `present` tells which of
    them stand in a passage without asking for each.
    """

    def __init__(self, phrases: Iterable[str], triggers: Iterable[str] = ()) -> None:
        try:
            slots = {phrase: parse_phrase(phrase) for phrase in dict.fromkeys(phrases)}
        except ValueError as error:
            raise TaxonomyError([f"{error} (`gc25map taxonomy check` names the rule)"]) from error
        self._rows = {phrase: own for phrase, own in slots.items() if len(own) > 1}
        self._words = {phrase: own[0] for phrase, own in slots.items() if len(own) == 1}
        self._triggers = frozenset(triggers)
        self._by_word: dict[str, list[str]] = {}

    def find(self, passages: Sequence[Sequence[str]]) -> list[Places]:
        """Places in each passage, given as folded words."""
        vocabulary = _Vocabulary(word for passage in passages for word in passage)
        followers: dict[str, set[str]] = defaultdict(set)
        for passage in passages:
            for word, following in itertools.pairwise(passage):
                followers[word].add(following)
        spelled: dict[Row, list[str]] = defaultdict(list)
        for phrase, slots in self._rows.items():
            for words in _spellings(slots, vocabulary, followers):
                spelled[words].append(phrase)
        known = _Spelled(self._words, vocabulary)
        self._by_word = defaultdict(list)
        for phrase in self._triggers & known.words.keys():
            for word in known.words[phrase]:
                self._by_word[word].append(phrase)
        rows = _match(passages, _standing(passages, spelled))
        return [Places(p, row, known) for p, row in zip(passages, rows, strict=True)]

    def present(self, places: Places) -> set[str]:
        """The triggers that stand in a passage of the law searched last."""
        found = {phrase for word in places.words for phrase in self._by_word.get(word, ())}
        found |= places.rows & self._triggers
        return found


def _standing(
    passages: Sequence[Sequence[str]], spelled: dict[Row, list[str]]
) -> dict[Row, list[str]]:
    """Those of the rows that stand somewhere: by far the fewest, and it is they that cost the matcher time."""
    lengths = sorted({len(row) for row in spelled})
    there: dict[Row, list[str]] = {}
    for passage in passages:
        for length in lengths:
            for row in zip(*(passage[start:] for start in range(length)), strict=False):
                if row in spelled:
                    there[row] = spelled[row]
    return there


def _match(
    passages: Sequence[Sequence[str]], spelled: Mapping[Row, Sequence[str]]
) -> Iterable[dict[str, list[Hit]]]:
    # A vocabulary of its own for each law, so that memory does not grow with their number.
    vocab = Vocab()
    matcher = PhraseMatcher(vocab)
    # One key for all: what was matched is told by its words, which stand in the passage.
    matcher.add("phrase", [Doc(vocab, words=list(words)) for words in spelled])
    for passage in passages:
        rows: dict[str, list[Hit]] = defaultdict(list)
        doc = Doc(vocab, words=list(passage))
        for _, start, end in sorted(matcher(doc)):
            for phrase in spelled[tuple(passage[start:end])]:
                rows[phrase].append(Hit(phrase, start, end))
        yield dict(rows)


def _spellings(
    slots: tuple[Slot, ...], vocabulary: _Vocabulary, followers: dict[str, set[str]]
) -> list[Row]:
    """The rows of words, each following the one before somewhere in the law, that a phrase stands for."""
    rows: list[Row] = [()]
    for slot in slots:
        words = vocabulary.meets_slot(slot)
        longer = [
            (*row, word) for row in rows for word in words if not row or word in followers[row[-1]]
        ]
        rows = [*longer, *rows] if slot.optional else longer
        rows = rows[:MAX_SPELLINGS]
        if not rows:
            break
    return [row for row in dict.fromkeys(rows) if row]
