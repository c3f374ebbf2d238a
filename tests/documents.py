"""One short law of our own in every format that can be read, and small Word files for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from factories import plain_pdf

TITLE = "YOUNG USERS ACT"
ASSESSMENT = (
    "Every provider of an online service shall, before it offers a service to children:",
    "carry out a child rights impact assessment; and",
    "publish the assessment on its website.",
)
GROOMING = (
    "A person who, by means of a computer system, grooms a child for a sexual purpose",
    "commits an offence and is liable to imprisonment for a term of ten years.",
)
CITED = "This Act may be cited as the Young Users Act."
FORCE = "This Act comes into force on the first of May."
NOTE = "Inserted after the public hearing."

# The law as it is printed, line by line.
PRINTED = (
    TITLE,
    "PART I PRELIMINARY",
    "1. Short title",
    f"(1) {CITED}",
    f"(2) {FORCE}",
    "2. Child rights impact assessment",
    f"(1) {ASSESSMENT[0]}",
    f"(a) {ASSESSMENT[1]}",
    f"(b) {ASSESSMENT[2]}",
    "PART II OFFENCES",
    "3. Grooming",
    " ".join(GROOMING),
)

HTML = f"""<!doctype html><html lang="en"><head><title>Laws of Calmarra - portal</title>
<style>p {{ color: red }}</style><script>var act = "not the law";</script></head><body>
<header><a href="/">Portal of Calmarra</a></header><nav><ul><li>Home</li><li>Search</li></ul></nav>
<h1>{TITLE}</h1>
<h2>PART I PRELIMINARY</h2>
<h3>1. Short title</h3><p>(1) {CITED}</p><p>(2) {FORCE}<sup><a href="#fn1">1</a></sup></p>
<h3>2. Child rights
 impact assessment</h3><p>(1) {ASSESSMENT[0]}</p>
<table><tr><td>(a)</td><td>{ASSESSMENT[1]}</td></tr><tr><td>(b)</td><td>{ASSESSMENT[2]}</td></tr></table>
<h2>PART II<br>OFFENCES</h2><h3>3. Grooming</h3><div>{" ".join(GROOMING)}</div>
<aside role="doc-footnote" id="fn1">{NOTE}</aside>
<footer>Contact the webmaster</footer></body></html>"""

MARKDOWN = f"""---
title: Laws of Calmarra
---
# {TITLE}

## PART I PRELIMINARY

### 1. Short title

(1) {CITED}
(2) {FORCE}[^1]

### 2. Child rights impact assessment

(1) {ASSESSMENT[0]}

(a) {ASSESSMENT[1]}
(b) {ASSESSMENT[2]}

## PART II OFFENCES

### 3. Grooming

{" ".join(GROOMING)}

[^1]: {NOTE}
"""

AKN = f"""<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act">
<meta><identification source="#x"><FRBRWork><FRBRalias value="Alias"/></FRBRWork></identification></meta>
<preface><p><docTitle>{TITLE}</docTitle></p></preface>
<body>
 <part><num>PART I</num><heading>PRELIMINARY</heading>
  <section eId="sec_1"><num>1.</num><heading>Short title</heading>
   <subsection><num>(1)</num><content><p>{CITED}</p></content></subsection>
   <subsection><num>(2)</num><content><p>{FORCE}<authorialNote marker="1"><p>{NOTE}</p></authorialNote></p>
   </content></subsection>
  </section>
  <section><num>2</num><heading>Child rights <i>impact</i> assessment</heading>
   <subsection><num>1</num><intro><p>{ASSESSMENT[0]}</p></intro>
    <paragraph><num>(a)</num><content><p>{ASSESSMENT[1]}</p></content></paragraph>
    <paragraph><num>(b)</num><content><p>{ASSESSMENT[2]}</p></content></paragraph>
   </subsection>
  </section>
 </part>
 <part><num>PART II</num><heading>OFFENCES</heading>
  <section><num>3.</num><heading>Grooming</heading><content><p>{" ".join(GROOMING)}</p></content></section>
 </part>
</body></act></akomaNtoso>"""

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/>'
    '<w:basedOn w:val="berschrift1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>'
)


def level(number: int, kind: str, pattern: str, more: str = "", start: int = 1) -> str:
    """One level of a numbering of a Word file."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


# Parts in Roman numerals, sections that count on through the parts, subsections and paragraphs.
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "upperRoman", "PART %1")
    + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    + level(2, "decimal", "(%3)")
    + level(3, "lowerLetter", "(%4)")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
)


def para(
    text: str, *, style: str = "", num: int | None = None, ilvl: int = 0, raw: str = ""
) -> str:
    """A paragraph of a Word file; `raw` is XML that follows its text."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        properties += f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>'
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{raw}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of a Word file."""
    return "".join(
        [
            "<w:tbl>",
            *(
                "<w:tr>" + "".join(f"<w:tc>{para(cell)}</w:tc>" for cell in row) + "</w:tr>"
                for row in rows
            ),
            "</w:tbl>",
        ]
    )


def docx(
    body: str,
    *,
    styles: str = STYLES,
    numbering: str = NUMBERING,
    notes: str = "",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A Word file of these parts, given as XML."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": f"<w:document {_W}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            {k: f"{k}.xml" for k in ("styles", "numbering", "footnotes")}
        ),
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def _relations(targets: Mapping[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'


WORD = docx(
    para(TITLE, style="Titel")
    + para("Short title\t1", style="Verzeichnis1")
    + para("PRELIMINARY", style="berschrift1")
    + para("Short title", style="berschrift2")
    + para(CITED, num=1, ilvl=2)
    + para(
        FORCE,
        num=1,
        ilvl=2,
        raw='<w:r><w:footnoteReference w:id="2"/></w:r><w:del><w:r><w:delText>old</w:delText></w:r></w:del>',
    )
    + para("Child rights impact assessment", style="berschrift2")
    + para(ASSESSMENT[0], num=1, ilvl=2)
    + para(ASSESSMENT[1], num=1, ilvl=3)
    + para(ASSESSMENT[2], num=1, ilvl=3)
    + para("OFFENCES", style="berschrift1")
    + para("Grooming", style="berschrift2")
    + para(" ".join(GROOMING)),
    notes=f'<w:footnote w:type="separator" w:id="0">{para("x")}</w:footnote>'
    f'<w:footnote w:id="2">{para(NOTE)}</w:footnote>',
)


def make(folder: Path, kind: str) -> Path:
    """The law in one format, as a file named law.<kind>."""
    path = folder / f"law.{kind}"
    if kind == "pdf":
        return plain_pdf(path, [*PRINTED[:-1], *GROOMING])
    contents = {
        "docx": WORD,
        "html": HTML.encode(),
        "md": MARKDOWN.encode(),
        "txt": "\r\n".join([*PRINTED[:-1], *GROOMING]).encode(),
        "xml": AKN.encode(),
    }
    path.write_bytes(contents["html" if kind == "htm" else "xml" if kind == "akn" else kind])
    return path
