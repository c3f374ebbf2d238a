"""YAML files → Taxonomy, in two passes: the shape of every file, then what refers to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from gc25map.errors import TaxonomyError
from gc25map.resources import taxonomy_dir
from gc25map.taxonomy.compared import load_groups, load_instruments
from gc25map.taxonomy.shapes import (
    AgeWords,
    Framework,
    Lexicon,
    Provision,
    Rule,
    RuleSet,
    Taxonomy,
    TensionKind,
    TensionRuleSet,
)
from gc25map.taxonomy.validate import note, read_list, read_one
from gc25map.taxonomy.yaml_tree import Place, Tree

Spoken = TypeVar("Spoken", Lexicon, AgeWords)


def load_taxonomy(folder: Path | None = None, languages: Iterable[str] | None = None) -> Taxonomy:
    """Read a taxonomy folder; without `folder`, the shipped General Comment 25.

    `languages` limits which rules are read (all of them when None); lexicons and words for ages are
    small and always read, the shipped ones where the folder has none of its own. Tensions, kinds of
    instruments and groups of rights are optional. Raises `TaxonomyError` with every problem of every file.
    """
    root = folder or taxonomy_dir() / "gc25"
    wanted = None if languages is None else frozenset(languages)
    if not (root / "framework.yaml").is_file():
        raise TaxonomyError([f"{root}: no framework.yaml there"])
    problems: list[str] = []
    _tree, framework = read_one(root / "framework.yaml", Framework, problems)
    provisions = _provisions(root, framework, problems)
    known = {provision.id: provision for _, _, provision in provisions}
    _references(provisions, known, problems)
    places = {p.id: Place(tree.path, (i,)) for tree, i, p in provisions}
    elements = {p.id: {element.id for element in p.elements} for p in known.values()}
    rules = {
        language: _rules(root / "rules" / language, RuleSet, elements, places, problems)
        for language in _languages(root / "rules", wanted)
    }
    tensions = _tensions(root / "tensions", known, problems)
    kinds: dict[str, set[str]] = {kind.id: set() for kind in tensions}
    tension_rules = {
        language: _rules(root / "tensions" / language, TensionRuleSet, kinds, places, problems)
        for language in _languages(root / "tensions", wanted)
    }
    instruments = load_instruments(root / "instruments.yaml", known, problems)
    groups = load_groups(root / "rights.yaml", known, problems)
    lexicons = _by_language(root / "lexicon", Lexicon, problems)
    ages = _by_language(root / "ages", AgeWords, problems)
    places.update((language, place) for language, (place, _) in lexicons.items())
    places.update((f"ages {language}", place) for language, (place, _) in ages.items())
    places["instruments"] = Place(root / "instruments.yaml", ())
    if problems or framework is None:
        raise TaxonomyError(problems)
    return Taxonomy(
        framework,
        tuple(p for _, _, p in provisions),
        rules,
        {language: words for language, (_, words) in lexicons.items()},
        places,
        tensions,
        tension_rules,
        {language: words for language, (_, words) in ages.items()},
        root,
        instruments,
        groups,
    )


def _provisions(
    root: Path, framework: Framework | None, problems: list[str]
) -> list[tuple[Tree, int, Provision]]:
    found: list[tuple[Tree, int, Provision]] = []
    files = sorted((root / "provisions").glob("*.yaml"))
    if not files:
        problems.append(f"{root / 'provisions'}: no provisions there")
    for path in files:
        tree, items = read_list(path, Provision, problems)
        found.extend((tree, i, item) for i, item in enumerate(items))
    if framework is None:
        return found
    order = {chapter.id: n for n, chapter in enumerate(framework.chapters)}
    for tree, i, provision in found:
        if provision.chapter not in order:
            note(tree, (i, "chapter"), f"no chapter {provision.chapter!r}", problems)
            continue
        chapter = framework.chapters[order[provision.chapter]]
        if provision.section not in {s.letter for s in chapter.sections} | {None}:
            note(tree, (i, "section"), f"no section {provision.section!r}", problems)
    return sorted(found, key=lambda item: order.get(item[2].chapter, 99))


def _references(
    provisions: list[tuple[Tree, int, Provision]], known: dict[str, Provision], problems: list[str]
) -> None:
    seen: set[str] = set()
    for tree, i, provision in provisions:
        if provision.id in seen:
            note(tree, (i, "id"), f"the provision {provision.id!r} is given twice", problems)
        seen.add(provision.id)
        ids = [element.id for element in provision.elements]
        for twice in {e for e in ids if ids.count(e) > 1}:
            note(tree, (i, "elements"), f"the element {twice!r} is given twice", problems)
        for n, other in enumerate(provision.see_also):
            if other not in known or other == provision.id:
                note(tree, (i, "see_also", n), f"no other provision {other!r}", problems)


def _languages(root: Path, wanted: frozenset[str] | None) -> list[str]:
    there = sorted(p.name for p in root.iterdir() if p.is_dir()) if root.is_dir() else []
    return there if wanted is None else [language for language in there if language in wanted]


def _tensions(
    root: Path, known: Mapping[str, Provision], problems: list[str]
) -> tuple[TensionKind, ...]:
    """The kinds of tension; none where a taxonomy has no such file."""
    path = root / "kinds.yaml"
    if not path.is_file():
        return ()
    tree, kinds = read_list(path, TensionKind, problems)
    seen: set[str] = set()
    for i, kind in enumerate(kinds):
        if kind.id in seen:
            note(tree, (i, "id"), f"the tension {kind.id!r} is given twice", problems)
        seen.add(kind.id)
        for n, provision in enumerate(kind.provisions):
            if provision not in known:
                note(tree, (i, "provisions", n), f"no provision {provision!r}", problems)
    return tuple(kinds)


def _rules(
    folder: Path,
    shape: type[RuleSet] | type[TensionRuleSet],
    owners: Mapping[str, set[str]],
    places: dict[str, Place],
    problems: list[str],
) -> tuple[tuple[str, Rule], ...]:
    """The rules of a language with what each speaks for; `owners` gives the elements of each owner."""
    rules: list[tuple[str, Rule]] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        tree, sets = read_list(path, shape, problems)
        for i, ruleset in enumerate(sets):
            key = "provision" if isinstance(ruleset, RuleSet) else "tension"
            owner = getattr(ruleset, key)
            if owner not in owners:
                note(tree, (i, key), f"no {key} {owner!r}", problems)
                continue
            prefix = f"{owner}.{folder.name}."
            for n, rule in enumerate(ruleset.rules):
                at = (i, "rules", n)
                if rule.id in seen:
                    note(tree, (*at, "id"), f"the rule {rule.id!r} is given twice", problems)
                if not rule.id.startswith(prefix):
                    note(tree, (*at, "id"), f"{rule.id!r} must begin with {prefix!r}", problems)
                for element in set(rule.element) - owners[owner]:
                    note(tree, (*at, "element"), f"no element {element!r}", problems)
                if key == "tension" and rule.grade != "full":
                    note(tree, (*at, "grade"), "a tension has no grades", problems)
                seen.add(rule.id)
                places[rule.id] = Place(path, at)
                rules.append((owner, rule))
    return tuple(rules)


def _by_language(
    own: Path, shape: type[Spoken], problems: list[str]
) -> dict[str, tuple[Place, Spoken]]:
    """What a folder holds for each language, with its place; without the folder, what is shipped."""
    folder = own if own.is_dir() else taxonomy_dir() / own.name
    found: dict[str, tuple[Place, Spoken]] = {}
    for path in sorted(folder.glob("*.yaml")):
        _, spoken = read_one(path, shape, problems)
        if spoken is not None:
            found[spoken.language] = Place(path, ()), spoken
    return found
