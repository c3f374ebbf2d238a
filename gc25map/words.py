"""The words and signs in which statuses are shown to people, the same everywhere."""

from __future__ import annotations

from gc25map.records import Status

STATUS_WORDS: dict[Status, str] = {
    "addressed": "addressed",
    "partial": "partial",
    "missing": "not found",
    "not_assessed": "not assessed",
}
SYMBOLS: dict[Status, str] = {
    "addressed": "✓",
    "partial": "◐",
    "missing": "○",
    "not_assessed": "?",
}
