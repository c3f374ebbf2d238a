"""The numbers that Word prints before paragraphs, worked out from numbering.xml as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gc25map.read.formats.markup import attribute, child, children, whole_number
from gc25map.read.formats.numerals import word_number

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
# Bullets in fonts of signs have no meaning as characters.
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a numbering: how it counts and how its number is printed."""

    start: int
    kind: str
    pattern: str
    legal: bool
    restart: int | None
    space: str
    style: str


@dataclass(slots=True)
class _Number:
    """A numbering that paragraphs refer to: the abstract one behind it, and what it changes."""

    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """All numberings of a document and how far each has counted.

    `style_number` gives the number id of a numbering style by the style's id.
    """

    def __init__(self, root: Any | None, style_number: Callable[[str], str]) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._linked: dict[str, str] = {}
        self._numbers: dict[str, _Number] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._style_number = style_number
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        for one in children(root, "abstractNum"):
            key = attribute(one, "abstractNumId")
            self._abstract[key] = _levels(one)
            link = child(one, "numStyleLink")
            if link is not None:
                self._linked[key] = attribute(link, "val")
        for one in children(root, "num"):
            target = child(one, "abstractNumId")
            number = _Number(attribute(target, "val") if target is not None else "")
            for change in children(one, "lvlOverride"):
                level = whole_number(attribute(change, "ilvl"), 0)
                number.levels.update(_levels(change))
                start = child(change, "startOverride")
                if start is not None:
                    number.starts[level] = whole_number(attribute(start, "val"), 1)
            self._numbers[attribute(one, "numId")] = number

    def level_of_style(self, number_id: str, style: str) -> int:
        """The level that a numbering ties to a paragraph style; the first where it ties none."""
        number, levels = self._resolve(number_id)
        if number is None:
            return 0
        return next((n for n, level in levels.items() if level.style == style), 0)

    def next_mark(self, number_id: str, level: int) -> str:
        """Count one paragraph on, and give what is printed before it, the space after it included."""
        number, levels = self._resolve(number_id)
        own = levels.get(level)
        if number is None or own is None:
            return ""
        counts = self._counts.setdefault(number.abstract, {})
        first_use = (number_id, level) not in self._begun
        self._begun.add((number_id, level))
        if first_use and level in number.starts:
            counts[level] = number.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else own.start
        for deeper in range(level + 1, LEVELS):
            after = levels[deeper].restart if deeper in levels else None
            if deeper in counts and after != 0 and (after is None or level < after):
                del counts[deeper]
        if own.kind == "bullet":
            bullet = _PRIVATE.sub("•", own.pattern).strip()
            return f"{'•' if bullet in ('o', '·', '§') else bullet}{own.space}" if bullet else ""
        printed = _PLACE.sub(
            lambda m: self._count(levels, counts, int(m.group(1)) - 1, own), own.pattern
        )
        return f"{printed}{own.space}" if printed.strip() else ""

    @staticmethod
    def _count(levels: dict[int, _Level], counts: dict[int, int], level: int, own: _Level) -> str:
        of = levels.get(level)
        if of is None:
            return ""
        number = counts.setdefault(level, of.start)
        return word_number("decimal" if own.legal and of.kind != "none" else of.kind, number)

    def _resolve(self, number_id: str) -> tuple[_Number | None, dict[int, _Level]]:
        number = self._numbers.get(number_id)
        if number is None:
            return None, {}
        abstract = number.abstract
        if abstract in self._linked:
            other = self._numbers.get(self._style_number(self._linked[abstract]))
            abstract = other.abstract if other is not None else abstract
        return number, {**self._abstract.get(abstract, {}), **number.levels}


def _levels(parent: Any) -> dict[int, _Level]:
    found = {}
    for one in children(parent, "lvl"):
        level = whole_number(attribute(one, "ilvl"), 0)
        if 0 <= level < LEVELS:
            found[level] = _level(one)
    return found


def _level(one: Any) -> _Level:
    def value(name: str, otherwise: str) -> str:
        found = child(one, name)
        return attribute(found, "val") if found is not None else otherwise

    restart = value("lvlRestart", "")
    return _Level(
        start=whole_number(value("start", ""), 0),
        kind=value("numFmt", "decimal"),
        pattern=value("lvlText", "")[:200],
        legal=child(one, "isLgl") is not None and value("isLgl", "") not in ("0", "false"),
        restart=whole_number(restart, 0) if restart else None,
        space="" if value("suff", "tab") == "nothing" else " ",
        style=value("pStyle", ""),
    )
