"""How long the main job takes on one law, beside pdfplumber's own extract_text over its pages.

    python benchmarks/main_job.py LAW.pdf [--runs 3]

Both are timed in turn in one run, with the model and the rules ready; the median of each is printed
with the ratio, and the peak memory of this process and of the reading child.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from pathlib import Path

import pdfplumber

from gc25map.pipeline import Source, analyze, prepare


def plain(path: Path) -> None:
    """What a user of pdfplumber would write."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()


def timed(job: object, *arguments: object) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    job(*arguments)  # type: ignore[operator]
    return time.perf_counter() - start


def main() -> None:
    """Time both and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("law", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    sources = [Source(options.law)]
    analyze(sources, prepare)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    ours, theirs = [], []
    for _ in range(options.runs):
        ours.append(timed(analyze, sources, prepare))
        theirs.append(timed(plain, options.law))
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"analyze {a:.2f} s, pdfplumber extract_text {b:.2f} s, ratio {a / b:.2f}")
    print(f"peak memory: {peak:.0f} MB, reading child {child:.0f} MB")


if __name__ == "__main__":
    main()
