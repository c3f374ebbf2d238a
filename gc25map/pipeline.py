"""The floor plan: one country's instruments, from files to coverage, in the order of the rooms.

law.pdf ──read──▶ Law ──split──▶ Passages ──tag──▶ Tags ──measure──▶ Coverage ──report──▶ files
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gc25map import __version__
from gc25map.errors import Gc25MapError, NothingToRead, UnreadableDocument
from gc25map.measure import TaggedLaw, instrument_of, measure_coverage
from gc25map.model import Model, load_model
from gc25map.read import PendingLaw
from gc25map.records import Coverage, Failure
from gc25map.split import split_passages
from gc25map.tag.tagger import Tagger
from gc25map.taxonomy import Taxonomy, load_taxonomy
from gc25map.train import own_model

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """A document to be analysed; `title` and `language` are empty where the document shall say."""

    path: Path
    title: str = ""
    language: str = ""


class Analysis:
    """A taxonomy and a model at work. The rules of a language are read when a law first needs them."""

    def __init__(self, taxonomy: Taxonomy, model: Model, folder: Path | None = None) -> None:
        self.taxonomy = taxonomy
        self.model = model
        self._folder = folder
        self._taggers: dict[str, Tagger] = {}

    def tag_law(self, pending: PendingLaw) -> TaggedLaw:
        """One law through the rooms read, split and tag."""
        law = pending.result()
        passages = split_passages(law)
        tagging = self._tagger(law.language).tag(law, passages)
        return TaggedLaw(law, passages, tagging)

    def _tagger(self, language: str) -> Tagger:
        if language not in self._taggers:
            taxonomy = load_taxonomy(self._folder, [language])
            self._taggers[language] = Tagger(taxonomy, self.model, language)
        return self._taggers[language]


@lru_cache(maxsize=2)
def prepare(taxonomy_folder: Path | None = None) -> Analysis:
    """Taxonomy and model made ready; a taxonomy of one's own is used without a trained corpus."""
    taxonomy = load_taxonomy(taxonomy_folder, languages=[])
    model = load_model() if taxonomy_folder is None else own_model(taxonomy)
    return Analysis(taxonomy, model, taxonomy_folder)


def analyze(
    sources: Sequence[Source],
    analysis: Callable[[], Analysis],
    *,
    country: str = "",
    title: str = "",
    progress: Progress = lambda name, done, total: None,
) -> Coverage:
    """Analyse documents that together are one country's instruments.

    `analysis` is called once the first document is being read, so that loading the model and
    reading go on side by side. A document that cannot be read becomes a `Failure`; where
    none can be, `UnreadableDocument` (one document) or `NothingToRead` is raised.
    """
    if not sources:
        raise NothingToRead("no document to analyse")
    tagged: list[TaggedLaw] = []
    failures: list[Failure] = []
    pending = _start(sources[0], failures)
    tools = analysis()
    for number, source in enumerate(sources):
        progress(source.path.name, number, len(sources))
        # The next document is read while this one is tagged.
        following = _start(sources[number + 1], failures) if number + 1 < len(sources) else None
        if pending is not None:
            try:
                tagged.append(tools.tag_law(pending))
            except Gc25MapError as error:
                failures.append(Failure(source.path.name, str(error)))
            except BaseException:
                if following:
                    following.cancel()
                raise
        pending = following
    progress("", len(sources), len(sources))
    if not tagged:
        if len(failures) == 1:
            raise UnreadableDocument(f"{failures[0].path}: {failures[0].message}")
        raise NothingToRead(f"none of the {len(failures)} documents could be read")
    return Coverage(
        tool=__version__,
        taxonomy=tools.taxonomy.version,
        model=tools.model.id,
        country=country,
        title=title or _joint_title(tagged, country),
        instruments=tuple(instrument_of(law) for law in tagged),
        cells=measure_coverage(tagged, tools.taxonomy),
        failures=tuple(failures),
    )


def _start(source: Source, failures: list[Failure]) -> PendingLaw | None:
    try:
        return PendingLaw(source.path, source.title, source.language)
    except Gc25MapError as error:
        failures.append(Failure(source.path.name, str(error)))
        return None


def _joint_title(laws: Sequence[TaggedLaw], country: str) -> str:
    if len(laws) == 1:
        return laws[0].law.title
    return f"{country}: {len(laws)} instruments" if country else f"{len(laws)} instruments"
