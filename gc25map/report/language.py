"""The language in which a report speaks: its words, its plurals, its numbers.

What a report says stands in English in the code and the templates, and in other languages in
`catalogues/<language>.po`. Within `speaking(language)` all words come from there; quotations of the law
and, where it has no translation, the words of the taxonomy stay what they are.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from gc25map.reasons import REASONS
from gc25map.taxonomy import Foreign
from gc25map.words import STATUS_WORDS

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

SOURCE = "en"
CATALOGUES = Path(__file__).resolve().parent / "catalogues"
LANGUAGES = (SOURCE, *sorted(path.stem for path in CATALOGUES.glob("*.po")))
# What is filled in as a figure; a longer sentence than this is none of ours.
_FIGURES = frozenset({"count", "page", "pages", "percent"})
_LONGEST_REASON = 2_000
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "prs", "ps", "sd", "ug", "ur", "yi"})
_STATUS_WORDS = frozenset(STATUS_WORDS.values())
_HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class _Speaker:
    language: str
    words: NullTranslations


_ENGLISH = _Speaker(SOURCE, NullTranslations())
_speaker: ContextVar[_Speaker] = ContextVar("speaker", default=_ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """While this lasts, reports are made in this language; ValueError where it has no catalogue."""
    if language not in LANGUAGES:
        raise ValueError(f"no report in {language!r}; there are: {', '.join(LANGUAGES)}")
    token = _speaker.set(_Speaker(language, _translations(language)))
    try:
        yield
    finally:
        _speaker.reset(token)


def direction_of(language: str) -> str:
    """Whether a language is written from the left or from the right: `ltr` or `rtl`."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def spoken() -> str:
    """The language that is spoken now, as in an attribute `lang`."""
    return _speaker.get().language


def written() -> str:
    """Whether that is written from the left or from the right: `ltr` or `rtl`."""
    return direction_of(spoken())


def gettext(message: str) -> str:
    """A message of ours in the language spoken now."""
    return _speaker.get().words.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """A message of ours in the form that the language has for this many."""
    return _speaker.get().words.ngettext(one, many, count)


def number(count: int) -> str:
    """A whole number as it is written: 1,234 or 1.234."""
    if spoken() == SOURCE:
        return f"{count:,}"
    from babel.numbers import format_decimal

    return format_decimal(count, locale=spoken())


def decimal(value: float, places: int = 2) -> str:
    """A number with so many decimal places: 0.87 or 0,87."""
    if spoken() == SOURCE:
        return f"{value:.{places}f}"
    from babel.numbers import format_decimal

    return format_decimal(value, f"0.{'0' * places}", locale=spoken())


def percent(share: float, places: int = 0) -> str:
    """A share of 0–1 in percent with so many decimal places: 87% or 87 %."""
    if spoken() == SOURCE:
        return f"{share:.{places}%}"
    from babel import Locale
    from babel.numbers import format_percent

    # As the language writes a percent sign, with as many places as are wanted.
    pattern = Locale.parse(spoken()).percent_formats[None].pattern
    wanted = re.sub(r"#,##0", f"#,##0.{'0' * places}", pattern) if places else pattern
    return format_percent(share, wanted, locale=spoken())


def reason(sentence: str) -> str:
    """A sentence of the data in the language spoken now; `Foreign` where no catalogue knows it."""
    if spoken() == SOURCE:
        return sentence
    if len(sentence) > _LONGEST_REASON:
        return Foreign(sentence, SOURCE)
    parts = [_known(part) for part in sentence.split("; ")]
    if not all(parts):
        parts = [_known(sentence)]
    return gettext("; ").join(parts) if all(parts) else Foreign(sentence, SOURCE)


def _known(sentence: str) -> str:
    """One sentence, told by its template; "" where there is none."""
    for template, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            values = {
                name: gettext(value) if value in _STATUS_WORDS else value
                for name, value in found.groupdict().items()
            }
            return gettext(template).format(**values)
    return ""


def page_words() -> str:
    """What the scripts of a page say, as JSON: English to the language spoken now; "" in English."""
    if spoken() == SOURCE:
        return ""
    words = {
        str(message.id): str(message.string)
        for message in _catalogue(spoken())
        if message.id and any(place.endswith(".js") for place, _ in message.locations)
    }
    return json.dumps(words, ensure_ascii=False)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every template of a reason, with what its sentences look like; that with most words first."""
    ordered = sorted(REASONS, key=lambda template: len(_HOLE.sub("", template)), reverse=True)
    return tuple((template, _pattern_of(template)) for template in ordered)


def _pattern_of(template: str) -> re.Pattern[str]:
    parts = _HOLE.split(template)
    return re.compile(
        "".join(
            (rf"(?P<{p}>\d+)" if p in _FIGURES else rf"(?P<{p}>.+?)") if n % 2 else re.escape(p)
            for n, p in enumerate(parts)
        ),
        re.DOTALL,
    )


@lru_cache(maxsize=8)
def _catalogue(language: str) -> Catalog:
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@lru_cache(maxsize=8)
def _translations(language: str) -> NullTranslations:
    """A catalogue as the standard library takes it; Babel writes its form, in memory."""
    if language == SOURCE:
        return NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, _catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)
