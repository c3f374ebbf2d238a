"""The nouns of a difference: two results beside each other, provision by provision.

"Old" and "new" are the two sides as they were given. What stands on one side only was *found* there
only; why that is so, the record does not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gc25map.findings import Age, Tension
from gc25map.quotes import Quote
from gc25map.records import Failure, Instrument, Status

Change = Literal[
    "lost", "weakened", "strengthened", "gained", "changed", "unchanged", "not_comparable"
]
# Words that both sides hold, or only one of them.
Run = Literal["both", "old", "new"]

CHANGES: tuple[Change, ...] = (
    "lost",
    "weakened",
    "strengthened",
    "gained",
    "changed",
    "unchanged",
    "not_comparable",
)
FOUND: frozenset[Status | None] = frozenset({"addressed", "partial"})


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two results was made from and by.

    `whole`: the text of its documents was at hand, and not only the passages that a result quotes.
    """

    title: str
    country: str
    tool: str
    taxonomy: str
    model: str
    instruments: tuple[Instrument, ...]
    failures: tuple[Failure, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """A document and its other edition; None where one side has none. `same`: the same bytes."""

    old: Instrument | None
    new: Instrument | None
    same: bool


def same_bytes(documents: Sequence[DocumentPair], failures: Sequence[Failure]) -> bool:
    """Whether both sides read the same documents, all of them, and those byte for byte."""
    return bool(documents) and not failures and all(pair.same for pair in documents)


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage that serves a provision on one side at least, and what the other side has of it.

    None: it was not found on that side. `old_serves`, `new_serves`: it is evidence for the provision
    there. `alike` (0–100) says how much two texts have in common, 100 where all words are the same;
    `words` are the runs of both texts in order, empty where one is None, where nothing differs, and
    where the texts are too long for it.
    """

    old: Quote | None
    new: Quote | None
    old_serves: bool
    new_serves: bool
    alike: int | None = None
    words: tuple[tuple[Run, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProvisionChange:
    """One provision on both sides.

    A status is None where that side's taxonomy lacks the provision. `why` is set where the two cannot
    be compared. The strongest passages are those that came closest where nothing was found. `kept`
    passages serve it on both sides in the same words; `passages` are the others, strongest of the old
    first.
    """

    provision: str
    change: Change
    old: Status | None
    new: Status | None
    why: str = ""
    old_reasons: tuple[str, ...] = ()
    new_reasons: tuple[str, ...] = ()
    old_strongest: Quote | None = None
    new_strongest: Quote | None = None
    kept: int = 0
    passages: tuple[PassageChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """Two results beside each other: one entry for every provision of either, in taxonomy order.

    `warnings` say what else than the law may have made a difference. Of tensions and ages those are
    listed that only one side has: a tension by kind and passage, an age by years, comparator and
    purpose; none where the sides are not `comparable`.
    """

    old: Side
    new: Side
    documents: tuple[DocumentPair, ...]
    warnings: tuple[str, ...]
    provisions: tuple[ProvisionChange, ...]
    old_tensions: tuple[Tension, ...] = ()
    new_tensions: tuple[Tension, ...] = ()
    old_ages: tuple[Age, ...] = ()
    new_ages: tuple[Age, ...] = ()

    @property
    def same_documents(self) -> bool:
        """Whether both sides read the same files, byte for byte."""
        return same_bytes(self.documents, (*self.old.failures, *self.new.failures))

    @property
    def comparable(self) -> bool:
        """Whether anything is compared: the taxonomy is the same, or the documents are."""
        return self.old.taxonomy == self.new.taxonomy or self.same_documents

    def counts(self) -> dict[Change, int]:
        """How many provisions have changed in each way."""
        return {change: len(self.of(change)) for change in CHANGES}

    def of(self, *changes: Change) -> tuple[ProvisionChange, ...]:
        """The provisions that have changed in one of these ways."""
        return tuple(item for item in self.provisions if item.change in changes)

    def to_json(self) -> str:
        """The versioned JSON document of these differences (see the README)."""
        from gc25map.diff import dump_differences

        return dump_differences(self)
