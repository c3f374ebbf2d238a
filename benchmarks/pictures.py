"""The README's pictures: the report of the demonstration law as a browser shows it.

    python benchmarks/pictures.py [--out corpora/demo] [--browser /usr/bin/chromium]

Writes `overview.png` (the head of the page) and `cell.png` (one provision with its passages), 1,200 pixels
wide. Needs Playwright and Pillow (both in `.[dev]`) and a Chromium.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from gc25map import analyze_files, load_taxonomy, render_report
from gc25map.resources import corpora_dir

WIDTH = 1_200
# Few colours do for a page of text: each picture stays well below 200 kB.
COLOURS = 128
OPENED = "csam-offences"


def main() -> None:
    """Make the report, open it, and take both pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=corpora_dir() / "demo")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    given = parser.parse_args()
    law = next((corpora_dir() / "demo").glob("*.pdf"))
    coverage = analyze_files(law, country="Republic of Calmarra (fictional)")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        report = Path(folder) / "law.gc25.html"
        report.write_text(render_report(coverage, load_taxonomy(languages=[])), encoding="utf-8")
        browser = started.chromium.launch(executable_path=given.browser, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 900})
        page.goto(report.as_uri())
        # The bar of the reviewer floats over whatever is photographed.
        page.evaluate("document.getElementById('reviewing').hidden = true")
        save(page, "#glance", ".legend", given.out / "overview.png")
        page.evaluate(f"document.querySelector('#{OPENED} details').open = true")
        second = f"#{OPENED} .passage:nth-of-type(2)"
        save(page, f"#{OPENED}", second, given.out / "cell.png")
        browser.close()


def save(page: Any, first: str, last: str, path: Path) -> None:
    """A picture of the page from the top of one element to the foot of another."""
    scrolled = page.evaluate("window.scrollY")
    top, bottom = (page.locator(name).first.bounding_box() for name in (first, last))
    begin = max(0, top["y"] + scrolled - 10)
    height = bottom["y"] + bottom["height"] + scrolled + 10 - begin
    clip = {"x": 0, "y": begin, "width": WIDTH, "height": height}
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))
    few = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(f"{path}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
