"""Coverage ⇄ JSON: the documented, versioned product of which everything else is a view.

History of the format: 1 (first; `frameworks`, `tensions`, `ages`, `review` and the `hash` of passages
were added later, and a file without them is read as one that holds none).
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from gc25map.decisions import CellReview, ReviewSummary, passage_hash
from gc25map.errors import BadFile
from gc25map.findings import Age, Tension
from gc25map.records import (
    STATUSES,
    Cell,
    Coverage,
    Evidence,
    Failure,
    Instrument,
    Reading,
)

FORMAT = 1
MAX_RESULT_BYTES = 200 << 20
# The document, its provisions, one of them and its evidence stand on lines of their own; a passage has one line.
DEPTH = 4
T = TypeVar("T")


def dump_coverage(coverage: Coverage) -> str:
    """The JSON of a coverage, a line for each piece of evidence: the same bytes for the same one, no clock in it."""
    return _laid_out(coverage_to_dict(coverage), DEPTH) + "\n"


def coverage_to_dict(coverage: Coverage) -> dict[str, Any]:
    """The JSON document as plain data; its keys are described in the README."""
    return {
        "format": FORMAT,
        "tool": coverage.tool,
        "taxonomy": coverage.taxonomy,
        "model": coverage.model,
        "country": coverage.country,
        "title": coverage.title,
        "instruments": [_plain(instrument) for instrument in coverage.instruments],
        "failures": [_plain(failure) for failure in coverage.failures],
        "provisions": [_cell_to_dict(cell) for cell in coverage.cells],
        "frameworks": [_reading_to_dict(reading) for reading in coverage.frameworks],
        "tensions": [_plain(tension) for tension in coverage.tensions],
        "ages": [_plain(age) for age in coverage.ages],
        "review": _plain(coverage.review),
    }


def _cell_to_dict(cell: Cell) -> dict[str, Any]:
    data: dict[str, Any] = _plain(cell)
    data["by_instrument"] = dict(cell.by_instrument)
    for passage in (*data["evidence"], *data["nearest"]):
        passage["hash"] = passage_hash(cell.provision, passage["lead"], passage["text"])
    return {"id": data.pop("provision"), **data}


def _reading_to_dict(reading: Reading) -> dict[str, Any]:
    data: dict[str, Any] = _plain(reading)
    for component in data["components"]:
        component["provisions"] = dict(component["provisions"])
    return data


def _plain(value: Any) -> Any:
    """Records as dictionaries, tuples as lists; unlike `asdict` it copies no text, which takes most of its time."""
    if names := _names(value.__class__):
        return {name: _plain(getattr(value, name)) for name in names}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a record; none for any other kind of value."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _laid_out(value: Any, depth: int) -> str:
    """JSON on lines down to this depth; below it, json's own encoder is faster than any layout."""
    if depth and value and isinstance(value, dict):
        items = (f"{_compact(key)}: {_laid_out(item, depth - 1)}" for key, item in value.items())
        return "{\n" + ",\n".join(items) + "\n}"
    if depth and value and isinstance(value, list) and isinstance(value[0], dict):
        return "[\n" + ",\n".join(_laid_out(item, depth - 1) for item in value) + "\n]"
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def load_coverage(source: Path | str) -> Coverage:
    """A coverage from the path of a JSON file; `BadFile` where it is not one of this format."""
    try:
        with Path(source).open("rb") as file:
            data = file.read(MAX_RESULT_BYTES + 1)
        if len(data) > MAX_RESULT_BYTES:
            raise BadFile(f"{source}: a result of more than {MAX_RESULT_BYTES >> 20} MB")
        found = json.loads(data.decode("utf-8"), parse_constant=_refuse)
        # Half a character, which JSON can name and no file can hold, is a ValueError here.
        json.dumps(found, ensure_ascii=False).encode("utf-8")
        return coverage_from_dict(found)
    except (OSError, ValueError, RecursionError) as error:
        raise BadFile(f"{source}: not a gc25map result ({error})") from error


def coverage_from_dict(data: Any) -> Coverage:
    """A coverage from plain data; `BadFile` where a value is absent, or not what it should be.

    A result may have been through many hands: every value is checked, and every passage stands in one
    of the documents that the result names.
    """
    try:
        if data["format"] != FORMAT:
            raise BadFile(f"format {data['format']} of the result; this version reads {FORMAT}")
        coverage = Coverage(
            tool=_checked(str, data["tool"]),
            taxonomy=_checked(str, data["taxonomy"]),
            model=_checked(str, data["model"]),
            country=_checked(str, data["country"]),
            title=_checked(str, data["title"]),
            instruments=_checked(tuple[Instrument, ...], data["instruments"]),
            cells=tuple(_cell(item) for item in data["provisions"]),
            failures=_checked(tuple[Failure, ...], data["failures"]),
            frameworks=tuple(_reading(item) for item in data.get("frameworks", ())),
            tensions=_checked(tuple[Tension, ...], data.get("tensions", ())),
            ages=_checked(tuple[Age, ...], data.get("ages", ())),
            review=_reviewed(ReviewSummary, data.get("review")),
        )
        _stand_in_documents(coverage)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadFile(f"not a gc25map result ({type(error).__name__}: {error})") from error
    return coverage


def _checked(kind: type[T], data: object) -> T:
    from gc25map.strict import record_from_data

    return record_from_data(kind, data)


def _stand_in_documents(coverage: Coverage) -> None:
    named = {name for cell in coverage.cells for name, _ in cell.by_instrument}
    named |= {e.instrument for cell in coverage.cells for e in (*cell.evidence, *cell.nearest)}
    named |= {tension.instrument for tension in coverage.tensions}
    named |= {age.instrument for age in coverage.ages}
    strangers = named - {instrument.id for instrument in coverage.instruments}
    if strangers:
        raise ValueError(f"{min(strangers)!r} is none of the instruments")


def _cell(data: dict[str, Any]) -> Cell:
    for status in (data["status"], *data["by_instrument"].values()):
        if status not in STATUSES:
            raise ValueError(f"{status!r} is no status")
    return Cell(
        provision=_checked(str, data["id"]),
        status=data["status"],
        reasons=_checked(tuple[str, ...], data["reasons"]),
        score=_checked(float, data["score"]),
        evidence=_passages(data["evidence"]),
        nearest=_passages(data["nearest"]),
        by_instrument=tuple(data["by_instrument"].items()),
        review=_reviewed(CellReview, data.get("review")),
    )


def _passages(items: list[dict[str, Any]]) -> tuple[Evidence, ...]:
    # The hash is made of the words that are here, and is not taken on trust.
    bare = [{key: value for key, value in item.items() if key != "hash"} for item in items]
    return _checked(tuple[Evidence, ...], bare)


def _reviewed(kind: type[T], data: object) -> T | None:
    """What people decided, where anybody did."""
    return None if data is None else _checked(kind, data)


def _reading(data: dict[str, Any]) -> Reading:
    components = [
        {**item, "provisions": tuple(item["provisions"].items())} for item in data["components"]
    ]
    return _checked(Reading, {**data, "components": components})
