"""The training passages: read, checked, and known by their hash.

In:  `corpora/<language>/*.jsonl`.
Out: `Example`s, or `BadFile` with the file and line of the first that is malformed; `shape` names every
     fault, `duplicates` finds passages that are nearly the same, `account` says what there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gc25map.errors import BadFile
from gc25map.records import Force
from gc25map.resources import corpora_dir


@dataclass(frozen=True, slots=True)
class Example:
    """One passage written for training: what it serves, what it only resembles, and how it speaks.

    `elements` are written `provision/element`; `place` is the file and line it was read from. A
    passage of a whole instrument names it, with its own heading there.
    """

    id: str
    language: str
    text: str
    provisions: tuple[str, ...]
    near: tuple[str, ...]
    elements: tuple[str, ...]
    style: str
    children: bool
    digital: bool
    force: str
    serves: str
    instrument: str = ""
    heading: str = ""
    place: str = ""


class _Limbs(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    children: bool
    digital: bool


class _Row(BaseModel):
    """The shape of a line, strict: an unknown key or a wrong type is a fault, never ignored."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    provisions: list[str]
    near: list[str]
    elements: list[str]
    style: str = Field(min_length=1)
    limbs: _Limbs
    force: Force
    serves: Literal["full", "part", "none"]
    instrument: str = ""
    locator: str = ""
    heading: str = ""


def load_examples(folder: Path | None = None) -> list[Example]:
    """All passages, in the order of languages, files and lines."""
    examples = []
    for found in read_lines(folder or corpora_dir()):
        if isinstance(found, str):
            raise BadFile(found)
        examples.append(found)
    return examples


def read_lines(folder: Path) -> Iterator[Example | str]:
    """Every line as an example, or as a problem (`file:line: what`) where it is none."""
    for path in sorted(folder.glob("*/*.jsonl")):
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            yield f"{path}:1: cannot be read ({error})"
            continue
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _example(path, number, line)


def corpus_hash(folder: Path | None = None) -> str:
    """SHA-256 over all passage files, names and contents."""
    folder = folder or corpora_dir()
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/*.jsonl")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _example(path: Path, number: int, line: str) -> Example | str:
    place = f"{path}:{number}"
    try:
        row = _Row.model_validate_json(line)
    except ValidationError as error:
        said = "; ".join(
            ": ".join([*(".".join(map(str, e["loc"])),) * bool(e["loc"]), e["msg"].lower()])
            for e in error.errors()
        )
        return f"{place}: not a training passage ({said})"
    return Example(
        id=row.id,
        language=path.parent.name,
        text=row.text,
        provisions=tuple(row.provisions),
        near=tuple(row.near),
        elements=tuple(row.elements),
        style=row.style,
        children=row.limbs.children,
        digital=row.limbs.digital,
        force=row.force,
        serves=row.serves,
        instrument=row.instrument,
        heading=row.heading,
        place=place,
    )
