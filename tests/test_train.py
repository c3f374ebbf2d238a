"""Training: passages between each other, and a taxonomy that has none."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.kernel_ridge import KernelRidge

from gc25map import load_model, ridge, train
from gc25map.corpora import Example, load_examples
from gc25map.errors import ModelMismatch
from gc25map.model import save_model
from gc25map.records import Limbs
from gc25map.resources import model_dir
from gc25map.tag.bearings import BEARINGS, bearings_of
from gc25map.taxonomy import Taxonomy
from gc25map.train import MOST_WORTH, _kernel, _worth, own_model, train_model


@pytest.mark.parametrize("rows", [20, 90])
def test_a_large_system_is_solved_as_well_as_a_small_one(
    monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    """At once or in blocks it gives what scikit-learn's kernel ridge gives, passages that count for more included."""
    chance = np.random.default_rng(25)
    passages = sp.random(90, 300, density=0.1, random_state=25, format="csr")
    targets, worth = chance.random((90, 4)), chance.choice([1.0, 3.0], 90)
    targets[:, 2] = 0.0
    known = KernelRidge(alpha=1.0, kernel="linear").fit(passages, targets, sample_weight=worth)
    monkeypatch.setattr(ridge, "BLOCK", rows)
    monkeypatch.setattr(ridge, "REST", 1e-13)
    found = ridge.fit(_kernel(passages), targets, worth, 1.0)
    assert found == pytest.approx(known.dual_coef_, abs=1e-9)


def test_as_shipped_each_provision_is_solved_well_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """In half the digits, one that few passages serve as well as one that many do; what is not solved is an error."""
    monkeypatch.setattr(ridge, "BLOCK", 100)
    chance = np.random.default_rng(25)
    passages = chance.random((400, 30), dtype=np.float32)
    system = passages @ passages.T + 5 * np.eye(400, dtype=np.float32)
    right = np.stack([chance.random(400), np.eye(400)[7], np.zeros(400)], 1).astype(np.float32)
    rest = np.linalg.norm(right - system @ ridge.solved(system, right), axis=0)
    assert (rest <= 2e-4 * np.linalg.norm(right, axis=0)).all()
    monkeypatch.setattr(ridge, "MOST_STEPS", 1)
    with pytest.raises(np.linalg.LinAlgError, match="not solved in 1 steps"):
        ridge.solved(system, right)


def test_the_likeness_of_passages_is_their_inner_product(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reckoned in blocks, of any two passages, also across blocks."""
    monkeypatch.setattr(train, "BLOCK", 20)
    passages = sp.random(47, 60, density=0.1, random_state=25, format="csr")
    assert _kernel(passages) == pytest.approx((passages @ passages.T).toarray(), abs=1e-12)


def test_a_single_passage_of_a_language_does_not_outshout_the_others() -> None:
    """Languages with few passages count for more by the square root, and no more than the bound."""
    shipped = load_examples()
    english = [e for e in shipped if e.language == "en" and not e.instrument][:400]
    others = [next(e for e in shipped if e.language == "fr" and not e.instrument)]
    others += [e for e in shipped if e.language == "es" and not e.instrument][:100]
    worth = _worth([*english, *others]).tolist()
    assert worth == [1.0] * 400 + [MOST_WORTH] + [2.0] * 100


@pytest.mark.parametrize("calibration", [{}, [], {"": [1.0]}, {"en": [1.0, 0.0]}])
def test_a_model_that_is_not_calibrated_is_refused(tmp_path: Path, calibration: Any) -> None:
    """In one line as the model is loaded, and not when the first law is tagged."""
    for path in model_dir().iterdir():
        shutil.copy(path, tmp_path)
    document = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    document["calibration"] = calibration
    (tmp_path / "model.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ModelMismatch):
        load_model(tmp_path)


@pytest.mark.parametrize("number", [1, 4])
def test_a_taxonomy_of_a_few_provisions_has_a_model(taxonomy: Taxonomy, number: int) -> None:
    """No word is too common where there are hardly any."""
    few = replace(taxonomy, provisions=taxonomy.provisions[:number])
    assert own_model(few).provisions == tuple(p.id for p in few.provisions)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("largest", lambda values: values[:-1]),
        ("intercept", lambda values: values[:-1]),
        ("gram_idf", lambda values: values[:-1]),
        ("indices", lambda values: np.full_like(values, 200)),
        ("indptr", lambda values: np.where(np.arange(len(values)) == 7, 10**8, values)),
    ],
)
def test_a_damaged_model_is_refused(tmp_path: Path, name: str, damage: Any) -> None:
    """As it is loaded, whatever array of it is another than the rest belongs to."""
    shutil.copy(model_dir() / "model.json", tmp_path)
    arrays = dict(np.load(model_dir() / "weights.npz"))
    arrays[name] = damage(arrays[name])
    np.savez(tmp_path / "weights.npz", **arrays)
    with pytest.raises(ModelMismatch):
        load_model(tmp_path)


def test_a_taxonomy_without_a_corpus_knows_its_own_words(taxonomy: Taxonomy) -> None:
    """Label-free, a provision's own duty is likelier to serve it than any other provision."""
    model = own_model(taxonomy)
    assert not model.learnt
    duties = [provision.duty.lower().split() for provision in taxonomy.provisions]
    neutral = np.zeros((len(duties), len(BEARINGS)))
    likeliest = model.score(duties, neutral).probabilities.argmax(axis=1)
    own = [model.provisions.index(provision.id) for provision in taxonomy.provisions]
    assert np.mean(likeliest == own) > 0.95


def test_weights_kept_as_bytes_score_as_before(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """A model that was saved and loaded gives the same likelihoods within two hundredths, and names the same terms."""
    model = own_model(taxonomy)
    save_model(model, tmp_path)
    again = load_model(tmp_path)
    duties = [provision.duty.lower().split() for provision in taxonomy.provisions]
    neutral = np.zeros((len(duties), len(BEARINGS)))
    before, after = (m.score(duties, neutral) for m in (model, again))
    assert after.probabilities == pytest.approx(before.probabilities, abs=0.02)
    assert np.abs(after.probabilities - before.probabilities).max() > 0  # they did go through bytes
    assert after.strongest_terms(0, 0, 1) == before.strongest_terms(0, 0, 1)


def test_the_same_words_weigh_otherwise_in_a_law_about_children(taxonomy: Taxonomy) -> None:
    """Taught that words serve a provision where children are spoken of, and not where they are not."""
    rng = np.random.default_rng(25)
    words = ["operator", "shall", "remove", "content", "within", "hours", "notice", "record"]
    # What else they say keeps the passages from being nearly the same.
    beside = ["".join(letters) for letters in rng.choice(list("abcdefghiklmnoprstu"), (400, 7))]
    chosen = taxonomy.provisions[0].id
    examples = []
    for number in range(80):
        speaks = number % 2 == 0
        said = rng.permutation([*words, *rng.choice(beside, 8)])
        text = " ".join(said) + (" to a child" if speaks else " to a person")
        examples.append(
            Example(
                id=f"en-{number}",
                text=text,
                language="en",
                provisions=(chosen,) if speaks else (),
                near=(),
                elements=(),
                style="statute-duty",
                children=speaks,
                digital=True,
                force="duty",
                serves="full" if speaks else "none",
                place="",
            )
        )
    model = train_model(examples, taxonomy, {"id": "small"})
    of_children = bearings_of([Limbs(True, True, "duty")])
    of_everyone = bearings_of([Limbs(False, True, "duty")])
    column = model.provisions.index(chosen)
    likely, unlikely = (
        model.score([words], bearings).probabilities[0, column]
        for bearings in (of_children, of_everyone)
    )
    assert likely > 2 * unlikely
    assert likely / (1 - likely) > 10 * unlikely / (1 - unlikely)


def test_a_passage_bears_on_what_its_law_speaks_of() -> None:
    """Half of a law's passages speak of children, none of the digital, one forbids."""
    limbs = [Limbs(True, False, "prohibition"), Limbs(False, False, "none")]
    assert bearings_of(limbs).tolist() == [[1.0, -2.0, 1.0], [-1.0, -2.0, -1.0]]
    assert bearings_of(limbs, one_law=False).tolist() == [[1.0, -1.0, 1.0], [-1.0, -1.0, -1.0]]
    assert bearings_of([]).shape == (0, len(BEARINGS))
