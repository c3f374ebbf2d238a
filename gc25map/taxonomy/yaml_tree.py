"""YAML as plain data with line numbers: strings stay strings, a key given twice is a problem.

PyYAML's parser, but none of its guesses: `NO` stays "NO", `1.10` stays "1.10". Only unquoted whole
numbers, `true`, `false` and `null` are anything but text. Aliases are refused (they can be bombs),
and so is deep nesting, on which PyYAML's own tree builder takes the interpreter down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Loc = tuple[int | str, ...]
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"-?\d{1,18}\Z")
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}
MAX_BYTES = 1_000_000
MAX_DEPTH = 40
_STARTS = frozenset((yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent))
_ENDS = frozenset((yaml.SequenceEndEvent, yaml.MappingEndEvent))


class _Refused(Exception):
    """Something that YAML allows and a taxonomy does not: the line, and what it is."""


@dataclass(slots=True)
class _Node:
    """A value where it stands: text, or children, which for a mapping have keys."""

    line: int
    text: str | None = None
    plain: bool = False
    keys: list[_Node] | None = None
    children: list[_Node] = field(default_factory=list)


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
        self._root: _Node | None = None
        try:
            if path.stat().st_size > MAX_BYTES:
                self.problem((), f"larger than {MAX_BYTES:,} bytes")
                return
            self._root = _nodes(yaml.parse(path.read_text(encoding="utf-8"), Loader=_LOADER))
        except (OSError, UnicodeDecodeError) as error:
            self.problem((), f"cannot be read: {error}")
        except _Refused as error:
            line, message = error.args
            self.problems.append(f"{path}:{line}: {message}")
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.problems.append(f"{path}:{line}: {error.problem}")
        except yaml.YAMLError as error:
            self.problem((), f"is not YAML: {' '.join(str(error).split())}")
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
            child = None
            if node is not None and node.keys is not None:
                pairs = zip(node.keys, node.children, strict=True)
                child = next((value for key, value in pairs if key.text == step), None)
            elif node is not None and isinstance(step, int) and step < len(node.children):
                child = node.children[step]
            if child is None:
                break
            node = child
        return node.line if node is not None else 1

    def _build(self, node: _Node) -> Any:
        if node.keys is not None:
            out: dict[str, Any] = {}
            for key_node, value_node in zip(node.keys, node.children, strict=True):
                key = key_node.text or ""
                if key in out:
                    self.problems.append(
                        f"{self.path}:{key_node.line}: the key {key!r} is given twice"
                    )
                out[key] = self._build(value_node)
            return out
        if node.text is None:
            return [self._build(child) for child in node.children]
        if node.plain:
            if node.text in _PLAIN:
                return _PLAIN[node.text]
            if _INT.match(node.text):
                return int(node.text)
        return node.text


@lru_cache(maxsize=2)
def _read_again(path: Path) -> Tree:
    return Tree(path)


def _nodes(events: Iterable[Any]) -> _Node | None:
    """The first document of a file as nodes, without recursion; None where there is none."""
    root: _Node | None = None
    open_nodes: list[_Node] = []
    for event in events:
        kind = type(event)
        if kind in _ENDS:
            open_nodes.pop()
            continue
        if kind not in _STARTS:
            if kind is yaml.AliasEvent:
                raise _Refused(_line(event), "aliases (*name) are not allowed")
            if kind is yaml.DocumentStartEvent and root is not None:
                raise _Refused(_line(event), "a second document begins in the file")
            continue
        node = _Node(_line(event))
        if open_nodes:
            _place(node, open_nodes[-1], kind is yaml.ScalarEvent)
        else:
            root = node
        if kind is yaml.ScalarEvent:
            node.text, node.plain = event.value, not event.style
            continue
        if kind is yaml.MappingStartEvent:
            node.keys = []
        open_nodes.append(node)
        if len(open_nodes) > MAX_DEPTH:
            raise _Refused(node.line, "nested too deeply")
    return root


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _place(node: _Node, parent: _Node, is_word: bool) -> None:
    """Put a node into the mapping or list that is open: keys and values of a mapping in turn."""
    if parent.keys is not None and len(parent.keys) == len(parent.children):
        if not is_word:
            raise _Refused(node.line, "the key of a mapping must be a word")
        parent.keys.append(node)
    else:
        parent.children.append(node)
