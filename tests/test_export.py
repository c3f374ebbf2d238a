"""The taxonomy in other people's formats: each is read back, and nothing of it is lost."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from gc25map import load_frameworks
from gc25map.cli.taxonomy import FORMATS
from gc25map.export import EXPORTERS
from gc25map.export.codebook import NAMESPACE, guid
from gc25map.taxonomy import MappedFramework, Taxonomy

TRICKY = 'A "quoted" \\ text <b>\n\twith é, 汉字, \u202e and \x07 & a backslash\\'


@pytest.fixture(scope="module")
def frameworks(taxonomy: Taxonomy) -> list[MappedFramework]:
    """The shipped frameworks."""
    return list(load_frameworks(taxonomy=taxonomy).values())


@pytest.fixture(scope="module")
def graph(taxonomy: Taxonomy, frameworks: list[MappedFramework]) -> Graph:
    """The SKOS export as another program reads it."""
    return Graph().parse(data=EXPORTERS["skos"](taxonomy, frameworks)["ttl"], format="turtle")


@pytest.fixture(scope="module")
def codebook(taxonomy: Taxonomy, frameworks: list[MappedFramework]) -> ET.Element:
    """The root of the codebook."""
    return ET.fromstring(EXPORTERS["qdc"](taxonomy, frameworks)["qdc"])


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text)))


def with_title(taxonomy: Taxonomy, title: str) -> Taxonomy:
    """The taxonomy with another title for its first provision."""
    first, *rest = taxonomy.provisions
    changed = first.model_copy(update={"title": title})
    return Taxonomy(taxonomy.framework, (changed, *rest), {}, {})


def test_every_format_of_the_command_has_its_exporter() -> None:
    """What the command line offers is what there is."""
    assert set(FORMATS) == set(EXPORTERS)


def test_neighbours_are_read_both_ways(taxonomy: Taxonomy) -> None:
    """Every provision has neighbours, none is its own, and each is the neighbour of its neighbours."""
    for provision in taxonomy.provisions:
        near = taxonomy.neighbours(provision.id)
        assert near
        assert provision.id not in near
        assert all(provision.id in taxonomy.neighbours(other) for other in near)


def test_tables_hold_everything_and_join(
    taxonomy: Taxonomy, frameworks: list[MappedFramework], provision_ids: list[str]
) -> None:
    """Provisions, elements, rules, neighbours and mappings have a row each, and refer to provisions."""
    tables = {name: rows(text) for name, text in EXPORTERS["csv"](taxonomy, frameworks).items()}
    assert [row["provision"] for row in tables["provisions.csv"]] == provision_ids
    assert {row["provision"] for row in tables["elements.csv"]} == set(provision_ids)
    assert len(tables["elements.csv"]) == sum(len(p.elements) for p in taxonomy.provisions)
    assert [row["rule"] for row in tables["rules.csv"]] == [r.id for _, r in taxonomy.rules["en"]]
    assert {row["provision"] for row in tables["neighbours.csv"]} == set(provision_ids)
    mapped = tables["frameworks.csv"]
    assert {row["framework"] for row in mapped} == {f.id for f in frameworks}
    assert {row["provision"] for row in mapped} <= set(provision_ids)
    duty = next(r["duty"] for r in tables["provisions.csv"] if r["provision"] == "csam-offences")
    assert duty == taxonomy["csam-offences"].duty


def test_the_json_holds_what_the_files_hold(
    taxonomy: Taxonomy, frameworks: list[MappedFramework], provision_ids: list[str]
) -> None:
    """Every field of every provision, rule and framework is there, with its stable name."""
    data = json.loads(EXPORTERS["json"](taxonomy, frameworks)["json"])
    assert [item["id"] for item in data["provisions"]] == provision_ids
    for item, provision in zip(data["provisions"], taxonomy.provisions, strict=True):
        assert item["uri"] == taxonomy.uri(provision.id)
        assert {key: item[key] for key in provision.model_dump()} == provision.model_dump()
    assert len(data["rules"]["en"]) == len(taxonomy.rules["en"])
    assert [item["id"] for item in data["frameworks"]] == [f.id for f in frameworks]


def test_skos_holds_every_provision_in_its_place(graph: Graph, taxonomy: Taxonomy) -> None:
    """Each provision is a concept of the scheme, below its section or chapter, with its neighbours."""
    scheme = URIRef("urn:gc25map:gc25")
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    for provision in taxonomy.provisions:
        own = URIRef(taxonomy.uri(provision.id))
        assert (own, SKOS.inScheme, scheme) in graph
        assert [str(o) for o in graph.objects(own, SKOS.prefLabel)] == [provision.title]
        assert str(graph.value(own, SKOS.definition)) == provision.duty
        assert str(graph.value(own, DCTERMS.source)) == taxonomy.citation(provision.id)
        parts = ["chapter", provision.chapter, *filter(None, [provision.section])]
        assert graph.value(own, SKOS.broader) == URIRef(taxonomy.uri(*parts))
        near = {URIRef(taxonomy.uri(n)) for n in taxonomy.neighbours(provision.id)}
        assert set(graph.objects(own, SKOS.related)) == near
        below = {URIRef(taxonomy.uri(provision.id, e.id)) for e in provision.elements}
        assert set(graph.subjects(SKOS.broader, own)) == below


def test_skos_keeps_the_rules_of_skos(graph: Graph) -> None:
    """One label a concept and language, related both ways, nothing broader without a concept."""
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert all(len(list(graph.objects(c, SKOS.prefLabel))) == 1 for c in concepts)
    for one, other in graph.subject_objects(SKOS.related):
        assert (other, SKOS.related, one) in graph
    for prop in (SKOS.broader, SKOS.relatedMatch, SKOS.closeMatch, SKOS.related):
        assert set(graph.objects(None, prop)) <= concepts


def test_skos_matches_every_framework_to_the_provisions(
    graph: Graph, taxonomy: Taxonomy, frameworks: list[MappedFramework]
) -> None:
    """Each component is a concept of its own scheme that matches its provisions."""
    for framework in frameworks:
        scheme = URIRef(framework.uri())
        found = set(graph.subjects(SKOS.inScheme, scheme))
        assert found == {URIRef(framework.uri(c.id)) for c in framework.components}
        for component in framework.components:
            own = URIRef(framework.uri(component.id))
            matched = {
                *graph.objects(own, SKOS.closeMatch),
                *graph.objects(own, SKOS.relatedMatch),
            }
            assert matched == {URIRef(taxonomy.uri(p)) for p in component.provisions}


def elements_of(root: ET.Element, name: str) -> Iterable[ET.Element]:
    """The elements of the codebook's namespace with this name."""
    return root.iter(f"{{{NAMESPACE}}}{name}")


def test_the_codebook_has_the_form_of_the_standard(codebook: ET.Element) -> None:
    """Elements, their order and their attributes are those that REFI-QDA 1.0 permits."""
    names = {element.tag for element in codebook.iter()}
    permitted = ("CodeBook", "Codes", "Code", "Description", "Sets", "Set", "MemberCode")
    assert names == {f"{{{NAMESPACE}}}{name}" for name in permitted}
    assert [child.tag.split("}")[1] for child in codebook] == ["Codes", "Sets"]
    form = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
    guids = []
    for code in elements_of(codebook, "Code"):
        assert set(code.attrib) == {"guid", "name", "isCodable"}
        assert code.attrib["name"]
        assert code.attrib["isCodable"] in ("true", "false")
        kinds = [child.tag.split("}")[1] for child in code]
        assert kinds == sorted(kinds, key=["Description", "Code"].index)
        guids.append(code.attrib["guid"])
    for group in elements_of(codebook, "Set"):
        assert set(group.attrib) == {"guid", "name"}
        guids.append(group.attrib["guid"])
    assert all(form.match(value) for value in guids)
    assert len(set(guids)) == len(guids)


def test_the_codebook_holds_every_provision_element_and_framework(
    codebook: ET.Element, taxonomy: Taxonomy, frameworks: list[MappedFramework]
) -> None:
    """Provisions are codes that can be used, elements their children; components are sets of them."""
    codes = {code.attrib["guid"]: code for code in elements_of(codebook, "Code")}
    for provision in taxonomy.provisions:
        code = codes[guid(taxonomy.uri(provision.id))]
        assert code.attrib["name"] == provision.title
        assert code.attrib["isCodable"] == "true"
        children = [child.attrib["guid"] for child in code.findall(f"{{{NAMESPACE}}}Code")]
        assert children == [guid(taxonomy.uri(provision.id, e.id)) for e in provision.elements]
    sets = {s.attrib["guid"]: s for s in elements_of(codebook, "Set")}
    for framework in frameworks:
        for component in framework.components:
            members = sets[guid(framework.uri(component.id))].findall(f"{{{NAMESPACE}}}MemberCode")
            assert [m.attrib["guid"] for m in members] == [
                guid(taxonomy.uri(p)) for p in component.provisions
            ]


def test_tricky_text_survives_every_format(taxonomy: Taxonomy) -> None:
    """Quotes, backslashes, signs of markup and line ends come back as they were."""
    changed = with_title(taxonomy, TRICKY)
    own = changed.uri(changed.provisions[0].id)
    turtle = EXPORTERS["skos"](changed, [])["ttl"]
    back = Graph().parse(data=turtle, format="turtle")
    assert str(back.value(URIRef(own), SKOS.prefLabel)) == TRICKY
    data = json.loads(EXPORTERS["json"](changed, [])["json"])
    assert data["provisions"][0]["title"] == TRICKY
    assert rows(EXPORTERS["csv"](changed, [])["provisions.csv"])[0]["title"] == TRICKY
    root = ET.fromstring(EXPORTERS["qdc"](changed, [])["qdc"])
    names = [code.attrib["name"] for code in elements_of(root, "Code")]
    assert TRICKY.replace("\x07", "") in names  # XML has no place for a bell


def test_the_same_taxonomy_gives_the_same_bytes(
    taxonomy: Taxonomy, frameworks: list[MappedFramework]
) -> None:
    """Nothing in an export depends on when or where it was made."""
    for export in EXPORTERS.values():
        assert export(taxonomy, frameworks) == export(taxonomy, frameworks)


def test_the_sources_have_no_clash_of_names(taxonomy: Taxonomy) -> None:
    """No two things of the taxonomy have the same URI."""
    uris = [taxonomy.uri()]
    for chapter in taxonomy.framework.chapters:
        uris.append(taxonomy.uri("chapter", chapter.id))
        uris += [taxonomy.uri("chapter", chapter.id, s.letter) for s in chapter.sections]
    for provision in taxonomy.provisions:
        uris.append(taxonomy.uri(provision.id))
        uris += [taxonomy.uri(provision.id, element.id) for element in provision.elements]
    assert len(set(uris)) == len(uris)


def test_the_files_lie_where_they_are_wanted(tmp_path: Path, taxonomy_copy: Path) -> None:
    """The command writes each format of a taxonomy of one's own, here without rules, into a folder."""
    from click.testing import CliRunner

    from gc25map.cli import cli

    out = tmp_path / "out"
    arguments = ["taxonomy", "export", "--format", ",".join(FORMATS), "-o", str(out)]
    result = CliRunner().invoke(cli, [*arguments, "--taxonomy", str(taxonomy_copy)])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.iterdir()) == [
        "gc25.elements.csv",
        "gc25.frameworks.csv",
        "gc25.json",
        "gc25.neighbours.csv",
        "gc25.provisions.csv",
        "gc25.qdc",
        "gc25.ttl",
    ]
    assert CliRunner().invoke(cli, ["taxonomy", "export", "--format", "nope"]).exit_code == 2
