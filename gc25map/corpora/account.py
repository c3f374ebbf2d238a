"""What there is in the corpora: how many passages of what kind, how long, and what they leave out.

In:  the passages and the taxonomy.
Out: an `Account`: counts only, nothing judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from gc25map.corpora import Example
from gc25map.tag.words import words_of
from gc25map.taxonomy import Taxonomy

# The length a passage should have, in words (in Chinese, signs).
SHORTEST, LONGEST = 30, 150


@dataclass(frozen=True, slots=True)
class LanguageAccount:
    """The passages of one language; lengths are in words, or signs in Chinese.

    `instruments` are whole ones, whose passages are counted with the others.
    `lengths` are the shortest, the 5th, 50th and 95th percentile, and the longest.
    """

    language: str
    passages: int
    serving: int
    other: int
    provisions: int
    instruments: int
    lengths: tuple[int, int, int, int, int]
    too_short: int
    too_long: int


@dataclass(frozen=True, slots=True)
class Account:
    """Counts over all passages.

    `by_provision` are the passages that serve each provision in all languages;
    `without_passage` are elements that no passage is marked with.
    """

    passages: int
    languages: tuple[LanguageAccount, ...]
    by_provision: dict[str, int]
    by_style: dict[str, int]
    by_force: dict[str, int]
    by_serves: dict[str, int]
    elements: int
    without_passage: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data."""
        return asdict(self)


def account_of(examples: Sequence[Example], taxonomy: Taxonomy) -> Account:
    """Count the passages."""
    languages = sorted({example.language for example in examples})
    served = Counter(p for example in examples for p in example.provisions)
    marked = {element for example in examples for element in example.elements}
    elements = [f"{p.id}/{e.id}" for p in taxonomy.provisions for e in p.elements]
    return Account(
        passages=len(examples),
        languages=tuple(
            _language(name, [e for e in examples if e.language == name]) for name in languages
        ),
        by_provision={p.id: served[p.id] for p in taxonomy.provisions},
        by_style=dict(Counter(e.style for e in examples).most_common()),
        by_force=dict(Counter(e.force for e in examples).most_common()),
        by_serves=dict(Counter(e.serves for e in examples).most_common()),
        elements=len(elements),
        without_passage=tuple(element for element in elements if element not in marked),
    )


def _language(name: str, examples: Sequence[Example]) -> LanguageAccount:
    lengths = [len(words_of(example.text).folded) for example in examples]
    low, five, half, most, high = np.percentile(lengths, [0, 5, 50, 95, 100]).tolist()
    return LanguageAccount(
        language=name,
        passages=len(examples),
        serving=sum(bool(e.provisions) for e in examples),
        other=sum(not e.provisions for e in examples),
        provisions=len({p for e in examples for p in e.provisions}),
        instruments=len({e.instrument for e in examples if e.instrument}),
        lengths=(int(low), round(five), round(half), round(most), int(high)),
        too_short=sum(length < SHORTEST for length in lengths),
        too_long=sum(length > LONGEST for length in lengths),
    )
