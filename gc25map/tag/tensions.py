"""Passages → tensions: where a law meets the subject of a provision against its sense.

In:  the rules that fired in a passage, and its limbs.
Out: `Tension`s, beside the tags; no tag and no status depends on them.
"""

from __future__ import annotations

from collections.abc import Sequence

from gc25map.findings import Tension
from gc25map.law import Law
from gc25map.records import EVIDENCE_KINDS, Kind, Limbs, Passage, Scope
from gc25map.tag.rules import Context, RuleHit
from gc25map.taxonomy import TensionKind

# What only aims at something binds nobody.
TENSION_KINDS: frozenset[Kind] = EVIDENCE_KINDS - {"preamble"}


def tensions_in(
    law: Law,
    passage: Passage,
    context: Context,
    hits: Sequence[RuleHit],
    limbs: Limbs,
    scope: Scope,
    kinds: Sequence[TensionKind],
) -> list[Tension]:
    """The tensions of one passage, one for each kind of which a rule fired, in the order of the kinds."""
    if passage.kind not in TENSION_KINDS:
        return []
    found = []
    for kind in kinds:
        own = [hit for hit in hits if hit.provision == kind.id]
        if own and _concerns(kind, limbs, scope):
            found.append(_tension(law, passage, context, own, kind))
    return found


def _concerns(kind: TensionKind, limbs: Limbs, scope: Scope) -> bool:
    """Whether the passage, or its law as a whole, speaks of what the kind needs."""
    children = kind.child_specific == "inherent" or limbs.children or scope.children_only
    digital = kind.digital_specific == "inherent" or limbs.digital or scope.digital_only
    return children and digital


def _tension(
    law: Law, passage: Passage, context: Context, hits: Sequence[RuleHit], kind: TensionKind
) -> Tension:
    words = context.body_words.spans
    spans = sorted({(words[a][0], words[b - 1][1]) for hit in hits for a, b in hit.spans})
    return Tension(
        id=kind.id,
        title=kind.title,
        paragraphs=tuple(kind.paragraphs),
        provisions=tuple(kind.provisions),
        instrument=law.id,
        passage=passage.id,
        page=passage.first_page,
        last_page=passage.last_page,
        page_label=law.pages[passage.first_page - 1].label,
        locator=passage.locator,
        headings=passage.headings,
        lead=passage.lead,
        text=passage.text,
        spans=tuple(spans),
        rules=tuple(hit.rule.id for hit in hits),
        language=passage.language,
        tail=passage.tail,
    )
