"""A run kept as a file, and what was gained and lost since.

In:  judged documents with their cells, and a run that was stored before.
Out: JSON without a clock; cells that now agree with the judge and did not, or no longer do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gc25map import __version__
from gc25map.errors import BadFile
from gc25map.evaluate.figures import CLASSES, Pair, as_class

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose status is another than it was; `missing` stands for not assessed too."""

    document: str
    provision: str
    judged: str
    before: str
    now: str

    @property
    def kind(self) -> str:
        """Gained where it now agrees with the judge, lost where it did, else moved."""
        if self.now == self.judged:
            return "gained"
        return "lost" if self.before == self.judged else "moved"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since a stored run, over the documents that both hold.

    `added` and `absent` are documents that only the new, or only the stored run holds.
    """

    against: str
    changes: tuple[Change, ...]
    added: tuple[str, ...]
    absent: tuple[str, ...]

    def of(self, kind: str) -> tuple[Change, ...]:
        """The changes of one kind: gained, lost, or moved."""
        return tuple(change for change in self.changes if change.kind == kind)


def stored_run(pairs: Sequence[Pair], taxonomy: str, model: str) -> str:
    """The run as JSON: the versions, and the status of every provision in every document."""
    document = {
        "format": FORMAT,
        "tool": __version__,
        "taxonomy": taxonomy,
        "model": model,
        "documents": {
            judged.name: {cell.provision: as_class(cell) for cell in cells}
            for judged, cells in pairs
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def load_run(path: Path) -> dict[str, Any]:
    """A stored run; `BadFile` where it is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise BadFile(f"{path}: format {data['format']}; this version reads {FORMAT}")
        statuses = {s for cells in data["documents"].values() for s in cells.values()}
        if not statuses <= set(CLASSES):
            raise ValueError(f"unknown statuses {sorted(map(str, statuses - set(CLASSES)))}")
        data["name"] = f"tool {data['tool']}, taxonomy {data['taxonomy']}, model {data['model']}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadFile(f"{path}: not a stored evaluation ({error})") from error
    return dict(data)


def compare(pairs: Sequence[Pair], run: dict[str, Any]) -> Comparison:
    """What changed since a stored run; a provision that it did not know was missing in it."""
    before = run["documents"]
    names = [judged.name for judged, _ in pairs]
    changes = [
        Change(judged.name, cell.provision, judged.status(cell.provision), was, now)
        for judged, cells in pairs
        if judged.name in before
        for cell in cells
        if (was := before[judged.name].get(cell.provision, "missing")) != (now := as_class(cell))
    ]
    return Comparison(
        against=run["name"],
        changes=tuple(changes),
        added=tuple(name for name in names if name not in before),
        absent=tuple(name for name in before if name not in names),
    )
