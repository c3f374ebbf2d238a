"""A long passage stands whole in the page once; where it serves again, its marked words do, with a way to the whole.

Repeated words of passages that serve several provisions were 4 % of the page of a 36-page act, and 27 % of
that of a strategy with long sections; this leaves 12 % there. Short ones are repeated all the same: a reader of
one provision, on paper too, should not have to turn to another. The text of the law says all of it once more,
because it is read in its own order, also where no script runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gc25map.records import Coverage, Evidence
from gc25map.report.text import Parts, parts_around, parts_of

# From how many characters on a passage is shown whole only once, and how much is then shown around marked words.
LONG, REACH = 600, 120
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Home:
    """Where a long passage stands whole: under which provision, and its name in the page."""

    provision: str
    anchor: str


def homes_of(coverage: Coverage) -> dict[Key, Home]:
    """The long passages that serve several provisions, each with the first of these."""
    first: dict[Key, str] = {}
    several: dict[Key, None] = {}
    for cell in coverage.cells:
        for evidence in (*cell.evidence, *cell.nearest):
            key = evidence.instrument, evidence.passage
            if (
                len(evidence.text) > LONG
                and first.setdefault(key, cell.provision) != cell.provision
            ):
                several[key] = None
    return {key: Home(first[key], f"whole-{number}") for number, key in enumerate(several, start=1)}


def words_of(
    evidence: Evidence, provision: str, homes: Mapping[Key, Home]
) -> tuple[Parts, Home | None]:
    """The passage as it stands under a provision, and, where it stands there in part, the home of the whole."""
    whole = parts_of(evidence.text, evidence.spans)
    home = homes.get((evidence.instrument, evidence.passage))
    if home is None or home.provision == provision:
        return whole, None
    around = parts_around(evidence.text, evidence.spans, REACH)
    shorter = 2 * sum(len(text) for text, _, _ in around) < len(evidence.text)
    return (around, home) if shorter else (whole, None)
