"""YAML as plain data with line numbers: strings stay strings, a key given twice is a problem.

PyYAML's parser, but none of its guesses: `NO` stays "NO", `1.10` stays "1.10". Only unquoted whole
numbers, `true`, `false` and `null` are anything but text. Aliases are refused (they can be bombs).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

Loc = tuple[int | str, ...]
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"-?\d+\Z")
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}
MAX_BYTES = 4_000_000


class Tree:
    """The data of one file, its problems so far, and the line of each value."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []
        self.lines: dict[Loc, int] = {}
        self.data: Any = None
        try:
            if path.stat().st_size > MAX_BYTES:
                self.problem((), f"larger than {MAX_BYTES:,} bytes")
                return
            text = path.read_text(encoding="utf-8")
            if any(isinstance(e, yaml.AliasEvent) for e in _aliases(text)):
                self.problem((), "aliases (*name) are not allowed")
                return
            node = yaml.compose(text, Loader=_LOADER)
        except (OSError, UnicodeDecodeError) as error:
            self.problem((), f"cannot be read: {error}")
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.problems.append(f"{path}:{line}: {error.problem}")
        else:
            if node is None:
                self.problem((), "is empty")
            else:
                self.data = self._build(node, ())

    def problem(self, loc: Loc, message: str) -> None:
        """Note a problem at a place in the data, or at the nearest place above it with a line."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        self.problems.append(f"{self.path}:{self.lines.get(loc, 1)}: {message}")

    def _build(self, node: Any, loc: Loc) -> Any:
        self.lines[loc] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            out: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                if key in out:
                    self.lines[(*loc, key)] = key_node.start_mark.line + 1
                    self.problem((*loc, key), f"the key {key!r} is given twice")
                out[key] = self._build(value_node, (*loc, key))
            return out
        if isinstance(node, yaml.SequenceNode):
            return [self._build(child, (*loc, i)) for i, child in enumerate(node.value)]
        if not node.style:  # plain, neither quoted nor a block
            if node.value in _PLAIN:
                return _PLAIN[node.value]
            if _INT.match(node.value):
                return int(node.value)
        return node.value


def _aliases(text: str) -> Any:
    # Scanning events costs as much as composing, so only where an alias could be.
    return yaml.parse(text, Loader=_LOADER) if re.search(r"(?m)(^|[\s\[,:-])\*\w", text) else ()
