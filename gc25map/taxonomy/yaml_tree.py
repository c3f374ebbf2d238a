"""YAML as plain data with line numbers: strings stay strings, a key given twice is a problem.

PyYAML's parser, but none of its guesses: `NO` stays "NO", `1.10` stays "1.10". Only unquoted whole
numbers, `true`, `false` and `null` are anything but text. Aliases are refused (they can be bombs).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Loc = tuple[int | str, ...]
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"-?\d+\Z")
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}
MAX_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; its line is looked up only where there is something to say."""

    path: Path
    loc: Loc

    def says(self, message: str, *within: int | str) -> str:
        """`file:line: message`, for this place or one within it."""
        return f"{self.path}:{_read_again(self.path).line((*self.loc, *within))}: {message}"


class Tree:
    """The data of one file, its problems so far, and the line of any place in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []
        self.data: Any = None
        self._root: Any = None
        try:
            if path.stat().st_size > MAX_BYTES:
                self.problem((), f"larger than {MAX_BYTES:,} bytes")
                return
            text = path.read_text(encoding="utf-8")
            if any(isinstance(e, yaml.AliasEvent) for e in _aliases(text)):
                self.problem((), "aliases (*name) are not allowed")
                return
            self._root = yaml.compose(text, Loader=_LOADER)
        except (OSError, UnicodeDecodeError) as error:
            self.problem((), f"cannot be read: {error}")
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.problems.append(f"{path}:{line}: {error.problem}")
        else:
            if self._root is None:
                self.problem((), "is empty")
            else:
                self.data = self._build(self._root)

    def problem(self, loc: Loc, message: str) -> None:
        """Note a problem at a place in the data, or at the nearest place above it."""
        self.problems.append(f"{self.path}:{self.line(loc)}: {message}")

    def line(self, loc: Loc) -> int:
        """The line of a place in the data, or of the nearest place above it."""
        node = self._root
        for step in loc:
            if isinstance(node, yaml.MappingNode):
                child = next((v for k, v in node.value if k.value == step), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                child = node.value[step] if step < len(node.value) else None
            else:
                child = None
            if child is None:
                break
            node = child
        return node.start_mark.line + 1 if node is not None else 1

    def _build(self, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            out: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                if key in out:
                    line = key_node.start_mark.line + 1
                    self.problems.append(f"{self.path}:{line}: the key {key!r} is given twice")
                out[key] = self._build(value_node)
            return out
        if isinstance(node, yaml.SequenceNode):
            return [self._build(child) for child in node.value]
        if not node.style:  # plain, neither quoted nor a block
            if node.value in _PLAIN:
                return _PLAIN[node.value]
            if _INT.match(node.value):
                return int(node.value)
        return node.value


@lru_cache(maxsize=2)
def _read_again(path: Path) -> Tree:
    return Tree(path)


def _aliases(text: str) -> Any:
    # Scanning events costs as much as composing, so only where an alias could be.
    return yaml.parse(text, Loader=_LOADER) if re.search(r"(?m)(^|[\s\[,:-])\*\w", text) else ()
