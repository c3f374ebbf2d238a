"""Keyword rules over passages: which rule fires where, and on which words.

In:  `Context`s (the words of a passage with those of its lead-in and headings) and the rules.
Out: `RuleHit`s, each with the words that made it fire.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gc25map.tag.phrases import Group, Hit, PhraseFinder, Places
from gc25map.tag.words import Words, words_of
from gc25map.taxonomy import Rule


@dataclass(frozen=True, slots=True)
class Context:
    """The words that count for one passage: headings, lead-in, the passage itself, closing words.

    `lead` and `body` are where lead-in and passage begin in `words`; headings only help a rule, all
    other words carry one.
    """

    words: tuple[str, ...]
    lead: int
    body: int
    body_words: Words


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that fired in a passage; `spans` are word places in the passage itself."""

    provision: str
    rule: Rule
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A rule with its groups of phrases as they are looked up."""

    provision: str
    rule: Rule
    any: Group
    also: tuple[Group, ...]
    unless: Group
    heading: Group

    @classmethod
    def of(cls, provision: str, rule: Rule) -> _Ready:
        also = tuple(tuple(group) for group in rule.also)
        return cls(provision, rule, tuple(rule.any), also, tuple(rule.unless), tuple(rule.heading))


def context_of(text: str, lead: str = "", headings: Sequence[str] = (), tail: str = "") -> Context:
    """The words of a passage in its surroundings."""
    above = [word for heading in headings for word in words_of(heading).folded]
    opening = words_of(lead).folded
    body = words_of(text)
    words = (*above, *opening, *body.folded, *words_of(tail).folded)
    return Context(words, len(above), len(above) + len(opening), body)


class RuleEngine:
    """All rules of a language.

    `phrases` are those it needs passages to be searched for, `triggers` those of them by which a rule begins.
    """

    def __init__(self, rules: Iterable[tuple[str, Rule]]) -> None:
        self._rules = tuple(_Ready.of(provision, rule) for provision, rule in rules)
        phrases: dict[str, None] = {}
        self._by_trigger: dict[str, list[int]] = defaultdict(list)
        for number, ready in enumerate(self._rules):
            for phrase in ready.any:
                self._by_trigger[phrase].append(number)
            groups = [ready.any, *ready.also, ready.unless, ready.heading]
            phrases.update((phrase, None) for group in groups for phrase in group)
        self.phrases = tuple(phrases)
        self.triggers = tuple(self._by_trigger)

    def run(self, contexts: Sequence[Context]) -> list[list[RuleHit]]:
        """The rules that fire in each passage, when nothing but rules is asked for."""
        finder = PhraseFinder(self.phrases, self.triggers)
        found = finder.find([context.words for context in contexts])
        return [
            self.fire(context, places, finder.present(places))
            for context, places in zip(contexts, found, strict=True)
        ]

    def fire(self, context: Context, places: Places, present: Iterable[str]) -> list[RuleHit]:
        """The rules that fire in a passage with these triggers present, in the order of the files."""
        candidates = sorted({n for phrase in present for n in self._by_trigger.get(phrase, ())})
        fired: list[RuleHit] = []
        for number in candidates:
            ready = self._rules[number]
            spans = _fires(ready, context, places)
            if spans is not None:
                fired.append(RuleHit(ready.provision, ready.rule, spans))
        return fired


def _fires(ready: _Ready, context: Context, places: Places) -> tuple[tuple[int, int], ...] | None:
    """Word places in the passage that made a rule fire; None where it does not."""
    # What is cheap to ask comes first: most rules begin in a passage and do not fire.
    if not all(places.has(group) for group in ready.also) or places.has(ready.unless):
        return None
    if ready.heading and not any(
        hit.start < context.lead for hit in places.of_group(ready.heading)
    ):
        return None
    keys = [hit for hit in places.of_group(ready.any) if hit.start >= context.lead]
    groups = [places.of_group(group) for group in ready.also]
    used: set[Hit] = set()
    for key in keys:
        helpers = _helpers(key, groups, ready.rule.within)
        if helpers is not None:
            used.update([key, *helpers])
    if not used:
        return None
    end = context.body + len(context.body_words.folded)
    inside = {
        (h.start - context.body, h.end - context.body)
        for h in used
        if context.body <= h.start and h.end <= end
    }
    return tuple(sorted(inside))


def _helpers(key: Hit, groups: Sequence[Sequence[Hit]], within: int | None) -> list[Hit] | None:
    """The nearest hit of each group beside the key, none of them part of it; None where one lacks."""
    helpers: list[Hit] = []
    for group in groups:
        near = [
            (distance, hit.start, hit)
            for hit in group
            if (distance := max(key.start - hit.end, hit.start - key.end)) >= 0
            and (within is None or distance <= within)
        ]
        if not near:
            return None
        helpers.append(min(near)[2])
    return helpers
