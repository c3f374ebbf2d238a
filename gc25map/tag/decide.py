"""Which tags carry evidence and which are near misses: a matter of thresholds, decided again at no cost.

In:  what rules and classifier say of a passage, or a `Tagging` that was scored once.
Out: the same tags, parted by `Thresholds`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from gc25map.findings import Age, Tension
from gc25map.records import Limbs, Scope, Tag

Method = Literal["rules", "classifier", "both", "company"]
Strength = Literal["outright", "cue", "none"]

# Twice as many passages as a reader lists for a provision (six): up to there one in ten of those that join is right.
COMPANY = 12


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which the classifier carries a tag: alone, with a cue, with a rule.

    Below `with_rule` it is all but certain that the rule's words stand together by chance. `in_company` is
    from where a passage is listed beside one of the same law that carries the provision.
    `near_miss` is from where a passage is worth showing beside a silence. From `with_cue` on the classifier also
    counts as confirming a rule. The first three are what the criterion of `gc25map evaluate` chooses
    (METHODOLOGY.md).
    """

    alone: float = 0.45
    with_cue: float = 0.45
    with_rule: float = 0.03
    in_company: float = 0.02
    near_miss: float = 0.02


# For a classifier that has learnt from no passages: it may add where it is sure, but never doubts a rule.
LABEL_FREE = Thresholds(alone=0.7, with_cue=0.2, with_rule=0.0, in_company=2.0, near_miss=0.12)


@dataclass(frozen=True, slots=True)
class Tagging:
    """All that tagging found out about one law.

    `tags` carry evidence; `near` are the closest calls that do not. `assessed` is False where no
    rules exist for the law's language, or for that of more than a small share of it; its ages may be
    known all the same. `unassessed` are the languages without rules, each with how many of its
    passages are in it. `limbs` are those of the passages that can be evidence, in their order, where the
    law is in one language; empty else, and where it is not assessed.
    """

    scope: Scope
    tags: tuple[Tag, ...]
    near: tuple[Tag, ...]
    assessed: bool
    tensions: tuple[Tension, ...] = ()
    ages: tuple[Age, ...] = ()
    unassessed: tuple[tuple[str, int], ...] = ()
    limbs: tuple[Limbs, ...] = ()


def strength_of(grades: Iterable[str]) -> Strength:
    """What rules of these grades say together: all of it, a mere cue, or nothing."""
    found = set(grades)
    if found - {"cue"}:
        return "outright"
    return "cue" if found else "none"


def carries(strength: Strength, probability: float, thresholds: Thresholds) -> bool:
    """Whether a tag carries evidence: the more its rules say, the less the classifier must add."""
    needed = {
        "outright": thresholds.with_rule,
        "cue": thresholds.with_cue,
        "none": thresholds.alone,
    }
    return probability >= needed[strength]


def method_of(strength: Strength, probability: float, thresholds: Thresholds) -> Method:
    """Who speaks for a tag."""
    if strength == "none":
        return "classifier"
    return "both" if probability >= thresholds.with_cue else "rules"


def sort_out(
    candidates: Iterable[Tag], thresholds: Thresholds
) -> tuple[tuple[Tag, ...], tuple[Tag, ...]]:
    """The tags of one law that are evidence, and those that come near, each in their order.

    Where fewer than `COMPANY` carry a provision, the likeliest of the others join them, with the method
    "company": they are worth reading there, but carry nothing themselves.
    """
    known = [_by_itself(tag, thresholds) for tag in candidates]
    carrying = [carries(tag.by_rules, tag.probability, thresholds) for tag in known]
    number = Counter(tag.provision_id for tag, does in zip(known, carrying, strict=True) if does)
    for place in sorted(range(len(known)), key=lambda place: -known[place].probability):
        tag = known[place]
        if tag.probability < thresholds.in_company:
            break
        if not carrying[place] and 0 < number[tag.provision_id] < COMPANY:
            number[tag.provision_id] += 1
            known[place], carrying[place] = replace(tag, method="company"), True
    tags = tuple(tag for tag, does in zip(known, carrying, strict=True) if does)
    near = tuple(tag for tag, does in zip(known, carrying, strict=True) if not does)
    return tags, near


def _by_itself(tag: Tag, thresholds: Thresholds) -> Tag:
    """A tag with the method that speaks for it without company."""
    method = method_of(tag.by_rules, tag.probability, thresholds)
    return tag if tag.method == method else replace(tag, method=method)


def redecide(tagging: Tagging, thresholds: Thresholds) -> Tagging:
    """The tagging as it would be with other thresholds.

    A threshold below the `near_miss` of the first tagging finds, without rules, nothing more than that did.
    """
    tags, near = sort_out(
        (
            tag
            for tag in (*tagging.tags, *tagging.near)
            if tag.by_rules != "none" or tag.probability >= thresholds.near_miss
        ),
        thresholds,
    )
    return replace(tagging, tags=tags, near=near)
