"""Differences → JSON: the same bytes for the same differences, no clock in it.

History of the format: 1 (first).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from gc25map.differences import Differences

FORMAT = 1


def dump_differences(differences: Differences) -> str:
    """The JSON document, as the README describes it."""
    return json.dumps(differences_to_dict(differences), ensure_ascii=False, indent=1) + "\n"


def differences_to_dict(differences: Differences) -> dict[str, Any]:
    """The JSON document as plain data."""
    found = differences
    return {
        "format": FORMAT,
        "old": asdict(found.old),
        "new": asdict(found.new),
        "same_documents": found.same_documents,
        "warnings": list(found.warnings),
        "documents": [
            {
                "old": pair.old.id if pair.old else None,
                "new": pair.new.id if pair.new else None,
                "same": pair.same,
            }
            for pair in found.documents
        ],
        "counts": found.counts(),
        "provisions": [asdict(item) for item in found.provisions],
        "tensions": {
            "old_only": [asdict(item) for item in found.old_tensions],
            "new_only": [asdict(item) for item in found.new_tensions],
        },
        "ages": {
            "old_only": [asdict(item) for item in found.old_ages],
            "new_only": [asdict(item) for item in found.new_ages],
        },
    }
