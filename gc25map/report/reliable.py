"""How well the program does on each provision, in plain words, from what was measured of it.

In:  a `Coverage`, and the figures that the taxonomy keeps (`gc25map evaluate --reliability`).
Out: a sentence for each provision, which of them were measured as weak, and a sentence about all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gc25map.records import Coverage
from gc25map.report.language import gettext
from gc25map.report.text import visible
from gc25map.taxonomy import Measured, Taxonomy, fingerprint, load_reliability

# With fewer documents in which judges or program found it, counts of a provision tell nothing.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Reliance:
    """What is known of the program's reliability; empty where it was never measured.

    `words` and `weak` are by provision.
    """

    about: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    weak: frozenset[str] = frozenset()


def reliance_of(coverage: Coverage, taxonomy: Taxonomy) -> Reliance:
    """The words for a report of this coverage; figures of another version say that they are."""
    found = load_reliability(taxonomy.folder)
    if found is None or taxonomy.folder is None:
        return Reliance()
    now = (coverage.tool, coverage.taxonomy, coverage.model, fingerprint(taxonomy.folder))
    stale = now != (found.tool, found.taxonomy, found.model, found.rules)
    total = len(found.documents)
    about = gettext(
        "Each provision says how well the program did on it where careful readers had judged"
        " documents before ({total}); most provisions occur in few of them."
    ).format(total=total)
    if stale:
        other = gettext(
            "These figures were measured with other versions of program, rules or model."
        )
        about = f"{about} {other}"
    return Reliance(
        visible(about),
        {item.provision: _words(item, total, stale) for item in found.provisions},
        frozenset(item.provision for item in found.provisions if is_weak(item)),
    )


def _words(item: Measured, total: int, stale: bool) -> str:
    when = gettext(" (with another version)") if stale else ""
    if item.judged == item.given == 0:
        return gettext(
            "How reliable the program is here is not known: in none of {total} judged documents"
            " did judges or program find it{when}."
        ).format(total=total, when=when)
    counts = gettext(
        "of {total} judged documents, the judges found it in {judged},"
        " the program in {given}, both in {both}."
    ).format(total=total, judged=item.judged, given=item.given, both=item.both)
    if _few(item):
        few = gettext(
            "Too few judged cases to say how reliable the program is here{when}: {counts}"
        )
        return few.format(when=when, counts=counts)
    return gettext("Measured{when}: {counts}").format(when=when, counts=counts)


def _few(item: Measured) -> bool:
    return max(item.judged, item.given) < FEWEST


def is_weak(item: Measured) -> bool:
    """Whether both found it in fewer than half of the documents in which either did."""
    either = item.judged + item.given - item.both
    return not _few(item) and 2 * item.both < either
