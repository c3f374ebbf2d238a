"""What was measured of each provision: written by the command, said in the report, never out of date unsaid."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from factories import coverage_of
from test_evaluate import cells_of, judged_of

from gc25map import __version__, load_taxonomy, render_report
from gc25map.errors import TaxonomyError
from gc25map.evaluate.reliability import reliability_json, reliability_of
from gc25map.model import load_model
from gc25map.records import Coverage
from gc25map.report.reliable import is_weak, reliance_of
from gc25map.taxonomy import Measured, Taxonomy, fingerprint, load_reliability

FOUND, MISSED = "addressed", "missing"


def measured_in(folder: Path, *statuses: tuple[str, str]) -> Taxonomy:
    """A taxonomy folder with figures over documents; of each, what judge and program say of csam-offences."""
    taxonomy = load_taxonomy(folder)
    pairs = [
        (judged_of(f"law-{n}", {"csam-offences": judge}), cells_of({"csam-offences": program}))  # type: ignore[dict-item]
        for n, (judge, program) in enumerate(statuses)
    ]
    text = reliability_json(reliability_of(pairs, taxonomy, "made"))
    (folder / "reliability.json").write_text(text, encoding="utf-8")
    return taxonomy


def coverage_for(taxonomy: Taxonomy) -> Coverage:
    """A coverage that this version of program and taxonomy made."""
    ids = [provision.id for provision in taxonomy.provisions]
    return replace(coverage_of(ids), tool=__version__, taxonomy=taxonomy.version, _index={})


def test_a_provision_says_how_it_was_measured(taxonomy_copy: Path) -> None:
    """In how many judged documents judges and program found it, and both, in the page."""
    taxonomy = measured_in(taxonomy_copy, *[(FOUND, FOUND)] * 2, (FOUND, MISSED), (MISSED, FOUND))
    page = render_report(coverage_for(taxonomy), taxonomy)
    counts = "of 4 judged documents, the judges found it in 3, the program in 3, both in 2."
    assert page.count(f"Measured: {counts}") == 1
    assert "other versions" not in page


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ([(FOUND, FOUND), (MISSED, MISSED)], "Too few judged cases to say"),
        ([(MISSED, MISSED)], "in none of 1 judged documents did judges or program find it"),
    ],
)
def test_too_few_cases_are_called_so(
    taxonomy_copy: Path, statuses: list[tuple[str, str]], said: str
) -> None:
    """One document more or less would turn such counts round, so they are not called a measure."""
    taxonomy = measured_in(taxonomy_copy, *statuses)
    assert said in reliance_of(coverage_for(taxonomy), taxonomy).words["csam-offences"]


@pytest.mark.parametrize(
    ("counts", "weak"),
    [((4, 4, 2), True), ((3, 3, 2), False), ((2, 2, 0), False), ((5, 0, 0), True)],
)
def test_weak_is_who_agrees_in_fewer_than_half(counts: tuple[int, int, int], weak: bool) -> None:
    """Of the documents in which either found it; with too few of them nothing is called weak."""
    judged, given, both = counts
    assert is_weak(Measured(provision="p", judged=judged, given=given, both=both)) == weak


@pytest.mark.parametrize("changed", ["tool", "taxonomy", "model", "rules"])
def test_figures_of_another_version_say_so(taxonomy_copy: Path, changed: str) -> None:
    """Another program, taxonomy, model or rule than was measured: the page says that figures are older."""
    taxonomy = measured_in(taxonomy_copy, *[(FOUND, FOUND)] * 3)
    coverage = coverage_for(taxonomy)
    assert "another version" not in reliance_of(coverage, taxonomy).words["csam-offences"]
    if changed == "rules":
        path = next((taxonomy_copy / "provisions").glob("*.yaml"))
        path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    else:
        coverage = replace(coverage, **{changed: "another", "_index": {}})
    found = reliance_of(coverage, taxonomy)
    assert "with another version" in found.words["csam-offences"]
    assert "measured with other versions" in found.about


def test_a_taxonomy_that_was_never_measured_claims_nothing(taxonomy_copy: Path) -> None:
    """Without figures the page is silent about them; damaged ones are refused in one line."""
    (taxonomy_copy / "reliability.json").unlink(missing_ok=True)
    taxonomy = load_taxonomy(taxonomy_copy)
    assert reliance_of(coverage_for(taxonomy), taxonomy).words == {}
    assert "judged documents" not in render_report(coverage_for(taxonomy), taxonomy)
    (taxonomy_copy / "reliability.json").write_text('{"tool": 7}', encoding="utf-8")
    with pytest.raises(TaxonomyError, match=r"reliability\.json: not figures") as caught:
        load_reliability(taxonomy_copy)
    assert "\n" not in str(caught.value).strip()


def test_the_shipped_figures_cover_every_provision(taxonomy: Taxonomy) -> None:
    """They are of the shipped model and taxonomy, name their documents, and cannot contradict themselves."""
    assert taxonomy.folder is not None
    found = load_reliability(taxonomy.folder)
    assert found is not None
    assert (found.taxonomy, found.model) == (taxonomy.version, load_model().id)
    assert {item.provision for item in found.provisions} == {p.id for p in taxonomy.provisions}
    for item in found.provisions:
        assert item.both <= min(item.judged, item.given) <= len(found.documents)


def test_the_file_is_the_same_from_run_to_run(taxonomy_copy: Path) -> None:
    """No clock, and line ends that a checkout turns make no other rules."""
    measured_in(taxonomy_copy, (FOUND, FOUND))
    first = (taxonomy_copy / "reliability.json").read_bytes()
    before = fingerprint(taxonomy_copy)
    for path in (taxonomy_copy / "provisions").glob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert fingerprint(taxonomy_copy) == before
    measured_in(taxonomy_copy, (FOUND, FOUND))
    assert (taxonomy_copy / "reliability.json").read_bytes() == first
    assert json.loads(first)["documents"] == ["law-0"]
