"""One YAML file → the shape it should have, every fault noted with its line."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from gc25map.taxonomy.yaml_tree import Loc, Tree

M = TypeVar("M", bound=BaseModel)


def read_one(path: Path, shape: type[M], problems: list[str]) -> tuple[Tree, M | None]:
    """The file as one record; None where it has another shape."""
    tree = Tree(path)
    model: M | None = None
    if not tree.problems:
        try:
            model = shape.model_validate(tree.data)
        except ValidationError as error:
            _explain(tree, error)
    problems.extend(tree.problems)
    return tree, model


def read_list(path: Path, shape: type[M], problems: list[str]) -> tuple[Tree, list[M]]:
    """The file as a list of records; empty where any has another shape."""
    tree = Tree(path)
    models: list[M] = []
    if not tree.problems:
        try:
            models = TypeAdapter(list[shape]).validate_python(tree.data)  # type: ignore[valid-type]
        except ValidationError as error:
            _explain(tree, error)
    problems.extend(tree.problems)
    return tree, models


def note(tree: Tree, loc: Loc, message: str, problems: list[str]) -> None:
    """Add a problem at a place of a file."""
    before = len(tree.problems)
    tree.problem(loc, message)
    problems.extend(tree.problems[before:])


def _explain(tree: Tree, error: ValidationError) -> None:
    for item in error.errors():
        where = " → ".join(str(part) for part in item["loc"])
        tree.problem(tuple(item["loc"]), f"{where}: {item['msg'].lower()}")
