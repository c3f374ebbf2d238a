"""Passages → ages: every age in years that a law names, with its comparator and what it is for.

In:  passages with their words, and the `AgeWords` of their language.
Out: `Age`s in the order of the text. Terms of imprisonment, periods and years of the calendar are none.

Numbers, in figures or in letters, are made one sign first; then ages are phrases like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gc25map.findings import Age, Comparator, Purpose
from gc25map.law import Law
from gc25map.records import Kind, Passage
from gc25map.tag.phrases import Hit, PhraseFinder, Places
from gc25map.tag.rules import Context
from gc25map.tag.words import keys_of, words_of
from gc25map.taxonomy import AgeWords

# The sign for any number; `#` in the phrases of the taxonomy.
NUMBER = "0"
OLDEST = 99
# Words (signs, in Chinese) within which a purpose is looked for, and which are shown around an age.
REACH, SHOWN = 30, 14
# Two ages that belong together go before one, and what compares goes before what only names.
_CERTAINTY: dict[Comparator, int] = {"between": 0, "at": 2}
_CLAUSE_ENDS = ";；؛。"
_SILENT: frozenset[Kind] = frozenset({"contents", "repealed", "form"})


class _Numbered(NamedTuple):
    """A context's words with each number as one sign.

    `values[i]` is the number that stands at word `i`, `places[i]` its words `(first, end)` in the context.
    """

    words: tuple[str, ...]
    values: tuple[int | None, ...]
    places: tuple[tuple[int, int], ...]

    @property
    def holds_any(self) -> bool:
        """Whether any number stands there at all."""
        return any(value is not None for value in self.values)


class AgeReader:
    """Finds ages in the laws of one language."""

    def __init__(self, words: AgeWords) -> None:
        self._numbers = {words_of(text).folded: value for text, value in words.numbers.items()}
        self._longest = max((len(row) for row in self._numbers), default=1)
        self._comparators = {
            signed(phrase): comparator
            for comparator, phrases in words.comparators.items()
            for phrase in phrases
        }
        self._unless = [signed(phrase) for phrase in words.unless]
        self._purposes = {
            signed(phrase): purpose
            for purpose, phrases in words.purposes.items()
            for phrase in phrases
        }
        phrases = [*self._comparators, *self._unless, *self._purposes]
        self._finder = PhraseFinder(phrases, phrases)

    def ages(
        self, law: Law, passages: Sequence[Passage], contexts: Sequence[Context]
    ) -> tuple[Age, ...]:
        """The ages of a law, in the order of its text."""
        beginnings = self._beginnings(contexts)
        numbered = [
            (passage, context, signs)
            for passage, context in zip(passages, contexts, strict=True)
            if passage.kind not in _SILENT
            and (signs := self._numbered(context, beginnings)).holds_any
        ]
        found = self._finder.find([signs.words for _, _, signs in numbered])
        return tuple(
            age
            for (passage, context, signs), places in zip(numbered, found, strict=True)
            for age in self._ages_in(law, passage, context, signs, places)
        )

    def _beginnings(self, contexts: Sequence[Context]) -> frozenset[str]:
        """The words of a law with which a number can begin: most passages hold none of them."""
        firsts = {row[0] for row in self._numbers}
        return frozenset(
            word
            for word in {word for context in contexts for word in context.words}
            if word.isdecimal() or not firsts.isdisjoint(keys_of(word))
        )

    def _numbered(self, context: Context, beginnings: frozenset[str]) -> _Numbered:
        words: list[str] = []
        values: list[int | None] = []
        places: list[tuple[int, int]] = []
        at = 0
        while at < len(context.words):
            value, length = None, 1
            if context.words[at] in beginnings:
                value, length = self._number(context.words, at)
            if value is not None:
                value, length = self._said_twice(context.words, at, value, length)
            words.append(context.words[at] if value is None else NUMBER)
            values.append(value)
            places.append((at, at + length))
            at += length
        return _Numbered(tuple(words), tuple(values), tuple(places))

    def _said_twice(
        self, words: Sequence[str], at: int, value: int, length: int
    ) -> tuple[int, int]:
        """A number with the one that follows it, where both are one: "eighteen (18)", "sixty-eight".

        A figure before a number in letters is the mark of a note: "5[sixteen]".
        """
        following, more = self._number(words, at + length)
        if following is None:
            return value, length
        letters = not words[at].isdecimal(), not words[at + length].isdecimal()
        if value == following or letters == (False, True):
            return following, length + more
        if letters == (True, True) and value >= 20 and value % 10 == 0 and following < 10:
            return value + following, length + more
        return value, length

    def _number(self, words: Sequence[str], at: int) -> tuple[int | None, int]:
        """The number that begins at a word, and of how many words it is; None where there is none."""
        if at >= len(words):
            return None, 1
        if words[at].isdecimal():
            value = int(words[at]) if len(words[at]) <= 2 else OLDEST + 1
            # Nothing goes on from a nought: "0 500" is no number of thousands.
            thousands = (
                value > 0
                and at + 1 < len(words)
                and words[at + 1].isdecimal()
                and len(words[at + 1]) == 3
            )
            return (value, 1) if value <= OLDEST and not thousands else (None, 1)
        for length in range(min(self._longest, len(words) - at), 0, -1):
            rest = words[at + 1 : at + length]
            for key in keys_of(words[at]):
                value = self._numbers.get((key, *rest), 0)
                if value:
                    return value, length
        return None, 1

    def _ages_in(
        self, law: Law, passage: Passage, context: Context, signs: _Numbered, places: Places
    ) -> list[Age]:
        present = self._finder.present(places)
        no_ages = [hit for phrase in self._unless if phrase in present for hit in places.of(phrase)]
        hits = sorted(
            (hit for phrase in present & self._comparators.keys() for hit in places.of(phrase)),
            key=lambda hit: (
                _CERTAINTY.get(self._comparators[hit.phrase], 1),
                hit.start,
                -hit.end,
                hit.phrase,
            ),
        )
        purposes = [hit for phrase in present & self._purposes.keys() for hit in places.of(phrase)]
        end = context.body + len(context.body_words.folded)
        taken: list[Hit] = []
        for hit in hits:
            inside = (
                context.body <= signs.places[hit.start][0] and signs.places[hit.end - 1][1] <= end
            )
            if inside and not any(_overlap(hit, other) for other in (*taken, *no_ages)):
                taken.append(hit)
        return [
            self._age(
                law,
                passage,
                context,
                signs,
                hit,
                self._purpose(hit, purposes, context, signs, passage.text),
            )
            for hit in sorted(taken, key=lambda hit: hit.start)
        ]

    def _purpose(
        self, age: Hit, purposes: Sequence[Hit], context: Context, signs: _Numbered, text: str
    ) -> Purpose:
        """What the nearest words say the age is for: of its clause, its passage, its headings, or other."""
        order = list(self._purposes)

        def rank(hit: Hit) -> tuple[bool, bool, int, int]:
            in_heading = signs.places[hit.start][0] < context.lead
            between = sorted((age.start, age.end - 1, hit.start, hit.end - 1))[1:3]
            first, last = (signs.places[i][0] - context.body for i in between)
            spans = context.body_words.spans
            # Lead-in and closing words stand elsewhere in the law.
            apart = not 0 <= first <= last < len(spans) or any(
                mark in text[spans[first][0] : spans[last][1]] for mark in _CLAUSE_ENDS
            )
            distance = max(age.start - hit.end, hit.start - age.end, 0)
            return in_heading, apart, distance, order.index(hit.phrase)

        ranked = [(rank(hit), hit.phrase) for hit in purposes]
        near = [item for item in ranked if item[0][0] or item[0][2] <= REACH]
        return self._purposes[min(near)[1]] if near else "other"

    def _age(
        self,
        law: Law,
        passage: Passage,
        context: Context,
        signs: _Numbered,
        hit: Hit,
        purpose: Purpose,
    ) -> Age:
        numbers = [v for v in signs.values[hit.start : hit.end] if v is not None]
        first = signs.places[hit.start][0] - context.body
        last = signs.places[hit.end - 1][1] - context.body
        spans = context.body_words.spans
        start, end = spans[first][0], spans[last - 1][1]
        around = spans[max(0, first - SHOWN)][0], spans[min(len(spans), last + SHOWN) - 1][1]
        comparator = self._comparators[hit.phrase]
        page = next(
            (p for p in law.pages if p.start <= passage.start + start < p.end),
            law.pages[passage.first_page - 1],
        )
        return Age(
            years=min(numbers),
            to=max(numbers) if comparator == "between" else None,
            comparator=comparator,
            purpose=purpose,
            words=_one_line(passage.text[start:end]),
            context=_one_line(passage.text[around[0] : around[1]]),
            instrument=law.id,
            passage=passage.id,
            page=page.number,
            page_label=page.label,
            locator=passage.locator,
            language=passage.language,
        )


def signed(phrase: str) -> str:
    """A phrase of the taxonomy with the sign for a number in place of each `#`."""
    return phrase.replace("#", NUMBER)


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _one_line(text: str) -> str:
    return " ".join(text.split())
