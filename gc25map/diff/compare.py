"""Decides what differs between two results, provision by provision, and what else may be the cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gc25map.diff.passages import Key, Texts, key_of, pair_passages
from gc25map.diff.wording import runs_of
from gc25map.differences import (
    FOUND,
    Change,
    Differences,
    DocumentPair,
    PassageChange,
    ProvisionChange,
    Side,
    same_bytes,
)
from gc25map.editions import editions_among
from gc25map.findings import Age, Tension
from gc25map.quotes import Quote
from gc25map.records import Cell, Coverage, Instrument, Status

_MOVED: dict[tuple[Status, Status], Change] = {
    ("addressed", "missing"): "lost",
    ("partial", "missing"): "lost",
    ("addressed", "partial"): "weakened",
    ("partial", "addressed"): "strengthened",
    ("missing", "partial"): "gained",
    ("missing", "addressed"): "gained",
}


def diff_coverages(old: Coverage, new: Coverage) -> Differences:
    """What was found in one result and not in the other, over all provisions of both.

    Where the two were made with different taxonomies and from different documents, no provision is
    compared, and no tension or age is listed: nobody could tell whose the change is. A coverage that
    was analysed here and now still knows its whole text, so that an amended passage is found again even
    where it serves no more.
    """
    both = _Both(old, new)
    order = dict.fromkeys([cell.provision for c in (new, old) for cell in c.cells])
    tensions, ages = both.tensions(), both.ages()
    return Differences(
        old=_side(old),
        new=_side(new),
        documents=both.documents,
        warnings=tuple(both.warnings()),
        provisions=tuple(both.provision(provision) for provision in order),
        old_tensions=tensions[0],
        new_tensions=tensions[1],
        old_ages=ages[0],
        new_ages=ages[1],
    )


class _Both:
    """Two results, with their documents and passages paired."""

    def __init__(self, old: Coverage, new: Coverage) -> None:
        self.old, self.new = old, new
        texts = Texts(old), Texts(new)
        self._quotes = texts[0].quotes, texts[1].quotes
        editions = _editions(old, new, *texts)
        self.documents = tuple(_document_pairs(old, new, editions))
        self.same_documents = same_bytes(self.documents, (*old.failures, *new.failures))
        self.comparable = old.taxonomy == new.taxonomy or self.same_documents
        self._partners = pair_passages(*texts, editions, (_serving(old), _serving(new)))
        self._back = {b: (a, alike) for a, (b, alike) in self._partners.items()}
        self._cells = tuple({c.provision: c for c in side.cells} for side in (old, new))

    def provision(self, provision: str) -> ProvisionChange:
        """What has become of one provision."""
        old, new = (cells.get(provision) for cells in self._cells)
        why = self._not_comparable(old, new)
        kept, passages = self._passages(old, new) if old and new and not why else (0, ())
        change: Change = "not_comparable"
        if old and new and not why:
            moved = _MOVED.get((old.status, new.status))
            differs = passages or old.reasons != new.reasons
            found = old.status in FOUND
            change = moved or ("changed" if found and differs else "unchanged")
        return ProvisionChange(
            provision=provision,
            change=change,
            old=old.status if old else None,
            new=new.status if new else None,
            why=why,
            old_reasons=old.reasons if old else (),
            new_reasons=new.reasons if new else (),
            old_strongest=_strongest(old, self._quotes[0]),
            new_strongest=_strongest(new, self._quotes[1]),
            kept=kept,
            passages=passages,
        )

    def _not_comparable(self, old: Cell | None, new: Cell | None) -> str:
        if old is None or new is None:
            return f"only the {'old' if old else 'new'} taxonomy has this provision"
        if not self.comparable:
            return f"the taxonomies differ: {self.old.taxonomy} and {self.new.taxonomy}"
        unknown = [
            name for name, cell in (("old", old), ("new", new)) if cell.status == "not_assessed"
        ]
        if unknown:
            return f"not assessed in the {' and the '.join(unknown)} documents"
        return ""

    def _passages(self, old: Cell, new: Cell) -> tuple[int, tuple[PassageChange, ...]]:
        """How many passages serve in the same words on both sides, and the others."""
        olds = dict.fromkeys(key_of(e) for e in old.evidence if e.carries)
        news = dict.fromkeys(key_of(e) for e in new.evidence if e.carries)
        kept, changes = 0, []
        for key in olds:
            partner, alike = self._partners.get(key, (None, None))
            if partner in news and alike == 100:
                kept += 1
            else:
                changes.append(self._change(key, partner, alike, True, partner in news))
        for key in news:
            back, alike = self._back.get(key, (None, None))
            if back not in olds:
                changes.append(self._change(back, key, alike, False, True))
        return kept, tuple(changes)

    def _change(
        self,
        old: Key | None,
        new: Key | None,
        alike: int | None,
        old_serves: bool,
        new_serves: bool,
    ) -> PassageChange:
        was = self._quotes[0][old] if old else None
        now = self._quotes[1][new] if new else None
        words = runs_of(was.words, now.words) if was and now and alike != 100 else ()
        return PassageChange(was, now, old_serves, new_serves, alike, words)

    def tensions(self) -> tuple[tuple[Tension, ...], tuple[Tension, ...]]:
        """The tensions that only one side has, in the order of its documents."""
        if not self.comparable:
            return (), ()
        olds, news = ({(t.id, key_of(t)) for t in side.tensions} for side in (self.old, self.new))
        return (
            _alone(self.old.tensions, self._partners, news),
            _alone(self.new.tensions, self._back, olds),
        )

    def ages(self) -> tuple[tuple[Age, ...], tuple[Age, ...]]:
        """The ages that only one side names for a purpose."""
        if not self.comparable:
            return (), ()
        olds, news = ({_sense(age) for age in side.ages} for side in (self.old, self.new))
        return (
            tuple(age for age in self.old.ages if _sense(age) not in news),
            tuple(age for age in self.new.ages if _sense(age) not in olds),
        )

    def warnings(self) -> Iterable[str]:
        """What else than the documents may have made a difference."""
        old, new = self.old, self.new
        made = [
            f"{what} {getattr(old, key)} and {getattr(new, key)}"
            for what, key in (("gc25map", "tool"), ("taxonomy", "taxonomy"), ("model", "model"))
            if getattr(old, key) != getattr(new, key)
        ]
        if self.same_documents:
            yield (
                "Both sides read the same documents, byte for byte: whatever differs is the "
                "program's doing, or that of its options, and not the documents'."
            )
        if made:
            yield (
                f"The two results were made with different versions ({'; '.join(made)}): a change "
                "may be the program's and not the documents'."
            )
        if not self.comparable:
            yield (
                "No provision is compared, nor tensions and ages, because the taxonomies differ. "
                "Analyse the old documents again with this version."
            )
        for name, side in (("old", old), ("new", new)):
            for failure in side.failures:
                yield f"One of the {name} documents could not be read: {failure.path}."
        languages = [{i.language for i in side.instruments} for side in (old, new)]
        if languages[0].isdisjoint(languages[1]):
            yield (
                f"The old documents are in another language ({_listed(languages[0])}) than the new "
                f"({_listed(languages[1])}): passages cannot be compared word by word."
            )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _side(coverage: Coverage) -> Side:
    return Side(
        title=coverage.title,
        country=coverage.country,
        tool=coverage.tool,
        taxonomy=coverage.taxonomy,
        model=coverage.model,
        instruments=coverage.instruments,
        failures=coverage.failures,
        whole=bool(coverage.passages),
    )


def _editions(old: Coverage, new: Coverage, olds: Texts, news: Texts) -> dict[str, str]:
    """The old documents that have a new edition: id → id."""

    def share_kept(then: Instrument, now: Instrument) -> float:
        known = {words for key, words in news.words.items() if key[0] == now.id}
        kept = [words in known for key, words in olds.words.items() if key[0] == then.id]
        return sum(kept) / len(kept) if kept else 0.0

    if len(old.instruments) == len(new.instruments) == 1:
        # Whoever names one document on each side has said which is which.
        return {old.instruments[0].id: new.instruments[0].id}
    found = editions_among(old.instruments, new.instruments, share_kept)
    return {i.id: found[i.sha256] for i in old.instruments if i.sha256 in found}


def _document_pairs(
    old: Coverage, new: Coverage, editions: Mapping[str, str]
) -> Iterable[DocumentPair]:
    """Old documents with their new editions, then the new ones that have no old one."""
    here = {instrument.id: instrument for instrument in new.instruments}
    for was in old.instruments:
        now = here.pop(editions.get(was.id, ""), None)
        yield DocumentPair(was, now, now is not None and now.sha256 == was.sha256)
    for now in here.values():
        yield DocumentPair(None, now, False)


def _serving(coverage: Coverage) -> set[Key]:
    """The passages whose fate matters: those that serve a provision, or are in tension with one."""
    serving = {key_of(e) for cell in coverage.cells for e in cell.evidence if e.carries}
    return serving | {key_of(tension) for tension in coverage.tensions}


def _strongest(cell: Cell | None, quotes: Mapping[Key, Quote]) -> Quote | None:
    best = next(iter((*cell.evidence, *cell.nearest)), None) if cell else None
    return quotes[key_of(best)] if best else None


def _alone(
    tensions: Iterable[Tension],
    partners: Mapping[Key, tuple[Key, int]],
    others: set[tuple[str, Key]],
) -> tuple[Tension, ...]:
    """The tensions of one side whose passage is in no such tension on the other."""
    return tuple(
        t
        for t in tensions
        if (partner := partners.get(key_of(t))) is None or (t.id, partner[0]) not in others
    )


def _sense(age: Age) -> tuple[object, ...]:
    return age.comparator, age.years, age.to, age.purpose
