"""Reviews: what people decided comes back beside the machine's result, and holds only where it should."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from factories import CHILD_SECTIONS, coverage_of, evidence_of, mixed_pdf
from hypothesis import given
from hypothesis import strategies as st
from reviews import REVIEW, addition_on, decision_on, one_cell, review_by

from gc25map import analyze_files, apply_reviews, load_review
from gc25map.decisions import Review, passage_hash
from gc25map.errors import BadFile
from gc25map.exchange import coverage_from_dict, dump_coverage
from gc25map.records import Coverage
from gc25map.review import dump_review
from gc25map.review.files import MAX_REVIEW_BYTES, review_from_json

# The small law again: a section is inserted, so that all move, the text begins on another page and is
# broken into other lines; of what was section 3 one word is new, and what was section 4 is gone.
NEW_EDITION = (
    [CHILD_SECTIONS[0], "2. In this Act the Minister means the Minister for communications."],
    [
        "3. Every provider of an online service shall, before it offers a",
        "service to children, carry out a child rights impact assessment and publish the assessment",
        "on its website.",
        "4. A person who, by means of a computer system, grooms a child for a sexual purpose",
        "commits an offence and is liable on conviction to imprisonment for a term of five years.",
    ],
)


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Coverage, Coverage]:
    """A small law and its new edition, both analysed."""
    folder = tmp_path_factory.mktemp("laws")
    old = mixed_pdf(folder / "young-users-act.pdf", [CHILD_SECTIONS])
    new = mixed_pdf(folder / "young-users-act-2027.pdf", NEW_EDITION)
    return analyze_files(old), analyze_files(new)


# --- The hash of a passage ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "same",
    [
        "3. Every provider shall protect the child’s data.",
        "(12) Every provider\nshall protect the child's data",
        "Article 7.- Every  pro-\nvider shall protect\xa0the child's data.",
        "3. (a) EVERY PROVIDER SHALL PROTECT THE CHILD'S DATA;",
    ],
)
def test_a_passage_keeps_its_hash_when_only_its_print_changes(same: str) -> None:
    """Line ends, quotation marks, capitals and its own number do not make it another passage."""
    plain = "Every provider shall protect the child's data."
    assert passage_hash("a", "", same) == passage_hash("a", "", plain)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A provider shall answer.", "A provider may answer."),
        ("Within 30 days it answers.", "Within 45 days it answers."),
        ("A fine of $500.", "A fine of €500."),
        ("बच्चा", "बच्ची"),
        ("30-60 days", "45-60 days"),
    ],
)
def test_a_passage_with_another_word_has_another_hash(one: str, other: str) -> None:
    """Words, numbers, money and the vowel signs of any script count."""
    assert passage_hash("a", "", one) != passage_hash("a", "", other)
    assert passage_hash("a", one, "x") != passage_hash("a", other, "x")
    assert passage_hash("a", "", one) != passage_hash("b", "", one)


# --- Files --------------------------------------------------------------------------------------


@given(review=REVIEW)
def test_a_review_round_trips(review: Review) -> None:
    """Any review comes back from its file as it was, and gives the same bytes again."""
    text = dump_review(review)
    back = review_from_json(text.encode())
    assert back == review
    assert dump_review(back) == text


@given(
    review=REVIEW,
    kept=st.floats(0, 1),
    junk=st.sampled_from(["", "}", "\x00", "]]", '"', "\ud7ff", "9" * 5000]),
)
def test_a_damaged_review_is_one_line(review: Review, kept: float, junk: str) -> None:
    """Cut short or stuffed with rubbish anywhere, a file is a review or is refused in one line."""
    text = dump_review(review)
    cut = int(len(text) * kept)
    for damaged in (text[:cut] + junk, text[:cut] + junk + text[cut:]):
        try:
            review_from_json(damaged.encode())
        except ValueError as error:
            assert "\n" not in str(error)
            assert len(str(error)) < 500


def damage(*steps: str | int, to: object) -> Callable[[Any], None]:
    """Puts a value where the steps lead."""

    def change(data: Any) -> None:
        for step in steps[:-1]:
            data = data[step]
        data[steps[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (damage("format", to=2), "format"),
        (damage("format", to=True), "format"),
        (damage("extra", to=1), "extra"),
        (damage("decisions", 0, "staus", to="missing"), "staus"),
        (damage("decisions", to={}), "decisions"),
        (damage("decisions", 0, "verdict", to="yes"), "verdict"),
        (damage("decisions", 0, "status", to="present"), "status"),
        (damage("decisions", 0, "status", to="missing"), "agrees with the program"),
        (damage("decisions", 0, "provision", to="../../etc/passwd"), "not the id"),
        (damage("decisions", 0, "provision", to=7), "provision"),
        (damage("decisions", 0, "when", to="yesterday"), "not a date"),
        (damage("decisions", 0, "when", to="2026-13-01"), "not a date"),
        (damage("decisions", 0, "reviewer", to="XY"), "not the reviewer"),
        (damage("decisions", 0, "instrument", to="f" * 64), "none of the documents"),
        (damage("decisions", 0, "note", to="x" * 5001), "5000"),
        (damage("decisions", 0, "note", to=["x"]), "note"),
        (damage("decisions", 0, "passages", 0, "hash", to="<b>"), "hex"),
        (damage("decisions", 0, "passages", 0, "page", to="3"), "page"),
        (damage("decisions", 0, "adjudicates", to=1), "adjudicates"),
        (damage("decisions", 1, "provision", to="a"), "second decision"),
        (damage("reviewer", to=" "), "initials"),
        (damage("reviewer", to="A\x1b[31m"), "initials"),
        (damage("reviewer", to="A" * 21), "20"),
        (damage("report", "instruments", 0, "sha256", to="abc"), "SHA-256"),
        (damage("report", to=None), "report"),
        (damage("additions", 0, "exact", to="  "), "no text"),
        (damage("additions", 0, "status", to="missing"), "status"),
        (damage("additions", 0, "page", to=0), "from 1"),
        (damage("additions", 0, "start", to=5), "without end"),
        (damage("additions", 0, "instrument", to=""), "none of the documents"),
    ],
)
def test_a_review_of_another_shape_is_refused(change: Callable[[Any], None], said: str) -> None:
    """A wrong type, an unknown key, a contradiction: refused, and the line says where."""
    coverage = one_cell()
    held = [decision_on(coverage, "a"), decision_on(coverage, "b"), addition_on(coverage, "b")]
    data = json.loads(dump_review(review_by(coverage, *held)))
    assert review_from_json(json.dumps(data).encode())
    change(data)
    with pytest.raises(ValueError, match=said):
        review_from_json(json.dumps(data).encode())


@pytest.mark.parametrize(
    "text", [b"", b"null", b"[]", b"[" * 90_000, b"\xff\xfe{", b'{"format":1}']
)
def test_a_file_that_is_no_review_is_refused(tmp_path: Path, text: bytes) -> None:
    """Not JSON, JSON of something else, JSON nested without end: one line that names the file."""
    path = tmp_path / "x.json"
    path.write_bytes(text)
    with pytest.raises(BadFile, match="not a review") as caught:
        load_review(path)
    assert "\n" not in str(caught.value)
    assert "x.json" in str(caught.value)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """No more than the limit is ever read."""
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(MAX_REVIEW_BYTES * 400)
    with pytest.raises(BadFile, match="more than 10 MB"):
        load_review(path)


# --- On the same report, on a new edition -------------------------------------------------------


def test_on_the_same_report_every_decision_stands(demo: Coverage, provision_ids: list[str]) -> None:
    """All is carried, the machine's part is untouched, and the whole survives JSON."""
    review = review_by(demo, *(decision_on(demo, p) for p in provision_ids))
    reviewed = apply_reviews(demo, [review])
    assert reviewed.review is not None
    assert (reviewed.review.reviewed, reviewed.review.carried) == (109, 109)
    assert (reviewed.review.changed, reviewed.review.orphaned) == (0, ())
    for before, after in zip(demo.cells, reviewed.cells, strict=True):
        assert replace(after, review=None) == before
        assert after.review and after.review.state == "decided"
        assert after.review.status == before.status
    assert coverage_from_dict(json.loads(dump_coverage(reviewed))) == reviewed
    assert apply_reviews(reviewed, [review]) == reviewed


def test_the_new_edition_of_a_law_carries_marks_and_lists(
    editions: tuple[Coverage, Coverage],
) -> None:
    """Moved passages carry their decisions; edited ones are to be checked; lost ones are listed."""
    old, new = editions
    gap = next(c.provision for c in old.cells if not c.evidence and not c.nearest)
    ids = ("child-rights-impact-assessment", "online-grooming", "privacy-by-design", gap)
    reviewed = apply_reviews(new, [review_by(old, *(decision_on(old, p) for p in ids))])
    moved, edited, gone, silent = (reviewed[p].review for p in ids)
    assert old["child-rights-impact-assessment"].evidence[0].page == 1
    assert new["child-rights-impact-assessment"].evidence[0].page == 2
    assert moved and moved.decisions[0].standing == "carried"
    assert (moved.state, moved.status) == ("decided", "addressed")
    assert edited and edited.decisions[0].standing == "changed"
    assert "was edited" in edited.decisions[0].why
    assert (edited.state, edited.status) == ("recheck", None)
    assert gone is None
    assert silent and silent.decisions[0].standing == "carried"
    assert reviewed.review is not None
    assert [h.decision.provision for h in reviewed.review.orphaned] == ["privacy-by-design"]
    assert reviewed.review.recheck == ("online-grooming",)
    assert (reviewed.review.carried, reviewed.review.changed) == (2, 1)


def test_another_result_on_the_same_passages_is_to_be_checked() -> None:
    """A new taxonomy or model that judges the same words otherwise unsettles the decision."""
    then = one_cell()
    now = replace(then, cells=(replace(then["a"], status="partial"), then["b"]), _index={})
    held = apply_reviews(now, [review_by(then, decision_on(then, "a"))])["a"].review
    assert held and held.decisions[0].standing == "changed"
    assert held.decisions[0].why == "the program said addressed, and now says partial"


def test_a_decision_on_a_gap_is_never_orphaned_by_a_passage() -> None:
    """Who agreed that nothing was found is asked again when the nearest passage is another."""
    then = one_cell("missing")
    gap = replace(then["a"], nearest=(evidence_of("Schools shall teach."),))
    then = replace(then, cells=(gap, then["b"]), _index={})
    other = replace(gap, nearest=(evidence_of("Libraries open on Sundays and lend films."),))
    now = replace(then, cells=(other, then["b"]), _index={})
    held = apply_reviews(now, [review_by(then, decision_on(then, "a"))])["a"].review
    assert held and held.decisions[0].standing == "changed"


def test_a_passage_that_serves_another_provision_now_is_not_lost() -> None:
    """The passage is in the report still, though no longer for this provision: check again."""
    then = one_cell()
    now = coverage_of(["a", "b"], {"b": then["a"].evidence[0]})
    held = apply_reviews(now, [review_by(then, decision_on(then, "a"))])["a"].review
    assert held and held.decisions[0].standing == "changed"


def test_a_provision_that_is_no_more_orphans_its_decision() -> None:
    """Decisions and additions on it are kept whole in the report, with the reason."""
    then = one_cell()
    now = coverage_of(["b"])
    review = review_by(then, decision_on(then, "a", note="Keep me"), addition_on(then, "a"))
    summary = apply_reviews(now, [review]).review
    assert summary and [h.decision.note for h in summary.orphaned] == ["Keep me"]
    assert "taxonomy" in summary.orphaned[0].why
    assert len(summary.orphaned_additions) == 1


def test_a_decision_on_one_document_follows_its_new_edition_only() -> None:
    """Its document is known again by name; without it the decision is orphaned."""
    then = one_cell()
    sha = then.instruments[0].sha256
    review = review_by(then, decision_on(then, "a", instrument=sha))
    edition = replace(then.instruments[0], sha256="1" * 64, file_name="act-2.pdf")
    now = replace(then, instruments=(edition,), _index={})
    held = apply_reviews(now, [review])["a"].review
    assert held and held.decisions[0].standing == "carried"
    assert held.status is None, "what holds of one document is no status of the whole"
    strangers = tuple(
        replace(edition, id=f"law-{n}", title=f"Act {n}", file_name=f"{n}.pdf", sha256=n * 64)
        for n in "23"
    )
    lost = apply_reviews(replace(then, instruments=strangers, _index={}), [review]).review
    assert lost and len(lost.orphaned) == 1


def test_a_review_of_another_law_is_not_carried(provision_ids: list[str]) -> None:
    """Agreeing that one law is silent says nothing of another: all is orphaned, and nothing decided."""
    then = coverage_of(provision_ids)
    review = review_by(then, *(decision_on(then, p) for p in provision_ids))
    other = replace(then.instruments[0], sha256="1" * 64, title="Fisheries Act", file_name="f.pdf")
    now = apply_reviews(replace(then, instruments=(other,), _index={}), [review])
    assert now.review and (now.review.carried, now.review.reviewed) == (0, 0)
    assert len(now.review.orphaned) == 109
    assert "document" in now.review.orphaned[0].why


def test_a_gap_is_looked_at_again_when_a_document_comes() -> None:
    """What was not reviewed may hold what was missing; what was found stays found."""
    then = coverage_of(["a", "b"], {"b": evidence_of()})
    review = review_by(then, decision_on(then, "a"), decision_on(then, "b"))
    new = replace(then.instruments[0], id="law-b", sha256="1" * 64, title="B", file_name="b.pdf")
    now = replace(then, instruments=(*then.instruments, new), _index={})
    gap, found = (apply_reviews(now, [review])[p].review for p in "ab")
    assert gap and gap.state == "recheck"
    assert found and found.state == "decided"


def test_a_renamed_edition_is_known_by_its_passages() -> None:
    """With another title and file name it is the same law where half of its passages stand in it."""
    then = coverage_of(["a", "b"], {"a": evidence_of(), "b": evidence_of("Schools shall teach.")})
    review = review_by(then, decision_on(then, "a"), decision_on(then, "b"))
    renamed = replace(then.instruments[0], sha256="1" * 64, title="B", file_name="b.pdf")
    half = coverage_of(["a", "b"], {"a": evidence_of(), "b": evidence_of("Libraries lend films.")})
    held = apply_reviews(replace(half, instruments=(renamed,), _index={}), [review])["a"].review
    assert held and held.decisions[0].standing == "carried"
    none = coverage_of(["a", "b"], {"b": evidence_of("Libraries lend films.")})
    lost = apply_reviews(replace(none, instruments=(renamed,), _index={}), [review]).review
    assert lost and len(lost.orphaned) == 2


# --- Several reviewers --------------------------------------------------------------------------


def outcome(coverage: Coverage, *reviews: Review) -> tuple[str, str | None]:
    """State and status of the first provision."""
    found = apply_reviews(coverage, reviews)["a"].review
    assert found
    return found.state, found.status


def by(
    coverage: Coverage, reviewer: str, verdict: str, status: str | None = None, **more: Any
) -> Any:
    """A review with one decision on the first provision."""
    decision = decision_on(coverage, "a", reviewer, verdict=verdict, status=status, **more)
    return review_by(coverage, decision, reviewer=reviewer)


def test_reviewers_who_agree_decide_and_who_conflict_dispute() -> None:
    """A person's status stands only where nobody contradicts it, or where somebody adjudicates."""
    c = one_cell()
    agrees, partial = by(c, "AB", "agree"), by(c, "CD", "disagree", "partial")
    assert outcome(c, agrees) == ("decided", "addressed")
    assert outcome(c, partial) == ("decided", "partial")
    assert outcome(c, agrees, by(c, "CD", "agree")) == ("decided", "addressed")
    assert outcome(c, agrees, partial) == ("disputed", None)
    assert outcome(c, agrees, by(c, "CD", "disagree")) == ("disputed", None)
    assert outcome(c, partial, by(c, "EF", "disagree")) == ("decided", "partial")
    assert outcome(c, agrees, by(c, "CD", "unsure")) == ("decided", "addressed")
    assert outcome(c, by(c, "CD", "unsure")) == ("undecided", None)
    settles = by(c, "EF", "disagree", "missing", adjudicates=True)
    assert outcome(c, agrees, partial, settles) == ("decided", "missing")
    against = by(c, "GH", "agree", adjudicates=True)
    assert outcome(c, agrees, partial, settles, against) == ("disputed", None)
    document = c.instruments[0].sha256
    of_one = by(c, "IJ", "agree", adjudicates=True, instrument=document)
    assert outcome(c, partial, of_one) == ("decided", "partial")
    assert outcome(c, agrees, partial, of_one) == ("disputed", None)
    both = apply_reviews(c, [agrees, partial])
    assert both["a"].status == "addressed"
    assert both["a"].review and both["a"].review.reviewers == ("AB", "CD")
    assert both.review and both.review.disputed == ("a",)


def test_the_later_word_of_a_reviewer_holds() -> None:
    """By its date, and with the same date by the order in which the files are given."""
    c = one_cell()
    early, late = by(c, "AB", "agree"), by(c, "AB", "disagree", "partial", when="2026-05-02")
    assert outcome(c, early, late) == outcome(c, late, early) == ("decided", "partial")
    minute = by(c, "AB", "agree", when="2026-05-01T09:30Z")
    second = by(c, "AB", "disagree", "partial", when="2026-05-01T09:30:15Z")
    assert outcome(c, minute, second) == outcome(c, second, minute) == ("decided", "partial")
    same = by(c, "AB", "disagree", "missing")
    assert outcome(c, early, same) == ("decided", "missing")
    assert outcome(c, same, early) == ("decided", "addressed")


def test_an_added_passage_speaks_for_whoever_decided_nothing_else() -> None:
    """It raises a gap, never weakens a finding, and gives way to a decision of the same reviewer."""
    c = one_cell("missing")
    added = review_by(c, addition_on(c, "a", status="partial"))
    assert outcome(c, added) == ("decided", "partial")
    found = one_cell()
    assert outcome(found, review_by(found, addition_on(found, "a", status="partial"))) == (
        "decided",
        "addressed",
    )
    own = review_by(c, decision_on(c, "a"), addition_on(c, "a"))
    assert outcome(c, own) == ("decided", "missing")
    assert outcome(c, added, by(c, "CD", "agree")) == ("disputed", None)


def test_an_added_passage_is_known_when_the_program_finds_it_and_checked_in_a_new_edition() -> None:
    """It is carried in the same document, and in a new one only where the report shows its words."""
    then = one_cell("missing")
    text = "Schools shall teach children how to stay safe."
    review = review_by(then, addition_on(then, "a", exact=text))
    edition = (replace(then.instruments[0], sha256="1" * 64),)
    silent = apply_reviews(replace(then, instruments=edition, _index={}), [review])["a"].review
    assert silent and silent.additions[0].standing == "changed"
    assert (silent.state, silent.status) == ("recheck", None)
    elsewhere = coverage_of(["a", "b"], {"b": evidence_of(f"7. {text} And more.")})
    moved = apply_reviews(replace(elsewhere, instruments=edition, _index={}), [review])["a"].review
    assert moved and moved.additions[0].standing == "carried"
    assert "stand in the new edition" in moved.additions[0].why
    finds = coverage_of(["a", "b"], {"a": evidence_of(f"7. {text} And more.")})
    shown = apply_reviews(replace(finds, instruments=edition, _index={}), [review])["a"].review
    assert shown and shown.additions[0].standing == "carried"
    assert "now finds it" in shown.additions[0].why
