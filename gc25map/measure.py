"""Tags → coverage: one status per provision, always with its reasons.

In:  laws with their passages and tags, and the taxonomy.
Out: `Cell`s, one for every provision, in taxonomy order.

A passage may fall short in four ways: it does not speak of children, or of the digital environment,
where the provision needs it; it is aim and no rule; it does only what the provision itself calls
partial. No shortfall makes `addressed`, one makes `partial`, more make nothing, except that what the provision's own
`partial` line describes is partial even so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean

from gc25map.law import Law
from gc25map.reasons import (
    MINOR_PART,
    NO_CHILDREN,
    NO_DIGITAL,
    NO_FORCE,
    NO_RULES,
    NOT_FOUND,
    ONE_PAGE_UNREAD,
    PAGES_UNREAD,
    UNREAD,
)
from gc25map.records import (
    Cell,
    Evidence,
    Failure,
    Instrument,
    Passage,
    Scope,
    Status,
    Tag,
    strongest,
)
from gc25map.tag.decide import Tagging
from gc25map.taxonomy import Provision, Taxonomy

MOST_NEAREST = 3
_OPERATIVE = frozenset({"offence", "prohibition", "duty", "power", "right", "commitment"})


@dataclass(frozen=True, slots=True)
class TaggedLaw:
    """One law with all that was found out about it."""

    law: Law
    passages: tuple[Passage, ...]
    tagging: Tagging


def instrument_of(tagged: TaggedLaw) -> Instrument:
    """The account of one document, for the head of a report."""
    law = tagged.law
    sure = [page.confidence for page in law.pages if page.confidence is not None]
    return Instrument(
        id=law.id,
        title=law.title,
        file_name=law.file_name,
        sha256=law.sha256,
        pages=len(law.pages),
        pages_unreadable=law.pages_unreadable,
        language=law.language,
        scope=tagged.tagging.scope,
        passages=len(tagged.passages),
        notes=law.notes,
        pages_ocr=law.pages_ocr,
        ocr_confidence=round(mean(sure), 3) if sure else None,
        paged=law.paged,
    )


def measure_coverage(
    laws: Sequence[TaggedLaw], taxonomy: Taxonomy, failures: Sequence[Failure] = ()
) -> tuple[Cell, ...]:
    """One cell for every provision over all laws together; the strongest status wins.

    Where a document failed, what the others do not hold is not assessed: it may stand in that one.
    """
    indexed = [_Index(tagged) for tagged in laws]
    unread = [UNREAD.format(title=failure.path) for failure in failures]
    return tuple(_cell(provision, indexed, unread) for provision in taxonomy.provisions)


def shortfalls(provision: Provision, tag: Tag, scope: Scope) -> tuple[str, ...]:
    """In what a tagged passage falls short of a provision; empty where it does what it asks."""
    lacking = []
    if provision.child_specific == "needed" and not (tag.limbs.children or scope.children_only):
        lacking.append(NO_CHILDREN)
    if provision.digital_specific == "needed" and not (tag.limbs.digital or scope.digital_only):
        lacking.append(NO_DIGITAL)
    if tag.limbs.force not in _OPERATIVE:
        lacking.append(NO_FORCE)
    if tag.grade == "part":
        lacking.append(MINOR_PART)
    return tuple(lacking)


def status_of(tag: Tag, lacking: Sequence[str], scope: Scope) -> Status:
    """The status that one passage alone would give a provision.

    In a law about something else, words are often there by chance: what no rule knows counts for
    nothing, nor what falls short and is not confirmed by the classifier.
    """
    if scope.elsewhere and (
        tag.by_rules == "none" or (lacking and tag.method in ("rules", "company"))
    ):
        return "missing"
    if not lacking:
        return "addressed"
    if len(lacking) == 1 or (tag.grade == "part" and NO_FORCE not in lacking):
        return "partial"
    return "missing"


class _Index:
    """Looks up what one law says of a provision."""

    def __init__(self, tagged: TaggedLaw) -> None:
        self.tagged = tagged
        self._passages = {passage.id: passage for passage in tagged.passages}
        self._tags: dict[str, list[Tag]] = defaultdict(list)
        self._near: dict[str, list[Tag]] = defaultdict(list)
        for tag in tagged.tagging.tags:
            self._tags[tag.provision_id].append(tag)
        for tag in tagged.tagging.near:
            self._near[tag.provision_id].append(tag)
        self.silence = self._silence()

    def judged(self, provision: Provision) -> list[tuple[Status, Evidence]]:
        """Every tagged passage with the status it would give."""
        found = []
        for tag in self._tags[provision.id]:
            scope = self.tagged.tagging.scope
            lacking = shortfalls(provision, tag, scope)
            found.append((status_of(tag, lacking, scope), self._evidence(tag, lacking)))
        return found

    def near(self, provision: Provision) -> list[Evidence]:
        """The passages that came closest without being tagged."""
        scope = self.tagged.tagging.scope
        return [
            self._evidence(tag, shortfalls(provision, tag, scope))
            for tag in self._near[provision.id]
        ]

    def _silence(self) -> tuple[Status, tuple[str, ...]]:
        """What it means that nothing was found here: that nothing is there, or that nobody knows."""
        tagging, law = self.tagged.tagging, self.tagged.law
        if not tagging.assessed:
            listed = ", ".join(language for language, _ in tagging.unassessed)
            return "not_assessed", (
                NO_RULES.format(title=repr(law.title), languages=listed or law.language),
            )
        if law.pages_unreadable:
            count, pages = len(law.pages_unreadable), len(law.pages)
            said = ONE_PAGE_UNREAD if count == 1 else PAGES_UNREAD
            return "not_assessed", (said.format(count=count, pages=pages, title=repr(law.title)),)
        return "missing", ()

    def _evidence(self, tag: Tag, lacking: tuple[str, ...]) -> Evidence:
        passage = self._passages[tag.passage_id]
        return Evidence(
            instrument=self.tagged.law.id,
            passage=passage.id,
            page=passage.first_page,
            last_page=passage.last_page,
            page_label=self.tagged.law.pages[passage.first_page - 1].label,
            locator=passage.locator,
            headings=passage.headings,
            lead=passage.lead,
            tail=passage.tail,
            text=passage.text,
            spans=tuple((a - passage.start, b - passage.start) for a, b in tag.spans),
            score=tag.score,
            grade=tag.grade,
            method=tag.method,
            rules=tag.rules,
            terms=tag.terms,
            elements=tag.elements,
            limbs=tag.limbs,
            kind=passage.kind,
            language=passage.language,
            shortfalls=lacking,
            source=passage.source,
            engine=passage.engine,
            confidence=passage.confidence,
        )


def _strength(evidence: Evidence) -> tuple[object, ...]:
    return (
        not evidence.carries,
        len(evidence.shortfalls),
        -evidence.score,
        evidence.instrument,
        evidence.page,
        evidence.passage,
    )


def _cell(provision: Provision, laws: Sequence[_Index], unread: Sequence[str]) -> Cell:
    by_instrument: list[tuple[str, Status]] = []
    evidence: list[Evidence] = []
    near: list[Evidence] = []
    silence: list[str] = list(unread)
    for law in laws:
        judged = law.judged(provision)
        found = [e for status, e in judged if status in ("addressed", "partial")]
        near += [_alone(e) for status, e in judged if status == "missing"] + law.near(provision)
        status, why = law.silence
        if any(e.carries for e in found):
            status = strongest(s for s, e in judged if e.carries)
            evidence += found
        else:
            silence += why
            near += map(_alone, found)
        by_instrument.append((law.tagged.law.id, status))
    statuses = [status for _, status in by_instrument]
    overall = strongest([*statuses, "not_assessed"] if unread else statuses)
    evidence.sort(key=_strength)
    near.sort(key=_strength)
    return Cell(
        provision=provision.id,
        status=overall,
        reasons=_reasons(overall, evidence, silence),
        score=evidence[0].score if evidence else 0.0,
        evidence=tuple(evidence),
        nearest=() if evidence else tuple(near[:MOST_NEAREST]),
        by_instrument=tuple(by_instrument),
    )


def _alone(evidence: Evidence) -> Evidence:
    """What would have been company, where nothing carries the status: by what it was proposed."""
    if evidence.carries:
        return evidence
    return replace(evidence, method="rules" if evidence.rules else "classifier")


def _reasons(
    status: Status, evidence: Sequence[Evidence], silence: Sequence[str]
) -> tuple[str, ...]:
    if status == "addressed":
        return ()
    if status == "partial":
        # The strongest passages fall short in the fewest ways; each way is named once.
        best = evidence[0].shortfalls
        others = [
            e.shortfalls for e in evidence[1:] if e.carries and len(e.shortfalls) == len(best)
        ]
        return tuple(dict.fromkeys(reason for lacking in (best, *others) for reason in lacking))
    if status == "not_assessed":
        return tuple(dict.fromkeys(silence))
    return (NOT_FOUND,)
