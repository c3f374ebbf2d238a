"""What the crate of a folder says of it, read back. It is a file that many hands may have touched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from gc25map.dataset.crate import ACTION, CRATE, TOOL, VERSIONED
from gc25map.errors import BadFile

MAX_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Recorded:
    """The hash of every file by its path in the folder; of every country, by its code, the documents.

    A document is its path in the manifest and its hash ("" where it could not be opened).
    `versions` are those of the tool and of its parts.
    """

    files: dict[str, str]
    documents: dict[str, tuple[tuple[str, str], ...]]
    versions: dict[str, str]
    options: dict[str, str]


def read_crate(folder: Path) -> Recorded:
    """What the crate says; `BadFile` where there is none, or it is not one of ours."""
    path = folder / CRATE
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(f"{path}: larger than {MAX_BYTES >> 20} MB")
        entities = json.loads(path.read_text(encoding="utf-8"))["@graph"]
        return _recorded({_text(entity, "@id"): entity for entity in entities})
    except OSError as error:
        raise BadFile(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadFile(f"{path}: not a crate of gc25map ({type(error).__name__})") from error


def _recorded(graph: Mapping[str, Any]) -> Recorded:
    consumed = [graph[name] for name in _ids(graph[ACTION]["object"])]
    written = [graph[name] for name in _ids(graph[ACTION]["result"])]
    codes = {name: _text(e, "identifier") for name, e in graph.items() if e["@type"] == "Country"}
    documents: dict[str, list[tuple[str, str]]] = {code: [] for code in codes.values()}
    for entity in _of_type(consumed, "DigitalDocument"):
        code = codes[_text(entity["countryOfOrigin"], "@id")]
        sha256 = _text(entity, "sha256") if "sha256" in entity else ""
        documents[code].append((_text(entity, "name"), sha256))
    versions = {name: _text(graph[f"#{name}"], "version") for name in VERSIONED}
    return Recorded(
        files={unquote(_text(entity, "@id")): _text(entity, "sha256") for entity in written},
        documents={code: tuple(found) for code, found in documents.items()},
        versions={"tool": _text(graph[TOOL], "softwareVersion"), **versions},
        options={
            _text(entity, "name"): _text(entity, "value")
            for entity in _of_type(consumed, "PropertyValue")
        },
    )


def _of_type(entities: Iterable[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    return [entity for entity in entities if entity["@type"] == kind]


def _ids(references: Iterable[Mapping[str, Any]]) -> list[str]:
    return [_text(reference, "@id") for reference in references]


def _text(entity: Mapping[str, Any], key: str) -> str:
    value = entity[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value
