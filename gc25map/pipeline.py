"""The floor plan: one country's instruments, from files to coverage, in the order of the rooms.

law.pdf ──read──▶ Law ──split──▶ Passages ──tag──▶ Tags ──measure──▶ Coverage ──report──▶ files
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from gc25map import __version__
from gc25map.errors import NothingToRead, UnreadableDocument
from gc25map.measure import TaggedLaw, instrument_of, measure_coverage
from gc25map.memory import growing
from gc25map.model import Model, load_model
from gc25map.read import MAX_PAGES, PendingLaw, ReadingCache, printable
from gc25map.records import Coverage, Failure, Scope
from gc25map.split import split_passages
from gc25map.tag.languages import language_notes, tag_languages
from gc25map.tag.tagger import Tagger
from gc25map.taxonomy import Taxonomy, load_taxonomy

Progress = Callable[[str, int, int], None]
# What a user may say that a document governs: nothing but children, nothing but the digital, both, or neither.
SCOPES = {
    "children": Scope(children_only=True, digital_only=False, by_user=True),
    "digital": Scope(children_only=False, digital_only=True, by_user=True),
    "both": Scope(children_only=True, digital_only=True, by_user=True),
    "general": Scope(children_only=False, digital_only=False, by_user=True),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A document to be analysed; `title`, `language` and `scope` are empty where the document shall say.

    `engine` is "auto" or "pdfplumber"; for it, `max_pages` and `passwords` see `read_law`. `scope`
    is one of `SCOPES`.
    """

    path: Path
    title: str = ""
    language: str = ""
    engine: str = "auto"
    scope: str = ""
    max_pages: int = MAX_PAGES
    passwords: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.scope and self.scope not in SCOPES:
            raise ValueError(f"the scope {self.scope!r} is none of {', '.join(SCOPES)}")


class Analysis:
    """A taxonomy and a model at work. The rules of a language are read when a law first needs them."""

    def __init__(self, taxonomy: Taxonomy, model: Model, folder: Path | None = None) -> None:
        self.taxonomy = taxonomy
        self.model = model
        self._folder = folder
        self._taggers: dict[str, Tagger] = {}

    @growing()
    def tag_law(self, pending: PendingLaw, scope: str = "") -> TaggedLaw:
        """One law through the rooms read, split and tag; `scope` overrules what its words say."""
        law = pending.result()
        passages = split_passages(law)
        tagging = tag_languages(law, passages, self.tagger, SCOPES.get(scope))
        law = replace(law, notes=(*law.notes, *language_notes(law, tagging)))
        return TaggedLaw(law, passages, tagging)

    def marks(self, tagged: TaggedLaw) -> dict[str, str]:
        """A hash over the rules of each provision by which a law in one language was tagged; else nothing."""
        one = tagged.tagging.assessed and _in_one_language(tagged)
        return self.tagger(tagged.law.language).marks if one else {}

    @growing()
    def tag_again(self, tagged: TaggedLaw, marks: Mapping[str, str]) -> TaggedLaw | None:
        """A law that was tagged when the rules of each provision had these marks, and nothing else has changed.

        What `tag_law` would give, without reading or splitting anything; None where only that can tell.
        """
        if not marks or not _in_one_language(tagged):
            return None
        tagger = self.tagger(tagged.law.language)
        if not tagger.assessed:
            return None
        now = tagger.marks
        changed = {p for p in {*now, *marks} if now.get(p) != marks.get(p)}
        if not changed:
            return tagged
        return replace(tagged, tagging=tagger.tag_again(tagged.passages, tagged.tagging, changed))

    @growing()
    def tagger(self, language: str) -> Tagger:
        """Rules, lexicon and classifier of a language, made ready when they are first asked for."""
        if language not in self._taggers:
            taxonomy = load_taxonomy(self._folder, [language])
            self._taggers[language] = Tagger(taxonomy, self.model, language)
        return self._taggers[language]


def _in_one_language(tagged: TaggedLaw) -> bool:
    return all(passage.language == tagged.law.language for passage in tagged.passages)


@lru_cache(maxsize=2)
@growing()
def prepare(taxonomy_folder: Path | None = None) -> Analysis:
    """Taxonomy and model made ready; a taxonomy of one's own is used without a trained corpus."""
    taxonomy = load_taxonomy(taxonomy_folder, languages=[])
    if taxonomy_folder is None:
        return Analysis(taxonomy, load_model())
    from gc25map.train import own_model  # and with it scikit-learn, which takes two seconds

    return Analysis(taxonomy, own_model(taxonomy), taxonomy_folder)


def analyze(
    sources: Sequence[Source],
    analysis: Callable[[], Analysis],
    *,
    country: str = "",
    title: str = "",
    progress: Progress = lambda name, done, total: None,
    cache: ReadingCache | None = None,
) -> Coverage:
    """Analyse documents that together are one country's instruments.

    `analysis` is called once the first document is being read, so that loading the model and
    reading go on side by side. What is in `cache` is not read again. A document that cannot be
    read becomes a `Failure`; where none can be, `UnreadableDocument` (one document) or
    `NothingToRead` is raised.
    """
    if not sources:
        raise NothingToRead("no document to analyse")
    tagged: list[TaggedLaw] = []
    failures: list[Failure] = []
    with _ReadAhead(sources, country, cache) as reading:
        tools = analysis()
        for number, source in enumerate(sources):
            progress(source.path.name, number, len(sources))
            try:
                tagged.append(tools.tag_law(reading.next(), source.scope))
            except UnreadableDocument as error:
                failures.append(Failure(printable(source.path.name), str(error)))
    progress("", len(sources), len(sources))
    if not tagged:
        if len(failures) == 1:
            raise UnreadableDocument(f"{failures[0].path}: {failures[0].message}")
        raise NothingToRead(f"none of the {len(failures)} documents could be read")
    return coverage_of(tagged, failures, tools, country=country, title=title)


@growing()
def coverage_of(
    found: Iterable[TaggedLaw],
    failures: Sequence[Failure],
    tools: Analysis,
    *,
    country: str = "",
    title: str = "",
) -> Coverage:
    """The coverage of laws that together are one country's; the same document is counted once.

    Where there are only failures, no provision is assessed.
    """
    country, title = printable(country), printable(title)
    laws: list[TaggedLaw] = []
    for law in found:
        _add(laws, law)
    return Coverage(
        tool=__version__,
        taxonomy=tools.taxonomy.version,
        model=tools.model.id,
        country=country,
        title=title or _joint_title(laws, country),
        instruments=tuple(instrument_of(law) for law in laws),
        cells=measure_coverage(laws, tools.taxonomy, failures),
        failures=tuple(failures),
        tensions=tuple(tension for law in laws for tension in law.tagging.tensions),
        ages=tuple(age for law in laws for age in law.tagging.ages),
        passages=tuple(passage for law in laws for passage in law.passages),
    )


class _ReadAhead:
    """Documents in their order, each being read while the one before it is tagged."""

    def __init__(self, sources: Sequence[Source], country: str, cache: ReadingCache | None) -> None:
        self._sources = iter(sources)
        self._country = country
        self._cache = cache
        self._pending: PendingLaw | UnreadableDocument | None = self._start()

    def __enter__(self) -> _ReadAhead:
        return self

    def __exit__(self, *exception: object) -> None:
        if isinstance(self._pending, PendingLaw):
            self._pending.cancel()

    def next(self) -> PendingLaw:
        """The next document, while the one after it is begun; raises what its opening raised."""
        pending, self._pending = self._pending, self._start()
        if isinstance(pending, UnreadableDocument):
            raise pending
        assert pending is not None
        return pending

    def _start(self) -> PendingLaw | UnreadableDocument | None:
        source = next(self._sources, None)
        if source is None:
            return None
        try:
            return PendingLaw(
                source.path,
                source.title,
                source.language,
                source.engine,
                country=self._country,
                passwords=source.passwords,
                max_pages=source.max_pages,
                cache=self._cache,
            )
        except UnreadableDocument as error:
            return error


def _add(laws: list[TaggedLaw], found: TaggedLaw) -> None:
    """Keep a law, or note that it was supplied twice."""
    for number, known in enumerate(laws):
        if known.law.id == found.law.id:
            note = f"{found.law.file_name} is the same document and was counted once"
            law = replace(known.law, notes=(*known.law.notes, note))
            laws[number] = replace(known, law=law)
            return
    laws.append(found)


def _joint_title(laws: Sequence[TaggedLaw], country: str) -> str:
    if len(laws) == 1:
        return laws[0].law.title
    return f"{country}: {len(laws)} instruments" if country else f"{len(laws)} instruments"
