"""A law in several languages: each passage by the rules of its own language, and what that leaves open.

In:  a law, its passages, and where to find the tagger of a language.
Out: one `Tagging`, its tags, tensions and ages in the order of the passages; notes for the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from gc25map.law import Law
from gc25map.reasons import ONE_UNASSESSED, SOME_UNASSESSED
from gc25map.records import EVIDENCE_KINDS, Passage, Scope
from gc25map.tag.decide import Tagging, sort_out
from gc25map.tag.tagger import Tagger

Found = TypeVar("Found")

# Silence counts only where no more of the letters that could be evidence than this are in languages
# without rules.
UNASSESSED_SHARE = 0.1


def tag_languages(
    law: Law,
    passages: Sequence[Passage],
    tagger_of: Callable[[str], Tagger],
    scope: Scope | None = None,
) -> Tagging:
    """Tag every passage by the rules of its language.

    Without a `scope` it is that of the language with rules in which most of the law is written.
    """
    groups: dict[str, list[Passage]] = {law.language: []}
    for passage in passages:
        groups.setdefault(passage.language, []).append(passage)
    own = {
        language: tagger_of(language).tag(law, group, scope) for language, group in groups.items()
    }
    if len(own) == 1:
        return own[law.language]
    lengths = {language: _length(group) for language, group in groups.items()}
    unassessed = {language: lengths[language] for language in own if not own[language].assessed}
    with_rules = [language for language in own if own[language].assessed]
    widest = max(with_rules, key=lambda language: lengths[language], default="")
    place = {passage.id: number for number, passage in enumerate(passages)}
    everyone = own.values()
    candidates = (tag for one in everyone for tag in (*one.tags, *one.near))
    # Sorted out once more: what carries in one language has company in all.
    tags, near = sort_out(
        _in_order(candidates, lambda tag: place[tag.passage_id]),
        tagger_of(law.language).thresholds,
    )
    return Tagging(
        scope=scope or (own[widest].scope if widest else Scope(False, False)),
        tags=tags,
        near=near,
        tensions=_in_order((t for o in everyone for t in o.tensions), lambda t: place[t.passage]),
        ages=_in_order((a for o in everyone for a in o.ages), lambda a: place[a.passage]),
        assessed=sum(unassessed.values()) <= UNASSESSED_SHARE * sum(lengths.values()),
        unassessed=tuple(
            (language, len(groups[language])) for language in unassessed if groups[language]
        ),
    )


def language_notes(law: Law, tagging: Tagging) -> tuple[str, ...]:
    """What a reader should know of the languages of a law, a line for each that has no rules."""
    return tuple(
        (ONE_UNASSESSED if count == 1 else SOME_UNASSESSED).format(count=count, language=language)
        for language, count in tagging.unassessed
    )


def _in_order(found: Iterable[Found], place: Callable[[Found], int]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=place))


def _length(passages: Sequence[Passage]) -> int:
    return sum(len(passage.text) for passage in passages if passage.kind in EVIDENCE_KINDS)
