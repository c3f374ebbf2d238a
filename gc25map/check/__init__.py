"""Lints the meaning of a taxonomy: rules run their own examples, kinds their titles, none quarrels or is idle.

In:  a `Taxonomy` that loaded (so its shape and references are sound).
Out: the problems, one line each, with file and line.
"""

from __future__ import annotations

from gc25map.check.ages import unsound_ages
from gc25map.check.examples import failed_examples, unsound_phrases
from gc25map.check.idle import idle_rules
from gc25map.check.kinds import failed_titles
from gc25map.check.quarrels import claimed_twice
from gc25map.taxonomy import Taxonomy


def check_taxonomy(taxonomy: Taxonomy) -> list[str]:
    """Every problem of meaning in the rules and lexicons; an empty list when all is well."""
    problems, broken = unsound_phrases(taxonomy)
    for language, rules in taxonomy.rules.items():
        sound = [(owner, rule) for owner, rule in rules if rule.id not in broken]
        problems += failed_examples(taxonomy, sound)
        problems += claimed_twice(taxonomy, language, sound)
        problems += idle_rules(taxonomy, language, sound)
    for language, rules in taxonomy.tension_rules.items():
        sound = [(owner, rule) for owner, rule in rules if rule.id not in broken]
        problems += failed_examples(taxonomy, sound)
        problems += idle_rules(taxonomy, language, sound)
    return problems + unsound_ages(taxonomy) + failed_titles(taxonomy)
