"""Figures of agreement: right by hand and by scikit-learn, sure of themselves only as far as they may be."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories import coverage_of, passage_of, tag_of, tagged
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from gc25map.baselines import BASELINES
from gc25map.cli import cli
from gc25map.errors import BadFile, NothingToRead
from gc25map.evaluate import JudgedDocument, evaluate, load_judged
from gc25map.evaluate.figures import CLASSES, by_provision, counts_of, intervals, measure, pooled
from gc25map.evaluate.judged import JudgedEvidence
from gc25map.evaluate.runs import compare, load_run, stored_run
from gc25map.evaluate.thresholds import GRID, choose_thresholds
from gc25map.measure import TaggedLaw
from gc25map.records import Cell, Scope, Status
from gc25map.resources import corpora_dir
from gc25map.tag.decide import Thresholds
from gc25map.taxonomy import Taxonomy

STATUS = st.sampled_from(CLASSES)


def judged_of(name: str, statuses: Mapping[str, Status]) -> JudgedDocument:
    """A judgement without evidence."""
    return JudgedDocument(f"{name}.pdf", dict(statuses), {})


def cells_of(statuses: Mapping[str, Status]) -> tuple[Cell, ...]:
    """Cells with these statuses."""
    cells = coverage_of(statuses).cells
    return tuple(replace(cell, status=statuses[cell.provision]) for cell in cells)


@given(st.lists(st.tuples(STATUS, STATUS), min_size=2, max_size=40))
def test_figures_agree_with_another_reckoning(table: list[tuple[Status, Status]]) -> None:
    """F1, macro-F1 and kappa from the counts are those that scikit-learn gives."""
    judged = {f"p{n}": status for n, (status, _) in enumerate(table)}
    given_statuses = {f"p{n}": status for n, (_, status) in enumerate(table)}
    figures = measure([(judged_of("a", judged), cells_of(given_statuses))])
    expected, got = zip(*table, strict=True)
    wanted = [status != "missing" for status in expected]
    found = [status != "missing" for status in got]
    assert figures.f1 == pytest.approx(f1_score(wanted, found, zero_division=0))
    macro = f1_score(expected, got, labels=list(CLASSES), average="macro", zero_division=0)
    assert figures.macro_f1 == pytest.approx(macro)
    if len({*expected, *got}) > 1:
        assert figures.kappa == pytest.approx(cohen_kappa_score(expected, got))


def test_each_provision_has_its_own_figures() -> None:
    """Precision, recall and F1 over documents, with support; a share of nothing is no number."""
    pairs = [
        (judged_of("a", {"x": "addressed"}), cells_of({"x": "partial", "y": "missing"})),
        (judged_of("b", {"x": "partial"}), cells_of({"x": "not_assessed", "y": "missing"})),
        (judged_of("c", {}), cells_of({"x": "addressed", "y": "missing"})),
    ]
    x, y = by_provision(pairs)
    assert (x.support, x.given, x.precision, x.recall, x.f1) == (2, 2, 0.5, 0.5, 0.5)
    assert (y.support, y.given, y.precision, y.recall, y.f1) == (0, 0, None, None, None)


def test_intervals_hold_the_figure_and_come_out_the_same() -> None:
    """The interval lies around the pooled figure, is reproducible, and closes where all are alike."""
    good = counts_of(
        judged_of("a", {"x": "addressed"}), cells_of({"x": "addressed", "y": "missing"})
    )
    bad = counts_of(judged_of("b", {"x": "addressed"}), cells_of({"x": "missing", "y": "partial"}))
    low, high = intervals([good, good, bad])
    assert low.f1 < pooled([good, good, bad]).figures().f1 < high.f1
    assert intervals([good, good, bad]) == (low, high)
    low, high = intervals([good, good])
    assert low == high == pooled([good, good]).figures()


def law_with(name: str, probability: float, provisions: list[str]) -> TaggedLaw:
    """A law in which the classifier alone gives this probability to these provisions."""
    made = [(passage_of(number=n, law=name), p) for n, p in enumerate(provisions)]
    return tagged(
        near=[
            (passage, tag_of(passage, p, rules=(), probability=probability)) for passage, p in made
        ],
        law_id=name,
        scope=Scope(children_only=True, digital_only=True),
    )


def test_each_half_of_the_tool_is_measured_without_the_other(taxonomy: Taxonomy) -> None:
    """Rules alone keep what the classifier doubts, the classifier alone what no rule confirms."""
    doubted, unforeseen = taxonomy.provisions[0].id, taxonomy.provisions[1].id
    passages = [passage_of(number=n) for n in range(2)]
    law = tagged(
        near=[
            (passages[0], tag_of(passages[0], doubted, probability=0.0)),
            (passages[1], tag_of(passages[1], unforeseen, rules=(), probability=0.99)),
        ],
        scope=Scope(children_only=True, digital_only=True),
    )
    found = {
        name: {cell.provision for cell in measured(law, taxonomy) if cell.status != "missing"}
        for name, measured in BASELINES.items()
    }
    assert found["rules alone"] == {doubted}
    assert found["classifier alone"] == {unforeseen}


@pytest.mark.slow
def test_thresholds_are_chosen_without_the_document_they_are_tried_on(taxonomy: Taxonomy) -> None:
    """A document that wants other thresholds than the rest is measured with those of the rest."""
    ids = [p.id for p in taxonomy.provisions[:4]]
    true = dict.fromkeys(ids, "addressed")
    # In three documents 0.75 is right; in the last, what has 0.75 is wrong.
    documents = [judged_of(name, true) for name in "abc"] + [judged_of("d", {})]  # type: ignore[arg-type]
    laws = [law_with(name, 0.75, ids) for name in "abcd"]
    choice = choose_thresholds(documents, laws, taxonomy)
    assert choice.thresholds.alone == 0.7
    *three, odd = choice.left_out
    assert odd.document == "d"
    assert odd.thresholds.alone == 0.7
    assert odd.counts.figures().precision == 0.0
    assert all(left.counts.figures().recall == 1.0 for left in three)


def test_of_equals_the_most_careful_thresholds_are_taken(taxonomy: Taxonomy) -> None:
    """Where thresholds make no difference, the highest stand."""
    laws = [law_with(name, 0.13, []) for name in "ab"]
    documents = [judged_of(name, {}) for name in "ab"]
    assert choose_thresholds(documents, laws, taxonomy).thresholds == GRID[-1]
    assert list(GRID) == sorted(GRID, key=lambda t: (t.alone, t.with_cue, t.with_rule))
    assert Thresholds() in GRID


def test_of_the_same_statuses_those_that_show_what_the_judge_names_are_taken(
    taxonomy: Taxonomy,
) -> None:
    """A passage that no status needs, and that the judge names, speaks for thresholds that list it."""
    found = taxonomy.provisions[0].id
    laws, documents = [], []
    for name in "ab":
        sure, doubted = passage_of(law=name), passage_of("Schools teach it.", number=1, law=name)
        tags = [
            (sure, tag_of(sure, found, probability=0.99)),
            (doubted, tag_of(doubted, found, probability=0.01)),
        ]
        scope = Scope(children_only=True, digital_only=True)
        laws.append(tagged(near=tags, law_id=name, scope=scope))
        named = JudgedEvidence(1, "s. 2", "Schools teach it.")
        documents.append(JudgedDocument(f"{name}.pdf", {found: "addressed"}, {found: (named,)}))
    choice = choose_thresholds(documents, laws, taxonomy)
    assert choice.thresholds.with_rule == 0.01
    assert [left.counts.figures().evidence_recall for left in choice.left_out] == [1.0, 1.0]


def test_an_evaluation_says_all_of_it_as_plain_data(taxonomy: Taxonomy) -> None:
    """Documents, pooled, interval, left out and baselines are rows; JSON holds what the table shows."""
    ids = [p.id for p in taxonomy.provisions[:2]]
    documents = [judged_of(name, {ids[0]: "addressed"}) for name in "ab"]
    found = evaluate(documents, [law_with(name, 0.98, ids) for name in "ab"], taxonomy)
    names = list(found.rows)
    assert names[:6] == [
        "a",
        "b",
        "all documents",
        "all documents, 2.5 %",
        "all documents, 97.5 %",
        "all documents, left out",
    ]
    assert sum(name.startswith("baseline: ") for name in names) == 4
    data = json.loads(json.dumps(found.as_dict()))
    assert [row["name"] for row in data["figures"]] == names
    assert len(data["provisions"]) == 109
    assert [row["document"] for row in data["thresholds"]["left_out"]] == ["a", "b"]
    alone = evaluate(documents[:1], [law_with("a", 0.98, ids)], taxonomy)
    assert alone.choice is None
    assert "thresholds" not in alone.as_dict()


def test_a_stored_run_tells_what_was_gained_and_lost(tmp_path: Path) -> None:
    """Cells that now agree with the judge, no longer do, or moved between two wrong statuses."""
    judged = judged_of("a", {"w": "addressed", "x": "addressed", "y": "partial"})
    other = judged_of("new", {})
    before = cells_of({"w": "missing", "x": "addressed", "y": "missing", "z": "missing"})
    now = cells_of({"w": "addressed", "x": "partial", "y": "addressed", "z": "missing"})
    path = tmp_path / "run.json"
    gone = (judged_of("gone", {}), cells_of({"w": "missing"}))
    text = stored_run([(judged, before), gone], "gc25 1.0", "abc")
    path.write_text(text, encoding="utf-8")
    assert text == stored_run([(judged, before), gone], "gc25 1.0", "abc")
    found = compare([(judged, now), (other, now)], load_run(path))
    assert [c.provision for c in found.of("gained")] == ["w"]
    assert [c.provision for c in found.of("lost")] == ["x"]
    assert [(c.before, c.now) for c in found.of("moved")] == [("missing", "addressed")]
    assert (found.added, found.absent) == (("new",), ("gone",))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 2, "documents": {}}',
        '{"format": 1, "tool": "", "taxonomy": "", "model": "", "documents": {"a": {"x": "maybe"}}}',
        '{"format": 1, "tool": "", "taxonomy": "", "model": "", "documents": {"a": []}}',
    ],
)
def test_a_file_that_is_no_stored_run_is_refused(tmp_path: Path, text: str) -> None:
    """Anything but a run of this format is one error that names the file."""
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=r"run\.json"):
        load_run(path)


@pytest.mark.parametrize("status", ["not_assessed", "yes", ""])
def test_a_judge_has_three_statuses(tmp_path: Path, status: str) -> None:
    """A judgement with any other status is refused, and names the provision."""
    path = tmp_path / "a.json"
    document = {
        "document": "a.pdf",
        "scope": {"children_only": False, "digital_only": False},
        "provisions": {"csam-offences": {"status": status, "evidence": []}},
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BadFile, match="csam-offences"):
        load_judged(path)


def test_a_folder_without_judgements_is_refused(tmp_path: Path) -> None:
    """Nothing to compare with is said as such."""
    from gc25map.evaluate.judged import load_folder

    with pytest.raises(NothingToRead):
        load_folder(tmp_path)


@pytest.mark.slow
def test_the_command_measures_stores_and_compares(tmp_path: Path) -> None:
    """The demonstration law, judged by hand, gives figures, a stored run, and no change since."""
    law = next((corpora_dir() / "demo").glob("*.pdf"))
    (tmp_path / "laws").mkdir()
    (tmp_path / "judged").mkdir()
    shutil.copy(law, tmp_path / "laws" / "demo.pdf")
    judgement = {
        "document": "demo.pdf",
        "scope": {"children_only": True, "digital_only": True},
        "provisions": {"csam-offences": {"status": "addressed", "evidence": []}},
    }
    (tmp_path / "judged" / "demo.json").write_text(json.dumps(judgement), encoding="utf-8")
    run = CliRunner()
    words = ["evaluate", str(tmp_path / "judged"), "--laws", str(tmp_path / "laws")]
    stored = str(tmp_path / "run.json")
    first = run.invoke(cli, [*words, "--format", "json", "--store", stored])
    assert first.exit_code == 0, first.output
    data = json.loads(first.output)
    assert data["figures"][0]["recall"] == 1.0
    second = run.invoke(cli, [*words, "--against", stored, "--provisions"])
    assert second.exit_code == 0, second.output
    assert "0 gained, 0 lost, 0 moved" in second.output
    assert "csam-offences" in second.output
