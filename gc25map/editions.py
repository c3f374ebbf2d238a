"""What stays of a law in a new edition: which document is which, and which passage is most like another.

Shared by the rooms that carry something from one result to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from gc25map.decisions import same_words
from gc25map.records import Instrument

# From here on (of 100) two texts are one passage, edited. Different passages of one law are mostly
# below 70; see METHODOLOGY.
ALIKE = 80.0
# The share of its passages that a document keeps in a new edition under another name, at least.
KEPT = 0.5
Key = TypeVar("Key")
Earlier = TypeVar("Earlier", bound="Named")


class Named(Protocol):
    """A document as an earlier result names it."""

    @property
    def sha256(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def file_name(self) -> str: ...


def editions_among(
    then: Iterable[Earlier],
    now: Iterable[Instrument],
    share_kept: Callable[[Earlier, Instrument], float],
) -> dict[str, str]:
    """Documents of an earlier result that are here again: their SHA-256 then → their id now.

    The same bytes; else a new edition, known by title or file name; a last one on each side is an
    edition of the other where `share_kept` of its passages (0–1) is at least `KEPT`.
    """
    earlier = {document.sha256: document for document in then}
    present = {instrument.sha256: instrument for instrument in now}
    found = {sha: present[sha].id for sha in earlier if sha in present}
    for part in ("title", "file_name"):
        gone = [d for sha, d in earlier.items() if sha not in found]
        fresh = [i for i in present.values() if i.id not in found.values()]
        then_named, now_named = _by_name(gone, part), _by_name(fresh, part)
        for name in then_named.keys() & now_named.keys():
            if len(then_named[name]) == len(now_named[name]) == 1:
                found[then_named[name][0].sha256] = now_named[name][0].id
    gone = [d for sha, d in earlier.items() if sha not in found]
    fresh = [i for i in present.values() if i.id not in found.values()]
    if len(gone) == len(fresh) == 1 and share_kept(gone[0], fresh[0]) >= KEPT:
        found[gone[0].sha256] = fresh[0].id
    return found


def _by_name(documents: Iterable[Any], part: str) -> dict[str, list[Any]]:
    """Documents by their title or file name, as it is compared; those without one are left out."""
    named: dict[str, list[Any]] = {}
    for document in documents:
        named.setdefault(same_words(getattr(document, part)), []).append(document)
    named.pop("", None)
    return named


def most_alike(words: str, among: Mapping[Key, str]) -> tuple[Key, float] | None:
    """Which of several texts is most like one, and how much (80–100); all as `same_words` gives them."""
    from rapidfuzz import fuzz, process

    if not words:
        return None
    found = process.extractOne(words, among, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return (found[2], found[1]) if found else None
