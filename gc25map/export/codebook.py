"""The taxonomy as a REFI-QDA codebook (QDC), which NVivo, ATLAS.ti, MAXQDA and others import.

Chapters hold provisions, provisions hold elements; every component of a further framework is a set of
codes. The codes' GUIDs are made of the URIs, so that they are the same in every export.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from gc25map import __version__
from gc25map.taxonomy import MappedFramework, Provision, Taxonomy

NAMESPACE = "urn:QDA-XML:codebook:1.0"
# What XML 1.0 cannot hold, even escaped.
_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def codebook_files(taxonomy: Taxonomy, frameworks: Sequence[MappedFramework]) -> dict[str, str]:
    """One QDC file."""
    root = ET.Element("CodeBook", {"xmlns": NAMESPACE, "origin": f"gc25map {__version__}"})
    codes = ET.SubElement(root, "Codes")
    for chapter in taxonomy.framework.chapters:
        provisions = [p for p in taxonomy.provisions if p.chapter == chapter.id]
        if provisions:
            address = taxonomy.uri("chapter", chapter.id)
            name = f"{chapter.id} {chapter.title}"
            above = _code(codes, address, name, "", codable=False)
            for provision in provisions:
                _provision(above, provision, taxonomy)
    if frameworks:
        _sets(ET.SubElement(root, "Sets"), taxonomy, frameworks)
    ET.indent(root, " ")
    return {
        "qdc": f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
    }


def guid(address: str) -> str:
    """The GUID by which a codebook knows what has this URI."""
    return str(uuid5(NAMESPACE_URL, address))


def _provision(above: ET.Element, provision: Provision, taxonomy: Taxonomy) -> None:
    lines = [
        provision.duty,
        taxonomy.citation(provision.id),
        f"In part: {provision.partial}",
        *(f"Does not count: {text}" for text in provision.excludes),
    ]
    own = _code(above, taxonomy.uri(provision.id), provision.title, "\n".join(lines))
    for element in provision.elements:
        name = element.id.replace("-", " ")
        _code(own, taxonomy.uri(provision.id, element.id), name, element.text)


def _code(
    above: ET.Element, address: str, name: str, description: str, codable: bool = True
) -> ET.Element:
    facts = {"guid": guid(address), "name": _fit(name), "isCodable": str(codable).lower()}
    code = ET.SubElement(above, "Code", facts)
    if description:
        ET.SubElement(code, "Description").text = _fit(description)
    return code


def _sets(above: ET.Element, taxonomy: Taxonomy, frameworks: Sequence[MappedFramework]) -> None:
    for framework in frameworks:
        for component in framework.components:
            facts = {
                "guid": guid(framework.uri(component.id)),
                "name": _fit(f"{framework.title}: {component.title}"),
            }
            members = ET.SubElement(above, "Set", facts)
            ET.SubElement(members, "Description").text = _fit(component.description)
            for provision in component.provisions:
                ET.SubElement(members, "MemberCode", {"guid": guid(taxonomy.uri(provision))})


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
