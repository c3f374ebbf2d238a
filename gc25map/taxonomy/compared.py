"""What countries are compared by, beside the provisions: kinds of instruments, and groups of rights.

Both are optional: a taxonomy without them compares by the statuses alone.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from gc25map.taxonomy.shapes import Instruments, RightsGroup
from gc25map.taxonomy.validate import note, read_list, read_one
from gc25map.taxonomy.yaml_tree import Loc, Tree


def load_instruments(path: Path, known: Collection[str], problems: list[str]) -> Instruments | None:
    """The kinds of instruments with what they carry; None where there is no such file, or it is unsound.

    Every provision of `known` must have its carriers, and every kind must carry something.
    """
    if not path.is_file():
        return None
    tree, found = read_one(path, Instruments, problems)
    if found is None:
        return None
    kinds = [kind.id for kind in found.kinds]
    _each_once(tree, ("kinds",), "the kind", kinds, problems)
    for provision, carriers in found.carriers.items():
        at = ("carriers", provision)
        if provision not in known:
            note(tree, at, f"no provision {provision!r}", problems)
        _each_once(tree, at, "the kind", carriers, problems)
        for n, kind in enumerate(carriers):
            if kind not in kinds:
                note(tree, (*at, n), f"no kind {kind!r}", problems)
    for provision in known:
        if provision not in found.carriers:
            note(tree, ("carriers",), f"no kind carries {provision!r}", problems)
    carrying = {kind for carriers in found.carriers.values() for kind in carriers}
    for n, kind in enumerate(kinds):
        if kind not in carrying:
            note(tree, ("kinds", n), f"the kind {kind!r} carries no provision", problems)
    return found


def load_groups(path: Path, known: Collection[str], problems: list[str]) -> tuple[RightsGroup, ...]:
    """The groups of provisions, () where there is no such file; each provision stands in one of them."""
    if not path.is_file():
        return ()
    tree, groups = read_list(path, RightsGroup, problems)
    _each_once(tree, (), "the group", [group.id for group in groups], problems)
    grouped: set[str] = set()
    for i, group in enumerate(groups):
        for n, provision in enumerate(group.provisions):
            at = (i, "provisions", n)
            if provision not in known:
                note(tree, at, f"no provision {provision!r}", problems)
            elif provision in grouped:
                note(tree, at, f"the provision {provision!r} is given twice", problems)
            grouped.add(provision)
    for provision in known:
        if groups and provision not in grouped:
            note(tree, (), f"the provision {provision!r} stands in no group", problems)
    return tuple(groups)


def _each_once(tree: Tree, at: Loc, what: str, ids: list[str], problems: list[str]) -> None:
    for n, name in enumerate(ids):
        if name in ids[:n]:
            note(tree, (*at, n), f"{what} {name!r} is given twice", problems)
