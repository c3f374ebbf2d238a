"""Lints the meaning of a taxonomy: every rule runs its own examples, and no two rules quarrel.

In:  a `Taxonomy` that loaded (so its shape and references are sound).
Out: the problems, one line each, with the id of the rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from gc25map.tag.phrases import parse_phrase
from gc25map.tag.rules import RuleEngine, context_of
from gc25map.tag.words import words_of
from gc25map.taxonomy import Lexicon, Rule, Taxonomy


def check_taxonomy(taxonomy: Taxonomy) -> list[str]:
    """Every problem of meaning in the rules and lexicons; an empty list when all is well."""
    problems: list[str] = []
    for lexicon in taxonomy.lexicons.values():
        problems += _lexicon(lexicon)
    for language, rules in taxonomy.rules.items():
        sound = [pair for pair in rules if not _add(problems, _phrases(pair[1]))]
        problems += _examples(sound)
        problems += _claimed_twice(language, sound)
        for _, rule in sound:
            problems += _kills_itself(rule)
    return problems


def _add(problems: list[str], new: list[str]) -> bool:
    problems += new
    return bool(new)


def _parse(where: str, phrases: Iterable[str]) -> list[str]:
    problems = []
    for phrase in phrases:
        try:
            parse_phrase(phrase)
        except ValueError as error:
            problems.append(f"{where}: {error}")
    return problems


def _lexicon(lexicon: Lexicon) -> list[str]:
    lists = {
        "children": lexicon.children,
        "children_unless": lexicon.children_unless,
        "digital": lexicon.digital,
        "digital_unless": lexicon.digital_unless,
        "scope_children": lexicon.scope_children,
        "scope_digital": lexicon.scope_digital,
        **{f"force.{force}": words for force, words in lexicon.force.items()},
    }
    return [
        problem
        for name, phrases in lists.items()
        for problem in _parse(f"lexicon {lexicon.language}: {name}", phrases)
    ]


def _phrases(rule: Rule) -> list[str]:
    groups = [rule.any, *rule.also, rule.unless, rule.heading]
    return _parse(rule.id, [phrase for group in groups for phrase in group])


def _examples(rules: list[tuple[str, Rule]]) -> list[str]:
    """Runs `match` and `no_match`; an example may name its headings before a ` // `."""
    examples = [
        (rule, text, expected)
        for _, rule in rules
        for texts, expected in ((rule.match, True), (rule.no_match, False))
        for text in texts
    ]
    contexts = []
    for _, text, _ in examples:
        heading, found, body = text.partition(" // ")
        contexts.append(context_of(body if found else text, headings=[heading] if found else []))
    problems = []
    for (rule, text, expected), hits in zip(examples, RuleEngine(rules).run(contexts), strict=True):
        if any(hit.rule.id == rule.id for hit in hits) != expected:
            verb = "does not match its example" if expected else "matches its counter-example"
            problems.append(f"{rule.id}: {verb} {text!r}")
    return problems


def _claimed_twice(language: str, rules: list[tuple[str, Rule]]) -> list[str]:
    """A phrase that by itself is enough for two provisions is a quarrel between them."""
    claims: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for provision, rule in rules:
        if rule.grade == "full" and not rule.also and not rule.heading:
            for phrase in rule.any:
                claims[words_of(phrase).folded].setdefault(provision, rule.id)
    return [
        f"{language}: {' '.join(words)!r} alone decides for {' and for '.join(sorted(owners.values()))}"
        for words, owners in sorted(claims.items())
        if len(owners) > 1
    ]


def _kills_itself(rule: Rule) -> list[str]:
    own = [words_of(phrase).folded for phrase in rule.any]
    return [
        f"{rule.id}: its own phrase {' '.join(words)!r} holds its 'unless' {phrase!r}"
        for phrase in rule.unless
        for words in own
        if _holds(words, words_of(phrase).folded)
    ]


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))
