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
from sklearn.kernel_ridge import KernelRidge
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
    tokens = [words_of(f"{example.heading} {example.text}").folded for example in examples]
    targets = _targets(examples, names)
    worth = np.array([INSTRUMENT_WEIGHT if e.instrument else 1.0 for e in examples])
    own_tokens, own_targets = _own_words(provisions)
    own_worth = np.ones(len(own_tokens))
    progress(f"{len(examples):,} passages, {len(names)} provisions")
    held_out = np.zeros(targets.shape)
    if examples:
        folds = np.array(folds_of(examples, near_duplicates(examples)))
        for number in range(FOLDS):
            fit, test = np.flatnonzero(folds != number), np.flatnonzero(folds == number)
            space, weights, intercept = _fit(
                [tokens[i] for i in fit] + own_tokens,
                np.vstack([targets[fit], own_targets]),
                np.concatenate([worth[fit], own_worth]),
            )
            held_out[test] = space.transform([tokens[i] for i in test]) @ weights + intercept
            progress(f"fold {number + 1} of {FOLDS}")
    space, weights, intercept = _fit(
        tokens + own_tokens,
        np.vstack([targets, own_targets]),
        np.concatenate([worth, own_worth]),
    )
    if not examples:
        held_out, targets = space.transform(own_tokens) @ weights + intercept, own_targets
        worth = own_worth
    slope, offset = _calibrate(held_out, targets, worth)
    probabilities = 1 / (1 + np.exp(-(slope * held_out + offset)))
    return Model(
        space=space,
        provisions=tuple(names),
        weights=sp.csr_matrix(weights),
        intercept=intercept,
        slope=slope,
        offset=offset,
        about={
            **about,
            "scikit_learn": sklearn.__version__,
            "passages": len(examples),
            "held_out": _figures(probabilities >= 0.5, targets),
        },
    )


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


def _fit(tokens: Sequence[Tokens], targets: Any, worth: Any) -> tuple[FeatureSpace, Any, Any]:
    """Ridge regression of every provision at once: with far more features than passages it is
    solved between the passages (the linear kernel), in seconds. `worth` is how much each counts."""
    space = FeatureSpace.fit(tokens, MAX_TERMS, MAX_GRAMS)
    matrix = space.transform(tokens)
    mean = np.average(targets, axis=0, weights=worth)
    ridge = KernelRidge(alpha=RIDGE, kernel="linear")
    ridge.fit(matrix, targets - mean, sample_weight=worth)
    weights = np.asarray(matrix.T @ ridge.dual_coef_)
    weights[np.abs(weights) < PRUNE * np.abs(weights).max(axis=0)] = 0.0
    return space, weights, mean


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
