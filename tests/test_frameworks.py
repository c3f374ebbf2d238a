"""One coverage read as other frameworks: which components, by which provisions, with which status."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from factories import coverage_of
from test_report import Parsed

from gc25map import load_coverage, load_frameworks, render_report
from gc25map.errors import TaxonomyError
from gc25map.frameworks import DISTANT, chosen, read_as, with_readings
from gc25map.records import Coverage, Status
from gc25map.report.files import write_reports
from gc25map.tables import frameworks_csv
from gc25map.taxonomy import Component, MappedFramework, Taxonomy

COMPONENTS = {
    "model-national-response": 21,
    "global-strategic-response": 6,
    "child-protection-system": 8,
    "williams-priorities": 4,
}


def framework_of(**fields: object) -> MappedFramework:
    """A framework of one component over the provisions a, b and c."""
    made = {
        "id": "one",
        "title": "One",
        "description": "It.",
        "provisions": ["a", "b", "c"],
        **fields,
    }
    return MappedFramework(
        id="made",
        title="Made",
        by="Us",
        source="Here",
        note="None",
        maps="gc25",
        components=[Component(**made)],  # type: ignore[arg-type]
    )


def with_statuses(**statuses: Status) -> Coverage:
    """A coverage whose provisions have these statuses."""
    plain = coverage_of(statuses)
    cells = tuple(replace(cell, status=statuses[cell.provision]) for cell in plain.cells)
    return replace(plain, cells=cells, _index={})


def test_the_four_frameworks_are_whole() -> None:
    """Every framework has all its components, each with provisions, and none of them given twice."""
    frameworks = load_frameworks()
    assert {name: len(f.components) for name, f in frameworks.items()} == COMPONENTS
    numbers = [c.number for c in frameworks["model-national-response"].components]
    assert numbers == list(range(1, 22))
    for framework in frameworks.values():
        assert all(component.provisions for component in framework.components)


@pytest.mark.parametrize(
    ("statuses", "core", "expected"),
    [
        (("addressed", "addressed", "addressed"), [], "addressed"),
        (("addressed", "addressed", "missing"), [], "partial"),
        (("addressed", "addressed", "missing"), ["a", "b"], "addressed"),
        (("partial", "missing", "missing"), [], "partial"),
        (("missing", "missing", "addressed"), ["a"], "partial"),
        (("missing", "missing", "missing"), [], "missing"),
        (("missing", "not_assessed", "missing"), [], "not_assessed"),
        (("partial", "not_assessed", "missing"), [], "partial"),
        (("addressed", "not_assessed", "missing"), ["a", "b"], "partial"),
    ],
)
def test_a_component_takes_its_status_from_its_provisions(
    statuses: tuple[Status, Status, Status], core: list[str], expected: Status
) -> None:
    """All that decide addressed: addressed. Something found: partial. Nothing: not found, or not assessed."""
    coverage = with_statuses(**dict(zip("abc", statuses, strict=True)))
    (component,) = read_as(coverage, framework_of(core=core)).components
    assert component.status == expected
    assert bool(component.reasons) == (expected != "addressed")
    assert component.provisions == tuple(zip("abc", statuses, strict=True))


def test_provisions_that_only_come_near_never_make_a_component_whole() -> None:
    """Where the general comment has but distant counterparts, the best status is partial, and says so."""
    coverage = with_statuses(a="addressed", b="addressed", c="addressed")
    (component,) = read_as(coverage, framework_of(distant=True)).components
    assert (component.status, component.reasons) == ("partial", (DISTANT,))


def test_partial_names_the_provisions_that_lack() -> None:
    """The reasons are the deciding provisions that are not addressed, each with its status in words."""
    coverage = with_statuses(a="addressed", b="partial", c="missing")
    (component,) = read_as(coverage, framework_of()).components
    assert component.reasons == ("b partial", "c not found")


def test_frameworks_are_chosen_by_name_and_all_means_all() -> None:
    """Each is taken once, in the order asked for; a wrong name is refused."""
    known = load_frameworks()
    names = ["williams-priorities", "child-protection-system", "williams-priorities"]
    assert [f.id for f in chosen(names, known)] == names[:2]
    assert [f.id for f in chosen(["all"], known)] == list(known)
    with pytest.raises(KeyError, match="nope"):
        chosen(["nope"], known)


def test_a_reading_travels_with_the_json(demo: Coverage, tmp_path: Path) -> None:
    """What was read is stored and comes back; a file without readings is read as before."""
    coverage = with_readings(demo, load_frameworks().values())
    path = tmp_path / "demo.json"
    path.write_text(coverage.to_json(), encoding="utf-8")
    assert load_coverage(path) == coverage
    data = json.loads(path.read_text(encoding="utf-8"))
    assert [item["id"] for item in data["frameworks"]] == sorted(COMPONENTS)
    del data["frameworks"]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert load_coverage(path) == demo


def test_the_api_reads_by_name(demo: Coverage) -> None:
    """`coverage.read_as` takes the id of a shipped framework."""
    reading = demo.read_as("model-national-response")
    legislation = next(c for c in reading.components if c.id == "legislation")
    assert dict(legislation.provisions)["csam-offences"] == demo["csam-offences"].status
    with pytest.raises(KeyError):
        demo.read_as("nope")


def test_the_page_shows_each_component_with_its_provisions(
    demo: Coverage, taxonomy: Taxonomy
) -> None:
    """Every component stands in the report, and its provisions lead to their place in it."""
    frameworks = load_frameworks()
    page = Parsed(render_report(with_readings(demo, frameworks.values()), taxonomy))
    ids = set(page.values("id"))
    targets = {href[1:] for href in page.values("href") if href.startswith("#")}
    assert targets <= ids
    for framework in frameworks.values():
        assert framework.title in page.text
        for component in framework.components:
            assert component.title in page.text
    assert "Read as other frameworks" not in Parsed(render_report(demo, taxonomy)).text


def test_the_table_has_a_row_for_each_component_and_provision(
    demo: Coverage, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """The CSV of the readings lies beside the other, only where readings were asked for."""
    frameworks = load_frameworks()
    coverage = with_readings(demo, frameworks.values())
    rows = list(csv.DictReader(io.StringIO(frameworks_csv(coverage))))
    expected = sum(len(c.provisions) for f in frameworks.values() for c in f.components)
    assert len(rows) == expected
    written = write_reports(coverage, taxonomy, tmp_path / "law.gc25", ["csv"])
    assert [path.name for path in written] == ["law.gc25.csv", "law.gc25.frameworks.csv"]
    assert len(write_reports(demo, taxonomy, tmp_path / "other.gc25", ["csv"])) == 1


def test_faults_of_a_framework_are_named_with_file_and_line(taxonomy_copy: Path) -> None:
    """Unknown and doubled provisions, a core outside, a doubled component: all in one report."""
    shutil.copytree(ROOT / "taxonomy" / "frameworks", taxonomy_copy / "frameworks")
    path = taxonomy_copy / "frameworks" / "williams-priorities.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "  - id: industry-action\n    title: Again\n    description: It.\n"
        + "    core: [online-grooming]\n    provisions: [age-assurance, age-assurance, nope]\n",
        encoding="utf-8",
    )
    with pytest.raises(TaxonomyError) as caught:
        load_frameworks(taxonomy_copy)
    last = path.read_text(encoding="utf-8").count("\n")
    said = [problem.removeprefix(f"{path}:") for problem in caught.value.problems]
    assert [s.split(":")[0] for s in said] == [str(last - 4), *[str(last)] * 2, str(last - 1)]
    assert ["given twice" in s for s in said] == [True, True, False, False]


def test_a_taxonomy_of_another_name_has_no_shipped_framework(taxonomy_copy: Path) -> None:
    """The shipped frameworks map the general comment, and are offered for no other norm."""
    framework = taxonomy_copy / "framework.yaml"
    text = framework.read_text(encoding="utf-8")
    framework.write_text(text.replace("id: gc25", "id: own-norm"), encoding="utf-8")
    assert load_frameworks(taxonomy_copy) == {}
