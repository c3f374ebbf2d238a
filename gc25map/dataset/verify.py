"""Are the files of a comparison as they were written, and does the same come out again?

In:  the folder of a comparison, and the documents it was made from.
Out: a `Verdict`, with one line for everything that does not agree.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from gc25map import __version__
from gc25map.comparison import is_code, report_of
from gc25map.dataset.package import hash_of
from gc25map.dataset.recorded import Recorded, read_crate
from gc25map.errors import BadFile, NothingToRead, UnreadableDocument
from gc25map.exchange import dump_coverage, load_coverage
from gc25map.frameworks import chosen, with_readings
from gc25map.inputs import sources_of
from gc25map.pipeline import Analysis, Source, analyze, prepare
from gc25map.read import MAX_PAGES
from gc25map.records import Coverage
from gc25map.taxonomy import load_frameworks

# What a run may have read its documents with.
ENGINES = ("auto", "pdfplumber")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many files were as written, which countries were run again, and what does not agree."""

    files: int
    countries: tuple[str, ...]
    problems: tuple[str, ...]


def verify(
    folder: Path,
    laws: Path | None = None,
    sample: int | None = 3,
    taxonomy_folder: Path | None = None,
    progress: Callable[[str], None] = lambda country: None,
) -> Verdict:
    """Hold the files in a folder against its crate, and run some of its countries again.

    `laws` is the manifest or the folder that the comparison was made from; without it nothing is run
    again. `sample` is how many countries, always the same ones; None is all of them.
    """
    recorded = read_crate(folder)
    problems = [line for name in recorded.files if (line := _changed(folder, name, recorded))]
    files = len(recorded.files) - len(problems)
    if laws is None:
        return Verdict(files, (), tuple(problems))
    tools = prepare(taxonomy_folder)
    if differing := _differing(recorded, tools):
        return Verdict(files, (), (*problems, differing))
    again = []
    for code in _sampled(recorded, sample):
        progress(code)
        try:
            found = _again(folder, code, laws, recorded, tools, taxonomy_folder)
        except (BadFile, NothingToRead) as error:
            found = [f"{code}: {error}"]
        problems += found
        if not found:
            again.append(code)
    return Verdict(files, tuple(again), tuple(problems))


def _changed(folder: Path, name: str, recorded: Recorded) -> str:
    """What is wrong with one of the files; "" where it is as it was written."""
    path = folder / name
    try:
        # What a crate says of files elsewhere is not looked into.
        if not path.resolve().is_relative_to(folder.resolve()):
            return f"{name}: is not in this folder"
        sha256, _ = hash_of(path)
    except (OSError, ValueError):
        return f"{name}: cannot be read"
    return "" if sha256 == recorded.files[name] else f"{name}: is not as it was written"


def _differing(recorded: Recorded, tools: Analysis) -> str:
    """Why running again would show nothing: another version made the files; "" where it is the same."""
    now = {"tool": __version__, "taxonomy": tools.taxonomy.version, "model": tools.model.id}
    differing = [
        f"{name} {recorded.versions[name]} (here {version})"
        for name, version in now.items()
        if recorded.versions[name] != version
    ]
    return f"nothing was run again: made with {', '.join(differing)}" if differing else ""


def _sampled(recorded: Recorded, sample: int | None) -> list[str]:
    """Codes of countries, in an order that has nothing to do with their names but is always the same."""
    codes = sorted(
        recorded.documents, key=lambda code: hashlib.sha256(code.encode("utf-8")).digest()
    )
    return sorted(codes[:sample])


def _again(
    folder: Path,
    code: str,
    laws: Path,
    recorded: Recorded,
    tools: Analysis,
    taxonomy_folder: Path | None,
) -> list[str]:
    """Run one country again; what does not agree."""
    if not is_code(code):
        raise BadFile("is no code of a country")
    name = report_of(code, "json")
    if name not in recorded.files or _changed(folder, name, recorded):
        return [f"{code}: was not run again, for its JSON is not as it was written"]
    sources = _sources(laws, code)
    if unlike := _unlike(code, sources, recorded):
        return unlike
    before, then = load_coverage(folder / name), _as_then(sources, recorded)
    try:
        coverage = analyze(then, lambda: tools, country=code)
    except (UnreadableDocument, NothingToRead) as error:
        # Where no document can be read there is nothing to compare but that.
        return [f"{code}: {error}"] if before.instruments else []
    except Exception as error:
        # As in a comparison: one law that the program cannot stand ends nothing but itself.
        return [f"{code}: could not be analysed ({type(error).__name__})"]
    coverage = _titled(coverage, before, taxonomy_folder)
    same = dump_coverage(coverage).encode("utf-8") == (folder / name).read_bytes()
    return [] if same else [f"{code}: another result came out{_first_difference(before, coverage)}"]


def _sources(laws: Path, code: str) -> list[Source]:
    """The documents of one country, in the manifest's order or that of the folder."""
    if not laws.is_dir():
        return sources_of([laws], country=code)[0]
    return sources_of([laws if laws.absolute().name == code else laws / code])[0]


def _unlike(code: str, sources: Sequence[Source], recorded: Recorded) -> list[str]:
    """Documents that are not there, or are not those that were analysed."""
    known = {sha256 for _, sha256 in recorded.documents[code] if sha256}
    # What could not be opened then need not be there now.
    unread = {PurePath(path).name for path, sha256 in recorded.documents[code] if not sha256}
    lines, seen = [], set()
    for source in sources:
        try:
            sha256, _ = hash_of(source.path)
        except OSError:
            sha256 = ""
            if known and source.path.name not in unread:
                lines.append(f"{code}: {source.path.name} is not there")
        if sha256 and sha256 not in known and source.path.name not in unread:
            lines.append(f"{code}: {source.path.name} is not a document that was analysed")
        seen.add(sha256)
    lines += [
        f"{code}: {path} is not among the documents given"
        for path, sha256 in recorded.documents[code]
        if sha256 and sha256 not in seen
    ]
    return lines


def _as_then(sources: Sequence[Source], recorded: Recorded) -> list[Source]:
    """Sources that are read with the options of the run; `BadFile` where the crate has other ones."""
    engine = recorded.options.get("engine", "auto")
    pages = recorded.options.get("max_pages", str(MAX_PAGES))
    if engine not in ENGINES or not re.fullmatch(r"[1-9]\d{0,8}", pages):
        raise BadFile(f"no run has had the options engine {engine!r}, max_pages {pages!r}")
    return [replace(source, engine=engine, max_pages=int(pages)) for source in sources]


def _titled(coverage: Coverage, before: Coverage, taxonomy_folder: Path | None) -> Coverage:
    """The coverage under the name and with the frameworks that the comparison gave it."""
    names = [reading.id for reading in before.frameworks]
    if names:
        known = load_frameworks(taxonomy_folder)
        coverage = with_readings(coverage, chosen([n for n in names if n in known], known))
    return replace(coverage, country=before.country, title=before.title)


def _first_difference(before: Coverage, now: Coverage) -> str:
    """The first provision whose cell is another, for whoever looks for the reason."""
    pairs = zip(before.cells, now.cells, strict=False)
    differing = [one for one, other in pairs if one != other]
    if not differing:
        return ""
    more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
    return f": {differing[0].provision}{more}"
