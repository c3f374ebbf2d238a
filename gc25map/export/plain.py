"""The whole taxonomy as one JSON document: provisions, tensions, their rules, words, frameworks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from gc25map.taxonomy import MappedFramework, Provision, Rule, Taxonomy

FORMAT = 1


def json_files(taxonomy: Taxonomy, frameworks: Sequence[MappedFramework]) -> dict[str, str]:
    """One file, the same bytes for the same taxonomy."""
    document = {
        "format": FORMAT,
        "taxonomy": taxonomy.version,
        "framework": taxonomy.framework.model_dump(),
        "provisions": [_provision(p, taxonomy) for p in taxonomy.provisions],
        "rules": _rules(taxonomy.rules, "provision"),
        "tensions": [kind.model_dump() for kind in taxonomy.tensions],
        "tension_rules": _rules(taxonomy.tension_rules, "tension"),
        "lexicons": {name: lexicon.model_dump() for name, lexicon in taxonomy.lexicons.items()},
        "ages": {name: words.model_dump() for name, words in taxonomy.ages.items()},
        "frameworks": [
            {"uri": framework.uri(), **framework.model_dump()} for framework in frameworks
        ],
    }
    return {"json": json.dumps(document, ensure_ascii=False, indent=1) + "\n"}


def _rules(
    by_language: Mapping[str, Sequence[tuple[str, Rule]]], owner: str
) -> dict[str, list[dict[str, Any]]]:
    """The rules of each language, each with what it speaks for under the key `owner`."""
    return {
        language: [{owner: name, **rule.model_dump()} for name, rule in pairs]
        for language, pairs in by_language.items()
    }


def _provision(provision: Provision, taxonomy: Taxonomy) -> dict[str, Any]:
    return {
        "uri": taxonomy.uri(provision.id),
        "citation": taxonomy.citation(provision.id),
        "neighbours": list(taxonomy.neighbours(provision.id)),
        **provision.model_dump(),
    }
