"""Passages that are nearly the same, and the groups they make.

In:  passages of any number of languages; only passages of one language are compared.
Out: pairs with their likeness, for every passage the number of its group, and folds that part no group.

Likeness is the cosine of TF-IDF over the letters of words (four and five in a row), in blocks, over all pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.model_selection import KFold

from gc25map.corpora import Example
from gc25map.tag.features import letter_counts
from gc25map.tag.words import is_sign, words_of

NGRAMS = (4, 5)
# The likeness from which two passages count as nearly the same, and so belong on one side of a fold.
NEAR = 0.7
# N-grams in more than this share of the passages, function words and the subject's commonplaces, cost most
# of the time and tell least: what is nearly the same shares rarer ones.
COMMON = 0.05
# No n-gram is too common that stands in no more passages than these.
FEW = 100
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
    matrix = _letters(texts)
    if matrix is None:
        return []

    def pairs(start: int) -> list[tuple[int, int, float]]:
        block = matrix[start : start + BLOCK] @ matrix[start:].T
        # Hardly any two are alike: what is not goes before rows and columns are told apart.
        block.data[block.data < least] = 0.0
        block.eliminate_zeros()
        block = block.tocoo()
        later = block.col > block.row
        cells = zip(block.row[later], block.col[later], block.data[later], strict=True)
        return [(start + int(a), start + int(b), round(float(value), 3)) for a, b, value in cells]

    # The products let go of the interpreter, so that threads do.
    with ThreadPoolExecutor() as pool:
        found = pool.map(pairs, range(0, len(texts), BLOCK))
        return [pair for block in found for pair in block]


def _letters(texts: Sequence[str]) -> Any:
    """Weights, a sparse array of shape (texts, n-grams): each row of length 1, or empty; None where all are."""
    try:
        _, counts = letter_counts([_in_runs(words_of(text).folded) for text in texts], NGRAMS)
    except ValueError:  # nothing but words that are too short
        return None
    most = max(FEW, int(COMMON * len(texts)))
    counts = counts[:, np.flatnonzero(np.diff(counts.indptr) <= most)].tocsr()
    if not counts.nnz:
        return None
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts.astype(np.float32))


def _in_runs(words: Sequence[str]) -> list[str]:
    """The words, but Chinese characters as one word while they last: alone they have no letters in a row."""
    runs: list[str] = []
    for are_signs, group in groupby(words, key=is_sign):
        found = list(group)
        runs += ["".join(found)] if are_signs else found
    return runs
