"""Can the phrases for ages be read, and has each the numbers that its comparator needs?"""

from __future__ import annotations

from gc25map.check.examples import unreadable
from gc25map.tag.ages import signed
from gc25map.taxonomy import AgeWords, Taxonomy


def unsound_ages(taxonomy: Taxonomy) -> list[str]:
    """Every phrase of the words for ages that has no sense."""
    problems: list[str] = []
    for words in taxonomy.ages.values():
        name = f"ages {words.language}"
        place = taxonomy.place(name)
        for key, phrases in _lists(words).items():
            problems += unreadable(place, key, name, map(signed, phrases))
        for comparator, phrases in words.comparators.items():
            needed = 2 if comparator == "between" else 1
            problems += [
                place.says(
                    f"{name}: {phrase!r} needs {needed} times a #", "comparators", comparator, n
                )
                for n, phrase in enumerate(phrases)
                if phrase.count("#") != needed
            ]
    return problems


def _lists(words: AgeWords) -> dict[tuple[str | int, ...], list[str]]:
    return {
        ("unless",): words.unless,
        **{("comparators", name): phrases for name, phrases in words.comparators.items()},
        **{("purposes", name): phrases for name, phrases in words.purposes.items()},
    }
