"""The training passages: read, checked, and known by their hash.

In:  `corpora/<language>/*.jsonl`.
Out: `Example`s, or `BadFile` with the file and line of the first that is malformed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from gc25map.errors import BadFile
from gc25map.resources import corpora_dir


@dataclass(frozen=True, slots=True)
class Example:
    """One passage written for training: what it serves, what it only resembles, and how it speaks."""

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


def load_examples(folder: Path | None = None) -> list[Example]:
    """All passages, in the order of languages, files and lines."""
    folder = folder or corpora_dir()
    return [
        _example(path, number, line)
        for path in sorted(folder.glob("*/*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip()
    ]


def corpus_hash(folder: Path | None = None) -> str:
    """SHA-256 over all passage files, names and contents."""
    folder = folder or corpora_dir()
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/*.jsonl")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _example(path: Path, number: int, line: str) -> Example:
    try:
        row = json.loads(line)
        return Example(
            id=row["id"],
            language=path.parent.name,
            text=row["text"],
            provisions=tuple(row["provisions"]),
            near=tuple(row["near"]),
            elements=tuple(row["elements"]),
            style=row["style"],
            children=bool(row["limbs"]["children"]),
            digital=bool(row["limbs"]["digital"]),
            force=row["force"],
            serves=row["serves"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BadFile(f"{path}:{number}: not a training passage ({error})") from error
