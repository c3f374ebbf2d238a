"""Results beside a table made by others: how far they agree, on what they differ, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, Run
from factories import coverage_of, evidence_of
from test_report import HOSTILE, Parsed

from gc25map import compare_with, render_crosscheck
from gc25map.crosscheck import crosscheck_csv
from gc25map.crosscheck.compare import combined
from gc25map.crosscheck.mapping import load_mapping
from gc25map.crosschecks import Criterion, CrossCheck
from gc25map.errors import BadFile
from gc25map.records import Coverage, Status
from gc25map.taxonomy import Taxonomy

GROOMING, MATERIAL = "online-grooming", "csam-offences"
MAPPING = f"""
values: {{yes: [addressed, partial], no: missing, unclear: not_assessed}}
criteria:
  grooming:
    title: Grooming is an offence
    provisions: [{GROOMING}]
  both:
    provisions: [{GROOMING}, {MATERIAL}]
    match: all
"""
TABLE = """country,criterion,value,source
KEN,grooming,Yes,Index of 2024
GHA,grooming,no,
GHA,both,no,
KEN,both,yes,
"""


class Files:
    """Results, a table and a mapping in a folder."""

    def __init__(self, folder: Path, ids: Sequence[str]) -> None:
        self.folder = folder
        self.ids = list(ids)
        self.table, self.mapping = folder / "index.csv", folder / "index.yaml"
        self.table.write_text(TABLE, encoding="utf-8")
        self.mapping.write_text(MAPPING, encoding="utf-8")

    def country(self, code: str, found: Sequence[str], name: str = "") -> Path:
        """The result of a country in which these provisions are addressed, where `compare` puts it."""
        path = self.folder / "out" / code / f"{code}.gc25.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.result(code, found, name).to_json(), encoding="utf-8")
        return path

    def result(self, code: str, found: Sequence[str], name: str = "") -> Coverage:
        """The same, not written."""
        return coverage_of(self.ids, {i: evidence_of() for i in found}, country=name or code)

    def check(self, *results: Path | Coverage) -> CrossCheck:
        """The table beside these results."""
        return compare_with(self.table, self.mapping, results)


@pytest.fixture
def files(tmp_path: Path, provision_ids: list[str]) -> Files:
    """A folder with a table and a mapping."""
    return Files(tmp_path, provision_ids)


def test_figures_are_those_of_a_calculation_by_hand(files: Files) -> None:
    """Kenya has both provisions, Ghana grooming alone: two of four rows agree."""
    found = files.check(
        files.country("KEN", [GROOMING, MATERIAL]), files.country("GHA", [GROOMING])
    )
    assert [row.agrees for row in found.rows] == [True, False, False, True]
    # Table: yes no no yes; program: found everywhere (both of Ghana is partial): 2 agree of 4.
    assert (found.overall.cells, found.overall.agreed, found.overall.percent) == (4, 2, 50)
    # By chance 2·4 + 2·0 of 16 = 0.5: no better than chance.
    assert found.overall.kappa == 0
    assert [(c.id, a.agreed, a.cells) for c, a in found.criteria] == [
        ("grooming", 1, 2),
        ("both", 1, 2),
    ]


def test_a_disagreement_shows_what_it_rests_on(files: Files) -> None:
    """With the strongest passage of each provision; where nothing was found, with what came closest."""
    ghana = files.result("GHA", [GROOMING])
    near = evidence_of("A person shall not keep such pictures.", locator="s. 9")
    cells = tuple(
        replace(cell, nearest=(near,)) if cell.provision == MATERIAL else cell
        for cell in ghana.cells
    )
    found = files.check(replace(ghana, cells=cells, _index={}))
    first, second = found.disagreements
    assert [(h.provision, h.status) for h in first.held] == [(GROOMING, "addressed")]
    assert first.held[0].passages[0].locator == "s. 4(2)"
    assert [h.status for h in second.held] == ["addressed", "missing"]
    assert second.held[1].passages[0].locator == "s. 9"
    assert second.given == "partial"


def test_what_only_one_side_knows_is_listed(files: Files) -> None:
    """Countries, criteria and values without a counterpart are named and count for nothing."""
    files.table.write_text(
        "country,criterion,value\nKEN,grooming,yes\nKEN,filtering,yes\nPER,grooming,no\n"
        "KEN,both,perhaps\n",
        encoding="utf-8",
    )
    files.mapping.write_text(
        MAPPING + f"  unused:\n    provisions: [{MATERIAL}]\n", encoding="utf-8"
    )
    found = files.check(files.country("KEN", [GROOMING]), files.country("FJI", []))
    assert found.countries_in_table_only == ("PER",)
    assert found.countries_in_results_only == ("FJI",)
    assert found.criteria_in_table_only == ("filtering",)
    assert found.criteria_in_mapping_only == ("unused",)
    assert (found.overall.cells, found.overall.left_out) == (1, 1)
    assert "'perhaps'" in found.rows[3].why
    assert [row.agrees for row in found.rows] == [True, None, None, None]


def test_what_nobody_knows_is_left_out(files: Files) -> None:
    """Rows without a value, of which the table is unsure, or which the program could not assess."""
    files.table.write_text(
        "country,criterion,value\nKEN,grooming,unclear\nKEN,both,\nGHA,grooming,no\n",
        encoding="utf-8",
    )
    ghana = files.result("GHA", [])
    cells = tuple(replace(cell, status="not_assessed") for cell in ghana.cells)
    found = files.check(files.country("KEN", []), replace(ghana, cells=cells, _index={}))
    assert (found.overall.cells, found.overall.left_out) == (0, 3)
    assert found.overall.kappa is None
    assert [row.why for row in found.rows] == [
        "the table does not say",
        "the table gives no value",
        "not assessed in the documents supplied",
    ]


@pytest.mark.parametrize(
    ("match", "statuses", "given"),
    [
        ("any", ("missing", "addressed"), "addressed"),
        ("any", ("missing", "partial", "not_assessed"), "partial"),
        ("any", ("missing", "not_assessed"), "not_assessed"),
        ("any", ("missing", "missing"), "missing"),
        ("all", ("addressed", "addressed"), "addressed"),
        ("all", ("addressed", "missing"), "partial"),
        ("all", ("addressed", "not_assessed"), "not_assessed"),
        ("all", ("partial", "not_assessed"), "partial"),
        ("all", ("addressed", "missing", "not_assessed"), "partial"),
        ("all", ("missing", "not_assessed"), "not_assessed"),
        ("all", ("missing", "missing"), "missing"),
    ],
)
def test_several_provisions_answer_together(
    match: str, statuses: tuple[Status, ...], given: Status
) -> None:
    """Any of them is enough, or all are needed; what was not assessed stays open where it matters."""
    criterion = Criterion("c", "", ("a", "b"), match, ())  # type: ignore[arg-type]
    assert combined(statuses, criterion) == given


def test_a_mapping_may_be_a_table_too(files: Files, tmp_path: Path) -> None:
    """The CSV and the YAML of one mapping give the same figures."""
    as_csv = tmp_path / "mapping.csv"
    as_csv.write_text(
        "criterion;title;provisions;match;value;status\n"
        f"grooming;Grooming is an offence;{GROOMING};;;\nboth;;{GROOMING} {MATERIAL};all;;\n"
        ";;;;yes;addressed|partial\n;;;;no;missing\n;;;;unclear;not_assessed\n",
        encoding="utf-8",
    )
    results = [files.country("KEN", [MATERIAL]), files.country("GHA", [GROOMING])]
    one = compare_with(files.table, files.mapping, results)
    assert compare_with(files.table, as_csv, results) == one


def test_rows_of_a_mapping_add_up_and_never_overrule(files: Files, tmp_path: Path) -> None:
    """A row for each provision is one criterion of them all; a second meaning of a value is refused."""
    head, end = "criterion;title;provisions;match;value;status\n", ";;;;no;missing\n"
    rows = f"both;;{GROOMING};all;;\nboth;;{MATERIAL};all;;\n;;;;yes;addressed\n"
    as_csv = tmp_path / "mapping.csv"
    as_csv.write_text(head + rows + end, encoding="utf-8")
    known = {GROOMING, MATERIAL}
    (criterion,) = load_mapping(as_csv, known)
    assert criterion.provisions == (GROOMING, MATERIAL)
    as_csv.write_text(f"{head}{rows};;;;yes;partial\n", encoding="utf-8")
    with pytest.raises(BadFile, match="a second meaning of 'yes'"):
        load_mapping(as_csv, known)


def test_a_country_is_known_by_code_or_name(files: Files, tmp_path: Path) -> None:
    """The folder of a comparison gives both; two results for one country are refused."""
    files.country("KEN", [GROOMING], name="Kenya")
    files.country("GHA", [], name="Ghana")
    named = files.table.read_text(encoding="utf-8").replace("KEN", "kenya")
    files.table.write_text(named, encoding="utf-8")
    found = files.check(tmp_path / "out")
    assert found.countries_in_table_only == found.countries_in_results_only == ()
    with pytest.raises(BadFile, match="two results for"):
        files.check(tmp_path / "out", files.result("Kenya", []))


def test_two_spellings_of_a_country_are_one(files: Files, tmp_path: Path) -> None:
    """The same row under code and name counts once; two values for them are refused."""
    files.country("KEN", [GROOMING], name="Kenya")
    files.table.write_text(
        "country,criterion,value\nKenya,grooming,yes\nKEN,grooming,yes\nKEN,both,no\n", "utf-8"
    )
    found = files.check(tmp_path / "out")
    assert [row.entry.line for row in found.rows] == [2, 4]
    assert found.overall.cells == 2
    with files.table.open("a", encoding="utf-8") as table:
        table.write("kenya,both,yes\n")
    with pytest.raises(
        BadFile, match=r":5: a second value for kenya, both .the first is in line 4"
    ):
        files.check(tmp_path / "out")


def test_codes_that_look_like_something_else_survive(files: Files) -> None:
    """Norway and Namibia are countries; yes and no are words, also in YAML."""
    files.table.write_text("country,criterion,value\nNO,grooming,no\nNA,grooming,no\n", "utf-8")
    found = files.check(files.country("NO", []), files.country("NA", [GROOMING]))
    assert [(row.entry.country, row.agrees) for row in found.rows] == [("NO", True), ("NA", False)]


@pytest.mark.parametrize(
    ("table", "mapping", "said"),
    [
        ("country,value\nKEN,yes\n", MAPPING, "'criterion'"),
        ("", MAPPING, "'country'"),
        ("country,criterion,value\n", MAPPING, "holds no row"),
        ("country,criterion,value\nKEN,grooming,yes\nken,Grooming,no\n", MAPPING, ":3: a second"),
        ("country,criterion,value\nKEN,,yes\n", MAPPING, ":2: names no country"),
        ("country,criterion,value\nKEN,a,b,c\n", MAPPING, ":2: has more cells"),
        ('country,criterion,value\nKEN,a,"b"x\n', MAPPING, "cannot be read"),
        ("country,criterion,value\nPER,grooming,yes\n", MAPPING, "no country of the table"),
        (TABLE, "- a\n- b\n", "not a mapping"),
        (TABLE, "criteria: {}\n", "names no criterion"),
        (TABLE, f"{MAPPING}  Grooming:\n    provisions: [{MATERIAL}]\n", "are one criterion"),
        (TABLE, "criteria: {x: {provisions: [nothing-such]}}\n", "no provision 'nothing-such'"),
        (TABLE, "criteria: {x: {provisions: []}}\n", "names no provision"),
        (TABLE, "criteria: {x: {provisoins: [a]}}\n", "not a mapping"),
        (TABLE, "a: &x [1]\ncriteria: *x\n", "aliases"),
        (
            TABLE,
            f"values: {{yes: [addressed, partial], partly: partial}}\ncriteria: {{x: {{provisions: [{GROOMING}]}}}}\n",
            "share a status",
        ),
        (
            TABLE,
            f"values: {{yes: perfect}}\ncriteria: {{x: {{provisions: [{GROOMING}]}}}}\n",
            "yes",
        ),
    ],
    ids=range(17),
)
def test_what_cannot_be_used_is_one_line(
    files: Files,
    run: Run,
    table: str,
    mapping: str,
    said: str,
) -> None:
    """A table or mapping with a fault ends the run in one line that names it; nothing is written."""
    files.table.write_text(table, encoding="utf-8")
    files.mapping.write_text(mapping, encoding="utf-8")
    result = files.country("KEN", [])
    before = sorted(files.folder.rglob("*"))
    ran = run("compare-with", files.table, result, "--mapping", files.mapping)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert said in ran.err
    assert sorted(files.folder.rglob("*")) == before


def test_a_result_without_a_country_is_refused(files: Files) -> None:
    """Nobody guesses the country from a file name."""
    with pytest.raises(BadFile, match="names no country"):
        files.check(replace(files.result("KEN", []), country=""))


def test_every_row_of_the_table_is_in_the_csv(files: Files) -> None:
    """With what agrees and what does not; a value that looks like a formula is inert."""
    files.table.write_text(
        "country,criterion,value\nKEN,grooming,no\n=1+1,grooming,=2\n", encoding="utf-8"
    )
    found = files.check(files.country("KEN", [GROOMING]))
    rows = list(csv.DictReader(io.StringIO(crosscheck_csv(found))))
    assert [(row["country"], row["agrees"]) for row in rows] == [("KEN", "no"), ("'=1+1", "")]
    assert rows[0]["locator"] == "s. 4(2)"
    assert rows[1]["value"] == "'=2"


def test_the_command_writes_page_json_and_csv(
    files: Files,
    run: Run,
    tmp_path: Path,
) -> None:
    """The folder of a comparison goes in; the same bytes come out again; figures on the terminal."""
    files.country("KEN", [GROOMING, MATERIAL])
    files.country("GHA", [GROOMING])
    ran = run("compare-with", files.table, "out", "--mapping", files.mapping, "-o", "one")
    assert ran.code == 0, ran.err
    assert "all criteria: 2 of 4 agree (50.0%), kappa 0.000" in ran.out
    run("compare-with", files.table, "out", "--mapping", files.mapping, "-o", "two", "-q")
    written = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert sorted(written) == [f"index.compared.gc25.{end}" for end in ("csv", "html", "json")]
    assert written == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    data = json.loads(written["index.compared.gc25.json"])
    assert data["format"] == 1
    assert [row["agrees"] for row in data["rows"]] == [True, False, False, True]
    assert data["rows"][0]["extra"] == {"source": "Index of 2024"}
    ran = run("compare-with", files.table, "out", "--mapping", files.mapping, "--json")
    assert json.loads(ran.out) == data


def test_the_page_judges_nobody(files: Files, taxonomy: Taxonomy) -> None:
    """Neither side is called wrong; every disagreement stands with its passages."""
    found = files.check(files.country("KEN", []), files.country("GHA", [GROOMING]))
    shown = Parsed(render_crosscheck(found, taxonomy))
    assert "neither is taken to be right" in shown.text
    assert not re.search(r"\b(wrong|error|mistake|incorrect|false)", shown.text)
    for words in ("A provider shall protect children online.", "Index of 2024"):
        assert words in shown.text
    assert {href[1:] for href in shown.values("href")} <= set(shown.values("id"))
    assert not shown.scripts


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_inert_in_the_page(hostile: str, files: Files, taxonomy: Taxonomy) -> None:
    """Markup in a table, a mapping or a passage is shown as text and does nothing."""

    def page(word: str) -> Parsed:
        with files.table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [
                    ("country", "criterion", "value", "note"),
                    (f"K{word}", f"c{word}", f"no{word}", f"n{word}"),
                    (f"P{word}", f"d{word}", f"no{word}", ""),
                ]
            )
        quoted = json.dumps(f"c{word}")
        values = json.dumps({f"no{word}": "missing"})
        text = f"values: {values}\ncriteria:\n  {quoted}: {{title: {quoted}, provisions: [{GROOMING}]}}\n"
        files.mapping.write_text(text, encoding="utf-8")
        evidence = evidence_of(f"Before {word}", locator=word, headings=(word,), language=word)
        made = coverage_of(
            files.ids, {GROOMING: evidence}, country=f"K{word}", title=word, file_name=word
        )
        return Parsed(render_crosscheck(files.check(replace(made, tool=word, _index={})), taxonomy))

    shown, harmless = page(hostile), page("plain")
    assert [tag for tag, _ in shown.elements] == [tag for tag, _ in harmless.elements]
    assert shown.style == harmless.style
    assert all(href.startswith("#") for href in shown.values("href"))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown.text)


def test_the_mapping_of_the_readme_can_be_used(provision_ids: list[str], tmp_path: Path) -> None:
    """The example that a reader copies is a mapping, and its provisions exist."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    path = tmp_path / "index.yaml"
    path.write_text(shown, encoding="utf-8")
    criteria = load_mapping(path, provision_ids)
    assert [(c.id, c.match, len(c.provisions)) for c in criteria] == [
        ("grooming-law", "any", 1),
        ("schools", "all", 2),
    ]
    assert dict(criteria[0].values)["no data"] == ("not_assessed",)
