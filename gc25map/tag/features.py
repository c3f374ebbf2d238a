"""Passages → TF-IDF features over words and over the letters of words.

The letter n-grams (3 to 5, never across a word's edge) of a passage are the sum of those of its
words; so they are counted once for each distinct word of a law and multiplied out, which gives the same
numbers as scikit-learn's `char_wb` analyser at a small part of its cost.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer

NGRAMS = (3, 5)
Tokens = Sequence[str]


def _terms(words: Tokens) -> list[str]:
    """Single words and pairs of neighbours."""
    return [*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))]


class FeatureSpace:
    """The features a model knows: its terms and n-grams with their inverse document frequencies."""

    def __init__(
        self, terms: Sequence[str], grams: Sequence[str], term_idf: Any, gram_idf: Any
    ) -> None:
        if len(gram_idf) != len(grams):
            raise ValueError("an inverse document frequency for each n-gram is needed")
        self.terms = list(terms)
        self.grams = list(grams)
        self._words = TfidfVectorizer(
            analyzer=_terms, vocabulary={t: i for i, t in enumerate(self.terms)}, sublinear_tf=True
        )
        self._words.idf_ = np.asarray(term_idf, dtype=np.float64)
        self._counter = CountVectorizer(
            analyzer="char_wb",
            ngram_range=NGRAMS,
            vocabulary={g: i for i, g in enumerate(self.grams)},
            lowercase=False,
        )
        self._letters = TfidfTransformer(sublinear_tf=True)
        self._letters.idf_ = np.asarray(gram_idf, dtype=np.float64)

    @classmethod
    def fit(
        cls, passages: Sequence[Tokens], max_terms: int, max_grams: int, common: float = 1.0
    ) -> tuple[FeatureSpace, Any]:
        """The space of a corpus, and the corpus in it, as by `transform`.

        Terms in at least two passages and n-grams in three, the most frequent first; what stands in more
        than the share `common` of the passages, and in more than three, is left out. `ValueError` where nothing
        remains.
        """
        most = max(3, int(common * len(passages)))
        words = TfidfVectorizer(
            analyzer=_terms,
            min_df=2,
            max_df=most,
            max_features=max_terms,
            sublinear_tf=True,
        )
        terms = words.fit_transform(passages)
        runs, counts = letter_counts(passages, NGRAMS)
        number = np.diff(counts.indptr)
        often = np.flatnonzero((number >= 3) & (number <= most))
        total = np.asarray(counts.sum(axis=0)).ravel()[often]
        chosen = np.sort(often[np.argsort(-total, kind="stable")[:max_grams]])
        letters = TfidfTransformer(sublinear_tf=True)
        grams = letters.fit_transform(counts[:, chosen])
        space = cls(
            list(words.get_feature_names_out()),
            list(runs[chosen]),
            words.idf_,
            letters.idf_,
        )
        return space, sp.hstack([terms, grams], format="csr")

    @property
    def idf(self) -> tuple[Any, Any]:
        """Inverse document frequencies of the terms and of the n-grams."""
        return self._words.idf_, self._letters.idf_

    def __len__(self) -> int:
        """How many columns there are: one for each term, then one for each n-gram."""
        return len(self.terms) + len(self.grams)

    def transform(self, passages: Sequence[Tokens]) -> Any:
        """A sparse matrix, one row per passage, one column per feature."""
        if not passages:  # scikit-learn refuses a matrix without rows
            return sp.csr_matrix((0, len(self)))
        words = self._words.transform(passages)
        letters = self._letters.transform(self._letter_counts(passages))
        return sp.hstack([words, letters], format="csr")

    def _letter_counts(self, passages: Sequence[Tokens]) -> Any:
        vocabulary, used = _words_used(passages)
        if not vocabulary:
            return sp.csr_matrix((len(passages), len(self.grams)))
        return used @ self._counter.transform(vocabulary)


def letter_counts(passages: Sequence[Tokens], ngrams: tuple[int, int]) -> tuple[Any, Any]:
    """The runs of so many letters, at least and at most, that stand in any word, and how often each passage has each.

    An array of the runs, in their order, and a sparse array of shape (passages, runs), by columns. `ValueError` where
    no word has so many letters.
    """
    vocabulary, used = _words_used(passages)
    counter = CountVectorizer(analyzer="char_wb", ngram_range=ngrams, lowercase=False)
    counts = used @ counter.fit_transform(vocabulary)
    return counter.get_feature_names_out(), counts.tocsc()


def _words_used(passages: Sequence[Tokens]) -> tuple[list[str], Any]:
    """The different words of all passages, and how often each passage (a row) uses each (a column)."""
    vocabulary: dict[str, int] = {}
    columns: list[int] = []
    starts = [0]
    for passage in passages:
        columns += [vocabulary.setdefault(word, len(vocabulary)) for word in passage]
        starts.append(len(columns))
    ones = np.ones(len(columns))
    used = sp.csr_matrix((ones, columns, starts), shape=(len(passages), len(vocabulary)))
    used.sum_duplicates()
    return list(vocabulary), used
