"""Training passages → model: TF-IDF, one linear classifier per provision, calibrated out of fold.

The passages all come from `corpora/`; what the taxonomy itself says of a provision (title, duty, elements,
signals) is added as passages of its own, so that a taxonomy without a corpus works too. No passage
of a judged document enters here; the ridge, the weights of instruments and of bearings, the number of features
and the width of the labels were chosen with them at hand (see METHODOLOGY).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import joblib
import numpy as np
import scipy.sparse as sp
import sklearn
from sklearn.linear_model import LogisticRegression

from gc25map.corpora import Example
from gc25map.corpora.duplicates import FOLDS, folds_of, near_duplicates
from gc25map.memory import growing
from gc25map.model import ANY, Model
from gc25map.ridge import fit
from gc25map.tag.bearings import BEARINGS, bearings_of
from gc25map.tag.features import FeatureSpace, Tokens
from gc25map.tag.limbs import limbs_of
from gc25map.tag.words import words_of
from gc25map.taxonomy import Lexicon, Provision, Taxonomy

MAX_TERMS = 60_000
MAX_GRAMS = 60_000
# What stands in more than this share of the passages tells nothing that bearings do not, and costs most of the time.
COMMON = 0.1
# Weights below this share of a provision's largest change no decision; without them the model is small.
PRUNE = 0.01
RIDGE = 250.0
# What bearings weigh beside the words.
BEARING = 0.3
# Rows of the kernel that are reckoned at a time.
BLOCK = 1_000
# A passage of a whole instrument counts for so many others: it is worded, and surrounded, as in real laws.
INSTRUMENT_WEIGHT = 3.0
# A passage of a language with few counts for so many at most: a single one shall not outshout the others.
MOST_WORTH = 4.0
# From so many passages on processes of their own are worth their start.
MANY = 5_000
# An offset with which no probability differs from 0.
NEVER = -30.0
# From so many labels on a language's scores are calibrated by themselves.
ENOUGH = 100


@growing()
def train_model(
    examples: Sequence[Example],
    taxonomy: Taxonomy,
    about: dict[str, Any],
    progress: Callable[[str], None] = lambda message: None,
) -> Model:
    """Fit on all examples; the calibration and the figures in `about` come from held-out folds.

    For the folds, features (not their weights) are those of all examples, and small weights stay. Without
    examples the model rests on the taxonomy's own words and is calibrated on those.
    """
    names = [provision.id for provision in taxonomy.provisions]
    own_tokens, own_targets = _own_words(taxonomy.provisions)
    tokens: list[Tokens] = [words_of(f"{e.heading} {e.text}").folded for e in examples]
    tokens += own_tokens
    targets = np.vstack([_targets(examples, names), own_targets])
    worth = np.concatenate([_worth(examples), np.ones(len(own_tokens))])
    progress(f"{len(examples):,} passages, {len(names)} provisions")
    # Neither needs the other, nor the features: one after the other they would be a fifth of the time.
    meanwhile = joblib.Parallel(n_jobs=2 if len(examples) >= MANY else 1, return_as="generator")(
        [
            joblib.delayed(_folds)(examples),
            joblib.delayed(_bearings)(examples, tokens, taxonomy.lexicons),
        ]
    )
    # The taxonomy's own words bear on nothing, and no word of theirs can be spared.
    common = COMMON if examples else 1.0
    space, features = FeatureSpace.fit(tokens, MAX_TERMS, MAX_GRAMS, common)
    # Half the digits are plenty beside such a ridge, and take half the time.
    matrix = features.astype(np.float32)
    progress(f"{matrix.shape[1]:,} features")
    kernel = _kernel(matrix)
    folds, bearings = meanwhile
    _bear(kernel, bearings)
    mean = np.average(targets, axis=0, weights=worth)
    centred = (targets - mean).astype(np.float32)
    dual = fit(kernel, centred, worth, RIDGE)
    if examples:
        scores = _held_out(kernel, centred, worth, folds, progress) + mean
        # What the taxonomy says of itself is nobody's passage, and calibrates nothing.
        targets, worth = targets[: len(examples)], worth[: len(examples)]
    else:
        scores = kernel @ dual + mean
    languages = np.array([e.language for e in examples] or [ANY] * len(own_tokens))
    calibration, probabilities = _calibrated(scores, targets, worth, languages)
    return Model(
        space=space,
        provisions=tuple(names),
        weights=sp.csr_matrix(_weights(matrix, bearings, dual)),
        intercept=mean,
        calibration=calibration,
        about={
            **about,
            "scikit_learn": sklearn.__version__,
            "passages": len(examples),
            "held_out": _figures(probabilities >= 0.5, targets),
        },
    )


def _folds(examples: Sequence[Example]) -> Any:
    """The number of each example's fold."""
    return np.array(folds_of(examples, near_duplicates(examples)) if examples else [], np.int64)


def _held_out(
    kernel: Any, targets: Any, worth: Any, folds: Any, progress: Callable[[str], None]
) -> Any:
    """What each example scores where its fold was left out; the taxonomy's own words, last of all, never are."""
    own = np.arange(len(folds), len(kernel))
    scores = np.empty((len(folds), targets.shape[1]))
    for number in range(FOLDS):
        learnt, test = np.flatnonzero(folds != number), np.flatnonzero(folds == number)
        learnt = np.concatenate([learnt, own])
        dual = fit(kernel[np.ix_(learnt, learnt)], targets[learnt], worth[learnt], RIDGE)
        scores[test] = kernel[np.ix_(test, learnt)] @ dual
        progress(f"fold {number + 1} of {FOLDS}")
    return scores


def _weights(matrix: Any, bearings: Any, dual: Any) -> Any:
    """Coefficients of passages as those of features, alone and with each bearing; a column for each provision."""
    parts = [matrix.T @ dual]
    parts += [matrix.T @ (BEARING * column[:, np.newaxis] * dual) for column in bearings.T]
    weights = np.vstack(parts)
    weights[np.abs(weights) < PRUNE * np.abs(weights).max(axis=0)] = 0.0
    return weights


def _bearings(
    examples: Sequence[Example], tokens: Sequence[Tokens], lexicons: Mapping[str, Lexicon]
) -> Any:
    """What every passage bears on; the taxonomy's own words, last of all, on nothing.

    By the lexicons, as when a law is tagged, and not by the labels: it is what lexicons see that must weigh.
    """
    bearings = np.zeros((len(tokens), len(BEARINGS)), np.float32)
    for language, rows in _grouped(examples, lambda e: e.language).items():
        if language not in lexicons:
            continue
        limbs = limbs_of(lexicons[language], [tokens[row] for row in rows])
        of_row = dict(zip(rows, limbs, strict=True))
        for law, own in _grouped([examples[row] for row in rows], lambda e: e.instrument).items():
            there = [rows[number] for number in own]
            bearings[there] = bearings_of([of_row[row] for row in there], one_law=bool(law))
    return bearings


def _grouped(examples: Sequence[Example], key: Callable[[Example], str]) -> dict[str, list[int]]:
    """The numbers of the examples that have something in common."""
    groups: dict[str, list[int]] = {}
    for number, example in enumerate(examples):
        groups.setdefault(key(example), []).append(number)
    return groups


def _bear(kernel: Any, bearings: Any) -> None:
    """Passages are the more alike, the more they bear on the same; the kernel is changed in place."""
    for start in range(0, len(kernel), BLOCK):
        block = slice(start, start + BLOCK)
        kernel[block] *= 1 + BEARING * (bearings[block] @ bearings.T)


def _kernel(matrix: Any) -> Any:
    """How alike any two passages are, in blocks, each with all that come before it."""
    count = matrix.shape[0]
    kernel = np.empty((count, count), matrix.dtype)

    def fill(start: int) -> None:
        end = min(start + BLOCK, count)
        kernel[start:end, :end] = (matrix[start:end] @ matrix[:end].T).toarray()
        kernel[:start, start:end] = kernel[start:end, :start].T

    # The products let go of the interpreter, so that threads do.
    with ThreadPoolExecutor() as pool:
        list(pool.map(fill, range(0, count, BLOCK)))
    return kernel


def _worth(examples: Sequence[Example]) -> Any:
    """How much each passage counts.

    Languages have few features in common: what a language has few passages of would be shrunk away by a
    ridge that suits the one with most, so each passage of it counts for more, by the square root and up
    to `MOST_WORTH`.
    """
    number = Counter(example.language for example in examples)
    most = max(number.values(), default=0)
    return np.array(
        [
            (INSTRUMENT_WEIGHT if e.instrument else 1.0)
            * min(MOST_WORTH, (most / number[e.language]) ** 0.5)
            for e in examples
        ]
    )


def own_model(taxonomy: Taxonomy) -> Model:
    """A model from nothing but the taxonomy's own words, for a taxonomy without a corpus."""
    about = {"id": f"label-free {taxonomy.version}", "taxonomy": taxonomy.version}
    return train_model([], taxonomy, about)


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


def _calibrated(
    scores: Any, targets: Any, worth: Any, languages: Any
) -> tuple[dict[str, tuple[float, float]], Any]:
    """Slope and offset by language, and the probabilities that they make of the scores."""
    calibration = {ANY: _calibrate(scores, targets, worth)}
    probabilities = np.empty(scores.shape)
    for language in sorted(set(languages.tolist())):
        rows = languages == language
        if targets[rows].sum() >= ENOUGH:
            calibration[language] = _calibrate(scores[rows], targets[rows], worth[rows])
        slope, offset = calibration.get(language, calibration[ANY])
        probabilities[rows] = 1 / (1 + np.exp(-(slope * scores[rows] + offset)))
    return calibration, probabilities


def _calibrate(scores: Any, targets: Any, worth: Any) -> tuple[float, float]:
    """One slope and offset for all provisions: each alone has too few passages to be sure of its own.

    Where there is nothing to tell apart (one provision, and no other passages), no passage is likely.
    """
    if targets.min() == targets.max():
        return 0.0, NEVER
    spread = float(scores.std()) or 1.0  # the solver wants values of the size of 1
    pooled = LogisticRegression(C=1e6)
    pooled.fit(scores.reshape(-1, 1) / spread, targets.ravel(), np.repeat(worth, targets.shape[1]))
    return float(pooled.coef_[0, 0]) / spread, float(pooled.intercept_[0])


def _figures(found: Any, targets: Any) -> dict[str, float]:
    hits = float((found & (targets == 1)).sum())
    precision = hits / max(float(found.sum()), 1.0)
    recall = hits / max(float(targets.sum()), 1.0)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
