"""Training passages → model: TF-IDF, one linear classifier per provision, calibrated out of fold.

The passages all come from `corpora/`; what the taxonomy itself says of a provision (title, duty, elements,
signals) is added as passages of its own, so that a taxonomy without a corpus works too. No passage
of a judged document enters here; `RIDGE` alone was chosen by them (see METHODOLOGY).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
import sklearn
from scipy import linalg
from scipy.linalg import blas, lapack
from sklearn.linear_model import LogisticRegression

from gc25map.corpora import Example
from gc25map.corpora.duplicates import FOLDS, folds_of, near_duplicates
from gc25map.model import Model
from gc25map.tag.features import FeatureSpace, Tokens
from gc25map.tag.words import words_of
from gc25map.taxonomy import Provision, Taxonomy

MAX_TERMS = 30_000
MAX_GRAMS = 30_000
# Weights below this share of a provision's largest change no decision; without them the model is small.
PRUNE = 0.04
RIDGE = 64.0
# Rows of the kernel that are reckoned at a time.
BLOCK = 1_000
# A passage of a whole instrument counts for so many others: it is worded, and surrounded, as in real laws.
INSTRUMENT_WEIGHT = 3.0


def train_model(
    examples: Sequence[Example],
    provisions: Sequence[Provision],
    about: dict[str, Any],
    progress: Callable[[str], None] = lambda message: None,
) -> Model:
    """Fit on all examples; the calibration and the figures in `about` come from held-out folds.

    Without examples the model rests on the taxonomy's own words and is calibrated on those.
    """
    names = [provision.id for provision in provisions]
    own_tokens, own_targets = _own_words(provisions)
    tokens: list[Tokens] = [words_of(f"{e.heading} {e.text}").folded for e in examples]
    tokens += own_tokens
    targets = np.vstack([_targets(examples, names), own_targets])
    worth = np.array([INSTRUMENT_WEIGHT if e.instrument else 1.0 for e in examples])
    worth = np.concatenate([worth, np.ones(len(own_tokens))])
    progress(f"{len(examples):,} passages, {len(names)} provisions")
    space = FeatureSpace.fit(tokens, MAX_TERMS, MAX_GRAMS)
    matrix = space.transform(tokens)
    progress(f"{matrix.shape[1]:,} features")
    ridge = _Ridge(matrix, targets, worth)
    scores = ridge.fitted()
    if examples:
        folds = np.array(folds_of(examples, near_duplicates(examples)))
        for number in range(FOLDS):
            fold = np.flatnonzero(folds == number)
            scores[fold] = ridge.held_out(fold)
            progress(f"fold {number + 1} of {FOLDS}")
    # What the taxonomy says of itself is nobody's passage: it calibrates only where there is nothing else.
    own = slice(len(examples) or None)
    slope, offset = _calibrate(scores[own], targets[own], worth[own])
    probabilities = 1 / (1 + np.exp(-(slope * scores[own] + offset)))
    return Model(
        space=space,
        provisions=tuple(names),
        weights=sp.csr_matrix(ridge.weights()),
        intercept=ridge.mean,
        slope=slope,
        offset=offset,
        about={
            **about,
            "scikit_learn": sklearn.__version__,
            "passages": len(examples),
            "held_out": _figures(probabilities >= 0.5, targets[own]),
        },
    )


class _Ridge:
    """Ridge regression of every provision at once, `worth` being how much each passage counts.

    With far more features than passages it is solved between the passages (the linear kernel). What
    the passages of a fold would score had they been left out follows from the one solution, without
    fitting again: the residual of a fold is its block of the inverse, inverted, times its coefficients
    (the identity behind leave-one-out in G. Wahba, Spline Models for Observational Data, 1990, ch. 4).
    """

    def __init__(self, matrix: Any, targets: Any, worth: Any) -> None:
        self._matrix = matrix
        self.mean = np.average(targets, axis=0, weights=worth)
        self._centred = targets - self.mean
        self._root = np.sqrt(worth)[:, np.newaxis]
        system = _kernel(matrix)
        system *= self._root * self._root.T
        system[np.diag_indices_from(system)] += RIDGE
        factor, _ = lapack.dpotrf(system, lower=1, overwrite_a=1)
        # Its lower half; LAPACK leaves the upper one alone.
        self._inverse, _ = lapack.dpotri(factor, lower=1, overwrite_c=1)
        self._dual = blas.dsymm(1.0, self._inverse, self._root * self._centred, lower=1)

    def weights(self) -> Any:
        """A row for each feature, a column for each provision."""
        weights = np.asarray(self._matrix.T @ (self._root * self._dual))
        weights[np.abs(weights) < PRUNE * np.abs(weights).max(axis=0)] = 0.0
        return weights

    def fitted(self) -> Any:
        """The scores of all passages."""
        return self._centred - RIDGE * self._dual / self._root + self.mean

    def held_out(self, fold: Any) -> Any:
        """The scores of the passages of a fold, fitted on all others."""
        block = self._inverse[np.ix_(fold, fold)]
        residual = linalg.solve(block, self._dual[fold], lower=True, assume_a="pos")
        return self._centred[fold] - residual / self._root[fold] + self.mean


def _kernel(matrix: Any) -> Any:
    """How alike any two passages are, in blocks: a sparse product of all at once would take twice the memory."""
    count = matrix.shape[0]
    kernel = np.empty((count, count), order="F")
    transposed = matrix.T.tocsr()
    for start in range(0, count, BLOCK):
        rows = slice(start, start + BLOCK)
        kernel[:, rows] = (matrix[rows] @ transposed).toarray().T
    return kernel


def own_model(taxonomy: Taxonomy) -> Model:
    """A model from nothing but the taxonomy's own words, for a taxonomy without a corpus."""
    about = {"id": f"label-free {taxonomy.version}", "taxonomy": taxonomy.version}
    return train_model([], taxonomy.provisions, about)


def _own_words(provisions: Sequence[Provision]) -> tuple[list[Tokens], Any]:
    """What the taxonomy says of each provision, as passages that serve it."""
    tokens: list[Tokens] = []
    owners: list[int] = []
    for number, provision in enumerate(provisions):
        texts = [
            f"{provision.title}. {provision.duty}",
            ". ".join(provision.signals),
            *(element.text for element in provision.elements),
        ]
        tokens += [words_of(text).folded for text in texts]
        owners += [number] * len(texts)
    return tokens, np.eye(len(provisions), dtype=np.int8)[owners]


def _targets(examples: Sequence[Example], provisions: Sequence[str]) -> Any:
    column = {provision: number for number, provision in enumerate(provisions)}
    targets = np.zeros((len(examples), len(provisions)), dtype=np.int8)
    for row, example in enumerate(examples):
        for provision in example.provisions:
            if provision in column:
                targets[row, column[provision]] = 1
    return targets


def _calibrate(scores: Any, targets: Any, worth: Any) -> tuple[float, float]:
    """One slope and offset for all provisions: each alone has too few passages to be sure of its own."""
    pooled = LogisticRegression(C=1e6)
    pooled.fit(scores.reshape(-1, 1), targets.ravel(), np.repeat(worth, targets.shape[1]))
    return float(pooled.coef_[0, 0]), float(pooled.intercept_[0])


def _figures(found: Any, targets: Any) -> dict[str, float]:
    hits = float((found & (targets == 1)).sum())
    precision = hits / max(float(found.sum()), 1.0)
    recall = hits / max(float(targets.sum()), 1.0)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
