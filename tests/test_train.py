"""Training: what passages would score had they been left out, without fitting again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.kernel_ridge import KernelRidge

from gc25map.taxonomy import Taxonomy
from gc25map.train import RIDGE, _Ridge, own_model


@pytest.fixture(scope="module")
def made() -> tuple[Any, Any, Any]:
    """Passages that resemble nothing: features, targets of four provisions, and how much each counts."""
    chance = np.random.default_rng(25)
    matrix = sp.random(120, 400, density=0.05, random_state=25, format="csr")
    targets = (chance.random((120, 4)) < 0.2).astype(float)
    return matrix, targets, chance.choice([1.0, 3.0], 120)


def test_a_fold_scores_as_if_it_had_never_been_seen(made: tuple[Any, Any, Any]) -> None:
    """The one solution gives what scikit-learn's kernel ridge gives when it is fitted on the others."""
    matrix, targets, worth = made
    ridge = _Ridge(matrix, targets, worth)
    for fold in np.arange(0, 120, 5), np.arange(60, 120):
        others = np.setdiff1d(np.arange(120), fold)
        again = KernelRidge(alpha=RIDGE, kernel="linear")
        again.fit(matrix[others], targets[others] - ridge.mean, sample_weight=worth[others])
        expected = again.predict(matrix[fold]) + ridge.mean
        assert ridge.held_out(fold) == pytest.approx(expected, abs=1e-9)


def test_all_together_score_as_scikit_learn_has_it(made: tuple[Any, Any, Any]) -> None:
    """Fitted scores and weights are those of a kernel ridge over everything, small weights apart."""
    matrix, targets, worth = made
    ridge = _Ridge(matrix, targets, worth)
    whole = KernelRidge(alpha=RIDGE, kernel="linear")
    whole.fit(matrix, targets - ridge.mean, sample_weight=worth)
    assert ridge.fitted() == pytest.approx(whole.predict(matrix) + ridge.mean, abs=1e-9)
    expected = matrix.T @ whole.dual_coef_
    kept = ridge.weights() != 0.0
    assert kept.any() and not kept.all()
    assert ridge.weights()[kept] == pytest.approx(expected[kept], abs=1e-9)


def test_a_taxonomy_without_a_corpus_knows_its_own_words(taxonomy: Taxonomy) -> None:
    """Label-free, a provision's own duty is likelier to serve it than any other provision."""
    model = own_model(taxonomy)
    assert not model.learnt
    duties = [provision.duty.lower().split() for provision in taxonomy.provisions]
    likeliest = model.score(duties).probabilities.argmax(axis=1)
    own = [model.provisions.index(provision.id) for provision in taxonomy.provisions]
    assert np.mean(likeliest == own) > 0.95
