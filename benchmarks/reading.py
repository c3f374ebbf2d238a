"""What reading loses, adds and costs: locators, true text, furniture, engines, speed, in one run.

    python benchmarks/reading.py --laws ../shared/laws --reading ../shared/evaluation/reading \\
        --judged ../shared/evaluation/judged [--small]

Plain pdfplumber is measured beside it in the same run. What needs real laws is left out where they are
absent; the demonstration law is measured always. `--small` takes the short documents only.
Each measure has a file under `measures/`, which says what is counted and how.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from measures import engines, furniture, locators, speed, true_text

from gc25map.resources import corpora_dir

# What `--small` leaves out, and how many pages the comparison of engines takes of each document.
SMALL_BYTES, SMALL_PAGES, ALL_PAGES = 44_000, 1, 6


def main() -> None:
    """Measure and print, as a table of lines or as JSON."""
    options = arguments()
    demo = sorted((corpora_dir() / "demo").glob("*.pdf"))
    laws = [*demo, *(documents(options.laws) if options.laws else [])]
    if options.small:
        laws = [path for path in laws if path.stat().st_size < SMALL_BYTES or path in demo]
    results = {}
    if options.judged and options.laws:
        results["locators"] = locators.measure(options.judged, options.laws, laws)
    if options.reading and options.laws:
        results["true text"] = true_text.measure(options.reading, laws)
    results["furniture"] = furniture.measure(laws)
    results["engines"] = engines.measure(laws, SMALL_PAGES if options.small else ALL_PAGES)
    results["speed"] = speed.measure(laws)
    if options.json:
        print(json.dumps({name: [asdict(row) for row in rows] for name, rows in results.items()}))
        return
    for name, rows in results.items():
        print(f"== {name}")
        for row in rows:
            print(row)


def documents(folder: Path) -> list[Path]:
    """The PDF files below a folder, in a stable order."""
    return sorted(path for path in folder.rglob("*.pdf") if path.is_file())


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--laws", type=existing, help="folder of PDF files")
    parser.add_argument("--reading", type=existing, help="folder of true texts, <document>.txt")
    parser.add_argument("--judged", type=existing, help="folder of judged documents")
    parser.add_argument("--small", action="store_true", help="short documents only")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


def existing(name: str) -> Path | None:
    """A folder, or None (and a word about it) where it is absent."""
    folder = Path(name)
    if folder.is_dir():
        return folder
    print(f"{name} is not here: what needs it is left out")
    return None


if __name__ == "__main__":
    main()
