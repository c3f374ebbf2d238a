"""Decides what the page of differences says, so that the template only marks it up.

"Found in the old only" is all that is ever said of a loss: not that a law takes something away.
"""

from __future__ import annotations

from dataclasses import dataclass

from gc25map.decisions import same_words
from gc25map.differences import (
    CHANGES,
    FOUND,
    Change,
    Differences,
    PassageChange,
    ProvisionChange,
    Run,
    Side,
)
from gc25map.findings import Age, Tension
from gc25map.quotes import quote_found
from gc25map.records import Instrument, Status
from gc25map.report.quoted import Quoted, quoted_of
from gc25map.report.readings import Mark, mark_of
from gc25map.report.supplied import Document, document_of
from gc25map.report.text import Parts, locator_of, pages_of, parts_of, visible
from gc25map.taxonomy import Provision, Taxonomy
from gc25map.words import PURPOSE_WORDS, age_words

MARKS: dict[Change, Mark] = {
    "lost": Mark("lost", "−", "found in the old only"),
    "weakened": Mark("weakened", "↓", "weaker in the new"),
    "strengthened": Mark("strengthened", "↑", "stronger in the new"),
    "gained": Mark("gained", "+", "found in the new only"),
    "changed": Mark("changed", "≈", "other passages"),
    "unchanged": Mark("unchanged", "=", "unchanged"),
    "not_comparable": Mark("not_comparable", "?", "not comparable"),
}
EXPLAINED: dict[Change, str] = {
    "lost": "addressed or partial in the old documents, not found in the new",
    "weakened": "addressed in the old documents, partial in the new",
    "strengthened": "partial in the old documents, addressed in the new",
    "gained": "not found in the old documents, addressed or partial in the new",
    "changed": "the same status, but it rests on other passages, other words or other reasons",
    "unchanged": "the same status and the same words, or found in neither",
    "not_comparable": "not assessed on one side, or measured by another taxonomy",
}
# What has a part of the page to itself; the others stand in the table alone.
SHOWN: tuple[Change, ...] = CHANGES[:5]
NO_WORDS = "The texts are too long to be compared word by word."


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage that serves a provision on one side or both: what became of it, and its words.

    `same`: both sides have it in the same words, so that it is shown once, with both places.
    `runs` are who has the words, the space before them, and the words; empty where nothing differs or
    nothing can be compared.
    """

    said: str
    old: Quoted | None
    new: Quoted | None
    same: bool = False
    runs: tuple[tuple[Run, str, Parts], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One provision: both statuses with their reasons, both strongest passages, and the others."""

    id: str
    title: str
    citation: str
    duty: str
    change: Mark
    old: Mark | None
    new: Mark | None
    why: str
    old_reasons: tuple[str, ...]
    new_reasons: tuple[str, ...]
    strongest: tuple[PassageView, ...]
    passages: tuple[PassageView, ...]
    kept: str


@dataclass(frozen=True, slots=True)
class SideView:
    """One side: what it is called, by what it was made, from which documents."""

    name: str
    title: str
    versions: str
    documents: tuple[tuple[Document, str], ...]


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """Everything the page says; `rows` are all provisions by chapter, `groups` those that differ.

    `tensions` and `ages` are (heading, items) of the old only and of the new only; an age is its words,
    its purpose and where it stands.
    """

    title: str
    symbol: str
    warnings: tuple[str, ...]
    legend: tuple[tuple[Mark, str, int], ...]
    sides: tuple[SideView, SideView]
    chapters: tuple[tuple[str, tuple[ChangeRow, ...]], ...]
    groups: tuple[tuple[Mark, str, tuple[ChangeRow, ...]], ...]
    comparable: bool
    tensions: tuple[tuple[str, tuple[tuple[str, Quoted], ...]], ...]
    ages: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


def differences_page(differences: Differences, taxonomy: Taxonomy) -> DifferencesPage:
    """All that the page of these differences says."""
    known = {provision.id: provision for provision in taxonomy.provisions}
    rows = {
        item.provision: _row(item, known.get(item.provision), differences, taxonomy)
        for item in differences.provisions
    }
    counts = differences.counts()
    old, new = differences.old, differences.new
    return DifferencesPage(
        title=visible(f"{old.title} → {new.title}"),
        symbol=taxonomy.framework.symbol,
        warnings=tuple(visible(warning) for warning in differences.warnings),
        legend=tuple((MARKS[change], EXPLAINED[change], counts[change]) for change in CHANGES),
        sides=(_side("Old", old, differences), _side("New", new, differences)),
        chapters=_chapters(rows, known, taxonomy),
        groups=tuple(
            (MARKS[change], EXPLAINED[change], found)
            for change in SHOWN
            if (found := tuple(rows[item.provision] for item in differences.of(change)))
        ),
        comparable=differences.comparable,
        tensions=(
            ("Found in the old only", _tensions(differences.old_tensions, old)),
            ("Found in the new only", _tensions(differences.new_tensions, new)),
        ),
        ages=(
            ("Named in the old only", _ages(differences.old_ages, old)),
            ("Named in the new only", _ages(differences.new_ages, new)),
        ),
    )


def _chapters(
    rows: dict[str, ChangeRow], known: dict[str, Provision], taxonomy: Taxonomy
) -> tuple[tuple[str, tuple[ChangeRow, ...]], ...]:
    chapters = [
        (f"{chapter.id} {chapter.title}", [p.id for p in known.values() if p.chapter == chapter.id])
        for chapter in taxonomy.framework.chapters
    ]
    chapters.append(("Provisions of another taxonomy", [i for i in rows if i not in known]))
    found = [(title, tuple(rows[i] for i in ids if i in rows)) for title, ids in chapters]
    return tuple((title, held) for title, held in found if held)


def _side(name: str, side: Side, differences: Differences) -> SideView:
    fates = {}
    for pair in differences.documents:
        own, other = (pair.old, pair.new) if name == "Old" else (pair.new, pair.old)
        if own:
            fates[own.id] = _fate(other, pair.same)
    return SideView(
        name=name,
        title=visible(side.title),
        versions=visible(f"gc25map {side.tool} · taxonomy {side.taxonomy} · model {side.model}"),
        documents=tuple((document_of(i), fates[i.id]) for i in side.instruments),
    )


def _fate(other: Instrument | None, same: bool) -> str:
    if same:
        return "the same file on the other side"
    if other:
        return visible(f"compared with: {other.title}")
    return "on this side only"


def _row(
    item: ProvisionChange, known: Provision | None, differences: Differences, taxonomy: Taxonomy
) -> ChangeRow:
    first = [change for change in item.passages if _amended(change, item)]
    strongest = [_passage(change, differences) for change in first] + _strongest(item, first)
    # What stands above by itself is not said again.
    alone = [(item.old_strongest, None), (None, item.new_strongest)]
    others = [c for c in item.passages if c not in first and (c.old, c.new) not in alone]
    return ChangeRow(
        id=visible(item.provision),
        title=known.title if known else visible(item.provision),
        citation=taxonomy.citation(known.id) if known else "",
        duty=known.duty if known else "",
        change=MARKS[item.change],
        old=mark_of(item.old) if item.old else None,
        new=mark_of(item.new) if item.new else None,
        why=visible(item.why),
        old_reasons=tuple(visible(reason) for reason in item.old_reasons),
        new_reasons=tuple(visible(reason) for reason in item.new_reasons),
        strongest=tuple(strongest),
        passages=tuple(_passage(change, differences) for change in others),
        kept=_kept(item.kept),
    )


def _kept(count: int) -> str:
    if not count:
        return ""
    serve = "passage serves" if count == 1 else "passages serve"
    return f"{count} {serve} the provision on both sides in the same words."


def _amended(change: PassageChange, item: ProvisionChange) -> bool:
    """Whether a passage that both sides have is the strongest of one of them."""
    if not (change.old and change.new):
        return False
    return change.old == item.old_strongest or change.new == item.new_strongest


def _strongest(item: ProvisionChange, shown: list[PassageChange]) -> list[PassageView]:
    """The strongest passage of each side, or what came closest, where it is not among those shown.

    Once where they are the same words.
    """
    old, new = item.old_strongest, item.new_strongest
    if old and new and same_words(old.words) == same_words(new.words) and not shown:
        said = "The same words are the strongest, or came closest, on both sides"
        return [PassageView(said, quoted_of(old), quoted_of(new), same=True)]
    views = []
    if old and old not in [change.old for change in shown]:
        views.append(PassageView(f"{_rank(item.old)} in the old", quoted_of(old), None))
    if new and new not in [change.new for change in shown]:
        views.append(PassageView(f"{_rank(item.new)} in the new", None, quoted_of(new)))
    return views


def _rank(status: Status | None) -> str:
    return "Strongest" if status in FOUND else "Came closest"


def _passage(change: PassageChange, differences: Differences) -> PassageView:
    return PassageView(
        said=_said(change, differences),
        old=quoted_of(change.old) if change.old else None,
        new=quoted_of(change.new) if change.new else None,
        same=change.alike == 100,
        runs=tuple(_run(run, text) for run, text in change.words),
    )


def _run(run: Run, text: str) -> tuple[Run, str, Parts]:
    """Words with the space before them apart, which is nobody's."""
    (first, marked, fresh), *others = parts_of(text, ())
    words = first.lstrip()
    parts = ((words, marked, fresh), *others) if words else tuple(others)
    return run, " " if words != first else "", parts


def _said(change: PassageChange, differences: Differences) -> str:
    if change.old and change.new:
        words = "the same words" if change.alike == 100 else f"other words ({change.alike}% alike)"
        if change.alike != 100 and not change.words:
            words += f". {NO_WORDS}"
        if change.old_serves and change.new_serves:
            return f"On both sides, in {words}"
        serves, other = ("old", "new") if change.old_serves else ("new", "old")
        return f"Serves the provision in the {serves} only; stands in the {other} in {words}"
    found, other = ("old", "new") if change.old else ("new", "old")
    whole = (differences.new if change.old else differences.old).whole
    silent = "" if whole else f" (the {other} result quotes no such passage)"
    return f"Found in the {found} only{silent}"


def _tensions(tensions: tuple[Tension, ...], side: Side) -> tuple[tuple[str, Quoted], ...]:
    instruments = {instrument.id: instrument for instrument in side.instruments}
    return tuple(
        (visible(t.title), quoted_of(quote_found(t, instruments[t.instrument]))) for t in tensions
    )


def _ages(ages: tuple[Age, ...], side: Side) -> tuple[tuple[str, str, str], ...]:
    instruments = {instrument.id: instrument for instrument in side.instruments}
    rows = []
    for age in ages:
        instrument = instruments[age.instrument]
        pages = pages_of(age.page, age.page, age.page_label) if instrument.paged else ""
        where = (visible(instrument.title), locator_of(age.locator), pages)
        rows.append((age_words(age), PURPOSE_WORDS[age.purpose], ", ".join(filter(None, where))))
    return tuple(rows)
