"""What careful readers found in documents, as they wrote it down (see CONTRIBUTING.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gc25map.errors import BadFile, NothingToRead
from gc25map.records import Status

JUDGED_STATUSES = ("addressed", "partial", "missing")


@dataclass(frozen=True, slots=True)
class JudgedEvidence:
    """A passage that a judge named: its page, its locator as printed, and its first words."""

    page: int
    locator: str
    starts: str


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """What a careful reading of one document found; provisions left out are missing."""

    document: str
    statuses: Mapping[str, Status]
    evidence: Mapping[str, tuple[JudgedEvidence, ...]]

    @property
    def name(self) -> str:
        """The document's file name without its ending, by which tables and stored runs know it."""
        return Path(self.document).stem

    def status(self, provision: str) -> Status:
        """What the judge says of a provision."""
        return self.statuses.get(provision, "missing")


def load_judged(path: Path) -> JudgedDocument:
    """One judgement file; `BadFile` where it is not of the form that CONTRIBUTING describes."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        for key, item in data["provisions"].items():
            if item["status"] not in JUDGED_STATUSES:
                raise ValueError(f"{key}: no status {item['status']!r}")
        return JudgedDocument(
            document=data["document"],
            statuses={key: item["status"] for key, item in data["provisions"].items()},
            evidence={
                key: tuple(
                    JudgedEvidence(int(e["page"]), e["locator"], e["starts"])
                    for e in item["evidence"]
                )
                for key, item in data["provisions"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadFile(f"{path}: not a judged document ({error})") from error


def load_folder(folder: Path) -> list[JudgedDocument]:
    """All judgements of a folder, by file name; `NothingToRead` where there is none."""
    documents = [load_judged(path) for path in sorted(folder.glob("*.json"))]
    if not documents:
        raise NothingToRead(f"{folder}: no judged documents (*.json) there")
    return documents
