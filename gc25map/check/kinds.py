"""Do the words of the kinds of instruments find the titles that they should, and spare the others?"""

from __future__ import annotations

from gc25map.kinds import kinds_named
from gc25map.taxonomy import Taxonomy


def failed_titles(taxonomy: Taxonomy) -> list[str]:
    """The kinds whose words are unsound, or that fail one of their own titles."""
    if taxonomy.instruments is None:
        return []
    place = taxonomy.place("instruments")
    problems = []
    for n, kind in enumerate(taxonomy.instruments.kinds):
        every = [("words", *item) for item in kind.words.items()]
        every += [("unless", *item) for item in kind.unless.items()]
        for field, language, phrases in every:
            for i, phrase in enumerate(phrases):
                one = kind.model_copy(update={"words": {language: [phrase]}, "unless": {}})
                try:
                    kinds_named("", [one])
                except ValueError as error:
                    said = f"the phrase {phrase!r}: {error}"
                    problems.append(place.says(said, "kinds", n, field, language, i))
        if problems:
            continue
        for key, titles in (("match", kind.match), ("no_match", kind.no_match)):
            for i, title in enumerate(titles):
                if bool(kinds_named(title, [kind])) != (key == "match"):
                    verb = "does not name" if key == "match" else "names"
                    said = f"the title {title!r} {verb} the kind {kind.id!r}"
                    problems.append(place.says(said, "kinds", n, key, i))
    return problems
