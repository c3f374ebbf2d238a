"""The trained classifier, kept as JSON and plain arrays: nothing in it can run code.

`model.json` holds the features' names, the provisions, calibration and provenance; `weights.npz` holds the
inverse document frequencies and the sparse weights. Loaded with `allow_pickle=False`.

A weight takes one byte: its square root as a share of that of its provision's largest, with its sign. So the
small ones, which are most, keep their differences, and millions of them go into ten megabytes.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from gc25map.errors import ModelMismatch
from gc25map.resources import model_dir
from gc25map.tag.bearings import BEARINGS
from gc25map.tag.features import FeatureSpace, Tokens

FORMAT = 3
# The calibration of a language that has none of its own.
ANY = ""
_DIGITS = 6
# The largest number of a signed byte.
_BYTE = 127


@dataclass(frozen=True)
class Model:
    """A linear classifier for each provision over one feature space.

    `weights` has a row per feature, and again a row per feature for each of `BEARINGS`, and a column
    per provision; `calibration` turns its scores into probabilities: slope and offset by language, under
    `ANY` those of all together. `about` tells where it comes from (corpus hash, taxonomy, versions,
    figures).
    """

    space: FeatureSpace
    provisions: tuple[str, ...]
    weights: Any
    intercept: Any
    calibration: Mapping[str, tuple[float, float]]
    about: dict[str, Any]

    @property
    def id(self) -> str:
        """Short name of this model: the first digits of its corpus' hash."""
        return str(self.about["id"])

    @property
    def learnt(self) -> bool:
        """Whether it has learnt from passages, and not only from the taxonomy's own words."""
        return bool(self.about.get("passages"))

    def score(self, passages: Sequence[Tokens], bearings: Any, language: str = ANY) -> Scores:
        """The scores of passages of one language, given as folded words; `bearings` is a row of `BEARINGS` for each."""
        return Scores(self, self.space.transform(passages), bearings, language)


class Scores:
    """What a model makes of the passages of one law.

    `probabilities` is an array of shape (passages, provisions), calibrated, in 0–1.
    """

    def __init__(self, model: Model, matrix: Any, bearings: Any, language: str) -> None:
        self._terms = model.space.terms
        # As arrays, the weights of the features that are there are small; those of all are not.
        self._features, columns = np.unique(matrix.indices, return_inverse=True)
        shape = matrix.shape[0], len(self._features)
        self._matrix = sp.csr_matrix((matrix.data, columns, matrix.indptr), shape=shape)
        self._bearings = np.column_stack([np.ones(len(bearings)), bearings])
        each = len(model.space)
        parts = self._bearings.shape[1]
        self._weights = np.empty((parts, len(self._features), len(model.provisions)), np.float32)
        for part in range(parts):
            rows = model.weights[self._features + part * each]
            self._weights[part] = rows.toarray()
        scores = model.intercept + sum(
            self._bearings[:, part : part + 1] * (self._matrix @ self._weights[part])
            for part in range(parts)
        )
        slope, offset = model.calibration.get(language, model.calibration[ANY])
        # The last digits depend on which other passages are scored beside one; no result may.
        self.probabilities = np.round(1.0 / (1.0 + np.exp(-(slope * scores + offset))), _DIGITS)

    def strongest_terms(self, passage: int, provision: int, most: int = 5) -> tuple[str, ...]:
        """The words and word pairs of a passage (by row) that spoke most for a provision (by column)."""
        row = slice(self._matrix.indptr[passage], self._matrix.indptr[passage + 1])
        columns = self._matrix.indices[row]
        features = self._features[columns]
        words = features < len(self._terms)  # what follows them are runs of letters
        features, columns = features[words], columns[words]
        weights = self._bearings[passage] @ self._weights[:, columns, provision]
        parts = np.round(self._matrix.data[row][words] * weights, _DIGITS)
        ranked = np.lexsort((features, -parts))[:most]
        return tuple(self._terms[features[i]] for i in ranked if parts[i] > 0)


def save_model(model: Model, folder: Path) -> None:
    """Write `model.json` and `weights.npz`, the same bytes for the same model, into a folder."""
    weights = model.weights.tocsr()
    shares, largest = _in_bytes(weights)
    term_idf, gram_idf = model.space.idf
    np.savez_compressed(
        folder / "weights.npz",
        term_idf=term_idf.astype(np.float32),
        gram_idf=gram_idf.astype(np.float32),
        data=shares,
        largest=largest,
        indices=weights.indices.astype(np.min_scalar_type(len(model.provisions))),
        indptr=weights.indptr.astype(np.int32),
        intercept=model.intercept.astype(np.float32),
    )
    document = {
        "format": FORMAT,
        "about": model.about,
        "calibration": {
            language: [round(value, 6) for value in pair]
            for language, pair in model.calibration.items()
        },
        "provisions": list(model.provisions),
        "terms": model.space.terms,
        "grams": model.space.grams,
    }
    text = json.dumps(document, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8")


def load_model(folder: Path | None = None) -> Model:
    """The shipped model, or that of a folder. `ModelMismatch` where it cannot be used."""
    folder = folder or model_dir()
    try:
        document = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        arrays = np.load(folder / "weights.npz", allow_pickle=False)
        if document["format"] != FORMAT:
            raise ModelMismatch(f"{folder}: model format {document['format']}, expected {FORMAT}")
        if ANY not in document["calibration"]:
            raise ModelMismatch(f"{folder}: no calibration for all languages together")
        space = FeatureSpace(
            document["terms"], document["grams"], arrays["term_idf"], arrays["gram_idf"]
        )
        provisions = document["provisions"]
        weights = sp.csr_matrix(
            (_from_bytes(arrays), arrays["indices"].astype(np.int32), arrays["indptr"]),
            shape=(len(space) * (1 + len(BEARINGS)), len(provisions)),
        )
        weights.check_format(full_check=True)
        if not len(arrays["largest"]) == len(arrays["intercept"]) == len(provisions):
            raise ModelMismatch(f"{folder}: weights of other provisions than the model's")
        return Model(
            space=space,
            provisions=tuple(provisions),
            weights=weights,
            intercept=arrays["intercept"],
            calibration={
                language: (float(slope), float(offset))
                for language, (slope, offset) in document["calibration"].items()
            },
            about=document["about"],
        )
    except (
        OSError,
        EOFError,
        AttributeError,
        IndexError,
        KeyError,
        ValueError,
        TypeError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise ModelMismatch(f"{folder}: no usable model there ({error})") from error


def _in_bytes(weights: Any) -> tuple[Any, Any]:
    """The weights as signed bytes, and the largest of each provision."""
    largest = np.abs(weights).max(axis=0).toarray().ravel().astype(np.float32)
    shares = np.abs(weights.data) / largest[weights.indices]
    return np.rint(np.sign(weights.data) * np.sqrt(shares) * _BYTE).astype(np.int8), largest


def _from_bytes(arrays: Any) -> Any:
    shares = arrays["data"].astype(np.float32) / _BYTE
    return shares * np.abs(shares) * arrays["largest"][arrays["indices"]]
