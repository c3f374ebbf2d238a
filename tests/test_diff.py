"""What differs between two results: statuses, passages word by word, tensions, ages; and the gate."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from factories import age_of, coverage_of, evidence_of, passage_of, tension_of
from hypothesis import given
from hypothesis import strategies as st
from test_report import HOSTILE, Parsed

from gc25map import diff_coverages, load_coverage, render_differences
from gc25map.diff.wording import MOST_WORDS, runs_of
from gc25map.differences import Differences, ProvisionChange
from gc25map.differences import Run as Side
from gc25map.records import Coverage, Evidence, Failure, Status
from gc25map.taxonomy import Taxonomy

ACT = """# Young Users Act

## 1. Assessment

Every provider of an online service shall, before it offers a service to children,
carry out a child rights impact assessment and publish the assessment on its website.

## 2. Grooming

A person who, by means of a computer system, grooms a child for a sexual purpose
commits an offence and is liable on conviction to imprisonment for a term of ten years.

## 3. Age

No account may be opened by a child under 13 years of age without the consent of a parent.
"""
# Section 1 loosened, section 2 gone, the age raised, a power to shut down added.
BILL = """# Young Users Bill

## 1. Assessment

Every provider of an online service may, where it sees fit,
carry out a child rights impact assessment and publish the assessment on its website.

## 2. Age

No account may be opened by a child under 16 years of age without the consent of a parent.

## 3. Shutdown

The Minister may shut down the internet in the whole territory.
"""
DUTY = "A provider shall protect children online and shall report to the regulator every year."
ASKED = "A provider may protect children online and shall report to the regulator every year."
OTHER = "Schools teach every pupil how to recognise a fraudulent message before opening it."


def result(
    evidence: Mapping[str, Evidence] | None = None, *, sha: str = "0", **changes: Any
) -> Coverage:
    """A result over the provisions a and b; another `sha` is another document."""
    own = {key: changes.pop(key) for key in ("tensions", "ages", "failures") if key in changes}
    made = coverage_of(["a", "b"], evidence, **own)
    instrument = replace(made.instruments[0], sha256=sha * 64)
    return replace(made, instruments=(instrument,), _index={}, **changes)


def new(evidence: Mapping[str, Evidence] | None = None, **changes: Any) -> Coverage:
    """The same for another document."""
    return result(evidence, sha="1", **changes)


def with_status(made: Coverage, status: Status) -> Coverage:
    """The result with another status of its first provision."""
    first, *others = made.cells
    cells = (replace(first, status=status, by_instrument=(("law-a", status),)), *others)
    return replace(made, cells=cells, _index={})


def of(found: Differences, provision: str = "a") -> ProvisionChange:
    """What has become of one provision."""
    return next(item for item in found.provisions if item.provision == provision)


FULL = {"a": evidence_of(DUTY)}


@pytest.mark.parametrize(
    ("old", "now", "change"),
    [
        ("addressed", "missing", "lost"),
        ("partial", "missing", "lost"),
        ("addressed", "partial", "weakened"),
        ("partial", "addressed", "strengthened"),
        ("missing", "addressed", "gained"),
        ("missing", "partial", "gained"),
        ("addressed", "addressed", "unchanged"),
        ("missing", "missing", "unchanged"),
        ("addressed", "not_assessed", "not_comparable"),
        ("not_assessed", "missing", "not_comparable"),
        ("not_assessed", "not_assessed", "not_comparable"),
    ],
)
def test_each_pair_of_statuses_has_a_name(old: Status, now: Status, change: str) -> None:
    """What has become of a status; what one side did not assess is never called a change."""
    found = diff_coverages(with_status(result(FULL), old), with_status(new(FULL), now))
    assert of(found).change == change
    assert (of(found).old, of(found).new) == (old, now)
    assert bool(of(found).why) == (change == "not_comparable")
    assert found.counts()[change] >= 1  # type: ignore[index]
    assert sum(found.counts().values()) == 2


def test_an_edited_passage_is_shown_word_by_word() -> None:
    """The same status on other words is a change, with what each side has alone."""
    found = diff_coverages(result(FULL), new({"a": evidence_of(ASKED)}))
    assert of(found).change == "changed"
    (change,) = of(found).passages
    assert change.words == (
        ("both", "A provider"),
        ("old", " shall"),
        ("new", " may"),
        ("both", DUTY.removeprefix("A provider shall")),
    )
    assert 90 <= (change.alike or 0) < 100


def test_another_penalty_in_the_closing_words_is_a_change() -> None:
    """What a passage runs into is part of what it says."""
    heavy, light = "is liable to imprisonment for ten years.", "may be cautioned."
    then, now = evidence_of(DUTY, tail=heavy), evidence_of(DUTY, tail=light)
    assert of(diff_coverages(result({"a": then}), new({"a": now}))).change == "changed"


@pytest.mark.parametrize(
    ("old", "now", "change"),
    [
        ("a fine of 1.5 million", "a fine of 15 million", "changed"),
        ("a fine of 10,000", "a fine of 10 000", "unchanged"),
        ("under section 5.1", "under section 51", "changed"),
        ("1,00,000 rupees", "100,000 rupees", "unchanged"),
        ("on 1.5.2018", "on 1. 5. 2018", "unchanged"),
        ("under sections 5,6 and 7", "under sections 5, 6 and 7", "unchanged"),
        ("١٫٥ مليون", "١٥ مليون", "changed"),
    ],
)
def test_figures_are_words(old: str, now: str, change: str) -> None:
    """A decimal point that goes is a change of the law; another way to part thousands is none."""
    before, after = ({"a": evidence_of(f"{DUTY} Who fails pays {text}.")} for text in (old, now))
    assert of(diff_coverages(result(before), new(after))).change == change


def test_a_passage_that_only_moved_is_no_change() -> None:
    """Another number, section, page and line end leave the words what they are."""
    moved = evidence_of(f"(4) {DUTY}".replace(" every", "\nevery"), locator="s. 9(4)", page=8)
    found = diff_coverages(result({"a": evidence_of(f"(2) {DUTY}")}), new({"a": moved}))
    assert (of(found).change, of(found).kept, of(found).passages) == ("unchanged", 1, ())


def test_another_passage_under_the_same_number_is_not_the_old_one_edited() -> None:
    """A section that was replaced stands as one found in the old only and one found in the new only."""
    found = diff_coverages(result(FULL), new({"a": evidence_of(OTHER)}))
    assert [(bool(c.old), bool(c.new)) for c in of(found).passages] == [
        (True, False),
        (False, True),
    ]
    assert all(change.words == () for change in of(found).passages)


def test_a_passage_rewritten_in_its_place_is_found_by_its_place() -> None:
    """Under the same locator less likeness is enough than elsewhere."""
    rewritten = (
        "A provider may protect children online, where it is asked to, and reports to nobody."
    )
    here = diff_coverages(result(FULL), new({"a": evidence_of(rewritten)}))
    elsewhere = diff_coverages(result(FULL), new({"a": evidence_of(rewritten, locator="s. 77")}))
    assert len(of(here).passages) == 1
    assert len(of(elsewhere).passages) == 2


def test_repeated_passages_are_paired_one_to_one() -> None:
    """Three sections in the same words and then two: one of them is found in the old only."""
    thrice = [evidence_of(DUTY, locator=f"s. {n}", passage=f"p{n}") for n in (1, 2, 3)]
    old, now = result(FULL), new(FULL)
    old = replace(
        old, cells=(replace(old.cells[0], evidence=tuple(thrice)), old.cells[1]), _index={}
    )
    two = (thrice[0], thrice[2])
    now = replace(now, cells=(replace(now.cells[0], evidence=two), now.cells[1]), _index={})
    found = of(diff_coverages(old, now))
    assert (found.change, found.kept) == ("changed", 2)
    assert [c.old.locator for c in found.passages if c.old] == ["s. 2"]


def test_where_the_text_is_at_hand_a_passage_that_serves_no_more_is_found_again() -> None:
    """The amended passage stands beside the one that served, and the record says so."""
    known = replace(passage_of(ASKED), locator="s. 4(2)")
    now = replace(new(), passages=(known,), _index={})
    (change,) = of(diff_coverages(result(FULL), now)).passages
    assert change.new and change.new.text == ASKED
    assert (change.old_serves, change.new_serves) == (True, False)
    (blind,) = of(diff_coverages(result(FULL), new())).passages
    assert blind.new is None


def test_a_reason_that_changed_is_a_change() -> None:
    """The same status and words for another reason is said, with both reasons."""
    old, now = (
        replace(made, cells=(replace(made.cells[0], reasons=(why,)), made.cells[1]), _index={})
        for made, why in ((result(FULL), "one"), (new(FULL), "other"))
    )
    found = of(diff_coverages(old, now))
    assert (found.change, found.old_reasons, found.new_reasons) == ("changed", ("one",), ("other",))


def test_a_gap_shows_what_came_closest() -> None:
    """Where nothing was found, the strongest passage is the one that came closest."""
    now = new()
    near = evidence_of(ASKED, shortfalls=("x",))
    now = replace(now, cells=(replace(now.cells[0], nearest=(near,)), now.cells[1]), _index={})
    found = of(diff_coverages(result(FULL), now))
    assert found.change == "lost"
    assert found.old_strongest and found.old_strongest.text == DUTY
    assert found.new_strongest and found.new_strongest.text == ASKED


def test_another_taxonomy_and_another_document_cannot_be_compared(taxonomy: Taxonomy) -> None:
    """Nobody could say whose the change is; on the same documents it is the program's, and stands."""
    beside: dict[str, Any] = {"tensions": (tension_of(),), "ages": (age_of(),)}
    other = diff_coverages(
        result(FULL, **beside), new(taxonomy="gc25 2.0", ages=(age_of(years=16),))
    )
    assert not (other.comparable or other.old_tensions or other.old_ages or other.new_ages)
    assert {item.change for item in other.provisions} == {"not_comparable"}
    assert "in the old only:" not in render_differences(other, taxonomy)
    assert any("No provision is compared" in warning for warning in other.warnings)
    again = diff_coverages(result(FULL, **beside), result(taxonomy="gc25 2.0"))
    assert of(again).change == "lost"
    assert again.comparable and again.old_tensions and again.old_ages
    assert "in the old only: 1" in render_differences(again, taxonomy)
    assert any("the program's doing" in warning for warning in again.warnings)


def test_a_provision_of_one_taxonomy_only_is_not_lost() -> None:
    """It is listed, and not compared."""
    old = coverage_of(["a", "gone"], {"gone": evidence_of(DUTY)})
    now = coverage_of(["a", "fresh"])
    found = diff_coverages(old, now)
    assert [item.provision for item in found.provisions] == ["a", "fresh", "gone"]
    assert [item.change for item in found.provisions[1:]] == ["not_comparable"] * 2
    assert (of(found, "gone").new, of(found, "fresh").old) == (None, None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tool": "9"}, "gc25map 0 and 9"),
        ({"model": "other"}, "model made and other"),
        ({"failures": (Failure("annex.pdf", "damaged"),)}, "could not be read: annex.pdf"),
    ],
    ids=["tool", "model", "failure"],
)
def test_what_else_may_have_made_a_difference_is_said(changes: dict[str, Any], said: str) -> None:
    """Versions and unread documents are named before any difference is."""
    found = diff_coverages(result(FULL), new(FULL, **changes))
    assert any(said in warning for warning in found.warnings)
    assert diff_coverages(result(FULL), new(FULL)).warnings == ()


def test_documents_are_paired_by_bytes_then_names() -> None:
    """Of several documents those are compared that are editions of one another."""
    old, now = result(FULL), new(FULL)
    penal = replace(old.instruments[0], id="law-p", title="Penal Code", sha256="a" * 64)
    media = replace(penal, id="law-m", title="Media Act", file_name="m.pdf", sha256="b" * 64)
    old = replace(old, instruments=(*old.instruments, penal), _index={})
    now = replace(now, instruments=(media, *now.instruments), _index={})
    pairs = [
        (pair.old and pair.old.title, pair.new and pair.new.title)
        for pair in diff_coverages(old, now).documents
    ]
    assert pairs == [
        ("Young Users Act", "Young Users Act"),
        ("Penal Code", None),
        (None, "Media Act"),
    ]


def test_tensions_and_ages_of_one_side_only_are_listed() -> None:
    """A tension is known by kind and passage, an age by years and purpose; words may move."""
    old = result(tensions=(tension_of(),), ages=(age_of(), age_of(years=18, purpose="majority")))
    moved = tension_of(locator="s. 30", page=9)
    fresh = tension_of("Providers shall scan every private message.", id="general-monitoring")
    now = new(tensions=(moved, fresh), ages=(age_of("under 13"), age_of(years=16)))
    found = diff_coverages(old, now)
    assert (found.old_tensions, found.new_tensions) == ((), (fresh,))
    assert [age.years for age in found.old_ages] == [18]
    assert [age.years for age in found.new_ages] == [16]


# --- Words --------------------------------------------------------------------------------------


def whole(runs: tuple[tuple[Side, str], ...], side: str) -> str:
    """The text of one side without its spaces."""
    return "".join("".join(text for whose, text in runs if whose in ("both", side)).split())


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_runs_hold_both_texts(old: str, new: str) -> None:
    """Nothing is lost or added but white space; texts with the same words have no runs."""
    runs = runs_of(old, new)
    if runs:
        assert whole(runs, "old") == "".join(old.split())
        assert whole(runs, "new") == "".join(new.split())
    else:
        assert old.split() == new.split()


def test_words_in_common_by_chance_do_not_tear_a_change_apart() -> None:
    """A short word between two longer changes goes with them."""
    runs = runs_of("providers assess the risks", "schools explain the dangers")
    assert [whose for whose, _ in runs] == ["old", "new"]


def test_scripts_without_spaces_are_compared_letter_by_letter() -> None:
    """In Chinese one character is marked and not the whole sentence; marks stay on their letters."""
    assert runs_of("儿童权利", "儿童权力") == (("both", "儿童权"), ("old", "利"), ("new", "力"))
    assert [text for _, text in runs_of("บ่น", "บ้น")] == ["บ่", "บ้", "น"]


def test_texts_that_nobody_would_compare_are_left_whole() -> None:
    """Beyond a limit there are no runs, and the page says why."""
    assert runs_of("a " * (MOST_WORDS + 1), "b") == ()


# --- JSON and page ------------------------------------------------------------------------------


def test_the_same_differences_give_the_same_bytes() -> None:
    """The JSON has its format, every provision, and no clock."""
    found = diff_coverages(result(FULL), new({"a": evidence_of(ASKED)}))
    data = json.loads(found.to_json())
    assert found.to_json() == diff_coverages(result(FULL), new({"a": evidence_of(ASKED)})).to_json()
    assert data["format"] == 1
    assert [item["provision"] for item in data["provisions"]] == ["a", "b"]
    assert data["counts"]["changed"] == 1
    assert data["provisions"][0]["passages"][0]["words"][1] == ["old", " shall"]


def on(provision_ids: list[str], text: str, sha: str = "0", **changes: Any) -> Coverage:
    """A whole result with one passage, and more where told."""
    made = coverage_of(provision_ids, {provision_ids[0]: evidence_of(text)}, **changes)
    return replace(made, instruments=(replace(made.instruments[0], sha256=sha * 64),), _index={})


def test_the_page_says_what_was_found_and_never_what_a_law_does(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """Every provision has a row; a loss is one of finding, and words stand beside each colour."""
    found = diff_coverages(on(provision_ids, DUTY), on(provision_ids, ASKED, "1"))
    html = render_differences(found, taxonomy)
    shown = Parsed(html)
    assert html == render_differences(found, taxonomy)
    for provision in taxonomy.provisions:
        assert provision.title in shown.text
    for tag, words in (("del", "only in the old: "), ("ins", "only in the new: ")):
        assert re.search(rf'<{tag}><span class="unseen" lang="en">{words}</span>', html)
    assert "It does not say that a law takes protection away" in shown.text
    assert not re.search(r"\b(removes|repeals|worse|better)\b", shown.text)
    anchors = [href[1:] for href in shown.values("href")]
    assert set(anchors) <= set(shown.values("id"))
    assert len(shown.values("id")) == len(set(shown.values("id")))
    assert not shown.scripts


def test_an_amended_passage_that_serves_no_more_is_shown_first_and_once(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """What was the strongest stands with its differences, and is not repeated as found in the old."""
    now = coverage_of(provision_ids)
    instrument = replace(now.instruments[0], sha256="1" * 64)
    known = replace(passage_of(ASKED), locator="s. 4(2)")
    now = replace(now, instruments=(instrument,), passages=(known,), _index={})
    html = render_differences(diff_coverages(on(provision_ids, DUTY), now), taxonomy)
    (article,) = re.findall(r"<article.*?</article>", html, re.DOTALL)
    assert article.count("</blockquote>") == 1
    assert "stands in the new in other words" in article
    assert "<details" not in article


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_inert_in_the_page(
    hostile: str, taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """Markup in titles, names, locators, headings and passages is shown as text and does nothing."""

    def page(word: str) -> Parsed:
        place = {"locator": word, "headings": (word,), "page_label": word, "language": word}
        sides = []
        for sha, text in (("0", f"{DUTY} {word}"), ("1", f"{ASKED} {word}")):
            evidence = evidence_of(text, lead=word, tail=word, **place)
            made = coverage_of(
                provision_ids,
                {provision_ids[0]: evidence},
                title=word,
                file_name=word,
                notes=(word,),
                failures=(Failure(word, word),),
                tensions=(tension_of(f"{text} {sha}", title=word, id=f"t{sha}", **place),),
                ages=(age_of(years=int(sha) + 10, locator=word),),
            )
            instrument = replace(made.instruments[0], sha256=sha * 64)
            sides.append(replace(made, instruments=(instrument,), model=word, _index={}))
        return Parsed(render_differences(diff_coverages(*sides), taxonomy))

    shown, harmless = page(hostile), page("plain")
    assert [tag for tag, _ in shown.elements] == [tag for tag, _ in harmless.elements]
    assert shown.style == harmless.style
    assert all(href.startswith("#") for href in shown.values("href"))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown.text)


# --- The command --------------------------------------------------------------------------------


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, Path]:
    """An act and a bill, as files."""
    old, new = tmp_path / "act.md", tmp_path / "bill.md"
    old.write_text(ACT, encoding="utf-8")
    new.write_text(BILL, encoding="utf-8")
    return old, new


def test_a_bill_is_set_against_an_act(
    run: Run,
    editions: tuple[Path, Path],
    tmp_path: Path,
) -> None:
    """Documents and earlier results give the same statuses; both files are written, and no other."""
    ran = run("diff", *editions, "-o", "out")
    assert ran.code == 0, ran.err
    assert "found in the old only" in ran.out
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "act-bill.diff.gc25.html",
        "act-bill.diff.gc25.json",
    ]
    data = json.loads((tmp_path / "out" / "act-bill.diff.gc25.json").read_text(encoding="utf-8"))
    changes = {item["provision"]: item for item in data["provisions"]}
    assert changes["online-grooming"]["change"] == "lost"
    assert changes["online-grooming"]["old_strongest"]["locator"] == "s. 2"
    assert [age["years"] for age in data["ages"]["new_only"]] == [16]
    assert [t["id"] for t in data["tensions"]["new_only"]]
    assert data["old"]["whole"] is True

    assert run("analyze", editions[0], "--format", "json", "-q").code == 0
    assert load_coverage("act.gc25.json").passages == ()
    ran = run("diff", "act.gc25.json", editions[1], "--json")
    again = json.loads(ran.out)
    assert again["counts"] == data["counts"]
    assert again["old"]["whole"] is False


def test_a_check_of_a_draft_can_fail(run: Run, editions: tuple[Path, Path]) -> None:
    """Exit code 4 and one line, where something is found in the old only; 0 where nothing is."""
    ran = run("diff", *editions, "-q", "--fail-on", "lost")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.count("\n") == 1
    assert "found in the old only" in ran.err
    assert run("diff", editions[0], editions[0], "-q", "--fail-on", "weakened").code == 0


def test_a_gate_does_not_pass_what_it_cannot_see(
    run: Run,
    tmp_path: Path,
) -> None:
    """What was found in the old and is not assessed in the new holds a draft back, too."""
    for name, made in (("old", result(FULL)), ("new", with_status(new(), "not_assessed"))):
        (tmp_path / f"{name}.json").write_text(made.to_json(), encoding="utf-8")
    ran = run("diff", "old.json", "new.json", "-q", "--fail-on", "lost")
    assert ran.code == 4
    assert "1 found in the old that cannot be compared" in ran.err


@pytest.mark.parametrize(
    ("content", "code"),
    [("not json", 1), ('{"format": 7}', 1), ("[" * 100_000, 1), ("{}", 1)],
    ids=["text", "format", "deep", "empty"],
)
def test_what_is_no_result_is_one_line(
    run: Run,
    tmp_path: Path,
    content: str,
    code: int,
) -> None:
    """A damaged result ends the run in one line, and nothing is written."""
    (tmp_path / "bad.json").write_text(content, encoding="utf-8")
    (tmp_path / "good.json").write_text(result(FULL).to_json(), encoding="utf-8")
    ran = run("diff", "good.json", "bad.json")
    assert ran.code == code
    assert ran.err.count("\n") == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.json", "good.json"]


def test_nothing_given_is_written_over(run: Run, tmp_path: Path) -> None:
    """`-o` on one of the two results is refused."""
    (tmp_path / "r.json").write_text(result(FULL).to_json(), encoding="utf-8")
    assert run("diff", "r.json", "r.json", "-o", "r.json", "--format", "json").code == 2
