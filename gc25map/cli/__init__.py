"""The command line: each command parses, calls one plain function, and prints.

Commands are loaded when they are called, so that `--version` and `--help` stay instant.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

import click

from gc25map import __version__
from gc25map.errors import Gc25MapError

# Click itself ends a wrong usage with 2.
FAILED, SOME_FAILED, GATE, INTERRUPTED, TERMINATED = 1, 3, 4, 130, 143

# Command, where it lives, and its one-line help (kept here so that listing loads nothing).
COMMANDS = {
    "analyze": ("gc25map.cli.analyze", "Measure one country's instruments against the taxonomy."),
    "demo": ("gc25map.cli.analyze", "Run the main job on the demonstration law."),
    "compare": ("gc25map.cli.compare", "Measure many countries and set them side by side."),
    "review": ("gc25map.cli.review", "Bring reviewers' decisions back, and compare reviewers."),
    "diff": ("gc25map.cli.diff", "Say what differs between two editions, or two runs."),
    "compare-with": ("gc25map.cli.crosscheck", "Set results beside a table made by others."),
    "cache": ("gc25map.cli.cache", "Show or remove what is kept of documents read before."),
    "verify": ("gc25map.cli.verify", "Check the data of a comparison, and run some of it again."),
    "taxonomy": ("gc25map.cli.taxonomy", "Check, show or export the taxonomy."),
    "corpus": ("gc25map.cli.corpus", "Check the training passages."),
    "train": ("gc25map.cli.training", "Train the classifier from the passages in corpora/."),
    "evaluate": ("gc25map.cli.evaluation", "Measure agreement with judged documents."),
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(
            import_module(COMMANDS[cmd_name][0]), cmd_name.replace("-", "_")
        )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gc25map")
@click.option("--debug", is_flag=True, help="Show the whole traceback of an error.")
def cli(debug: bool) -> None:
    """\b
    gc25map analyze law.pdf
    gc25map demo --open

    Reads a country's laws and policies and shows, provision by provision, what they do for children
    online, measured against UN CRC General Comment No. 25. Everything stays on this machine.
    """
    # `main` looks for --debug itself: an error may come before any command is parsed.


def main() -> None:
    """Entry point: errors of ours end in one line and exit code 1, usage errors in 2."""
    debug = "--debug" in sys.argv
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that cannot show ✓ gets a question mark, not an error.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    # Asked to end, the program still ends its children and takes half-written files away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        code = cli.main(standalone_mode=False, prog_name="gc25map")
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.exceptions.Abort:
        tell("interrupted")
        code = INTERRUPTED
    except Gc25MapError as error:
        if debug:
            raise
        tell(str(error))
        code = FAILED
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    except Exception as error:  # the last line of defence between a hostile file and the user
        if debug:
            raise
        what = f"{type(error).__name__}: {error}"
        tell(f"unexpected error ({what}); see --debug")
        code = FAILED
    sys.exit(code if isinstance(code, int) else 0)


def tell(message: str) -> None:
    """One line on stderr."""
    click.echo(f"gc25map: {one_line(message)}", err=True)


def one_line(text: str) -> str:
    """A message without anything that could move a cursor or break the line."""
    return "".join(c if c.isprintable() else " " for c in text)


def chosen_formats(value: str, known: Sequence[str]) -> tuple[str, ...]:
    """The formats of a comma-separated list, each once; `BadParameter` where one is not known."""
    chosen = tuple(dict.fromkeys(name.strip().lower() for name in value.split(",") if name.strip()))
    if not chosen:
        raise click.BadParameter("names no format")
    for name in chosen:
        if name not in known:
            raise click.BadParameter(f"{name!r} is none of {', '.join(known)}")
    return chosen


def spare(given: Iterable[Path], written: Iterable[Path]) -> None:
    """Refuse to write over what was given."""
    known = {path.resolve() for path in given}
    for path in written:
        if path.resolve() in known:
            raise click.UsageError(f"{path} would be written over; choose another -o")
