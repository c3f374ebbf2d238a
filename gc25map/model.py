"""The trained classifier, kept as JSON and plain arrays: nothing in it can run code.

`model.json` holds the features' names, the provisions, thresholds and provenance; `weights.npz` holds the
inverse document frequencies and the sparse weights. Loaded with `allow_pickle=False`.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from gc25map.errors import ModelMismatch
from gc25map.resources import model_dir
from gc25map.tag.features import FeatureSpace, Tokens

FORMAT = 2
# The calibration of a language that has none of its own.
ANY = ""


@dataclass(frozen=True)
class Model:
    """A linear classifier for each provision over one feature space.

    `weights` has a row per feature and a column per provision; `calibration` turns its scores into
    probabilities: slope and offset by language, under `ANY` those of all together. `about` tells where
    it comes from (corpus hash, taxonomy, versions, figures).
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

    @cached_property
    def term_weights(self) -> Any:
        """The weights of the terms alone, as an array for looking up single ones (some 26 MB)."""
        return self.weights[: len(self.space.terms)].astype(np.float32).toarray()

    def score(self, passages: Sequence[Tokens], language: str = ANY) -> Scores:
        """The scores of passages of one language, given as folded words."""
        matrix = self.space.transform(passages)
        scores = (matrix @ self.weights).toarray() + self.intercept
        slope, offset = self.calibration.get(language, self.calibration[ANY])
        return Scores(self, matrix, 1.0 / (1.0 + np.exp(-(slope * scores + offset))))


class Scores:
    """What a model makes of the passages of one law.

    `probabilities` is an array of shape (passages, provisions), calibrated, in 0–1.
    """

    def __init__(self, model: Model, matrix: Any, probabilities: Any) -> None:
        self.probabilities = probabilities
        self._terms = model.space.terms
        self._matrix = matrix
        self._weights = model.term_weights

    def strongest_terms(self, passage: int, provision: int, most: int = 5) -> tuple[str, ...]:
        """The words and word pairs of a passage (by row) that spoke most for a provision (by column)."""
        row = slice(self._matrix.indptr[passage], self._matrix.indptr[passage + 1])
        features = self._matrix.indices[row]
        words = features < len(self._terms)  # what follows them are runs of letters
        features = features[words]
        parts = self._matrix.data[row][words] * self._weights[features, provision]
        ranked = np.lexsort((features, -parts))[:most]
        return tuple(self._terms[features[i]] for i in ranked if parts[i] > 0)


def save_model(model: Model, folder: Path) -> None:
    """Write `model.json` and `weights.npz`, the same bytes for the same model, into a folder."""
    weights = model.weights.tocsr()
    term_idf, gram_idf = model.space.idf
    np.savez_compressed(
        folder / "weights.npz",
        term_idf=term_idf.astype(np.float32),
        gram_idf=gram_idf.astype(np.float32),
        data=weights.data.astype(np.float16),
        indices=weights.indices.astype(np.int16),
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
        shape = (len(space.names), len(document["provisions"]))
        weights = sp.csr_matrix(
            (arrays["data"].astype(np.float64), arrays["indices"], arrays["indptr"]), shape=shape
        )
        return Model(
            space=space,
            provisions=tuple(document["provisions"]),
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
        KeyError,
        ValueError,
        TypeError,
        zipfile.BadZipFile,
    ) as error:
        raise ModelMismatch(f"{folder}: no usable model there ({error})") from error
