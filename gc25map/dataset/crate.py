"""Where the data comes from: an RO-Crate in the shape of a Process Run Crate, with the hash of every file.

In:  the `Run`, and what was supplied for each country.
Out: `ro-crate-metadata.json`. It has no dates, so that the same documents give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gc25map.columns import storable
from gc25map.comparison import REPORTS, CountryResult, Run, report_of
from gc25map.dataset.package import RIGHTS, TITLE, hash_of, media_type
from gc25map.dataset.rows import place_in_manifest

CRATE = "ro-crate-metadata.json"
# The page of countries, which another sink writes.
PAGE = "countries.html"
ACTION, TOOL = "#comparison", "#gc25map"
# The parts of the tool that have versions of their own, and what they are.
VERSIONED = {
    "taxonomy": "The provisions and the rules by which they are found",
    "model": "The classifier",
    "corpora": "The passages that the classifier was trained on",
}
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_SHA256 = "https://w3id.org/ro/terms/workflow-run#sha256"
Entity = dict[str, Any]


class Provenance:
    """Gathers what was supplied; of each document the path, the country and the hash."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._countries: list[tuple[str, str]] = []
        self._documents: list[Entity] = []

    def add(self, result: CountryResult) -> None:
        """One more country and its documents."""
        code = storable(result.code)
        self._countries.append((code, storable(result.name)))
        for supplied in result.supplied:
            number = len(self._documents) + 1
            self._documents.append(
                {
                    "@id": f"#document-{number}",
                    "@type": "DigitalDocument",
                    "name": storable(place_in_manifest(supplied.listed.path)),
                    "countryOfOrigin": {"@id": _country_id(code)},
                    **({"sha256": supplied.sha256} if supplied.sha256 else {}),
                    **({"description": storable(supplied.failure)} if supplied.failure else {}),
                }
            )

    def crate(self, folder: Path, names: Iterable[str]) -> str:
        """The crate of a folder that holds the files named, the reports and perhaps the page of countries."""
        found = [name for name in (PAGE, *self._reports()) if (folder / name).is_file()]
        files = [_file(folder, name) for name in (*found, *names)]
        versions = [
            _thing(
                f"#{name}", "CreativeWork", name, version=getattr(self._run, name), description=said
            )
            for name, said in VERSIONED.items()
        ]
        options = [
            _thing(f"#option-{quote(name)}", "PropertyValue", name, value=value)
            for name, value in self._run.options
        ]
        countries = [
            _thing(_country_id(code), "Country", name or code, identifier=code)
            for code, name in self._countries
        ]
        graph = [
            _descriptor(),
            _root(files),
            _thing(_PROFILE, "CreativeWork", "Process Run Crate", version="0.5"),
            _thing("#rights", "CreativeWork", "Rights", description=RIGHTS),
            _thing(TOOL, "SoftwareApplication", "gc25map", softwareVersion=self._run.tool),
            _action([*self._documents, *versions, *options], files),
            *versions,
            *options,
            *countries,
            *self._documents,
            *files,
        ]
        context = [f"{_SPECIFICATION}/context", {"sha256": _SHA256}]
        document = {"@context": context, "@graph": graph}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    def _reports(self) -> list[str]:
        return [report_of(code, ending) for code, _ in self._countries for ending in REPORTS]


def _thing(name_of: str, kind: str, name: str, **more: Any) -> Entity:
    return {"@id": name_of, "@type": kind, "name": name, **more}


def _country_id(code: str) -> str:
    return f"#country-{quote(code, safe='')}"


def _file(folder: Path, name: str) -> Entity:
    sha256, size = hash_of(folder / name)
    return _thing(
        quote(name),
        "File",
        name,
        encodingFormat=media_type(name),
        contentSize=str(size),
        sha256=sha256,
    )


def _descriptor() -> Entity:
    return {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _SPECIFICATION},
        "about": {"@id": "./"},
    }


def _root(files: Sequence[Entity]) -> Entity:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": TITLE,
        "description": "What the documents supplied for each country say of each provision. No dates are"
        " given, so that the same documents give the same bytes; paths of documents are those of the"
        " manifest.",
        "conformsTo": {"@id": _PROFILE},
        "license": {"@id": "#rights"},
        "hasPart": _ids(files),
        "mentions": {"@id": ACTION},
    }


def _action(consumed: Sequence[Entity], files: Sequence[Entity]) -> Entity:
    return {
        "@id": ACTION,
        "@type": "CreateAction",
        "name": "gc25map compare",
        "instrument": {"@id": TOOL},
        "object": _ids(consumed),
        "result": _ids(files),
    }


def _ids(entities: Sequence[Entity]) -> list[Entity]:
    return [{"@id": entity["@id"]} for entity in entities]
