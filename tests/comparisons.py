"""A small comparison of made-up documents, so that each test of its data shows only what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from factories import age_of, coverage_of, evidence_of, tension_of

from gc25map.comparison import CountryResult, Listed, Run, Supplied
from gc25map.dataset import Dataset
from gc25map.records import Cell, Coverage, Failure
from gc25map.taxonomy import Taxonomy

RUN = Run("0.1.0", "gc25 1.0", "made", "0" * 64, (("engine", "auto"), ("max_pages", "2000")))
# What no spreadsheet, database or page may take for anything but text.
HOSTILE = (
    '=HYPERLINK("http://evil.example","see") \u202eevil\u202c a\x00b "quoted", and\nbroken \ud800'
)


def compared(taxonomy: Taxonomy) -> Iterator[CountryResult]:
    """Three countries: a hostile one, one whose code is NA, and one of which nothing could be read."""
    ids = [provision.id for provision in taxonomy.provisions]
    yield CountryResult(
        "KEN",
        "Kenya",
        (
            Supplied(
                Listed(
                    "laws/act.pdf",
                    "KEN",
                    title=HOSTILE,
                    year="2019",
                    kind="act",
                    inferred=("language",),
                    extra=(("source", "gazette"), ("NA", "")),
                ),
                "0" * 64,
                "law-a",
            ),
            Supplied(Listed("laws/broken.pdf", "KEN", kind="bill"), failure="damaged; no page"),
            Supplied(Listed("laws/copy.pdf", "KEN"), "0" * 64, "law-a"),
        ),
        hostile(ids),
    )
    held = {ids[0]: evidence_of("Prohíbese la suplantación de niños.", language="es")}
    yield CountryResult(
        "NA",
        "Namibia",
        (Supplied(Listed("laws/na.pdf", "NA", kind="act"), "1" * 64, "law-a"),),
        coverage_of(ids, held, country="NA", title="NA"),
    )
    yield CountryResult(
        "ZMB",
        "Zambia",
        (Supplied(Listed("laws/zm.pdf", "ZMB"), "2" * 64, failure="encrypted"),),
        unread(ids),
    )


def hostile(ids: Sequence[str]) -> Coverage:
    """A coverage with a hostile text wherever a text of a document may stand."""
    evidence = evidence_of(
        HOSTILE, locator=HOSTILE, lead="Opening", headings=("Part I; 1", HOSTILE)
    )
    coverage = coverage_of(
        ids,
        {ids[0]: evidence, ids[2]: evidence_of("Grooming of a child is an offence.")},
        country="KEN",
        title=HOSTILE,
        failures=(Failure("broken.pdf", "damaged; no page"),),
        tensions=(tension_of(HOSTILE), tension_of()),
        ages=(age_of(HOSTILE), age_of("13 to 15", comparator="between", to=15)),
    )
    instrument = replace(coverage.instruments[0], pages_unreadable=(3,), notes=("one", "two"))
    return replace(coverage, instruments=(instrument,))


def unread(ids: Sequence[str]) -> Coverage:
    """A coverage where no document could be read: no provision is assessed."""
    cells = tuple(Cell(i, "not_assessed", ("no document could be read",), 0.0) for i in ids)
    failures = (Failure("zm.pdf", "encrypted"),)
    return replace(
        coverage_of((), country="ZMB"), cells=cells, instruments=(), failures=failures, _index={}
    )


def write_data(folder: Path, taxonomy: Taxonomy, results: Sequence[CountryResult] = ()) -> Path:
    """The data of a comparison, in a folder; of the three countries where none are given."""
    data = Dataset(folder, taxonomy, RUN)
    for result in results or compared(taxonomy):
        data.add(result)
    data.finish()
    return folder
