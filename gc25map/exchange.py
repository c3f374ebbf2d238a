"""Coverage ⇄ JSON: the documented, versioned product of which everything else is a view.

History of the format: 1 (first; `frameworks`, `tensions`, `ages`, `review` and the `hash` of passages
were added later, and a file without them is read as one that holds none).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from gc25map.decisions import CellReview, ReviewSummary, passage_hash
from gc25map.errors import BadFile
from gc25map.findings import Age, Tension
from gc25map.records import (
    STATUSES,
    Cell,
    ComponentCell,
    Coverage,
    Evidence,
    Failure,
    Instrument,
    Limbs,
    Reading,
    Scope,
)

FORMAT = 1
T = TypeVar("T")


def dump_coverage(coverage: Coverage) -> str:
    """The JSON of a coverage: the same bytes for the same coverage, no clock in it."""
    return json.dumps(coverage_to_dict(coverage), ensure_ascii=False, indent=1) + "\n"


def coverage_to_dict(coverage: Coverage) -> dict[str, Any]:
    """The JSON document as plain data; its keys are described in the README."""
    return {
        "format": FORMAT,
        "tool": coverage.tool,
        "taxonomy": coverage.taxonomy,
        "model": coverage.model,
        "country": coverage.country,
        "title": coverage.title,
        "instruments": [asdict(instrument) for instrument in coverage.instruments],
        "failures": [asdict(failure) for failure in coverage.failures],
        "provisions": [_cell_to_dict(cell) for cell in coverage.cells],
        "frameworks": [_reading_to_dict(reading) for reading in coverage.frameworks],
        "tensions": [asdict(tension) for tension in coverage.tensions],
        "ages": [asdict(age) for age in coverage.ages],
        "review": asdict(coverage.review) if coverage.review else None,
    }


def _cell_to_dict(cell: Cell) -> dict[str, Any]:
    data = asdict(cell)
    data["by_instrument"] = dict(cell.by_instrument)
    for passage in (*data["evidence"], *data["nearest"]):
        passage["hash"] = passage_hash(cell.provision, passage["lead"], passage["text"])
    return {"id": data.pop("provision"), **data}


def _reading_to_dict(reading: Reading) -> dict[str, Any]:
    data = asdict(reading)
    for component in data["components"]:
        component["provisions"] = dict(component["provisions"])
    return data


def load_coverage(source: Path | str) -> Coverage:
    """A coverage from the path of a JSON file; `BadFile` where it is not one of this format."""
    try:
        return coverage_from_dict(json.loads(Path(source).read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        raise BadFile(f"{source}: not a gc25map result ({error})") from error


def coverage_from_dict(data: Any) -> Coverage:
    """A coverage from plain data; `BadFile` where a key is absent, or a status none of ours."""
    try:
        if data["format"] != FORMAT:
            raise BadFile(f"format {data['format']} of the result; this version reads {FORMAT}")
        return Coverage(
            tool=data["tool"],
            taxonomy=data["taxonomy"],
            model=data["model"],
            country=data["country"],
            title=data["title"],
            instruments=tuple(_instrument(item) for item in data["instruments"]),
            cells=tuple(_cell(item) for item in data["provisions"]),
            failures=tuple(Failure(**item) for item in data["failures"]),
            frameworks=tuple(_reading(item) for item in data.get("frameworks", ())),
            tensions=tuple(_tension(item) for item in data.get("tensions", ())),
            ages=tuple(Age(**item) for item in data.get("ages", ())),
            review=_reviewed(ReviewSummary, data.get("review")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadFile(f"not a gc25map result ({type(error).__name__}: {error})") from error


def _instrument(data: dict[str, Any]) -> Instrument:
    return Instrument(
        **{
            **data,
            "scope": Scope(**data["scope"]),
            "pages_unreadable": tuple(data["pages_unreadable"]),
            "notes": tuple(data["notes"]),
            # A result of an earlier version does not speak of OCR.
            "pages_ocr": tuple(data.get("pages_ocr", ())),
        }
    )


def _cell(data: dict[str, Any]) -> Cell:
    for status in (data["status"], *data["by_instrument"].values()):
        if status not in STATUSES:
            raise ValueError(f"{status!r} is no status")
    return Cell(
        provision=data["id"],
        status=data["status"],
        reasons=tuple(data["reasons"]),
        score=data["score"],
        evidence=tuple(_evidence(item) for item in data["evidence"]),
        nearest=tuple(_evidence(item) for item in data["nearest"]),
        by_instrument=tuple(data["by_instrument"].items()),
        review=_reviewed(CellReview, data.get("review")),
    )


def _reviewed(kind: type[T], data: object) -> T | None:
    """What people decided. It is text that many hands have touched: every value is checked."""
    if data is None:
        return None
    from gc25map.strict import record_from_data

    return record_from_data(kind, data)


def _reading(data: dict[str, Any]) -> Reading:
    components = tuple(
        ComponentCell(
            **{
                **item,
                "reasons": tuple(item["reasons"]),
                "core": tuple(item["core"]),
                "provisions": tuple(item["provisions"].items()),
            }
        )
        for item in data["components"]
    )
    return Reading(**{**data, "components": components})


def _evidence(data: dict[str, Any]) -> Evidence:
    lists = ("headings", "rules", "terms", "elements", "shortfalls")
    return Evidence(
        **{
            # The hash is made of the words that are here, and is not taken on trust.
            **{key: value for key, value in data.items() if key != "hash"},
            **{key: tuple(data[key]) for key in lists},
            "spans": _spans(data),
            "limbs": Limbs(**data["limbs"]),
        }
    )


def _tension(data: dict[str, Any]) -> Tension:
    lists = ("paragraphs", "provisions", "headings", "rules")
    lists_of = {key: tuple(data[key]) for key in lists}
    return Tension(**{**data, **lists_of, "spans": _spans(data)})


def _spans(data: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in data["spans"])
