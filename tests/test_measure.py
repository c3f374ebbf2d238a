"""From tags to statuses: shortfalls, reasons, and what silence means."""

from __future__ import annotations

import pytest
from factories import passage_of, tag_of, tagged
from hypothesis import given
from hypothesis import strategies as st

from gc25map.measure import (
    MINOR_PART,
    NO_CHILDREN,
    NO_DIGITAL,
    NO_FORCE,
    measure_coverage,
    shortfalls,
    status_of,
)
from gc25map.records import Cell, Limbs, Scope, Status, strongest
from gc25map.report.checks import hangs_by_one
from gc25map.taxonomy import Taxonomy

# Needs both limbs / neither; the test below makes sure that these stay what they are.
BOTH = "online-grooming"
PASSAGE = passage_of()


def cell_of(cells: tuple[Cell, ...], provision: str) -> Cell:
    """The cell of one provision."""
    return next(cell for cell in cells if cell.provision == provision)


def provision_needing(taxonomy: Taxonomy, children: str, digital: str) -> str:
    """Some provision with these needs."""
    return next(
        p.id
        for p in taxonomy.provisions
        if (p.child_specific, p.digital_specific) == (children, digital)
    )


@pytest.mark.parametrize(
    ("children", "digital", "force", "grade", "scope", "lacking", "status"),
    [
        pytest.param(True, True, "duty", "full", "", [], "addressed", id="whole"),
        pytest.param(True, True, "offence", "full", "", [], "addressed", id="offence"),
        pytest.param(True, True, "right", "full", "", [], "addressed", id="right"),
        pytest.param(True, True, "commitment", "full", "", [], "addressed", id="commitment"),
        pytest.param(False, True, "duty", "full", "", [NO_CHILDREN], "partial", id="no child"),
        pytest.param(True, False, "duty", "full", "", [NO_DIGITAL], "partial", id="no digital"),
        pytest.param(True, True, "aspiration", "full", "", [NO_FORCE], "partial", id="aim"),
        pytest.param(True, True, "none", "full", "", [NO_FORCE], "partial", id="mention"),
        pytest.param(True, True, "duty", "part", "", [MINOR_PART], "partial", id="part"),
        pytest.param(
            False, False, "duty", "full", "", [NO_CHILDREN, NO_DIGITAL], "missing", id="two"
        ),
        pytest.param(
            False, True, "none", "full", "", [NO_CHILDREN, NO_FORCE], "missing", id="two, force"
        ),
        pytest.param(
            False, True, "duty", "part", "", [NO_CHILDREN, MINOR_PART], "partial", id="part even so"
        ),
        pytest.param(
            True, True, "none", "part", "", [NO_FORCE, MINOR_PART], "missing", id="part of an aim"
        ),
        pytest.param(False, True, "duty", "full", "c", [], "addressed", id="scope: children"),
        pytest.param(True, False, "duty", "full", "d", [], "addressed", id="scope: digital"),
        pytest.param(False, False, "duty", "full", "cd", [], "addressed", id="scope: both"),
        pytest.param(
            False, False, "duty", "full", "d", [NO_CHILDREN], "partial", id="scope of one limb"
        ),
        pytest.param(True, True, "none", "full", "cd", [NO_FORCE], "partial", id="scope, no force"),
    ],
)
def test_shortfalls_decide_the_status(
    taxonomy: Taxonomy,
    children: bool,
    digital: bool,
    force: str,
    grade: str,
    scope: str,
    lacking: list[str],
    status: Status,
) -> None:
    """No shortfall is addressed, one is partial, more are nothing; the law's scope carries limbs."""
    provision = taxonomy[provision_needing(taxonomy, "needed", "needed")]
    limbs = Limbs(children, digital, force)  # type: ignore[arg-type]
    tag = tag_of(PASSAGE, provision.id, limbs=limbs, grade=grade)
    whole = Scope("c" in scope, "d" in scope)
    found = shortfalls(provision, tag, whole)
    assert list(found) == lacking
    assert status_of(tag, found, whole) == status


@pytest.mark.parametrize(
    ("method", "lacking", "status"),
    [
        ("rules", [], "addressed"),
        ("rules", [NO_CHILDREN], "missing"),
        ("both", [NO_CHILDREN], "partial"),
        ("classifier", [NO_CHILDREN], "partial"),
        ("company", [NO_CHILDREN], "missing"),
    ],
    ids=["rule, whole", "rule, short", "both, short", "classifier, short", "company, short"],
)
def test_a_law_about_something_else_needs_more_than_a_rule(
    method: str, lacking: list[str], status: Status
) -> None:
    """In a tax act a passage that falls short counts only where the classifier agrees."""
    tag = tag_of(PASSAGE, "digital-inclusion", method=method)
    assert status_of(tag, lacking, Scope(False, False, elsewhere=True)) == status


@pytest.mark.parametrize(
    ("children", "digital", "lacking"),
    [("inherent", "needed", (NO_DIGITAL,)), ("needed", "inherent", (NO_CHILDREN,))],
)
def test_a_limb_that_is_inherent_is_not_asked_for(
    taxonomy: Taxonomy, children: str, digital: str, lacking: tuple[str, ...]
) -> None:
    """A provision that is about children by its nature does not ask a passage to say so."""
    provision = taxonomy[provision_needing(taxonomy, children, digital)]
    tag = tag_of(PASSAGE, provision.id, limbs=Limbs(False, False, "duty"))
    assert shortfalls(provision, tag, Scope(False, False)) == lacking


@pytest.mark.parametrize(
    ("statuses", "together"),
    [
        ([], "missing"),
        (["missing"], "missing"),
        (["missing", "partial"], "partial"),
        (["partial", "addressed", "missing"], "addressed"),
        (["missing", "not_assessed"], "not_assessed"),
        (["not_assessed", "partial"], "partial"),
        (["not_assessed", "addressed"], "addressed"),
    ],
)
def test_the_strongest_status_stands_for_all(statuses: list[Status], together: Status) -> None:
    """What one document does, the country does; what was not read is never called missing."""
    assert strongest(statuses) == together


def test_two_documents_make_one_cell_that_names_both(taxonomy: Taxonomy) -> None:
    """The stronger document decides, and the status of each is kept."""
    weak, strong = passage_of(law="law-a"), passage_of(law="law-b")
    half = Limbs(children=True, digital=False, force="duty")
    provision = provision_needing(taxonomy, "needed", "needed")
    laws = [
        tagged([(weak, tag_of(weak, provision, limbs=half))], law_id="law-a"),
        tagged([(strong, tag_of(strong, provision))], law_id="law-b"),
    ]
    cell = cell_of(measure_coverage(laws, taxonomy), provision)
    assert cell.status == "addressed"
    assert cell.by_instrument == (("law-a", "partial"), ("law-b", "addressed"))
    assert [e.instrument for e in cell.evidence] == ["law-b", "law-a"]
    assert cell.reasons == ()


def test_company_is_listed_last_and_raises_no_status(taxonomy: Taxonomy) -> None:
    """However whole it is; alone it is a near miss, and a status beside it still hangs by one passage."""
    provision = provision_needing(taxonomy, "needed", "needed")
    first, second = passage_of(number=1), passage_of(number=2)
    limbs = Limbs(children=True, digital=False, force="duty")
    carries = tag_of(first, provision, limbs=limbs, score=0.3)
    joins = tag_of(second, provision, rules=(), method="company", score=0.9)
    law = tagged([(first, carries), (second, joins)])
    cell = cell_of(measure_coverage([law], taxonomy), provision)
    assert (cell.status, cell.reasons, cell.score) == ("partial", (NO_DIGITAL,), 0.3)
    assert [evidence.method for evidence in cell.evidence] == ["rules", "company"]
    assert hangs_by_one(cell)


def test_without_a_passage_that_carries_company_is_a_near_miss_like_others(
    taxonomy: Taxonomy,
) -> None:
    """The likeliest first, and by what it was proposed."""
    provision = provision_needing(taxonomy, "needed", "needed")
    falls, joins, *others = (passage_of(number=n) for n in range(5))
    bare = Limbs(children=False, digital=False, force="duty")
    law = tagged(
        [
            (falls, tag_of(falls, provision, limbs=bare, score=0.8)),
            (joins, tag_of(joins, provision, rules=(), method="company", score=0.4)),
        ],
        near=[(p, tag_of(p, provision, limbs=bare, score=0.5)) for p in others],
    )
    cell = cell_of(measure_coverage([law], taxonomy), provision)
    assert (cell.status, cell.evidence) == ("missing", ())
    assert [(e.method, e.score) for e in cell.nearest][:2] == [("classifier", 0.4), ("rules", 0.8)]


def test_partial_names_what_lacks(taxonomy: Taxonomy) -> None:
    """A cell that is only partial says which limb its strongest passages lack."""
    provision = provision_needing(taxonomy, "needed", "needed")
    limbs = Limbs(children=True, digital=False, force="duty")
    law = tagged([(PASSAGE, tag_of(PASSAGE, provision, limbs=limbs))])
    cell = cell_of(measure_coverage([law], taxonomy), provision)
    assert (cell.status, cell.reasons) == ("partial", (NO_DIGITAL,))


def test_a_passage_with_two_shortfalls_is_shown_as_near(taxonomy: Taxonomy) -> None:
    """A passage that falls short twice is no evidence, but the reader can see it."""
    provision = provision_needing(taxonomy, "needed", "needed")
    limbs = Limbs(children=False, digital=False, force="duty")
    law = tagged([(PASSAGE, tag_of(PASSAGE, provision, limbs=limbs))])
    cell = cell_of(measure_coverage([law], taxonomy), provision)
    assert (cell.status, cell.evidence) == ("missing", ())
    assert [e.text for e in cell.nearest] == [PASSAGE.text]


def test_silence_of_a_law_with_unread_pages_is_not_assessed(taxonomy: Taxonomy) -> None:
    """With a page unread, every cell without evidence says how much could not be read."""
    law = tagged([(PASSAGE, tag_of(PASSAGE, BOTH))], unreadable=[2])
    cells = measure_coverage([law], taxonomy)
    assert cell_of(cells, BOTH).status == "addressed"
    others = [cell for cell in cells if cell.provision != BOTH]
    assert {cell.status for cell in others} == {"not_assessed"}
    assert all("1 of 2 pages" in cell.reasons[0] for cell in others)


def test_a_language_without_rules_is_not_assessed(taxonomy: Taxonomy) -> None:
    """A law in a language without rules says nothing about what it holds."""
    cells = measure_coverage([tagged(assessed=False, language="tlh")], taxonomy)
    assert {cell.status for cell in cells} == {"not_assessed"}
    assert all("tlh" in cell.reasons[0] for cell in cells)


def test_evidence_comes_strongest_first(taxonomy: Taxonomy) -> None:
    """Fewer shortfalls go before a higher score, and a higher score before a lower one."""
    provision = provision_needing(taxonomy, "needed", "needed")
    half = Limbs(children=True, digital=False, force="duty")
    passages = [passage_of(f"Passage {n}.", number=n) for n in range(3)]
    tags = [
        tag_of(passages[0], provision, limbs=half, score=0.99),
        tag_of(passages[1], provision, score=0.7),
        tag_of(passages[2], provision, score=0.9),
    ]
    law = tagged(list(zip(passages, tags, strict=True)))
    evidence = cell_of(measure_coverage([law], taxonomy), provision).evidence
    assert [e.text for e in evidence] == ["Passage 2.", "Passage 1.", "Passage 0."]


FORCES = st.sampled_from(["duty", "offence", "none", "aspiration"])
LIMBS = st.builds(Limbs, st.booleans(), st.booleans(), FORCES)


@st.composite
def pairs(draw: st.DrawFn, provisions: list[str]) -> list[tuple[object, object]]:
    """Passages with tags for some of the provisions, each passage and provision at most once."""
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, 5),
                st.sampled_from(provisions),
                LIMBS,
                st.sampled_from(["full", "part"]),
                st.sampled_from([0.3, 0.6, 0.8]),
            ),
            unique_by=lambda row: row[:2],
            max_size=12,
        )
    )
    return [
        (
            passage_of(f"Text {n}.", number=n),
            tag_of(
                passage_of(f"Text {n}.", number=n), provision, limbs=limbs, grade=grade, score=score
            ),
        )
        for n, provision, limbs, grade, score in rows
    ]


@given(data=st.data())
def test_coverage_does_not_depend_on_the_order_of_tags(
    taxonomy: Taxonomy, provision_ids: list[str], data: st.DataObject
) -> None:
    """Tags in any order give the same cells."""
    drawn = data.draw(pairs(provision_ids[:6]))
    shuffled = data.draw(st.permutations(drawn))
    one = measure_coverage([tagged(drawn)], taxonomy)  # type: ignore[arg-type]
    assert measure_coverage([tagged(shuffled)], taxonomy) == one  # type: ignore[arg-type]


@given(data=st.data())
def test_every_provision_has_its_cell_and_every_partial_its_reason(
    taxonomy: Taxonomy, provision_ids: list[str], data: st.DataObject
) -> None:
    """Cells come in taxonomy order; partial, missing and not assessed give reasons, found have evidence."""
    laws = [
        tagged(data.draw(pairs(provision_ids[:6])), law_id=name)  # type: ignore[arg-type]
        for name in data.draw(st.lists(st.sampled_from("abc"), unique=True))
    ]
    cells = measure_coverage(laws, taxonomy)
    assert [cell.provision for cell in cells] == provision_ids
    for cell in cells:
        assert bool(cell.reasons) == (cell.status != "addressed")
        assert bool(cell.evidence) == (cell.status in ("addressed", "partial"))
        assert (cell.score > 0) == bool(cell.evidence)
