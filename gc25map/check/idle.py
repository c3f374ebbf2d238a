"""Rules, or phrases of rules, that can never do anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from gc25map.check.spelled import Spelling, holds, spellings
from gc25map.taxonomy import Rule, Taxonomy

_WORTH = {"cue": 0, "part": 1, "full": 2}


def idle_rules(taxonomy: Taxonomy, language: str, rules: Sequence[tuple[str, Rule]]) -> list[str]:
    """Rules without a lexicon, phrases that the rule itself forbids or gives twice, rules that add nothing."""
    problems: list[str] = []
    if rules and language not in taxonomy.lexicons:
        place = taxonomy.place(rules[0][1].id)
        problems.append(
            place.says(f"{language}: {len(rules)} rules are never used, for want of a lexicon")
        )
    by_provision: dict[str, list[Rule]] = defaultdict(list)
    for provision, rule in rules:
        problems += _forbidden(taxonomy, rule)
        problems += _given_twice(taxonomy, rule)
        if rule.within is not None and not rule.also:
            said = f"{rule.id}: 'within' has no 'also' to hold to"
            problems.append(taxonomy.place(rule.id).says(said, "within"))
        by_provision[provision].append(rule)
    for own in by_provision.values():
        problems += _said_already(taxonomy, own)
    return problems


def _forbidden(taxonomy: Taxonomy, rule: Rule) -> list[str]:
    """Phrases that always hold what the rule's own `unless` forbids; and what follows for the rule."""
    place = taxonomy.place(rule.id)
    negatives = [(phrase, row) for phrase in rule.unless for row in spellings(phrase)]
    problems = []
    groups: list[tuple[tuple[str | int, ...], list[str]]] = [(("any",), rule.any)]
    groups += [(("also", n), group) for n, group in enumerate(rule.also)]
    groups += [(("heading",), rule.heading)]
    for key, phrases in groups:
        killed = 0
        for number, phrase in enumerate(phrases):
            killer = _killer(phrase, negatives)
            killed += killer is not None
            # The groups of `also` are often shared lists; one of their phrases may well be idle.
            if killer and key == ("any",):
                said = f"{rule.id}: its own phrase {phrase!r} holds its 'unless' {killer!r}"
                problems.append(place.says(said, *key, number))
        if phrases and killed == len(phrases):
            said = f"{rule.id}: can never fire, for its 'unless' forbids all of {key[0]!r}"
            problems.append(place.says(said, *key))
    return problems


def _killer(phrase: str, negatives: Sequence[tuple[str, Spelling]]) -> str | None:
    """The negative phrase that every spelling of a phrase holds one of; None where one is spared."""
    first = None
    for row in spellings(phrase):
        killer = next((negative for negative, part in negatives if holds(row, part)), None)
        if killer is None:
            return None
        first = first or killer
    return first


def _given_twice(taxonomy: Taxonomy, rule: Rule) -> Iterable[str]:
    lists = [("any", rule.any), ("unless", rule.unless), ("heading", rule.heading)]
    for key, phrases in lists:
        for number, phrase in enumerate(phrases):
            if phrase in phrases[:number]:
                said = f"{rule.id}: {phrase!r} is given twice in {key!r}"
                yield taxonomy.place(rule.id).says(said, key, number)


def _said_already(taxonomy: Taxonomy, rules: Sequence[Rule]) -> Iterable[str]:
    """Rules that fire only where another of the same provision does, with no more to say."""
    for number, rule in enumerate(rules):
        for other in rules:
            twins = _adds_nothing(other, rule)
            # Of two that are the same, the second is the one too many.
            if other is rule or (twins and rules.index(other) < number):
                continue
            if _adds_nothing(rule, other):
                said = f"{rule.id}: says nothing that {other.id} does not say"
                yield taxonomy.place(rule.id).says(said)
                break


def _adds_nothing(rule: Rule, other: Rule) -> bool:
    if other.unless or other.heading or _WORTH[other.grade] < _WORTH[rule.grade]:
        return False
    if not set(rule.element) <= set(other.element):
        return False
    if other.also:
        # With helpers at a distance only the very same keys are sure to stand as near.
        near = other.within is None or (rule.within is not None and rule.within <= other.within)
        return near and other.also == rule.also and set(rule.any) <= set(other.any)
    rows = [row for phrase in other.any for row in spellings(phrase)]
    return all(
        spelled and all(any(holds(row, part) for part in rows) for row in spelled)
        for spelled in map(spellings, rule.any)
    )
