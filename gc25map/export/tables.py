"""The taxonomy as tidy tables: one row per provision, element, pair of neighbours, rule, and mapping.

Lists within a cell are parted by `|`; a group of a rule's `also` stands on a line of its own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from gc25map.tables import inert
from gc25map.taxonomy import MappedFramework, Taxonomy

Row = Mapping[str, object]


def csv_files(taxonomy: Taxonomy, frameworks: Sequence[MappedFramework]) -> dict[str, str]:
    """Five tables that join on `provision`; one that would have no row is left out."""
    tables = {
        "provisions.csv": _provisions(taxonomy),
        "elements.csv": _elements(taxonomy),
        "neighbours.csv": _neighbours(taxonomy),
        "rules.csv": _rules(taxonomy),
        "frameworks.csv": _mappings(frameworks),
    }
    return {name: _table(found) for name, rows in tables.items() if (found := list(rows))}


def _table(rows: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    for row in rows:
        writer.writerow({k: inert(v) if isinstance(v, str) else v for k, v in row.items()})
    return out.getvalue()


def _provisions(taxonomy: Taxonomy) -> Iterable[Row]:
    for p in taxonomy.provisions:
        yield {
            "provision": p.id,
            "uri": taxonomy.uri(p.id),
            "citation": taxonomy.citation(p.id),
            "chapter": p.chapter,
            "section": p.section or "",
            "crc_articles": _list(map(str, p.crc_articles)),
            "title": p.title,
            "duty": p.duty,
            "measure": p.measure,
            "bearer": _list(p.bearer),
            "child_specific": p.child_specific,
            "digital_specific": p.digital_specific,
            "partial": p.partial,
            "excludes": _list(p.excludes),
            "signals": _list(p.signals),
        }


def _elements(taxonomy: Taxonomy) -> Iterable[Row]:
    for p in taxonomy.provisions:
        for element in p.elements:
            uri = taxonomy.uri(p.id, element.id)
            yield {"provision": p.id, "element": element.id, "uri": uri, "text": element.text}


def _neighbours(taxonomy: Taxonomy) -> Iterable[Row]:
    for p in taxonomy.provisions:
        for other in taxonomy.neighbours(p.id):
            named = "yes" if other in p.see_also else "no"
            yield {"provision": p.id, "neighbour": other, "see_also": named}


def _rules(taxonomy: Taxonomy) -> Iterable[Row]:
    for language, pairs in taxonomy.rules.items():
        for owner, rule in pairs:
            yield {
                "provision": owner,
                "language": language,
                "rule": rule.id,
                "grade": rule.grade,
                "element": _list(rule.element),
                "any": _list(rule.any),
                "also": "\n".join(_list(group) for group in rule.also),
                "within": "" if rule.within is None else rule.within,
                "unless": _list(rule.unless),
                "heading": _list(rule.heading),
                "match": _list(rule.match),
                "no_match": _list(rule.no_match),
            }


def _mappings(frameworks: Sequence[MappedFramework]) -> Iterable[Row]:
    for framework in frameworks:
        for component in framework.components:
            for provision in component.provisions:
                yield {
                    "framework": framework.id,
                    "component": component.id,
                    "uri": framework.uri(component.id),
                    "group": component.group or "",
                    "title": component.title,
                    "provision": provision,
                    "core": "yes" if provision in component.deciding else "no",
                    "distant": "yes" if component.distant else "no",
                }


def _list(items: Iterable[str]) -> str:
    return " | ".join(items)
