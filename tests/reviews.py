"""Makers of reviews: what the page of a report would write, said in few words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from factories import coverage_of, evidence_of
from hypothesis import strategies as st

from gc25map.decisions import (
    AddedPassage,
    DecidedPassage,
    Decision,
    Review,
    ReviewedDocument,
    ReviewedReport,
    passage_hash,
)
from gc25map.records import STATUSES, Coverage
from gc25map.review import dump_review, report_of

SHA = "0" * 64


def decision_on(coverage: Coverage, provision: str, reviewer: str = "AB", **said: Any) -> Decision:
    """A decision as the page makes it: on the machine's status and on all passages that it shows."""
    cell = coverage[provision]
    documents = {i.id: i.sha256 for i in coverage.instruments}
    passages = tuple(
        DecidedPassage(
            passage_hash(provision, e.lead, e.text),
            documents[e.instrument],
            e.locator,
            e.page,
            f"{e.lead} {e.text}".strip(),
        )
        for e in (*cell.evidence, *cell.nearest)
    )
    fields = {"verdict": "agree", "when": "2026-05-01", "passages": passages, **said}
    return Decision(provision=provision, machine_status=cell.status, reviewer=reviewer, **fields)


def addition_on(coverage: Coverage, provision: str, reviewer: str = "AB", **said: Any) -> Any:
    """A passage that the program missed, in the first document."""
    fields = {"exact": "Schools shall teach children how to stay safe.", "page": 2, **said}
    return AddedPassage(
        provision=provision,
        instrument=coverage.instruments[0].sha256,
        reviewer=reviewer,
        **{"status": "addressed", "when": "2026-05-01", **fields},
    )


def review_by(coverage: Coverage, *held: Any, reviewer: str = "AB") -> Review:
    """A review of this coverage with these decisions and additions."""
    return Review(
        report_of(coverage),
        reviewer,
        tuple(item for item in held if isinstance(item, Decision)),
        tuple(item for item in held if isinstance(item, AddedPassage)),
    )


def bare(provision: str, status: str, reviewer: str, machine: str = "partial") -> Decision:
    """A decision with a status of the reviewer's own and nothing to rest on."""
    verdict = "agree" if status == machine else "disagree"
    return Decision(provision, verdict, machine, reviewer, "2026-05-01", status)  # type: ignore[arg-type]


def bare_review(reviewer: str, *statuses: str, machine: str = "partial") -> Review:
    """A review that gives the provisions p-0, p-1 … these statuses."""
    decisions = tuple(
        bare(f"p-{n}", status, reviewer, machine) for n, status in enumerate(statuses)
    )
    return Review(ReviewedReport("0", "t", "m", (ReviewedDocument(SHA),)), reviewer, decisions)


def one_cell(status: str = "addressed", **evidence: Any) -> Coverage:
    """A coverage of two provisions, the first with a passage, or without."""
    held = {"a": evidence_of(**evidence)} if status == "addressed" else {}
    return coverage_of(["a", "b"], held)


def written(path: Path, review: Review) -> Path:
    """The file of a review."""
    path.write_text(dump_review(review), encoding="utf-8")
    return path


# --- Any review there can be --------------------------------------------------------------------

_text = st.text(max_size=30)
_id = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
_status = st.sampled_from(STATUSES)
_when = st.dates().map(str) | st.datetimes().map(lambda t: t.isoformat(timespec="seconds") + "Z")
_passage = st.builds(
    DecidedPassage,
    st.from_regex(r"[0-9a-f]{12}", fullmatch=True),
    _text,
    _text,
    st.none() | st.integers(1, 99),
    _text,
)
_passages = st.lists(_passage, max_size=2).map(tuple)
_note = st.text(max_size=50)
DECISION = st.builds(
    Decision,
    provision=_id,
    verdict=st.sampled_from(["disagree", "unsure"]),
    machine_status=_status,
    reviewer=st.just("AB"),
    when=_when,
    status=st.none() | _status,
    instrument=st.sampled_from(["", SHA]),
    note=_note,
    passages=_passages,
    adjudicates=st.booleans(),
)
ADDITION = st.builds(
    AddedPassage,
    provision=_id,
    instrument=st.just(SHA),
    exact=_text.map(lambda text: f"x{text}"),
    status=st.sampled_from(["addressed", "partial"]),
    reviewer=st.just("AB"),
    when=_when,
    page=st.none() | st.integers(1, 99),
    prefix=_text,
    suffix=_text,
    start=st.just(3),
    end=st.integers(4, 99),
    note=_note,
)
REVIEW = st.builds(
    Review,
    report=st.builds(
        ReviewedReport, _text, _text, _text, st.just((ReviewedDocument(SHA, "Act", "act.pdf"),))
    ),
    reviewer=st.just("AB"),
    decisions=st.lists(DECISION, max_size=3, unique_by=lambda d: (d.provision, d.instrument)).map(
        tuple
    ),
    additions=st.lists(ADDITION, max_size=2).map(tuple),
)
