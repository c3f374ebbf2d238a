"""Plain data ↔ records, strictly: an unknown key or a wrong type is an error in one line, never ignored."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


_ADAPTERS: dict[object, TypeAdapter[Any]] = {}


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    """What checks records of one kind, made once."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def record_from_json(kind: type[T], text: bytes) -> T:
    """A frozen record, with those inside it, from JSON text. `ValueError` in one line."""
    try:
        return _adapter(kind).validate_json(text, strict=True, extra="forbid")
    except ValidationError as error:
        raise ValueError(_said(error)) from error


def record_to_json(kind: type[T], record: T) -> bytes:
    """JSON text of a record, which gives the same record again. `ValueError` where it cannot be JSON."""
    return _adapter(kind).dump_json(record)


def record_from_data(kind: type[T], data: object) -> T:
    """The same from plain data; a list may stand for a tuple."""
    try:
        return _adapter(kind).validate_python(data, extra="forbid")
    except ValidationError as error:
        raise ValueError(_said(error)) from error


def _said(error: ValidationError) -> str:
    """The first thing that is wrong, where it is, and how many more there are."""
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    first, more = problems[0], len(problems) - 1
    place = ".".join(str(step) for step in first["loc"])[:200]
    said = f"{place}: {first['msg']}" if place else first["msg"]
    return said + (f" (and {more} more)" if more else "")
