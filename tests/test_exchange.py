"""Coverage as JSON: nothing is lost on the way out and back, and strangers' files are refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from factories import FULL_LIMBS, age_of, coverage_of, evidence_of, tension_of
from hypothesis import given
from hypothesis import strategies as st
from reviews import ADDITION, DECISION

from gc25map import load_coverage
from gc25map.decisions import CellReview, HeldAddition, HeldDecision, ReviewSummary
from gc25map.errors import BadFile
from gc25map.exchange import FORMAT, coverage_from_dict, coverage_to_dict, dump_coverage
from gc25map.findings import Age, Tension
from gc25map.records import (
    STATUSES,
    Cell,
    ComponentCell,
    Coverage,
    Evidence,
    Failure,
    Instrument,
    Limbs,
    Reading,
    Scope,
)

TEXT = st.text(max_size=30)
WORDS = st.lists(TEXT, max_size=3).map(tuple)
SPANS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3).map(tuple)
NUMBERS = st.lists(st.integers(1, 999), max_size=3).map(tuple)
SHARE = st.none() | st.floats(0, 1)
DOCUMENTS = ("law-a", 'law "b"\\\n')
DOCUMENT = st.sampled_from(DOCUMENTS)
# What an evidence, a tension and an age say of their place, and the first two of their words.
PLACE = {
    "instrument": DOCUMENT,
    "passage": TEXT,
    "page": st.integers(1, 999),
    "page_label": st.none() | TEXT,
    "locator": TEXT,
    "language": TEXT,
}
QUOTED = {
    **PLACE,
    "last_page": st.integers(1, 999),
    "headings": WORDS,
    "lead": TEXT,
    "tail": TEXT,
    "text": TEXT,
    "spans": SPANS,
    "rules": WORDS,
}
EVIDENCE = st.builds(
    Evidence,
    **QUOTED,
    score=st.floats(0, 1),
    grade=st.sampled_from(["full", "part"]),
    method=st.sampled_from(["rules", "classifier", "both"]),
    terms=WORDS,
    elements=WORDS,
    limbs=st.builds(Limbs, st.booleans(), st.booleans(), st.sampled_from(["duty", "none"])),
    kind=st.just("operative"),
    shortfalls=WORDS,
    source=st.sampled_from(["text", "ocr"]),
    engine=TEXT,
    confidence=SHARE,
)
STANDING = st.sampled_from(["carried", "changed", "orphaned"])
HELD = st.lists(st.builds(HeldDecision, DECISION, STANDING, TEXT), max_size=1).map(tuple)
ADDED = st.lists(st.builds(HeldAddition, ADDITION, STANDING, TEXT), max_size=1).map(tuple)
CELL = st.builds(
    Cell,
    provision=TEXT,
    status=st.sampled_from(STATUSES),
    reasons=WORDS,
    score=st.floats(0, 1),
    evidence=st.lists(EVIDENCE, max_size=2).map(tuple),
    nearest=st.lists(EVIDENCE, max_size=1).map(tuple),
    by_instrument=st.dictionaries(DOCUMENT, st.sampled_from(STATUSES), max_size=2).map(
        lambda statuses: tuple(statuses.items())
    ),
    review=st.none()
    | st.builds(
        CellReview,
        st.sampled_from(["decided", "disputed", "recheck", "undecided"]),
        st.none() | st.sampled_from(STATUSES),
        HELD,
        ADDED,
    ),
)
INSTRUMENT = st.builds(
    Instrument,
    id=DOCUMENT,
    title=TEXT,
    file_name=TEXT,
    sha256=TEXT,
    pages=st.integers(0, 999),
    pages_unreadable=NUMBERS,
    language=TEXT,
    scope=st.builds(Scope, st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    passages=st.integers(0, 999),
    notes=WORDS,
    pages_ocr=NUMBERS,
    ocr_confidence=SHARE,
    paged=st.booleans(),
)
READING = st.builds(
    Reading,
    id=TEXT,
    title=TEXT,
    by=TEXT,
    source=TEXT,
    note=TEXT,
    components=st.lists(
        st.builds(
            ComponentCell,
            id=TEXT,
            number=st.none() | st.integers(1, 99),
            group=TEXT,
            title=TEXT,
            description=TEXT,
            inferred=st.booleans(),
            status=st.sampled_from(STATUSES),
            reasons=WORDS,
            core=WORDS,
            provisions=st.dictionaries(TEXT, st.sampled_from(STATUSES), max_size=2).map(
                lambda statuses: tuple(statuses.items())
            ),
        ),
        max_size=2,
    ).map(tuple),
)
TENSION = st.builds(
    Tension,
    **QUOTED,
    id=TEXT,
    title=TEXT,
    paragraphs=st.lists(st.integers(1, 125), max_size=3).map(tuple),
    provisions=WORDS,
)
AGE = st.builds(
    Age,
    **PLACE,
    years=st.integers(1, 99),
    to=st.none() | st.integers(1, 99),
    comparator=st.sampled_from(["under", "between", "at"]),
    purpose=st.sampled_from(["definition", "other"]),
    words=TEXT,
    context=TEXT,
)
COVERAGE = st.builds(
    Coverage,
    tool=TEXT,
    taxonomy=TEXT,
    model=TEXT,
    country=TEXT,
    title=TEXT,
    instruments=st.tuples(INSTRUMENT, INSTRUMENT).map(
        lambda both: tuple(replace(one, id=name) for one, name in zip(both, DOCUMENTS, strict=True))
    ),
    cells=st.lists(CELL, max_size=3).map(tuple),
    failures=st.lists(st.builds(Failure, TEXT, TEXT), max_size=2).map(tuple),
    frameworks=st.lists(READING, max_size=2).map(tuple),
    tensions=st.lists(TENSION, max_size=2).map(tuple),
    ages=st.lists(AGE, max_size=2).map(tuple),
    review=st.none()
    | st.builds(
        ReviewSummary,
        reviewers=WORDS,
        reviewed=st.integers(0, 109),
        carried=st.integers(0, 999),
        changed=st.integers(0, 999),
        recheck=WORDS,
        disputed=WORDS,
        orphaned=HELD,
        orphaned_additions=ADDED,
    ),
    _index=st.builds(dict),
)


@given(coverage=COVERAGE)
def test_json_round_trips(coverage: Coverage) -> None:
    """Any coverage comes back from its JSON as it was, and gives the same bytes again."""
    text = dump_coverage(coverage)
    back = coverage_from_dict(json.loads(text))
    assert back == coverage
    assert dump_coverage(back) == text


def test_the_demo_round_trips_through_a_file(tmp_path: Path, demo: Coverage) -> None:
    """A real result, written to disk and loaded, is the same result."""
    path = tmp_path / "demo.json"
    path.write_text(demo.to_json(), encoding="utf-8")
    assert load_coverage(path) == demo


def test_the_keys_that_others_rely_on_are_there(demo: Coverage, provision_ids: list[str]) -> None:
    """Names and order of the documented keys: format and versions, instruments, all provisions."""
    data = coverage_to_dict(demo)
    assert data["format"] == FORMAT == 1
    assert {"tool", "taxonomy", "model", "country", "instruments", "provisions"} <= set(data)
    assert {
        "id",
        "title",
        "sha256",
        "pages",
        "pages_unreadable",
        "language",
    } <= set(data["instruments"][0])
    assert [item["id"] for item in data["provisions"]] == provision_ids
    for item in data["provisions"]:
        assert {"id", "status", "reasons", "score", "evidence", "nearest"} <= set(item)
        assert item["status"] in STATUSES
        for shown in (*item["evidence"], *item["nearest"]):
            assert {
                "instrument",
                "page",
                "page_label",
                "locator",
                "text",
                "score",
                "rules",
                "limbs",
            } <= set(shown)


def test_a_result_made_before_there_were_tensions_is_read() -> None:
    """A file of the same format without tensions and ages holds none."""
    made = coverage_of(["a"], tensions=(tension_of(),), ages=(age_of(),))
    data = coverage_to_dict(made)
    assert (data["tensions"][0]["id"], data["ages"][0]["years"]) == ("connectivity-shutdown", 13)
    del data["tensions"], data["ages"]
    old = coverage_from_dict(json.loads(json.dumps(data)))
    assert old == replace(made, tensions=(), ages=(), _index={})


def test_json_holds_no_clock_and_no_path(demo: Coverage, tmp_path: Path) -> None:
    """Nothing in the data tells when or where it was made."""
    text = dump_coverage(demo)
    assert str(Path.home()) not in text
    assert str(Path(__file__).parents[1]) not in text
    assert "\r" not in text
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "null",
        "[]",
        '"text"',
        "{}",
        '{"format": 2}',
        '{"format": 1}',
        '{"format": 1, "tool": "0"}',
    ],
)
def test_a_file_that_is_no_result_is_refused(tmp_path: Path, text: str) -> None:
    """Anything but a result of a known format is refused in one line."""
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        load_coverage(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("instruments",), None),
        (("provisions",), 7),
        (("provisions", 0), {"id": "x"}),
        (("provisions", 0, "evidence"), [{"text": "x"}]),
        (("provisions", 0, "evidence", 0, "spans"), [[1, 2, 3]]),
        (("provisions", 0, "by_instrument"), []),
        (("instruments", 0, "scope"), {"unknown": 1}),
        (("failures",), [{"path": "x"}]),
        (("tensions",), [{"id": "x"}]),
        (("ages",), [{"years": 5}]),
        (("title",), ["x"]),
        (("provisions", 0, "score"), "high"),
        (("provisions", 0, "evidence", 0, "text"), 5),
        (("provisions", 0, "evidence", 0, "instrument"), "law-z"),
        (("provisions", 0, "by_instrument"), {"law-z": "missing"}),
    ],
    ids=str,
)
def test_a_damaged_result_is_refused(place: tuple[str | int, ...], value: object) -> None:
    """A value of the wrong kind anywhere is `BadFile`, never another error."""
    data = json.loads(dump_coverage(coverage_of(["a"], {"a": evidence_of()})))
    spot = data
    for step in place[:-1]:
        spot = spot[step]
    spot[place[-1]] = value
    with pytest.raises(BadFile):
        coverage_from_dict(data)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    """A path at which nothing lies is `BadFile` too."""
    with pytest.raises(BadFile):
        load_coverage(tmp_path / "nowhere.json")


def test_coverages_compare_by_what_they_say() -> None:
    """Two coverages are equal when their cells are, and a changed cell makes them differ."""
    one = coverage_of(["a", "b"], {"a": evidence_of()})
    assert one == coverage_of(["a", "b"], {"a": evidence_of()})
    changed = evidence_of(limbs=replace(FULL_LIMBS, force="power"))
    assert one != coverage_of(["a", "b"], {"a": changed})
    assert one["a"].status == "addressed"
    assert one.counts() == {"addressed": 1, "partial": 0, "missing": 1, "not_assessed": 0}


@pytest.mark.slow
def test_a_coverage_is_a_data_frame_and_a_card(demo: Coverage, provision_ids: list[str]) -> None:
    """In a notebook a coverage is a frame with a row per provision and a small escaped card."""
    frame = demo.to_frame()
    assert list(frame["provision"]) == provision_ids  # type: ignore[index]
    card = replace(demo, title="<script>alert(1)</script>", _index={})._repr_html_()
    assert "<script" not in card
    assert len(card) < 50_000


def test_a_status_of_another_world_is_refused() -> None:
    """A result whose cell has no status of ours is no result, before anything is made of it."""
    data = json.loads(dump_coverage(coverage_of(["a"])))
    data["provisions"][0]["status"] = "perfect"
    with pytest.raises(BadFile, match="no status"):
        coverage_from_dict(data)
