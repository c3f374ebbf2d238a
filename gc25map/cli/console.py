"""What a person sees in the terminal: progress on stderr, the summary table at the end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gc25map.cli import one_line, tell
from gc25map.pages import page_list
from gc25map.words import STATUS_WORDS, SYMBOLS, TENSION_SYMBOL

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

    from gc25map.pipeline import Progress
    from gc25map.records import Coverage, Instrument
    from gc25map.taxonomy import Taxonomy

# Seconds before progress is shown at all: a short run needs none.
PATIENCE = 2.0
# A log is told this often how far a long run has come.
LOG_SECONDS = 60.0


@contextmanager
def progress(quiet: bool) -> Iterator[Progress]:
    """A progress line on stderr after two seconds; silent when quiet or when stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda name, done, total: None
        return
    from rich.progress import TimeElapsedColumn

    with _bar(TimeElapsedColumn()) as report:
        yield report


@contextmanager
def steady_progress(quiet: bool) -> Iterator[Progress]:
    """The same for long runs, with the rate and the time left; in a log, a line every minute."""
    if quiet:
        yield lambda name, done, total: None
    elif not sys.stderr.isatty():
        yield _Log()
    else:
        from rich.progress import TimeRemainingColumn

        with _bar(TimeRemainingColumn(), rate=True) as report:
            yield report


class _Log:
    """Progress for a file: a plain line a minute, with the rate since the beginning."""

    def __init__(self) -> None:
        self._began = self._told = time.monotonic()

    def __call__(self, name: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not done:
            self._began = now
        if not done or now - self._told < LOG_SECONDS:
            return
        self._told = now
        speed = done / max(now - self._began, 1e-9)
        left = (total - done) / speed / 60
        tell(f"{done:,} of {total:,}, {rate_words(speed)}, about {left:,.0f} minutes left")


def rate_words(speed: float | None) -> str:
    """How many a second, or a minute where that is less than one; empty where nobody knows yet."""
    if not speed:
        return ""
    return f"{speed:.1f} a second" if speed >= 1 else f"{speed * 60:.1f} a minute"


@contextmanager
def _bar(column: ProgressColumn, rate: bool = False) -> Iterator[Progress]:
    from threading import Timer

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = [
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        *([TextColumn("{task.fields[rate]}", markup=False)] if rate else []),
        column,
    ]
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("starting", total=None, rate="")
    starter = Timer(PATIENCE, bar.start)
    starter.daemon = True
    starter.start()

    def report(name: str, done: int, total: int) -> None:
        if not done:
            bar.reset(task, total=total)
        bar.update(
            task,
            description=one_line(name)[:50],
            completed=done,
            total=total,
            rate=rate_words(bar.tasks[task].speed),
        )

    try:
        yield report
    finally:
        starter.cancel()
        bar.stop()


def open_page(written: Sequence[Path]) -> None:
    """Open those of the files that are pages in the browser."""
    for path in written:
        if path.suffix == ".html":
            click.launch(path.resolve().as_uri())


def show_failures(coverage: Coverage) -> None:
    """One line on stderr for each document that could not be analysed."""
    for failure in coverage.failures:
        tell(f"{failure.path}: {failure.message}")


def show_summary(coverage: Coverage, taxonomy: Taxonomy, written: Sequence[Path]) -> None:
    """Counts per chapter, what could not be read, and where the reports are."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    console = Console(highlight=False, color_system=None if plain else "auto")
    table = Table(title=Text(one_line(coverage.title)), title_justify="left")
    table.add_column("Chapter")
    for status, word in STATUS_WORDS.items():
        table.add_column(f"{SYMBOLS[status]} {word}", justify="right")
    for chapter in taxonomy.framework.chapters:
        ids = [p.id for p in taxonomy.provisions if p.chapter == chapter.id]
        if ids:
            statuses = [coverage[i].status for i in ids]
            counts = [str(statuses.count(status) or "·") for status in STATUS_WORDS]
            table.add_row(f"{chapter.id} {chapter.title}", *counts)
    table.add_section()
    totals = coverage.counts()
    table.add_row("All provisions", *(str(totals[status]) for status in STATUS_WORDS))
    console.print(table)
    if coverage.tensions or coverage.ages:
        console.print(Text(_beside(coverage)), soft_wrap=True)
    for instrument in coverage.instruments:
        for note in _notes(instrument):
            console.print(Text(f"! {one_line(instrument.title)}: {one_line(note)}"))
    for path in written:
        console.print(Text(f"→ {path}"), soft_wrap=True)


def _notes(instrument: Instrument) -> list[str]:
    notes = list(instrument.notes)
    if instrument.pages_ocr:
        sure = f"mean confidence {instrument.ocr_confidence or 0:.0%}"
        notes.insert(0, f"{page_list(instrument.pages_ocr)} read by OCR, {sure}")
    if unread := len(instrument.pages_unreadable):
        notes.insert(0, f"{unread} of {instrument.pages} pages could not be read")
    return notes


def _beside(coverage: Coverage) -> str:
    """What was found beside the statuses."""
    tensions, ages = len(coverage.tensions), len(coverage.ages)
    sign = f"{TENSION_SYMBOL} " if tensions else ""
    return (
        f"{sign}Found in the documents supplied: {tensions} passage{'s' if tensions != 1 else ''} in tension"
        f" with provisions, {ages} age{'s' if ages != 1 else ''}"
    )
