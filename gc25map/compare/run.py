"""The floor plan of a comparison, from many documents to every country's results.

countries ──a task per law──▶ kept laws ──a task per country──▶ reports ──in order──▶ sinks
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gc25map import __version__
from gc25map.compare.edition import edition_of
from gc25map.compare.engine import DIED, Engine
from gc25map.compare.fetch import check_fetching, file_name_of
from gc25map.compare.kept import Workshop
from gc25map.compare.listing import Country
from gc25map.compare.tasks import (
    Done,
    Gathering,
    Job,
    Settings,
    analyse_law,
    gather_country,
)
from gc25map.comparison import CountryResult, Run, Sink, Supplied, report_of
from gc25map.exchange import load_coverage
from gc25map.pipeline import Analysis, Progress, prepare
from gc25map.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: countries, documents, pages, and the documents that could not be read."""

    countries: int
    documents: int
    pages: int
    failed: tuple[tuple[str, str], ...]


def settings_of(out: Path, taxonomy_folder: Path | None = None, **options: object) -> Settings:
    """The settings of a run on this machine; see `Settings` for the options."""
    folder = taxonomy_folder.resolve() if taxonomy_folder else None
    return Settings(out.resolve(), edition_of(folder), folder, **options)  # type: ignore[arg-type]


def run_of(settings: Settings, tools: Analysis) -> Run:
    """By what a comparison is made: nothing in it depends on the machine, or on how many work at it."""
    options = {
        "engine": settings.engine,
        "frameworks": ",".join(settings.frameworks),
        "max_pages": str(settings.max_pages),
    }
    return Run(
        tool=__version__,
        taxonomy=tools.taxonomy.version,
        model=tools.model.id,
        corpora=str(tools.model.about.get("corpus", "")),
        options=tuple(options.items()),
    )


def compare(
    countries: Sequence[Country],
    settings: Settings,
    engine: Engine,
    make_sinks: Iterable[Callable[[Path, Taxonomy, Run], Sink]],
    *,
    fresh: bool = False,
    progress: Progress = lambda name, done, total: None,
) -> Outcome:
    """Analyse the documents of every country, write its reports, and hand its result to the sinks.

    What an earlier run has kept in the output folder is not done again, unless `fresh`. The results are
    the same bytes whatever was kept and whoever works. Raises `Gc25MapError`; whenever it ends before its
    time, the next run takes it up.
    """
    if settings.fetch:
        check_fetching()
    workshop = Workshop(settings.out)
    with workshop.alone():
        if fresh:
            workshop.keep_only(())
        tools = prepare(settings.taxonomy_folder)
        jobs = _jobs(countries)
        run = run_of(settings, tools)
        with engine:
            done = _analysed(jobs, settings, engine, workshop, progress)
            with _finishing(
                [make(settings.out, tools.taxonomy, run) for make in make_sinks]
            ) as sinks:
                for result in _results(countries, jobs, done, settings, engine, progress):
                    for sink in sinks:
                        sink.add(result)
        # While a share is away, what was kept of its laws stays.
        if all(d.key for d in done.values()):
            workshop.keep_only(d.key for d in done.values())
    return Outcome(
        len(countries),
        len(jobs),
        sum(d.pages for d in done.values()),
        tuple(
            (f"{job.country}/{job.file_name}", done[job.number].failure)
            for job in jobs
            if done[job.number].failure
        ),
    )


@contextmanager
def _finishing(sinks: list[Sink]) -> Iterator[Sequence[Sink]]:
    """At the end every sink is finished; where the run ends early, what is not is abandoned."""
    waiting = list(sinks)
    try:
        yield sinks
        while waiting:
            waiting[0].finish()
            del waiting[0]
    except BaseException:
        for sink in waiting:
            sink.abandon()
        raise


def _jobs(countries: Sequence[Country]) -> list[Job]:
    placed = [one for country in countries for one in country.documents]
    return [
        Job(
            number,
            one.place,
            file_name_of(one.place),
            one.listed.country,
            one.listed.title,
            one.listed.language,
            one.listed.scope,
        )
        for number, one in enumerate(placed)
    ]


def _analysed(
    jobs: Sequence[Job],
    settings: Settings,
    engine: Engine,
    workshop: Workshop,
    progress: Progress,
) -> dict[int, Done]:
    """What became of every law, by its number."""
    done: dict[int, Done] = {}
    progress("", 0, len(jobs))
    work = partial(analyse_law, settings=settings)
    numbered = dict(enumerate(jobs))
    for number, one in engine.each_surviving(work, numbered, workshop.left_at_work):
        done[number] = one or Done(failure=DIED)
        progress(jobs[number].file_name, len(done), len(jobs))
    return done


def _results(
    countries: Sequence[Country],
    jobs: Sequence[Job],
    done: dict[int, Done],
    settings: Settings,
    engine: Engine,
    progress: Progress,
) -> Iterator[CountryResult]:
    """Every country in the order of the codes, its reports written."""
    of_country: dict[str, list[Job]] = {country.code: [] for country in countries}
    for job in jobs:
        of_country[job.country].append(job)
    gatherings = [
        Gathering(c.code, c.name, tuple((job, done[job.number]) for job in of_country[c.code]))
        for c in countries
    ]
    work = partial(gather_country, settings=settings)
    progress("", 0, len(countries))  # a new count, and a new rate
    for number, _ in enumerate(engine.each(work, gatherings, ordered=True)):
        country, laws = countries[number], gatherings[number].laws
        progress(f"report of {country.name}", number + 1, len(countries))
        yield CountryResult(
            country.code,
            country.name,
            tuple(
                Supplied(placed.listed, d.sha256, d.instrument, d.failure)
                for placed, (_, d) in zip(country.documents, laws, strict=True)
            ),
            load_coverage(settings.out / report_of(country.code, "json")),
        )
