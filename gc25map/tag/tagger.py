"""Passages → tags: which provisions each passage serves, how surely, and why.

In:  the passages of one law, a `Taxonomy` and a `Model`.
Out: the law's `Scope` and its `Tag`s, in the order of passages and provisions; beside them its
     `Tension`s and `Age`s.

Keyword rules and the classifier each propose, and their weights add up: what the rules say outright
stands unless the classifier is all but certain that it is chance; a mere cue stands where the
classifier agrees; the classifier alone stands where it holds a passage for about as likely as not.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from gc25map.findings import Tension
from gc25map.law import Law
from gc25map.model import Model, Scores
from gc25map.records import EVIDENCE_KINDS, Limbs, Passage, Scope, Tag
from gc25map.tag.ages import AgeReader
from gc25map.tag.bearings import bearings_of
from gc25map.tag.decide import (
    LABEL_FREE,
    Tagging,
    Thresholds,
    method_of,
    sort_out,
    strength_of,
)
from gc25map.tag.limbs import LimbReader, scope_of
from gc25map.tag.phrases import PhraseFinder, Places
from gc25map.tag.rules import Context, RuleEngine, RuleHit, context_of
from gc25map.tag.tensions import tensions_in
from gc25map.tag.words import words_of
from gc25map.taxonomy import Taxonomy

# Words of a law (signs, in Chinese) in which it says what it is about; a safe number of characters for them.
OPENING_WORDS, OPENING_CHARS = 260, 4_000
RULE_SCORE = {"full": 0.8, "part": 0.6, "cue": 0.2}


class Tagger:
    """Rules, lexicon and classifier of one language, made ready once and used for many laws."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        model: Model,
        language: str,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._model, self._language = model, language
        self._columns = {provision: n for n, provision in enumerate(model.provisions)}
        self.thresholds = thresholds or (Thresholds() if model.learnt else LABEL_FREE)
        self._rules = taxonomy.rules.get(language, ())
        self.assessed = bool(self._rules) and language in taxonomy.lexicons
        words = taxonomy.ages.get(language)
        self._ages = AgeReader(words) if words else None
        if self.assessed:
            self._engine = RuleEngine(self._rules)
            self._limbs = LimbReader(taxonomy.lexicons[language])
            self._lexicon = taxonomy.lexicons[language]
            scope_words = self._lexicon.scope_children + self._lexicon.scope_digital
            self._kinds = taxonomy.tensions
            self._against = RuleEngine(taxonomy.tension_rules.get(language, ()))
            engines = (self._engine, self._against)
            phrases = [phrase for engine in engines for phrase in engine.phrases]
            triggers = [phrase for engine in engines for phrase in engine.triggers]
            self._finder = PhraseFinder([*phrases, *self._limbs.phrases(), *scope_words], triggers)

    @cached_property
    def marks(self) -> dict[str, str]:
        """A short hash over the rules of each provision that has any."""
        rules: dict[str, list[str]] = defaultdict(list)
        for provision, rule in self._rules:
            rules[provision].append(rule.model_dump_json())
        return {
            provision: hashlib.sha256("\0".join(own).encode()).hexdigest()[:16]
            for provision, own in rules.items()
        }

    def tag(self, law: Law, passages: Sequence[Passage], scope: Scope | None = None) -> Tagging:
        """Tag every passage that can be evidence; they are those of the tagger's own language.

        Without a `scope` it is found from what the law says.
        """
        contexts = [context_of(p.text, p.lead, p.headings, p.tail) for p in passages]
        ages = self._ages.ages(law, passages, contexts) if self._ages else ()
        if not self.assessed:
            return Tagging(scope or Scope(False, False), (), (), assessed=False, ages=ages)
        begins = passages[0].start if law.stretches and passages else 0
        first = law.text[begins : begins + OPENING_CHARS]
        opening = words_of(f"{law.title} {first}").folded[:OPENING_WORDS]
        *found, title = self._finder.find([*(c.words for c in contexts), opening])
        limbs = [
            self._limbs.limbs(context, places, passage.kind)
            for context, places, passage in zip(contexts, found, passages, strict=True)
        ]
        scope = scope or scope_of(self._lexicon, passages, limbs, title)
        possible = [n for n, passage in enumerate(passages) if passage.kind in EVIDENCE_KINDS]
        seen = [_Seen(passages[n], contexts[n], found[n], limbs[n]) for n in possible]
        scores = self._score(seen, bearings_of([one.limbs for one in seen]))
        candidates: list[Tag] = []
        tensions: list[Tension] = []
        for row, one in enumerate(seen):
            present = self._finder.present(one.places)
            fired = self._engine.fire(one.context, one.places, present)
            candidates += self._candidates(one, fired, scores, row)
            against = self._against.fire(one.context, one.places, present)
            tensions += tensions_in(
                law, one.passage, one.context, against, one.limbs, scope, self._kinds
            )
        tags, near = sort_out(candidates, self.thresholds)
        return Tagging(
            scope,
            tags,
            near,
            assessed=True,
            tensions=tuple(tensions),
            ages=ages,
            limbs=tuple(one.limbs for one in seen),
        )

    def tag_again(
        self, passages: Sequence[Passage], before: Tagging, changed: Collection[str]
    ) -> Tagging:
        """What `tag` would find in the same passages, where nothing but the rules of some provisions has changed.

        `before` is what a tagger of this language with the former rules found in them, when both have rules.
        Only the passages in which the changed rules fire, or for which these provisions came into question
        before, are looked at.
        """
        rules = [(provision, rule) for provision, rule in self._rules if provision in changed]
        engine = RuleEngine(rules)
        finder = PhraseFinder([*engine.phrases, *self._limbs.phrases()], engine.triggers)
        possible = [passage for passage in passages if passage.kind in EVIDENCE_KINDS]
        contexts = [context_of(p.text, p.lead, p.headings, p.tail) for p in possible]
        found = finder.find([context.words for context in contexts])
        older = [tag for tag in (*before.tags, *before.near) if tag.provision_id in changed]
        in_question = {tag.passage_id for tag in older}
        again: list[tuple[int, _Seen, list[RuleHit]]] = []
        for n, passage in enumerate(possible):
            fired = engine.fire(contexts[n], found[n], finder.present(found[n]))
            if fired or passage.id in in_question:
                one = _Seen(passage, contexts[n], found[n], before.limbs[n])
                again.append((n, one, fired))
        bearings = bearings_of(before.limbs)[[n for n, _, _ in again]]
        scores = self._score([one for _, one, _ in again], bearings)
        tags, near = sort_out(
            (
                tag
                for row, (_, one, fired) in enumerate(again)
                for tag in self._candidates(one, fired, scores, row)
                if tag.provision_id in changed
            ),
            self.thresholds,
        )
        place = {passage.id: n for n, passage in enumerate(possible)}

        def order(tag: Tag) -> tuple[int, int]:
            return place[tag.passage_id], self._columns[tag.provision_id]

        def merged(old: Sequence[Tag], new: Sequence[Tag]) -> tuple[Tag, ...]:
            kept = (tag for tag in old if tag.provision_id not in changed)
            return tuple(sorted((*kept, *new), key=order))

        return replace(before, tags=merged(before.tags, tags), near=merged(before.near, near))

    def _score(self, seen: Sequence[_Seen], bearings: Any) -> Scores:
        words = [_classified(one.context, one.passage) for one in seen]
        return self._model.score(words, bearings, self._language)

    def _candidates(
        self, one: _Seen, fired: Sequence[RuleHit], scores: Scores, row: int
    ) -> Iterator[Tag]:
        """What rules and classifier (in this row) say of one passage, in the order of the model's provisions."""
        by_provision: dict[str, list[RuleHit]] = {}
        for hit in fired:
            by_provision.setdefault(hit.provision, []).append(hit)
        likely = scores.probabilities[row] >= self.thresholds.near_miss
        likely[[self._columns[p] for p in by_provision if p in self._columns]] = True
        for column in likely.nonzero()[0].tolist():
            provision = self._model.provisions[column]
            probability = float(scores.probabilities[row, column])
            own = by_provision.get(provision, [])
            words = [place for hit in own for place in hit.spans]
            terms: tuple[str, ...] = ()
            if probability >= self.thresholds.near_miss:
                terms = scores.strongest_terms(row, column)
            limbs = self._limbs.around(words, one.limbs, one.context, one.places)
            yield _tag(one, limbs, provision, own, probability, terms, self.thresholds)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A passage that can be evidence, with all that was seen in it."""

    passage: Passage
    context: Context
    places: Places
    limbs: Limbs


def _tag(
    one: _Seen,
    limbs: Limbs,
    provision: str,
    hits: list[RuleHit],
    probability: float,
    terms: tuple[str, ...],
    thresholds: Thresholds,
) -> Tag:
    rule_score = max((RULE_SCORE[hit.rule.grade] for hit in hits), default=0.0)
    grades = {hit.rule.grade for hit in hits}
    part = "part" in grades and "full" not in grades
    strength = strength_of(grades)
    return Tag(
        passage_id=one.passage.id,
        provision_id=provision,
        score=round(1 - (1 - rule_score) * (1 - probability), 4),
        grade="part" if part else "full",
        method=method_of(strength, probability, thresholds),
        rules=tuple(hit.rule.id for hit in hits),
        terms=terms,
        elements=tuple(dict.fromkeys(e for hit in hits for e in hit.rule.element)),
        spans=_spans(one.passage, one.context, hits, terms),
        limbs=limbs,
        by_rules=strength,
        probability=probability,
    )


def _classified(context: Context, passage: Passage) -> tuple[str, ...]:
    """The words that the classifier sees: the lead-in, the passage and its own section's heading."""
    heading = words_of(passage.headings[-1]).folded if passage.headings else ()
    end = context.body + len(context.body_words.folded)
    return (*heading, *context.words[context.lead : end])


def _spans(
    passage: Passage, context: Context, hits: Sequence[RuleHit], terms: Sequence[str]
) -> tuple[tuple[int, int], ...]:
    """Where in the law the deciding words stand: those of the rules, or else the strongest terms."""
    words = context.body_words
    places = {place for hit in hits for place in hit.spans}
    if not places:
        wanted: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for term in terms:
            row = tuple(term.split())
            wanted[row[0]].append(row)
        places = {
            (place, place + len(row))
            for place, word in enumerate(words.folded)
            if word in wanted
            for row in wanted[word]
            if words.folded[place : place + len(row)] == row
        }
    spans = sorted(
        (passage.start + words.spans[a][0], passage.start + words.spans[b - 1][1])
        for a, b in places
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
