"""What is read out of a law beside its coverage: tensions with provisions, and the ages it names.

Records like those of `gc25map.records`: plain, frozen, each with the place in the law where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Comparator = Literal["under", "up_to", "at_least", "over", "between", "at"]
Purpose = Literal[
    "definition",
    "majority",
    "data_consent",
    "account_access",
    "sexual_offence",
    "criminal_responsibility",
    "marriage",
    "work",
    "education",
    "sale_restriction",
    "other",
]


@dataclass(frozen=True, slots=True)
class Tension:
    """A passage that meets the subject of provisions against their sense; it changes no status.

    `id` is the kind of tension, `paragraphs` are those it pulls against. `spans` are offsets into
    `text` of the words that decided.
    """

    id: str
    title: str
    paragraphs: tuple[int, ...]
    provisions: tuple[str, ...]
    instrument: str
    passage: str
    page: int
    last_page: int
    page_label: str | None
    locator: str
    headings: tuple[str, ...]
    lead: str
    text: str
    spans: tuple[tuple[int, int], ...]
    rules: tuple[str, ...]
    language: str
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years that a law names, and what for.

    `to` is the upper age where the comparator is "between", else None. `words` are those of the
    age as they stand in the law, `context` are the words around them; `page` is where they stand.
    """

    years: int
    to: int | None
    comparator: Comparator
    purpose: Purpose
    words: str
    context: str
    instrument: str
    passage: str
    page: int
    page_label: str | None
    locator: str
    language: str
