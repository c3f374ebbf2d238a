"""Agreement of reviewers: known values of kappa, its undefined cases, and what counts as a cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviews import bare_review
from sklearn.metrics import cohen_kappa_score

from gc25map.agreement import cohen_kappa
from gc25map.review import compare_reviews
from gc25map.review.agree import comparison_to_dict

ADDRESSED, PARTIAL, MISSING = "addressed", "partial", "missing"


def pairs_of(*rows: tuple[int, ...]) -> list[tuple[object, object]]:
    """Pairs of labels from a table of counts, the first rater's labels down, the second's across."""
    return [
        (down, across)
        for down, row in enumerate(rows)
        for across, count in enumerate(row)
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        # By hand: observed 35/50; by chance 25·30 + 25·20 of 2500 = 0.5; (0.7 - 0.5) / 0.5.
        (((20, 5), (10, 15)), 0.4),
        # Observed 18/30; by chance 10·11 + 10·9 + 10·10 of 900 = 1/3; (0.6 - 1/3) / (2/3).
        (((7, 1, 2), (2, 5, 3), (2, 3, 5)), 0.35),
        # Observed 100/120; by chance 50·45 + 40·45 + 30·30 of 14400 = 0.34375; so 0.489583 / 0.65625.
        (((40, 8, 2), (4, 34, 2), (1, 3, 26)), 0.746032),
        # Always the other label, half and half.
        (((0, 5), (5, 0)), -1.0),
        # Just what chance gives.
        (((1, 1), (1, 1)), 0.0),
        (((3, 0), (0, 4)), 1.0),
        # One rater knows one label only: no better than chance.
        (((3, 2), (0, 0)), 0.0),
    ],
)
def test_kappa_has_the_values_of_a_calculation_by_hand(
    table: tuple[tuple[int, ...], ...], kappa: float
) -> None:
    """Tables of two and three labels."""
    assert cohen_kappa(pairs_of(*table)) == pytest.approx(kappa, abs=1e-6)


@pytest.mark.parametrize("pairs", [[], [("a", "a")], [("a", "a")] * 9])
def test_kappa_is_undefined_where_chance_alone_would_agree(
    pairs: list[tuple[object, object]],
) -> None:
    """Without cells, and where both always said the same one thing, there is no figure."""
    assert cohen_kappa(pairs) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2))
def test_kappa_is_that_of_the_library(pairs: list[tuple[str, str]]) -> None:
    """Wherever it is defined it equals scikit-learn's, which the evaluation uses."""
    own = cohen_kappa(pairs)
    if own is not None:
        assert own == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))


def test_cells_are_compared_by_status_and_machine_by_its_own() -> None:
    """Shares over the cells that both gave a status; each reviewer over all cells of their own."""
    one = bare_review("AB", PARTIAL, ADDRESSED, MISSING, PARTIAL, MISSING)
    other = bare_review("CD", PARTIAL, ADDRESSED, PARTIAL, PARTIAL)
    found = compare_reviews(one, other)
    assert (found.between.cells, found.between.agreed, found.between.percent) == (4, 3, 75)
    # Observed 3/4; by chance 2·3 + 1·1 of 16.
    assert found.between.kappa == pytest.approx((12 - 7) / (16 - 7))
    assert [a.raters for a in found.with_machine] == [("AB", "the program"), ("CD", "the program")]
    assert [(a.agreed, a.cells) for a in found.with_machine] == [(2, 5), (3, 4)]
    assert found.only_one == 1
    assert [item.provision for item in found.disagreements] == ["p-2"]
    assert found.same_report


def test_who_is_unsure_is_left_out_and_settled() -> None:
    """An unsure decision counts for no figure, and somebody has to look at it."""
    one, other = bare_review("AB", PARTIAL, PARTIAL), bare_review("CD", PARTIAL, MISSING)
    unsure = replace(other.decisions[1], verdict="unsure", status=None)
    found = compare_reviews(one, replace(other, decisions=(other.decisions[0], unsure)))
    assert (found.between.cells, found.between.left_out) == (1, 1)
    assert found.between.kappa is None
    assert (found.with_machine[1].cells, found.with_machine[1].left_out) == (1, 1)
    assert [item.provision for item in found.disagreements] == ["p-1"]


def test_a_no_without_a_status_is_still_a_no_to_the_machine() -> None:
    """It counts against the machine, and contradicts who agrees with the machine."""
    one, other = bare_review("AB", PARTIAL), bare_review("CD", MISSING)
    bare_no = replace(other.decisions[0], status=None)
    found = compare_reviews(one, replace(other, decisions=(bare_no,)))
    assert (found.with_machine[1].cells, found.with_machine[1].agreed) == (1, 0)
    assert found.between.cells == 0
    assert found.between.percent is None
    assert len(found.disagreements) == 1


def test_reviews_of_different_results_say_so() -> None:
    """Another model, another document, or another status by the machine on the same cell."""
    one = bare_review("AB", PARTIAL)
    assert not compare_reviews(one, bare_review("CD", PARTIAL, machine=MISSING)).same_report
    model = replace(one, report=replace(one.report, model="other"))
    assert not compare_reviews(one, model).same_report


def test_one_reviewer_twice_is_told_apart() -> None:
    """Two rounds by one person can be compared; undefined figures are null in the JSON."""
    data = comparison_to_dict(
        compare_reviews(bare_review("AB", PARTIAL), bare_review("AB", PARTIAL))
    )
    assert data["between"]["raters"] == ("AB (first)", "AB (second)")
    assert (data["between"]["kappa"], data["between"]["percent"]) == (None, 100)
