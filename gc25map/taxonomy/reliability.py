"""How well the program did on judged documents, provision by provision, as the report says it beside each.

In:  `reliability.json` beside the provisions, written by `gc25map evaluate --reliability` and by nobody else.
Out: a `Reliability`; None where a taxonomy has never been measured.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gc25map.errors import TaxonomyError
from gc25map.taxonomy.shapes import Id, Text

FILE = "reliability.json"
# What finds the provisions of a law; a change in any of it makes figures those of an earlier version.
MEASURED = ("framework.yaml", "provisions", "rules")


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Measured(_Figures):
    """One provision over the judged documents: in how many the judges found it, the program, and both."""

    provision: Id
    judged: int = Field(ge=0)
    given: int = Field(ge=0)
    both: int = Field(ge=0)


class Reliability(_Figures):
    """What was measured, on which documents, and what made the statuses that were measured.

    `rules` is the `fingerprint` of the taxonomy folder at that time.
    """

    tool: Text
    taxonomy: Text
    model: Text
    rules: Text
    command: Text
    documents: list[Text] = Field(min_length=1)
    provisions: list[Measured]


def load_reliability(folder: Path | None) -> Reliability | None:
    """The figures of a taxonomy folder; `TaxonomyError` where the file is damaged."""
    if folder is None or not (path := folder / FILE).is_file():
        return None
    try:
        return Reliability.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise TaxonomyError([f"{path}: not figures of `gc25map evaluate --reliability`"]) from error


def fingerprint(folder: Path) -> str:
    """Twelve hex digits for provisions and rules as they now stand in a taxonomy folder."""
    digest = hashlib.sha256()
    for name in MEASURED:
        top = folder / name
        for path in [top] if top.is_file() else sorted(top.rglob("*.yaml")):
            digest.update(path.relative_to(folder).as_posix().encode("utf-8") + b"\0")
            digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:12]
