"""YAML files → Taxonomy, in two passes: the shape of every file, then what refers to what."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gc25map.errors import TaxonomyError
from gc25map.resources import taxonomy_dir
from gc25map.taxonomy.shapes import Framework, Lexicon, Provision, Rule, RuleSet, Taxonomy
from gc25map.taxonomy.validate import note, read_list, read_one
from gc25map.taxonomy.yaml_tree import Place, Tree


def load_taxonomy(folder: Path | None = None, languages: Iterable[str] | None = None) -> Taxonomy:
    """Read a taxonomy folder; without `folder`, the shipped General Comment 25.

    `languages` limits which rules are read (all of them when None); lexicons are small and always
    read. Raises `TaxonomyError` with every problem of every file.
    """
    root = folder or taxonomy_dir() / "gc25"
    if not (root / "framework.yaml").is_file():
        raise TaxonomyError([f"{root}: no framework.yaml there"])
    problems: list[str] = []
    _tree, framework = read_one(root / "framework.yaml", Framework, problems)
    provisions = _provisions(root, framework, problems)
    known = {provision.id: provision for _, _, provision in provisions}
    _references(provisions, known, problems)
    places = {p.id: Place(tree.path, (i,)) for tree, i, p in provisions}
    rules = {
        language: _rules(root / "rules" / language, known, places, problems)
        for language in _languages(root / "rules", languages)
    }
    lexicons = _lexicons(root, places, problems)
    if problems or framework is None:
        raise TaxonomyError(problems)
    return Taxonomy(framework, tuple(p for _, _, p in provisions), rules, lexicons, places)


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


def _languages(root: Path, wanted: Iterable[str] | None) -> list[str]:
    there = sorted(p.name for p in root.iterdir() if p.is_dir()) if root.is_dir() else []
    return there if wanted is None else [language for language in there if language in set(wanted)]


def _rules(
    root: Path, known: dict[str, Provision], places: dict[str, Place], problems: list[str]
) -> tuple[tuple[str, Rule], ...]:
    rules: list[tuple[str, Rule]] = []
    seen: set[str] = set()
    for path in sorted(root.glob("*.yaml")):
        tree, sets = read_list(path, RuleSet, problems)
        for i, ruleset in enumerate(sets):
            provision = known.get(ruleset.provision)
            if provision is None:
                note(tree, (i, "provision"), f"no provision {ruleset.provision!r}", problems)
                continue
            elements = {element.id for element in provision.elements}
            prefix = f"{ruleset.provision}.{root.name}."
            for n, rule in enumerate(ruleset.rules):
                at = (i, "rules", n)
                if rule.id in seen:
                    note(tree, (*at, "id"), f"the rule {rule.id!r} is given twice", problems)
                if not rule.id.startswith(prefix):
                    note(tree, (*at, "id"), f"{rule.id!r} must begin with {prefix!r}", problems)
                for element in set(rule.element) - elements:
                    note(tree, (*at, "element"), f"no element {element!r}", problems)
                seen.add(rule.id)
                places[rule.id] = Place(path, at)
                rules.append((ruleset.provision, rule))
    return tuple(rules)


def _lexicons(root: Path, places: dict[str, Place], problems: list[str]) -> dict[str, Lexicon]:
    own = root / "lexicon"
    folder = own if own.is_dir() else taxonomy_dir() / "lexicon"
    lexicons: dict[str, Lexicon] = {}
    for path in sorted(folder.glob("*.yaml")):
        _, lexicon = read_one(path, Lexicon, problems)
        if lexicon is not None:
            lexicons[lexicon.language] = lexicon
            places[lexicon.language] = Place(path, ())
    return lexicons
