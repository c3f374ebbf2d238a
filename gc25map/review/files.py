"""Review ⇄ JSON: the file in which a reviewer's decisions come, and that anyone may have changed.

Shape and meaning are both checked, and nothing unknown is passed over: a misspelt key would else lose
a decision in silence. History of the format: 1 (first).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from gc25map.decisions import (
    AddedPassage,
    Decision,
    Review,
    ReviewedReport,
)
from gc25map.errors import BadFile
from gc25map.strict import record_from_json

FORMAT = 1
MAX_REVIEW_BYTES = 10 << 20
MAX_INITIALS, MAX_NOTE, MAX_TEXT = 20, 5_000, 50_000
_PROVISION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HASH = re.compile(r"[0-9a-f]{12}")
_WHEN = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _File:
    """The document: the format, and then what a `Review` holds."""

    format: int
    report: ReviewedReport
    reviewer: str
    decisions: tuple[Decision, ...] = ()
    additions: tuple[AddedPassage, ...] = ()


def dump_review(review: Review) -> str:
    """The JSON of a review: the same bytes for the same review."""
    return json.dumps({"format": FORMAT, **asdict(review)}, ensure_ascii=False, indent=1) + "\n"


def load_review(path: Path | str) -> Review:
    """A review from its file; `BadFile`, in one line, where it is none or contradicts itself."""
    try:
        with Path(path).open("rb") as file:
            text = file.read(MAX_REVIEW_BYTES + 1)
        if len(text) > MAX_REVIEW_BYTES:
            raise ValueError(f"more than {MAX_REVIEW_BYTES >> 20} MB")
        return review_from_json(text)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise BadFile(f"{path}: not a review ({said})") from error


def review_from_json(text: bytes) -> Review:
    """A review from JSON text; `ValueError`, in one line, where it is none or contradicts itself."""
    found = record_from_json(_File, text.removeprefix(b"\xef\xbb\xbf"))
    if found.format != FORMAT:
        raise ValueError(f"format {found.format}; this version reads {FORMAT}")
    review = Review(found.report, found.reviewer, found.decisions, found.additions)
    problem = next(_problems(review), None)
    if problem:
        raise ValueError(problem)
    return review


def _problems(review: Review) -> Iterator[str]:
    """What is wrong in the meaning of a review whose shape is right."""
    if not (review.reviewer.strip() and review.reviewer.isprintable()):
        yield "reviewer: initials are wanted, in characters that can be seen"
    if len(review.reviewer) > MAX_INITIALS:
        yield f"reviewer: more than {MAX_INITIALS} characters"
    for number, document in enumerate(review.report.instruments):
        if not _SHA256.fullmatch(document.sha256):
            yield f"report.instruments.{number}.sha256: not a SHA-256"
    known = {document.sha256 for document in review.report.instruments}
    seen: set[tuple[str, str]] = set()
    for number, decision in enumerate(review.decisions):
        place = f"decisions.{number}"
        for problem in (*_common(decision, review), *_of_decision(decision, known)):
            yield f"{place}.{problem}"
        if (key := (decision.provision, decision.instrument)) in seen:
            yield f"{place}: a second decision on {decision.provision}"
        seen.add(key)
    for number, addition in enumerate(review.additions):
        for problem in (*_common(addition, review), *_of_addition(addition, known)):
            yield f"additions.{number}.{problem}"


def _common(item: Decision | AddedPassage, review: Review) -> Iterator[str]:
    if not _PROVISION.fullmatch(item.provision) or len(item.provision) > 100:
        yield "provision: not the id of a provision"
    if item.reviewer != review.reviewer:
        yield "reviewer: not the reviewer of the file"
    if len(item.note) > MAX_NOTE:
        yield f"note: more than {MAX_NOTE} characters"
    if not _is_date(item.when):
        yield "when: not a date such as 2026-05-01 or 2026-05-01T09:30:00Z"


def _of_decision(decision: Decision, known: set[str]) -> Iterator[str]:
    if decision.verdict == "agree" and decision.status not in (None, decision.machine_status):
        yield "status: agrees with the program and names another status"
    if decision.instrument and decision.instrument not in known:
        yield "instrument: none of the documents of the report"
    for number, passage in enumerate(decision.passages):
        if not _HASH.fullmatch(passage.hash):
            yield f"passages.{number}.hash: not twelve hex digits"
        if len(passage.text) > MAX_TEXT:
            yield f"passages.{number}.text: more than {MAX_TEXT} characters"


def _of_addition(addition: AddedPassage, known: set[str]) -> Iterator[str]:
    if addition.instrument not in known:
        yield "instrument: none of the documents of the report"
    if not addition.exact.strip():
        yield "exact: no text"
    if max(map(len, (addition.exact, addition.prefix, addition.suffix))) > MAX_TEXT:
        yield f"exact: more than {MAX_TEXT} characters"
    if addition.page is not None and addition.page < 1:
        yield "page: pages are counted from 1"
    if (addition.start is None) != (addition.end is None):
        yield "start: given without end, or end without start"
    if addition.start is not None and not 0 <= addition.start < (addition.end or 0):
        yield "start: not before end"


def _is_date(when: str) -> bool:
    if not _WHEN.fullmatch(when):
        return False
    try:
        datetime.fromisoformat(when)
    except ValueError:
        return False
    return True
