"""The whole taxonomy as one JSON document: provisions, rules, lexicons and frameworks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from gc25map.taxonomy import MappedFramework, Provision, Taxonomy

FORMAT = 1


def json_files(taxonomy: Taxonomy, frameworks: Sequence[MappedFramework]) -> dict[str, str]:
    """One file, the same bytes for the same taxonomy."""
    document = {
        "format": FORMAT,
        "taxonomy": taxonomy.version,
        "framework": taxonomy.framework.model_dump(),
        "provisions": [_provision(p, taxonomy) for p in taxonomy.provisions],
        "rules": {
            language: [{"provision": owner, **rule.model_dump()} for owner, rule in pairs]
            for language, pairs in taxonomy.rules.items()
        },
        "lexicons": {name: lexicon.model_dump() for name, lexicon in taxonomy.lexicons.items()},
        "frameworks": [
            {"uri": framework.uri(), **framework.model_dump()} for framework in frameworks
        ],
    }
    return {"json": json.dumps(document, ensure_ascii=False, indent=1) + "\n"}


def _provision(provision: Provision, taxonomy: Taxonomy) -> dict[str, Any]:
    return {
        "uri": taxonomy.uri(provision.id),
        "citation": taxonomy.citation(provision.id),
        "neighbours": list(taxonomy.neighbours(provision.id)),
        **provision.model_dump(),
    }
