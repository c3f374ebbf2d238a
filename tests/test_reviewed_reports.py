"""Reviewed reports: what people hold is shown apart from the machine's result, and inert; the commands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run
from factories import coverage_of
from reviews import addition_on, bare_review, decision_on, one_cell, review_by, written
from test_office import memo_of, rows_of, words_of
from test_report import HOSTILE, Parsed

from gc25map import apply_reviews, load_coverage, render_report
from gc25map.errors import BadFile
from gc25map.exchange import coverage_from_dict, coverage_to_dict, dump_coverage
from gc25map.records import Coverage
from gc25map.report.docx import render_memo
from gc25map.report.svg import render_overview
from gc25map.report.xlsx import render_workbook
from gc25map.review import dump_review
from gc25map.review.files import review_from_json
from gc25map.tables import coverage_csv
from gc25map.taxonomy import Taxonomy

# --- Pages and tables ------------------------------------------------------------------------------


def begin_of(coverage: Coverage) -> int:
    """The place of the first provision that was found: there is a passage to differ on."""
    return next(n for n, cell in enumerate(coverage.cells) if cell.evidence)


def two_views(demo: Coverage) -> Coverage:
    """The demonstration law with a dispute, an agreement and an addition, on three provisions in a row."""
    begin = begin_of(demo)
    first, second, third = (cell.provision for cell in demo.cells[begin : begin + 3])
    return apply_reviews(
        demo,
        [
            review_by(
                demo, decision_on(demo, first, note="As I read it"), decision_on(demo, second)
            ),
            review_by(
                demo,
                decision_on(demo, first, "CD", verdict="disagree", status="missing"),
                addition_on(demo, third, "CD"),
                reviewer="CD",
            ),
        ],
    )


@pytest.mark.slow
def test_the_other_files_show_people_apart_from_the_machine(
    demo: Coverage, taxonomy: Taxonomy
) -> None:
    """In workbook, memo and picture, too, decisions stand beside the program's statuses."""
    coverage = two_views(demo)
    matrix = rows_of(render_workbook(coverage, taxonomy), "Matrix")
    plain = rows_of(render_workbook(demo, taxonomy), "Matrix")
    assert [row["Overall"] for row in matrix] == [row["Overall"] for row in plain]
    assert "Reviewers' status" not in plain[0]
    begin = begin_of(demo)
    assert matrix[begin]["Reviewers' status"] == "≠ disputed"
    assert "As I read it" in matrix[begin]["What they said"]
    assert matrix[begin + 3]["Reviewers' status"] == ""
    memo = words_of(memo_of(render_memo(coverage, taxonomy)))
    for words in (
        "Reviewed 3 of 109 provisions, by AB, CD.",
        "Reviewer: ≠ disputed",
        "As I read it",
    ):
        assert words in memo
    assert "Reviewer" not in words_of(memo_of(render_memo(demo, taxonomy)))
    said = "Reviewed 3 of 109 provisions, by AB, CD. The tiles show the program's statuses."
    assert said in render_overview(coverage, taxonomy).replace("&#39;", "'")


def test_the_page_shows_people_apart_from_the_machine(demo: Coverage, taxonomy: Taxonomy) -> None:
    """Word and sign, initials, note, the count, and a link to what is disputed."""
    page = Parsed(render_report(two_views(demo), taxonomy))
    assert "Reviewed 3 of 109 provisions, by AB, CD." in page.text
    for words in ("≠ disputed", "As I read it", "disagrees: ○ not found", "added a passage"):
        assert words in page.text
    statuses = [attrs["data-status"] for tag, attrs in page.elements if tag == "article"]
    assert statuses == [cell.status for cell in demo.cells]
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.values("href") if href.startswith("#")} <= set(ids)


def test_the_page_names_report_and_passages_as_a_review_does(
    demo: Coverage, taxonomy: Taxonomy
) -> None:
    """A script needs no hashing of its own: identity, hashes and statuses are in the page."""
    page = Parsed(render_report(demo, taxonomy))
    identity = json.loads(page.values("data-report")[0])
    assert identity == json.loads(dump_review(review_by(demo)))["report"]
    data = coverage_to_dict(demo)["provisions"]
    shown = [e["hash"] for item in data for e in (*item["evidence"], *item["nearest"])]
    assert page.values("data-hash") == shown
    decided = [p.hash for c in demo.cells for p in decision_on(demo, c.provision).passages]
    assert decided == shown
    assert "Reviewed" not in page.text


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_review_is_inert_in_the_page(hostile: str, taxonomy: Taxonomy) -> None:
    """Markup in initials, notes, locators and texts is shown as text and does nothing."""

    def page(text: str) -> str:
        coverage = coverage_of([p.id for p in taxonomy.provisions])
        first = coverage.cells[0].provision
        reviewer = text[:20].strip() if text.isprintable() else "AB"
        note = addition_on(
            coverage, first, reviewer, exact=text, locator=text, note=text, prefix=text
        )
        lost = decision_on(coverage, first, reviewer, note=text)
        review = review_by(coverage, lost, note, reviewer=reviewer)
        gone = replace(review.decisions[0], provision="no-such-provision")
        whole = replace(review, decisions=(*review.decisions, gone))
        back = review_from_json(dump_review(whole).encode())
        return render_report(apply_reviews(coverage, [back]), taxonomy)

    html = page(hostile)
    shown, harmless = Parsed(html), Parsed(page("plain"))
    assert [tag for tag, _ in shown.elements] == [tag for tag, _ in harmless.elements]
    assert [sorted(a) for _, a in shown.elements] == [sorted(a) for _, a in harmless.elements]
    for character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        assert character not in html


def test_the_table_has_what_people_hold(demo: Coverage, taxonomy: Taxonomy) -> None:
    """Status or state, initials and notes; empty where nobody looked; no formula from a note."""
    hostile = apply_reviews(
        demo, [review_by(demo, decision_on(demo, demo.cells[3].provision, note="x"))]
    )
    rows = list(csv.DictReader(io.StringIO(coverage_csv(two_views(demo), taxonomy))))
    begin = begin_of(demo)
    four = rows[begin : begin + 4]
    shown = [(r["reviewed_status"], r["reviewer"], r["review_note"]) for r in four]
    assert shown[0] == ("disputed", "AB; CD", "AB: As I read it")
    assert shown[1] == (demo.cells[begin + 1].status, "AB", "")
    assert shown[2][1] == "CD"
    assert shown[3] == ("", "", "")
    formula = review_by(hostile, decision_on(demo, "csam-offences", "=1+1"), reviewer="=1+1")
    rows = list(csv.DictReader(io.StringIO(coverage_csv(apply_reviews(demo, [formula]), taxonomy))))
    assert {row["reviewer"] for row in rows} == {"", "'=1+1"}


@pytest.mark.parametrize(
    "review",
    [7, [], {"state": "decided"}, {"state": "<b>", "status": None}, {"state": "decided", "x": 1}],
    ids=str,
)
def test_a_report_with_a_damaged_review_is_refused(review: object) -> None:
    """What people wrote is checked in a report, too, in one line."""
    data = json.loads(dump_coverage(one_cell()))
    data["provisions"][0]["review"] = review
    with pytest.raises(BadFile) as caught:
        coverage_from_dict(data)
    assert "\n" not in str(caught.value)


# --- The command line ---------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path, demo: Coverage) -> dict[str, Path]:
    """A report and reviews of it by two people who differ on one cell."""
    begin = begin_of(demo)
    first, second = (cell.provision for cell in demo.cells[begin : begin + 2])
    report = tmp_path / "law.gc25.json"
    report.write_text(demo.to_json(), encoding="utf-8")
    mine = review_by(demo, decision_on(demo, first), decision_on(demo, second))
    differs = decision_on(
        demo, first, "CD", verdict="disagree", status="missing", note="No <b>duty"
    )
    other = review_by(demo, differs, decision_on(demo, second, "CD"), reviewer="CD")
    bad = tmp_path / "bad.json"
    bad.write_text('{"format": 1}', encoding="utf-8")
    return {
        "report": report,
        "ab": written(tmp_path / "ab.json", mine),
        "cd": written(tmp_path / "cd.json", other),
        "bad": bad,
    }


def test_apply_writes_a_reviewed_report_beside_the_old(
    run: Run,
    files: dict[str, Path],
    tmp_path: Path,
) -> None:
    """All formats, under a name of their own; a line for each kind of standing on stderr."""
    before = files["report"].read_bytes()
    result = run(
        "review", "apply", files["report"], files["ab"], files["cd"], "--format", "html,json,csv"
    )
    assert result.code == 0
    assert sorted(p.name for p in tmp_path.glob("law-reviewed*")) == [
        f"law-reviewed.gc25.{name}" for name in ("csv", "html", "json")
    ]
    assert files["report"].read_bytes() == before
    assert len(result.err.splitlines()) == 2
    assert "reviewed 2 of 109 provisions; 4 decisions carried" in result.err
    assert "1 disputed" in result.err
    coverage = load_coverage(tmp_path / "law-reviewed.gc25.json")
    begin = begin_of(coverage)
    first, second = coverage.cells[begin : begin + 2]
    assert first.review and first.review.state == "disputed"
    assert second.review and second.review.status == second.status


def test_apply_prints_json_and_nothing_else(run: Run, files: dict[str, Path]) -> None:
    """With --json the report goes to stdout and no file is written."""
    result = run("review", "apply", files["report"], files["ab"], "--json", "--quiet")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["review"]["reviewed"] == 2
    assert not list(files["report"].parent.glob("law-reviewed*"))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("apply", "report", "ab", "bad"), 3, "bad.json: not a review"),
        (("apply", "report", "bad"), 1, "bad.json: not a review"),
        (("apply", "bad", "ab"), 1, "not a gc25map result"),
        (("apply", "report", "absent.json"), 2, "absent.json"),
        (("apply", "report"), 2, "REVIEWS"),
        (("apply", "report", "ab", "-o", "report"), 2, "written over"),
        (("apply", "report", "ab", "--format", "odt"), 2, "odt"),
        (("agree", "ab", "bad"), 1, "not a review"),
        (("agree", "ab", "cd", "-o", "x.pdf"), 2, "ends in"),
        (("agree", "ab", "cd", "-o", "ab"), 2, "written over"),
    ],
)
def test_exit_codes_and_one_line(
    run: Run,
    files: dict[str, Path],
    arguments: Sequence[str],
    code: int,
    said: str,
) -> None:
    """A bad file among good ones ends in 3, alone in 1, wrong usage in 2; nothing half-written."""
    kept = {path: path.read_bytes() for path in files.values()}
    result = run("review", *(files.get(argument, argument) for argument in arguments))
    assert result.code == code
    assert said in result.err
    assert "Traceback" not in result.err
    assert {path: path.read_bytes() for path in files.values()} == kept
    if code != 3:
        assert not list(files["report"].parent.glob("law-reviewed*"))


def test_a_report_of_another_taxonomy_is_told_so(
    run: Run,
    tmp_path: Path,
    files: dict[str, Path],
) -> None:
    """Its provisions are not ours, so no page can be made of it without its taxonomy."""
    files["report"].write_text(one_cell().to_json(), encoding="utf-8")
    result = run("review", "apply", files["report"], files["ab"])
    assert result.code == 1
    assert "--taxonomy" in result.err
    assert len(result.err.splitlines()) == 1


def test_agree_prints_figures_and_writes_what_is_to_be_settled(
    run: Run,
    files: dict[str, Path],
    tmp_path: Path,
    demo: Coverage,
) -> None:
    """Text, JSON, and for the adjudicator a page and a list with the disagreements only."""
    text = run("review", "agree", files["ab"], files["cd"], "-o", tmp_path / "adjudicate.html")
    assert text.code == 0
    assert text.out.startswith("AB and CD: 1 of 2 cells (50.0%), kappa ")
    page = Parsed((tmp_path / "adjudicate.html").read_text(encoding="utf-8"))
    assert [tag for tag, _ in page.elements].count("article") == 1
    assert "No <b>duty" in page.text
    first = demo.cells[begin_of(demo)]
    assert first.evidence[0].text.split("\n")[0] in page.text
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "b", "form"}
    data = json.loads(
        run("review", "agree", files["ab"], files["cd"], "-o", tmp_path / "x.json", "--json").out
    )
    assert data == json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert data["between"]["cells"] == 2
    assert [item["provision"] for item in data["disagreements"]] == [first.provision]


def test_strangers_provisions_can_be_adjudicated(
    run: Run,
    tmp_path: Path,
) -> None:
    """A provision that the taxonomy does not know is shown by its id."""
    one = written(tmp_path / "1.json", bare_review("AB", "missing"))
    other = written(tmp_path / "2.json", bare_review("CD", "addressed"))
    assert run("review", "agree", one, other, "-o", tmp_path / "a.html").code == 0
    assert "p-0" in Parsed((tmp_path / "a.html").read_text(encoding="utf-8")).text
