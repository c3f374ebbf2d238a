"""Do the phrases of rules and lexicons have a sense, and does every rule pass its own examples?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gc25map.tag.phrases import parse_phrase
from gc25map.tag.rules import RuleEngine, context_of
from gc25map.taxonomy import Lexicon, Place, Rule, Taxonomy


def unsound_phrases(taxonomy: Taxonomy) -> tuple[list[str], set[str]]:
    """Phrases that cannot be read, and the ids of the rules that hold one and so run no example."""
    problems: list[str] = []
    broken: set[str] = set()
    for lexicon in taxonomy.lexicons.values():
        place = taxonomy.place(lexicon.language)
        for key, phrases in _lists(lexicon).items():
            problems += unreadable(place, (*key,), f"lexicon {lexicon.language}", phrases)
    for rules in (*taxonomy.rules.values(), *taxonomy.tension_rules.values()):
        for _, rule in rules:
            place = taxonomy.place(rule.id)
            found = [
                problem
                for key, phrases in _groups(rule).items()
                for problem in unreadable(place, key, rule.id, phrases)
            ]
            if found:
                count = len(rule.match) + len(rule.no_match)
                problems += [*found, place.says(f"{rule.id}: its examples ({count}) were not run")]
                broken.add(rule.id)
    return problems, broken


def failed_examples(taxonomy: Taxonomy, rules: Sequence[tuple[str, Rule]]) -> list[str]:
    """Runs `match` and `no_match`; an example may name its headings before a ` // `."""
    examples = [
        (rule, key, number, text)
        for _, rule in rules
        for key in ("match", "no_match")
        for number, text in enumerate(getattr(rule, key))
    ]
    contexts = []
    for _, _, _, text in examples:
        heading, found, body = text.partition(" // ")
        contexts.append(context_of(body if found else text, headings=[heading] if found else []))
    problems = []
    fired = RuleEngine(rules).run(contexts)
    for (rule, key, number, text), context, hits in zip(examples, contexts, fired, strict=True):
        place = taxonomy.place(rule.id)
        expected = key == "match"
        if not context.body_words.folded:
            said = f"the example {text!r} holds no word, so nothing was run"
        elif any(hit.rule.id == rule.id for hit in hits) == expected:
            continue
        else:
            verb = "does not match its example" if expected else "matches its counter-example"
            said = f"{verb} {text!r}"
        problems.append(place.says(f"{rule.id}: {said}", key, number))
    return problems


def unreadable(
    place: Place, key: tuple[str | int, ...], name: str, phrases: Iterable[str]
) -> list[str]:
    """Phrases of a list that cannot be read, each at its place."""
    problems = []
    for number, phrase in enumerate(phrases):
        try:
            parse_phrase(phrase)
        except ValueError as error:
            problems.append(place.says(f"{name}: {error}", *key, number))
    return problems


def _lists(lexicon: Lexicon) -> dict[tuple[str, ...], list[str]]:
    return {
        ("children",): lexicon.children,
        ("children_unless",): lexicon.children_unless,
        ("digital",): lexicon.digital,
        ("digital_unless",): lexicon.digital_unless,
        ("scope_children",): lexicon.scope_children,
        ("scope_digital",): lexicon.scope_digital,
        **{("force", force): words for force, words in lexicon.force.items()},
    }


def _groups(rule: Rule) -> dict[tuple[str | int, ...], list[str]]:
    return {
        ("any",): rule.any,
        **{("also", n): group for n, group in enumerate(rule.also)},
        ("unless",): rule.unless,
        ("heading",): rule.heading,
    }
