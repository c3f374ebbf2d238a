"""Training: passages between each other, and a taxonomy that has none."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.kernel_ridge import KernelRidge

from gc25map import train
from gc25map.taxonomy import Taxonomy
from gc25map.train import RIDGE, _fit, _kernel, own_model


def test_a_large_system_is_solved_half_by_half(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives what scikit-learn's kernel ridge gives, passages that count for more included."""
    chance = np.random.default_rng(25)
    passages = sp.random(90, 300, density=0.1, random_state=25, format="csr")
    targets, worth = chance.random((90, 4)), chance.choice([1.0, 3.0], 90)
    known = KernelRidge(alpha=RIDGE, kernel="linear").fit(passages, targets, sample_weight=worth)
    for most in (20, 90):
        monkeypatch.setattr(train, "MOST_AT_ONCE", most)
        assert _fit(_kernel(passages), targets, worth) == pytest.approx(known.dual_coef_, abs=1e-9)


def test_the_likeness_of_passages_is_their_inner_product(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reckoned in blocks, of any two passages, also across blocks."""
    monkeypatch.setattr(train, "BLOCK", 20)
    passages = sp.random(47, 60, density=0.1, random_state=25, format="csr")
    assert _kernel(passages) == pytest.approx((passages @ passages.T).toarray(), abs=1e-12)


def test_a_taxonomy_without_a_corpus_knows_its_own_words(taxonomy: Taxonomy) -> None:
    """Label-free, a provision's own duty is likelier to serve it than any other provision."""
    model = own_model(taxonomy)
    assert not model.learnt
    duties = [provision.duty.lower().split() for provision in taxonomy.provisions]
    likeliest = model.score(duties).probabilities.argmax(axis=1)
    own = [model.provisions.index(provision.id) for provision in taxonomy.provisions]
    assert np.mean(likeliest == own) > 0.95
