"""Which provisions answer a criterion, and what the words of the table mean: a YAML or CSV file.

values: {yes: addressed, partly: partial, no: missing}
criteria:
  grooming-law:
    title: Grooming is an offence
    provisions: [online-grooming, sexual-extortion]
    match: all
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gc25map.crosscheck.table import folded, rows_of
from gc25map.crosschecks import Criterion, Match, Statuses
from gc25map.errors import BadFile
from gc25map.records import Status
from gc25map.strict import record_from_data
from gc25map.taxonomy.yaml_tree import Tree

# What the words of a table mean where the mapping does not say.
DEFAULT: dict[str, Status | list[Status]] = {
    "yes": "addressed",
    "no": "missing",
    "partly": "partial",
    "addressed": "addressed",
    "partial": "partial",
    "missing": "missing",
    "not found": "missing",
    "not assessed": "not_assessed",
}
Words = dict[str, Status | list[Status]]
CSV_COLUMNS = ("criterion", "provisions", "match", "value", "status")


@dataclass(slots=True)
class _Asked:
    """A criterion as the file gives it; its own `values` go before those of all."""

    provisions: list[str] = field(default_factory=list)
    match: Match = "any"
    title: str = ""
    values: Words = field(default_factory=dict)


@dataclass(slots=True)
class _File:
    """The mapping as the file gives it."""

    criteria: dict[str, _Asked]
    values: Words = field(default_factory=dict)


def load_mapping(path: Path, provisions: Iterable[str]) -> tuple[Criterion, ...]:
    """The criteria of a mapping, in its order; `BadFile`, in one line, where it cannot be used.

    `provisions` are the ids that exist.
    """
    data = _from_csv(path) if path.suffix.lower() == ".csv" else _from_yaml(path)
    try:
        found = record_from_data(_File, data)
        if not found.criteria:
            raise ValueError("names no criterion")
        first: dict[str, str] = {}
        for name in found.criteria:
            if first.setdefault(folded(name), name) != name:
                raise ValueError(f"{first[folded(name)]!r} and {name!r} are one criterion")
        known = set(provisions)
        return tuple(
            _criterion(name, asked, asked.values or found.values or DEFAULT, known)
            for name, asked in found.criteria.items()
        )
    except ValueError as error:
        raise BadFile(f"{path}: not a mapping ({error})") from error


def _from_yaml(path: Path) -> object:
    tree = Tree(path)
    if tree.problems:
        raise BadFile(tree.problems[0])
    return tree.data


def _from_csv(path: Path) -> object:
    """A row names the provisions of a criterion, or the meaning of a value; without a criterion, for all."""
    criteria: dict[str, dict[str, Any]] = {}
    for_all: dict[str, list[str]] = {}
    for line, row in rows_of(path, CSV_COLUMNS):
        name, value, status = row["criterion"], row["value"], row["status"]
        if bool(value) != bool(status) or not (name or value):
            raise BadFile(f"{path}:{line}: a value needs a status, and a status a value")
        asked = criteria.setdefault(name, {}) if name else {}
        if value:
            words = asked.setdefault("values", {}) if name else for_all
            if value in words:
                raise BadFile(f"{path}:{line}: a second meaning of {value!r}")
            words[value] = [word.strip() for word in status.replace("|", ";").split(";")]
        if row["provisions"]:
            named = row["provisions"].replace(";", " ").replace(",", " ").split()
            asked.setdefault("provisions", []).extend(named)
        for key in ("match", "title"):
            if row.get(key) and asked.setdefault(key, row[key]) != row[key]:
                raise BadFile(f"{path}:{line}: a second {key} of {name!r}")
    return {"criteria": criteria, "values": for_all}


def _criterion(name: str, asked: _Asked, words: Words, known: set[str]) -> Criterion:
    if not asked.provisions:
        raise ValueError(f"{name}: names no provision")
    for provision in asked.provisions:
        if provision not in known:
            raise ValueError(f"{name}: no provision {provision!r}")
    values: dict[str, Statuses] = {}
    for word, meant in words.items():
        statuses = (meant,) if isinstance(meant, str) else tuple(dict.fromkeys(meant))
        if not statuses:
            raise ValueError(f"{name}: the value {word!r} means nothing")
        if values.setdefault(folded(word), statuses) != statuses:
            raise ValueError(f"{name}: the value {word!r} is given twice")
    classes = [set(statuses) for statuses in dict.fromkeys(values.values())]
    if sum(map(len, classes)) != len(set().union(*classes)):
        # Else nobody could say to which value a status of the program belongs.
        raise ValueError(f"{name}: two values share a status, but not all of theirs")
    return Criterion(
        name,
        asked.title,
        tuple(dict.fromkeys(asked.provisions)),
        asked.match,
        tuple(values.items()),
    )
