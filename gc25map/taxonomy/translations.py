"""Reads the translations of a taxonomy: `translations/<language>/*.yaml`, all files of one shape.

A language's files together are its translation; how they are cut is their author's choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gc25map.errors import TaxonomyError
from gc25map.taxonomy.mapped import load_frameworks
from gc25map.taxonomy.shapes import MappedFramework, Taxonomy
from gc25map.taxonomy.validate import note, read_one
from gc25map.taxonomy.wording import Translation, Wording, reworded
from gc25map.taxonomy.yaml_tree import Loc, Tree

FOLDER = "translations"
_PARTS = tuple(name for name in Wording.model_fields if name != "title")


def translated_into(taxonomy: Taxonomy) -> list[str]:
    """The languages into which a taxonomy is translated, in part at least."""
    place = taxonomy.folder / FOLDER if taxonomy.folder else None
    return sorted(p.name for p in place.iterdir() if p.is_dir()) if place and place.is_dir() else []


def in_language(taxonomy: Taxonomy, language: str) -> Taxonomy:
    """The taxonomy in the words of a language, as far as it is translated.

    Raises `TaxonomyError` with every problem of the translation.
    """
    spoken = taxonomy.wording.language if taxonomy.wording else taxonomy.framework.language
    if spoken == language:
        return taxonomy
    return reworded(taxonomy, load_translation(taxonomy, language))


def load_translation(taxonomy: Taxonomy, language: str) -> Translation:
    """All that the taxonomy's folder says in a language; empty where it says nothing.

    Raises `TaxonomyError` with every problem of every file: an id that the taxonomy does not have, or
    that is given twice, a provision without one of its elements.
    """
    problems: list[str] = []
    title: str | None = None
    parts: dict[str, dict[str, Any]] = {name: {} for name in _PARTS}
    frameworks: dict[str, MappedFramework] | None = None
    if language in translated_into(taxonomy):
        assert taxonomy.folder is not None
        for path in sorted((taxonomy.folder / FOLDER / language).glob("*.yaml")):
            tree, found = read_one(path, Wording, problems)
            if found is None:
                continue
            if found.frameworks and frameworks is None:
                frameworks = load_frameworks(taxonomy.folder, taxonomy)
            _references(tree, found, taxonomy, frameworks or {}, problems)
            if found.title and title:
                note(tree, ("title",), "the title is translated twice", problems)
            title = title or found.title
            for name in _PARTS:
                for key, words in getattr(found, name).items():
                    if key in parts[name]:
                        note(tree, (name, key), f"{key!r} is translated twice", problems)
                    parts[name][key] = words
    if problems:
        raise TaxonomyError(problems)
    return Translation(language=language, title=title, **parts)


def _references(
    tree: Tree,
    found: Wording,
    taxonomy: Taxonomy,
    frameworks: Mapping[str, MappedFramework],
    problems: list[str],
) -> None:
    def stale(loc: Loc, given: Iterable[str], known: Iterable[str], what: str) -> None:
        for key in sorted(set(given) - set(known)):
            note(tree, (*loc, key), f"no {what} {key!r}", problems)

    chapters = {chapter.id: chapter for chapter in taxonomy.framework.chapters}
    stale(("chapters",), found.chapters, chapters, "chapter")
    for key in found.chapters.keys() & chapters.keys():
        letters = [section.letter for section in chapters[key].sections]
        stale(("chapters", key, "sections"), found.chapters[key].sections, letters, "section")
    stale(("provisions",), found.provisions, [p.id for p in taxonomy.provisions], "provision")
    for key, words in found.provisions.items():
        if key in taxonomy:
            at = ("provisions", key, "elements")
            elements = [element.id for element in taxonomy[key].elements]
            stale(at, words.elements, elements, "element")
            for lacking in sorted(set(elements) - set(words.elements)):
                note(tree, at, f"the element {lacking!r} is not translated", problems)
    stale(("bearers",), found.bearers, _bearers(taxonomy), "bearer")
    stale(("rights",), found.rights, [group.id for group in taxonomy.groups], "group of rights")
    stale(("tensions",), found.tensions, [kind.id for kind in taxonomy.tensions], "tension")
    stale(("frameworks",), found.frameworks, frameworks, "framework")
    for key in found.frameworks.keys() & frameworks.keys():
        own, components = found.frameworks[key], frameworks[key].components
        ids, groups = [c.id for c in components], [c.group or "" for c in components]
        stale(("frameworks", key, "components"), own.components, ids, "component")
        stale(("frameworks", key, "groups"), own.groups, groups, "group")


def _bearers(taxonomy: Taxonomy) -> list[str]:
    return list(dict.fromkeys(name for p in taxonomy.provisions for name in p.bearer))


def untranslated(
    taxonomy: Taxonomy, frameworks: Iterable[MappedFramework], wording: Translation
) -> list[str]:
    """What a translation lacks, by part and id: a page shows it in the language of the taxonomy."""
    wanted: list[tuple[str, str, bool]] = [("title", "of the taxonomy", bool(wording.title))]
    wanted += [("chapter", c.id, c.id in wording.chapters) for c in taxonomy.framework.chapters]
    wanted += [("provision", p.id, p.id in wording.provisions) for p in taxonomy.provisions]
    wanted += [("bearer", name, name in wording.bearers) for name in _bearers(taxonomy)]
    wanted += [("rights", group.id, group.id in wording.rights) for group in taxonomy.groups]
    wanted += [("tension", kind.id, kind.id in wording.tensions) for kind in taxonomy.tensions]
    lacking = [f"{part} {key}" for part, key, there in wanted if not there]
    for framework in frameworks:
        words = wording.frameworks.get(framework.id)
        if words is None:
            lacking.append(f"framework {framework.id}")
            continue
        parts = [(f"component {c.id}", c.id in words.components) for c in framework.components]
        groups = dict.fromkeys(c.group for c in framework.components if c.group)
        parts += [(f"group {group!r}", group in words.groups) for group in groups]
        lacking += [f"framework {framework.id}: {name}" for name, there in parts if not there]
    return lacking
