"""The HTML report: one file, no request to anywhere, readable without JavaScript."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gc25map.crosschecks import CrossCheck
from gc25map.decisions import Comparison
from gc25map.differences import Differences
from gc25map.records import Coverage
from gc25map.report.adjudicate import Adjudication, adjudication_of
from gc25map.report.crosscheck import CrossCheckPage, crosscheck_page
from gc25map.report.differences import DifferencesPage, differences_page
from gc25map.report.language import (
    SOURCE,
    direction_of,
    gettext,
    ngettext,
    number,
    page_words,
    speaking,
    spoken,
    written,
)
from gc25map.report.supplied import passages_of
from gc25map.report.view import Page, page_of
from gc25map.taxonomy import Foreign, Taxonomy, in_language

if TYPE_CHECKING:
    from gc25map.report.countries import Countries

    View: TypeAlias = Page | Adjudication | DifferencesPage | CrossCheckPage | Countries

STYLE = "report.css"
# What the page of countries adds to the style, and what it can do where scripts run.
COUNTRIES_STYLE, COUNTRIES_SCRIPTS = "countries.css", ("controls.js", "countries.js")
# What the page of a report can do where scripts run, in this order; it is whole without them.
SCRIPTS = ("words.js", "controls.js", "page.js", "review_file.js", "missed.js", "review.js")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # Autoescape for every template: Jinja's own choice by file ending would pass `.html.j2` over.
    environment = Environment(
        loader=PackageLoader("gc25map.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(spoken=spoken, written=written, page_words=page_words)
    environment.filters.update(
        own=_in_its_own_language,
        together=_together,
        opened=_opened,
        passages=passages_of,
        number=number,
    )
    return environment


def _in_its_own_language(words: str) -> str:
    """Words that are not in the language of the page, marked with the language in which they are."""
    if not isinstance(words, Foreign):
        return words
    marked = Markup('<span lang="{}" dir="{}">{}</span>')
    return marked.format(words.language, direction_of(words.language), str(words))


def _together(parts: Iterable[str]) -> str:
    return gettext("; ").join(parts)


def _opened(sentence: str) -> str:
    """A sentence with a capital letter, where the script has them."""
    return sentence[:1].upper() + sentence[1:]


def render_report(coverage: Coverage, taxonomy: Taxonomy, language: str = SOURCE) -> str:
    """The coverage matrix as one HTML document in one of `LANGUAGES`."""
    with speaking(language):
        page = page_of(coverage, in_language(taxonomy, language))
        return _render("report.html.j2", page, SCRIPTS)


def render_adjudication(comparison: Comparison, taxonomy: Taxonomy, language: str = SOURCE) -> str:
    """The cells on which two reviewers do not agree, as one HTML document in one of `LANGUAGES`."""
    with speaking(language):
        page = adjudication_of(comparison, in_language(taxonomy, language))
        return _render("adjudicate.html.j2", page, ())


def render_differences(differences: Differences, taxonomy: Taxonomy) -> str:
    """What differs between two results, as one HTML document."""
    return _render("differences.html.j2", differences_page(differences, taxonomy), ())


def render_crosscheck(found: CrossCheck, taxonomy: Taxonomy) -> str:
    """How far results and a table made by others agree, as one HTML document."""
    return _render("crosscheck.html.j2", crosscheck_page(found, taxonomy), ())


def render_countries(page: Countries) -> str:
    """Countries beside each other, as one HTML document."""
    return _render("countries.html.j2", page, COUNTRIES_SCRIPTS, (STYLE, COUNTRIES_STYLE))


def _render(
    template: str,
    page: View,
    names: tuple[str, ...],
    styles: tuple[str, ...] = (STYLE,),
) -> str:
    style = Markup("").join(_own(name) for name in styles)
    scripts = tuple(_own(name) for name in names)
    return (
        _environment()
        .get_template(template)
        .render(
            page=page,
            style=style,
            style_hash=_hash(style),
            scripts=scripts,
            script_hashes=tuple(_hash(script) for script in scripts),
        )
    )


def _own(name: str) -> Markup:
    """A style or script of ours as it stands: the only text of the page that is not escaped."""
    loader = _environment().loader
    assert isinstance(loader, BaseLoader)
    return Markup(loader.get_source(_environment(), name)[0])


def _hash(text: str) -> str:
    """The hash by which a content security policy knows an inline style or script."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def filled(template: str, **values: object) -> str:
    """One of our templates, filled in; every text among the values is escaped."""
    return _environment().get_template(template).render(values)
