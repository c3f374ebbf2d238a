"""Two provisions that claim the same words for themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from gc25map.check.spelled import Spelling, spellings
from gc25map.taxonomy import Rule, Taxonomy


def claimed_twice(
    taxonomy: Taxonomy, language: str, rules: Sequence[tuple[str, Rule]]
) -> list[str]:
    """A phrase that by itself is enough for two provisions is a quarrel between them.

    One problem for each pair of phrases, at the place of the second.
    """
    claims: dict[Spelling, dict[str, tuple[str, int]]] = defaultdict(dict)
    for provision, rule in rules:
        if rule.grade == "full" and not rule.also and not rule.heading:
            for number, phrase in enumerate(rule.any):
                for spelling in spellings(phrase):
                    claims[spelling].setdefault(provision, (rule.id, number))
    problems: dict[tuple[tuple[str, int], ...], str] = {}
    for spelling, owners in sorted(claims.items()):
        if len(owners) > 1:
            claimants = tuple(sorted(owners.values()))
            names = " and for ".join(rule for rule, _ in claimants)
            said = f"{language}: {' '.join(spelling)!r} alone decides for {names}"
            last, number = claimants[-1]
            problems.setdefault(claimants, taxonomy.place(last).says(said, "any", number))
    return list(problems.values())
