"""The further frameworks: YAML files whose components name the provisions that serve them."""

from __future__ import annotations

from pathlib import Path

from gc25map.errors import TaxonomyError
from gc25map.resources import taxonomy_dir
from gc25map.taxonomy.load import load_taxonomy
from gc25map.taxonomy.shapes import MappedFramework, Taxonomy
from gc25map.taxonomy.validate import note, read_one
from gc25map.taxonomy.yaml_tree import Tree


def load_frameworks(
    folder: Path | None = None, taxonomy: Taxonomy | None = None
) -> dict[str, MappedFramework]:
    """The frameworks that belong to a taxonomy folder (the shipped one when None), by id.

    A folder's own `frameworks/` comes before the shipped ones, of which those count that
    map a taxonomy of the same id. Raises `TaxonomyError` with every problem of every file.
    """
    taxonomy = taxonomy or load_taxonomy(folder, languages=[])
    own = folder / "frameworks" if folder else None
    place = own if own and own.is_dir() else taxonomy_dir() / "frameworks"
    problems: list[str] = []
    found: dict[str, MappedFramework] = {}
    for path in sorted(place.glob("*.yaml")):
        tree, framework = read_one(path, MappedFramework, problems)
        if framework is None:
            continue
        if framework.maps != taxonomy.framework.id:
            if place == own:
                note(tree, ("maps",), f"this taxonomy is {taxonomy.framework.id!r}", problems)
            continue
        if framework.id in found:
            note(tree, ("id",), f"the framework {framework.id!r} is given twice", problems)
        _references(tree, framework, taxonomy, problems)
        found[framework.id] = framework
    if problems:
        raise TaxonomyError(problems)
    return found


def _references(
    tree: Tree, framework: MappedFramework, taxonomy: Taxonomy, problems: list[str]
) -> None:
    seen: set[str] = set()
    for i, component in enumerate(framework.components):
        at = ("components", i)
        if component.id in seen:
            note(tree, (*at, "id"), f"the component {component.id!r} is given twice", problems)
        seen.add(component.id)
        for key, ids in (("provisions", component.provisions), ("core", component.core)):
            for n, provision in enumerate(ids):
                place = (*at, key, n)
                if provision not in taxonomy:
                    note(tree, place, f"no provision {provision!r}", problems)
                elif provision in ids[:n]:
                    note(tree, place, f"the provision {provision!r} is given twice", problems)
                elif provision not in component.provisions:
                    note(tree, place, f"{provision!r} is not among the provisions", problems)
