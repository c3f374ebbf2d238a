"""Passages that are nearly the same, and the groups they make.

In:  passages of any number of languages; only passages of one language are compared.
Out: pairs with their likeness, for every passage the number of its group, and folds that part no group.

Likeness is the cosine of TF-IDF over the letters of words (four and five in a row), in blocks, over all pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import KFold

from gc25map.corpora import Example

NGRAMS = (4, 5)
# The likeness from which two passages count as nearly the same, and so belong on one side of a fold.
NEAR = 0.7
# N-grams in more than this share of the passages are function words: they cost time and tell nothing.
COMMON = 0.2
BLOCK = 512
FOLDS, SEED = 2, 25


class Duplicate(NamedTuple):
    """Two passages, by their place in the list, and their likeness in 0–1."""

    first: int
    second: int
    likeness: float


def near_duplicates(examples: Sequence[Example], least: float = NEAR) -> list[Duplicate]:
    """All pairs of one language at least so alike, the most alike first."""
    by_language: dict[str, list[int]] = defaultdict(list)
    for number, example in enumerate(examples):
        by_language[example.language].append(number)
    found: list[Duplicate] = []
    for numbers in by_language.values():
        pairs = _alike([examples[n].text for n in numbers], least)
        found += (Duplicate(numbers[a], numbers[b], likeness) for a, b, likeness in pairs)
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def groups_of(examples: Sequence[Example], pairs: Sequence[Duplicate]) -> list[int]:
    """A group for every passage: one for what near-duplicates connect, one for each instrument."""
    first: dict[str, int] = {}
    rows, columns = [p.first for p in pairs], [p.second for p in pairs]
    for place, example in enumerate(examples):
        if example.instrument:
            rows.append(first.setdefault(example.instrument, place))
            columns.append(place)
    shape = (len(examples), len(examples))
    graph = sp.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    _, labels = connected_components(graph, directed=False)
    return [int(label) for label in labels]


def folds_of(examples: Sequence[Example], pairs: Sequence[Duplicate]) -> list[int]:
    """The fold in which training holds out each passage: drawn by lot, but a group goes with its first."""
    folds = [0] * len(examples)
    splitter = KFold(FOLDS, shuffle=True, random_state=SEED)
    for number, (_, held_out) in enumerate(splitter.split(folds)):
        for place in held_out:
            folds[place] = number
    first: dict[int, int] = {}
    for place, group in enumerate(groups_of(examples, pairs)):
        folds[place] = folds[first.setdefault(group, place)]
    return folds


def leaks(pairs: Sequence[Duplicate], folds: Sequence[int]) -> list[Duplicate]:
    """Pairs of which one passage is learnt from while the other is held out."""
    return [pair for pair in pairs if folds[pair.first] != folds[pair.second]]


def _alike(texts: Sequence[str], least: float) -> list[tuple[int, int, float]]:
    if len(texts) < 2:
        return []
    most = max(2, int(COMMON * len(texts)))
    vectorizer = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=NGRAMS,
        max_df=most,
        sublinear_tf=True,
        dtype=np.float32,
    )
    try:
        matrix = vectorizer.fit_transform(texts)
    except ValueError:  # nothing but words that are too short or too common
        return []
    found = []
    for start in range(0, len(texts), BLOCK):
        block = (matrix[start : start + BLOCK] @ matrix[start:].T).tocoo()
        kept = (block.data >= least) & (block.col > block.row)
        for row, column, value in zip(
            block.row[kept], block.col[kept], block.data[kept], strict=True
        ):
            found.append((start + int(row), start + int(column), round(float(value), 3)))
    return found
