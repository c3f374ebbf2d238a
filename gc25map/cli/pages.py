"""What the commands share that set two sides beside each other: their output options and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from gc25map.cli import chosen_formats


def page_options(
    formats: Sequence[str], described: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options `output`, `formats`, `to_stdout`, `quiet` and `open_report`; all formats are the default.

    `described` says what the formats are.
    """
    options = (
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            help="A folder, or a file such as page.html whose name is taken.  "
            "[default: current folder]",
        ),
        click.option(
            "--format",
            "formats",
            default=",".join(formats),
            show_default=True,
            callback=lambda ctx, param, value: chosen_formats(value, formats),
            help=f"Comma-separated: {described}.",
        ),
        click.option("--json", "to_stdout", is_flag=True, help="Print the JSON; write no file."),
        click.option("-q", "--quiet", is_flag=True, help="No progress and no summary."),
        click.option("--open", "open_report", is_flag=True, help="Open the page afterwards."),
    )

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def page_paths(
    output: Path | None, stem: str, chosen: Sequence[str], formats: Sequence[str]
) -> dict[str, Path]:
    """The files to write by format: those chosen, and the one as which `output` is named."""
    from gc25map.report.files import report_base

    base = report_base(output, stem)
    named = output.suffix.lower().lstrip(".") if output else ""
    wanted = dict.fromkeys((*chosen, *({named} & set(formats))))
    return {name: base.parent / f"{base.name}.{name}" for name in wanted}


def write_pages(
    paths: Mapping[str, Path],
    writers: Mapping[str, Callable[[], str]],
    show: Callable[[], None] | None,
    open_report: bool,
) -> None:
    """Write the files, all made before the first is written; `show`, if any, says what they hold."""
    from gc25map.cli.console import open_page
    from gc25map.whole import write_whole

    contents = {path: writers[name]() for name, path in paths.items()}
    for path, content in contents.items():
        write_whole(path, content)
    if show:
        show()
        for path in contents:
            click.echo(f"→ {path}")
    if open_report:
        open_page(list(contents))
