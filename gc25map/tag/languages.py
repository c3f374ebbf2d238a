"""A law in several languages: each passage by the rules of its own language, and what that leaves open.

In:  a law, its passages, and where to find the tagger of a language.
Out: one `Tagging`, its tags in the order of the passages; notes for the report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gc25map.records import EVIDENCE_KINDS, Law, Passage, Scope
from gc25map.tag.decide import Tagging
from gc25map.tag.tagger import Tagger

# Silence counts only where no more of the letters that could be evidence than this are in languages
# without rules.
UNASSESSED_SHARE = 0.1


def tag_languages(
    law: Law, passages: Sequence[Passage], tagger_of: Callable[[str], Tagger]
) -> Tagging:
    """Tag every passage by the rules of its language.

    The scope is that of the language with rules in which most of the law is written.
    """
    groups: dict[str, list[Passage]] = {law.language: []}
    for passage in passages:
        groups.setdefault(passage.language, []).append(passage)
    own = {language: tagger_of(language).tag(law, group) for language, group in groups.items()}
    if len(own) == 1:
        return own[law.language]
    lengths = {language: _length(group) for language, group in groups.items()}
    unassessed = {language: lengths[language] for language in own if not own[language].assessed}
    with_rules = [language for language in own if own[language].assessed]
    widest = max(with_rules, key=lambda language: lengths[language], default="")
    place = {passage.id: number for number, passage in enumerate(passages)}
    return Tagging(
        scope=own[widest].scope if widest else Scope(False, False),
        tags=tuple(
            sorted((t for o in own.values() for t in o.tags), key=lambda t: place[t.passage_id])
        ),
        near=tuple(
            sorted((t for o in own.values() for t in o.near), key=lambda t: place[t.passage_id])
        ),
        assessed=sum(unassessed.values()) <= UNASSESSED_SHARE * sum(lengths.values()),
        unassessed=tuple(
            (language, len(groups[language])) for language in unassessed if groups[language]
        ),
    )


def language_notes(law: Law, tagging: Tagging) -> tuple[str, ...]:
    """What a reader should know of the languages of a law, a line for each that has no rules."""
    return tuple(
        f"{count} passage{'s are' if count > 1 else ' is'} in a language without rules ({language}) and"
        f" {'were' if count > 1 else 'was'} not assessed"
        for language, count in tagging.unassessed
    )


def _length(passages: Sequence[Passage]) -> int:
    return sum(len(passage.text) for passage in passages if passage.kind in EVIDENCE_KINDS)
