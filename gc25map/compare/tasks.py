"""What a worker does: analyse one law and keep it, or put one country's report together.

Tasks write their results themselves, in the output folder, and hand back next to nothing; so the
memory of whoever waits for them does not grow with the number of laws.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gc25map.compare.edition import edition_of, means_of, rules_of
from gc25map.compare.fetch import local
from gc25map.compare.kept import Kept, Workshop, key_of
from gc25map.comparison import REPORTS, report_of
from gc25map.errors import BadFile, Gc25MapError, RunBroken, UnreadableDocument
from gc25map.frameworks import with_readings
from gc25map.measure import TaggedLaw
from gc25map.pipeline import coverage_of, prepare
from gc25map.read import MAX_PAGES, PendingLaw, content_hash, open_cache, packs, printable
from gc25map.records import Failure
from gc25map.report.files import write_reports
from gc25map.taxonomy import load_frameworks

# A worker of a cluster may have several threads; they take turns, for a tagger serves one at a time.
_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Settings:
    """What every task of a run must know; `out` and `taxonomy_folder` are paths that every worker sees."""

    out: Path
    edition: str
    taxonomy_folder: Path | None = None
    engine: str = "auto"
    max_pages: int = MAX_PAGES
    frameworks: tuple[str, ...] = ()
    cache: bool = True
    fetch: bool = False
    retry_failed: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One law to be analysed: its number in the run, where it lies, and what its row says of it."""

    number: int
    place: str
    file_name: str
    country: str
    title: str = ""
    language: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a law: the key under which it is kept and the id of its instrument, or a failure."""

    key: str = ""
    sha256: str = ""
    instrument: str = ""
    pages: int = 0
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """The laws of one country, all of them analysed, in their order."""

    code: str
    name: str
    laws: tuple[tuple[Job, Done], ...]


def analyse_law(job: Job, settings: Settings) -> Done:
    """Analyse one law, or find it kept, and keep it; whatever is wrong with it is a failure in one line."""
    _check_edition(settings)
    workshop = Workshop(settings.out)
    with _TURN:
        try:
            with local(job.place, settings.fetch, workshop) as path:
                return _analyse(path, job, settings, workshop)
        except UnreadableDocument as error:
            return Done(failure=str(error))


def _analyse(path: Path, job: Job, settings: Settings, workshop: Workshop) -> Done:
    sha256 = content_hash(path)
    key = _key(sha256, job, settings)
    rules = rules_of(settings.taxonomy_folder)
    kept = workshop.load(key)
    if kept is None or (kept.failure and settings.retry_failed) or kept.rules != rules:
        with workshop.at_work(job.number):
            kept = kept and _renewed(kept, rules, settings)
            kept = kept or _tagged(path, sha256, job, rules, settings)
            try:
                workshop.store(key, kept)
            except ValueError as error:
                kept = Kept(None, f"what was found in it cannot be kept ({type(error).__name__})")
    if kept.law is None:
        return Done(key, sha256, failure=kept.failure)
    law = kept.law.law
    return Done(key, sha256, law.id, len(law.pages) if law.paged else 0)


def _tagged(path: Path, sha256: str, job: Job, rules: str, settings: Settings) -> Kept:
    cache = open_cache(lambda message: None) if settings.cache else None
    tools = prepare(settings.taxonomy_folder)
    try:
        pending = PendingLaw(
            path,
            job.title,
            job.language,
            settings.engine,
            country=job.country,
            max_pages=settings.max_pages,
            cache=cache,
        )
        law = tools.tag_law(pending, job.scope)
        kept = Kept(law, "", rules, tools.marks(law))
    except UnreadableDocument as error:
        kept = Kept(None, str(error), rules)
    except Gc25MapError:
        raise  # the taxonomy's or the model's fault, and so that of every law
    except Exception as error:  # nothing in a law, however absurd, may stop the others
        kept = Kept(None, f"could not be analysed ({type(error).__name__})", rules)
    # A failure, too, is kept under a hash only where it is that of the bytes that were read.
    if (kept.law.law.sha256 if kept.law else content_hash(path)) != sha256:
        raise UnreadableDocument("changed while it was read")
    return kept


def _renewed(kept: Kept, rules: str, settings: Settings) -> Kept | None:
    """A kept law tagged again where rules have changed; None where that has to be done from the beginning."""
    if kept.law is None:
        return None
    tools = prepare(settings.taxonomy_folder)
    try:
        law = tools.tag_again(kept.law, kept.marks)
    except Gc25MapError:
        raise
    except Exception:  # what is kept does not fit together, or the law is odd: `_tagged` will tell
        return None
    return Kept(law, "", rules, tools.marks(law)) if law else None


def _key(sha256: str, job: Job, settings: Settings) -> str:
    row = (job.file_name, job.country, job.title, job.language, job.scope)
    options = (settings.engine, str(settings.max_pages), packs.edition())
    return key_of(means_of(settings.taxonomy_folder), sha256, *row, *options)


def gather_country(country: Gathering, settings: Settings) -> str:
    """Write one country's reports, HTML and JSON, from what is kept of its laws; its code.

    `BadFile` where something is no longer kept, or a report cannot be written.
    """
    _check_edition(settings)
    with _TURN:
        tools = prepare(settings.taxonomy_folder)
        coverage = coverage_of(
            _laws(country, settings),
            [Failure(printable(job.file_name), d.failure) for job, d in country.laws if d.failure],
            tools,
            country=country.code,
            title=country.name,
        )
        if settings.frameworks:
            known = load_frameworks(settings.taxonomy_folder)
            coverage = with_readings(coverage, [known[name] for name in settings.frameworks])
        base = (settings.out / report_of(country.code, "html")).with_suffix("")
        if base.parent.is_symlink():
            raise BadFile(
                f"{base.parent}: is a symbolic link; reports are not written through links"
            )
        write_reports(coverage, tools.taxonomy, base, REPORTS)
    return country.code


def _laws(country: Gathering, settings: Settings) -> Iterable[TaggedLaw]:
    workshop = Workshop(settings.out)
    for job, done in country.laws:
        if done.failure:
            continue
        kept = workshop.load(done.key)
        if kept is None or kept.law is None:
            raise BadFile(
                f"{job.file_name}: what was kept of it is gone; run the same command again"
            )
        yield kept.law


def _check_edition(settings: Settings) -> None:
    if edition_of(settings.taxonomy_folder) != settings.edition:
        raise RunBroken("a worker has another gc25map, taxonomy or library than this machine")
