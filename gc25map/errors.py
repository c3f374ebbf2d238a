"""What can go wrong, as one family: the command line prints each in one line and never a traceback."""

from __future__ import annotations


class Gc25MapError(Exception):
    """Base of every error this package raises on purpose; `str(error)` is one line for people."""


class TaxonomyError(Gc25MapError):
    """A taxonomy folder is not well formed. `problems` holds every one of them, as `file:line: what`."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"taxonomy: {problems[0]}{more}")

    def __reduce__(self) -> tuple[type[TaxonomyError], tuple[list[str]]]:
        """It may come from a worker process; made anew of its message it would be another."""
        return TaxonomyError, (self.problems,)


class UnreadableDocument(Gc25MapError):
    """A document could not be read at all; the message says why and what would help."""


class ModelMismatch(Gc25MapError):
    """A stored model does not fit the taxonomy or this version of the program."""


class BadFile(Gc25MapError):
    """A file that should be ours (JSON, manifest, corpus) is not of the expected form."""


class NothingToRead(Gc25MapError):
    """The paths given hold no document of a kind that can be read."""


class MissingExtra(Gc25MapError):
    """Something optional is not installed; the message holds the line that installs it."""


class RunBroken(Gc25MapError):
    """A comparison cannot go on: its workers died or do not fit; what was done is kept."""
