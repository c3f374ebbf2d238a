"""`gc25map taxonomy`: is the taxonomy sound, and what does a provision ask?"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gc25map.cli import FAILED, chosen_formats

if TYPE_CHECKING:
    from gc25map.taxonomy import Provision, Rule

folder_option = click.option(
    "--taxonomy",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A taxonomy folder of your own instead of General Comment 25.",
)


FORMATS = ("csv", "skos", "json", "qdc")


def _formats(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    return chosen_formats(value, FORMATS)


@click.group()
def taxonomy() -> None:
    """\b
    gc25map taxonomy check
    gc25map taxonomy show csam-offences

    Look into the taxonomy: the provisions, and the rules by which they are found.
    """


@taxonomy.command(short_help="Check shape, references, examples and rules.")
@folder_option
@click.pass_context
def check(ctx: click.Context, folder: Path | None) -> None:
    """\b
    gc25map taxonomy check
    gc25map taxonomy check --taxonomy my-framework/

    Check shape and references, also of the frameworks and translations, every rule's own examples,
    quarrels between rules, rules that can do nothing, and the words of the kinds of instruments; each
    problem on one line with file and line, and exit code 1 where there is any. What is not translated yet
    is named, and is no problem.
    """
    from gc25map.check import check_taxonomy
    from gc25map.errors import TaxonomyError
    from gc25map.taxonomy import (
        load_frameworks,
        load_taxonomy,
        load_translation,
        translated_into,
        untranslated,
    )

    problems: list[str] = []
    lacking: dict[str, list[str]] = {}
    try:
        loaded = load_taxonomy(folder)
        problems += check_taxonomy(loaded)
        frameworks = load_frameworks(folder, loaded)
        for language in translated_into(loaded):
            wording = load_translation(loaded, language)
            lacking[language] = untranslated(loaded, frameworks.values(), wording)
    except TaxonomyError as error:
        problems += error.problems
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", err=True)
        ctx.exit(FAILED)
    for language, names in lacking.items():
        for name in names:
            click.echo(f"not translated ({language}): {name}")
    rules = sum(len(pairs) for pairs in loaded.rules.values())
    languages = ", ".join(sorted(loaded.rules))
    said = f"{len(loaded.provisions)} provisions, {rules} rules ({languages})"
    if loaded.tensions:
        against = sum(len(pairs) for pairs in loaded.tension_rules.values())
        said += f", {len(loaded.tensions)} kinds of tension with {against} rules"
    if loaded.instruments:
        said += f", {len(loaded.instruments.kinds)} kinds of instruments"
    said += f", {len(frameworks)} frameworks"
    if lacking:
        said += f", translations: {', '.join(lacking)}"
    click.echo(f"{said}: no problems")


@taxonomy.command(short_help="Print what a provision asks, and its rules.")
@click.argument("provision_id", metavar="PROVISION")
@folder_option
def show(provision_id: str, folder: Path | None) -> None:
    """\b
    gc25map taxonomy show online-grooming
    gc25map taxonomy show age-assurance

    Print what a provision asks, what counts for it and what does not, its name that lasts, its
    neighbours, the components of other frameworks that it serves, and its rules.
    """
    from gc25map.taxonomy import load_frameworks, load_taxonomy

    loaded = load_taxonomy(folder)
    if provision_id not in loaded:
        raise click.UsageError(f"no provision {provision_id!r}")
    provision = loaded[provision_id]
    click.echo(f"{provision.title}  ({loaded.citation(provision_id)})")
    click.echo(loaded.uri(provision_id))
    _print_provision(provision)
    for other in loaded.neighbours(provision_id):
        _paragraph("See also", f"{loaded[other].title} [{other}]")
    for framework in load_frameworks(folder, loaded).values():
        for component in framework.components:
            if provision_id in component.provisions:
                core = ", core" if provision_id in component.core else ""
                _paragraph("Serves", f"{framework.title}: {component.title} [{component.id}{core}]")
    for language, pairs in loaded.rules.items():
        for owner, rule in pairs:
            if owner == provision_id:
                _print_rule(language, rule)


def _print_provision(provision: Provision) -> None:
    _paragraph("Asks", provision.duty)
    for element in provision.elements:
        _paragraph("Counts", f"{element.text} [{element.id}]")
    _paragraph("Partial", provision.partial)
    for exclusion in provision.excludes:
        _paragraph("Does not count", exclusion)
    _paragraph("Children", provision.child_specific)
    _paragraph("Digital", provision.digital_specific)


def _print_rule(language: str, rule: Rule) -> None:
    groups = [rule.any, *rule.also]
    words = " + ".join("(" + ", ".join(group) + ")" for group in groups)
    unless = f" unless ({', '.join(rule.unless)})" if rule.unless else ""
    near = f" within {rule.within} words" if rule.within is not None else ""
    under = f" under a heading with ({', '.join(rule.heading)})" if rule.heading else ""
    _paragraph(f"Rule {rule.id} [{language}, {rule.grade}]", words + near + under + unless)


def _paragraph(label: str, text: str) -> None:
    click.echo(textwrap.fill(f"{label}: {text}", 100, subsequent_indent="    "))


@taxonomy.command(short_help="Write the taxonomy for other programs.")
@click.option(
    "--format",
    "formats",
    default="json",
    show_default=True,
    callback=_formats,
    help=f"Comma-separated: {', '.join(FORMATS)}.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder to write to.  [default: current folder]",
)
@folder_option
def export(formats: tuple[str, ...], output: Path, folder: Path | None) -> None:
    """\b
    gc25map taxonomy export --format skos
    gc25map taxonomy export --format csv,qdc -o taxonomy-for-others/

    Write the taxonomy, with the frameworks mapped to it, for other programs: csv (tidy tables), skos (RDF in Turtle),
    json (all of it), qdc (REFI-QDA codebook for NVivo, ATLAS.ti, MAXQDA).
    """
    from gc25map.export import EXPORTERS
    from gc25map.taxonomy import load_frameworks, load_taxonomy
    from gc25map.whole import write_whole

    loaded = load_taxonomy(folder)
    frameworks = list(load_frameworks(folder, loaded).values())
    texts = {
        ending: text
        for name in formats
        for ending, text in EXPORTERS[name](loaded, frameworks).items()
    }
    for ending, text in texts.items():
        path = output / f"{loaded.framework.id}.{ending}"
        write_whole(path, text)
        click.echo(f"→ {path}")
