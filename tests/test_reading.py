"""Reading measured on real laws and on the demonstration law, as the benchmark of reading does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from gc25map.read import read_law
from gc25map.split import split_passages

SHARED = ROOT.parent / "shared"
BENCHMARK = ROOT / "benchmarks" / "reading.py"
LAWS, EVALUATION = SHARED / "laws", SHARED / "evaluation"
# How each document's pages are furnished: what no line of a passage may be.
_NUMBER = r"[-–—\s]*\d{1,3}[-–—\s]*"
PATTERNS = {
    "guy-sexual-offences-act": [
        r"L\.R\.O\..*",
        r"LAWS OF GUYANA",
        r"Cap\. 8:03",
        r"(?:\d+ )?Sexual Offences(?: \d+)?",
    ],
    "mys-personal-data-protection-act-2010": [
        r"(?:\d+ )?Laws of Malaysia(?: Act 709)?",
        r"(?:\d+ )?Personal Data Protection(?: \d+)?",
    ],
    "ind-information-technology-act-2000": [],
    "ind-consumer-protection-act-2019": [r".*THE GAZETTE OF INDIA EXTRAORDINARY.*", r"\[PART II.*"],
    "usa-ut-sb152-2023": [r"S\.B\. 152(?: Enrolled Copy)?", r"Enrolled Copy.*", r"\d{1,3} \D.*"],
    "usa-ut-hb311-2023": [r"H\.B\. 311(?: Enrolled Copy)?", r"Enrolled Copy.*", r"\d{3} \D.*"],
    "eue-gdpr-greek": [
        r"\d*\.?\d*\.?\d*\s*(?:EL|L 119/\d+)\b.*",
        r"(?:L .*)?Επίσημη Εφημερίδα της Ευρωπαϊκής Ένωσης.*",
    ],
}
# Pages that bear as their title what the others bear at their head.
TITLE_PAGES = {"usa-ut-hb311-2023": {1, 14}}

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", PATTERNS)
def test_no_furniture_stands_in_a_passage(name: str) -> None:
    """Running heads and feet, line numbers and page numbers of a real law are in none of its passages."""
    path = next(LAWS.rglob(f"{name}.pdf"), None)
    if path is None:
        pytest.skip("the real laws (../shared/laws) are not here")
    law = read_law(path)
    furniture = re.compile("|".join([_NUMBER, *PATTERNS[name]]))
    passages = split_passages(law)
    titles = TITLE_PAGES.get(name, {1})
    inside = [
        (line.page, text)
        for line in law.lines
        if line.page not in titles and any(p.start <= line.start < p.end for p in passages)
        for text in [law.text[line.start : line.end].strip()]
    ]
    assert len(inside) > 100
    assert [(page, text) for page, text in inside if furniture.fullmatch(text)] == []


def benchmark(*arguments: str | Path) -> dict[str, list[dict[str, object]]]:
    """What the benchmark measures at small size."""
    if not BENCHMARK.exists():
        pytest.skip("a source distribution comes without the benchmarks")
    done = subprocess.run(
        [sys.executable, BENCHMARK, "--small", "--json", *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=300,
    )
    results: dict[str, list[dict[str, object]]] = json.loads(done.stdout.splitlines()[-1])
    return results


def test_the_demonstration_law_is_read_well_and_fast() -> None:
    """Without any real law the benchmark measures furniture, engines and speed."""
    results = benchmark("--laws", "nowhere")
    assert set(results) == {"furniture", "engines", "speed"}
    (furniture,) = results["furniture"]
    assert furniture["lines"] > 500
    assert furniture["furniture"] == 0
    (engines,) = results["engines"]
    assert engines["words_in_common"] > 0.99
    *_, together, memory = results["speed"]
    assert together["cold"] < together["plain"]
    assert together["cached"] < together["plain"] / 50
    assert 0 < max(memory["own"], memory["child"]) < 400


@pytest.mark.skipif(not EVALUATION.is_dir(), reason="the judged documents are not here")
def test_real_laws_are_read_truly() -> None:
    """On short real laws, words are recovered and sections named as METHODOLOGY promises."""
    results = benchmark(
        *("--laws", LAWS),
        *("--reading", EVALUATION / "reading"),
        *("--judged", EVALUATION / "judged"),
    )
    assert results["true text"]
    for row in results["true text"]:
        assert row["recovered"] >= max(0.995, row["plain_recovered"])
        assert row["added"] < 0.005
    *_, located = results["locators"]
    assert located["named"] > 50
    assert located["agreeing"] > 0.95 * located["named"]
    assert all(row["furniture"] == 0 for row in results["furniture"])
    *_, together, _memory = results["speed"]
    assert together["cached"] < together["plain"] / 50
