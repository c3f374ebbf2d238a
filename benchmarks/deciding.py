"""What deciding costs, and where it errs beside what `gc25map evaluate` counts.

    python benchmarks/deciding.py --time LAW.pdf ... --off-topic LAW.pdf ... --twins ONE.pdf OTHER.pdf
        --company JUDGED_DIR LAWS_DIR

`--time`: processor seconds for loading taxonomy and model beyond the imports of spaCy and scikit-learn, and for
tagging 1,000 passages of these laws once they are read, on one core. `--off-topic`: laws in which next to nothing
should be found. `--twins`: one law in two languages, which should have the same status throughout. `--company`: of
the passages that are listed for a provision of which a judge names passages, how many the judge names, too.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

# One core, whatever the machine has: before numpy is imported.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"


def time_laws(paths: list[Path]) -> None:
    """Print what loading costs, and tagging 1,000 passages; reading and splitting are not counted."""
    import sklearn.feature_extraction.text  # noqa: F401
    import spacy  # noqa: F401

    from gc25map.memory import growing
    from gc25map.pipeline import prepare
    from gc25map.read import read_law
    from gc25map.split import split_passages
    from gc25map.tag.languages import tag_languages

    laws = [(law := read_law(path, cache=None), split_passages(law)) for path in paths]
    began = time.process_time()
    tools = prepare()
    for language in {passage.language for _, passages in laws for passage in passages}:
        tools.tagger(language)
    print(f"taxonomy and model loaded in {time.process_time() - began:.2f} s of one processor")
    began = time.process_time()
    for law, passages in laws:
        with growing():
            tag_languages(law, passages, tools.tagger)
    spent, number = time.process_time() - began, sum(len(passages) for _, passages in laws)
    print(f"{number:,} passages tagged, 1,000 in {spent / number * 1000:.2f} s of one processor")


def off_topic(path: Path) -> None:
    """Print what is found in a law about something else."""
    from gc25map import analyze_files

    cells = analyze_files(path).cells
    found = [f"{cell.provision} ({cell.status})" for cell in cells if cell.evidence]
    unknown = all(cell.status == "not_assessed" for cell in cells)
    said = "not assessed" if unknown else f"{len(found)} found"
    print(f"{path.name}: {said}{': ' if found else ''}{', '.join(found)}")


def compare_twins(one: Path, other: Path) -> None:
    """Print the provisions whose status differs between the two texts."""
    from gc25map import analyze_files

    pairs = list(zip(analyze_files(one).cells, analyze_files(other).cells, strict=True))
    differ = [(a, b) for a, b in pairs if a.status != b.status]
    same = 100 * (1 - len(differ) / len(pairs))
    print(f"{one.name}, {other.name}: {len(differ)} of {len(pairs)} differ, {same:.1f} % the same")
    for a, b in differ:
        print(f"  {a.provision}: {a.status}, {b.status}")


def count_company(judged: Path, laws: Path) -> None:
    """Print how many of the listed passages are right, of those that carry a status and of their company."""
    from gc25map.evaluate.figures import shows
    from gc25map.evaluate.judged import load_folder
    from gc25map.measure import measure_coverage
    from gc25map.pipeline import prepare
    from gc25map.read import PendingLaw

    tools, carrying, company = prepare(), Counter[bool](), Counter[bool]()
    for document in load_folder(judged):
        tagged = tools.tag_law(PendingLaw(laws / document.document, cache=None))
        for cell in measure_coverage([tagged], tools.taxonomy):
            named = document.evidence.get(cell.provision, ())
            for passage in cell.evidence if named else ():
                alone = replace(cell, evidence=(passage,))
                right = any(shows(alone, item) for item in named)
                (carrying if passage.carries else company)[right] += 1
    print(f"of {carrying.total()} passages that carry a status the judge names {carrying[True]},")
    print(f"of {company.total()} that stand beside them {company[True]}")


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--time", type=Path, nargs="+", default=[], metavar="LAW")
    parser.add_argument("--off-topic", type=Path, nargs="+", default=[], metavar="LAW")
    parser.add_argument("--twins", type=Path, nargs=2, metavar=("ONE", "OTHER"))
    parser.add_argument("--company", type=Path, nargs=2, metavar=("JUDGED_DIR", "LAWS_DIR"))
    given = parser.parse_args()
    if given.time:
        time_laws(given.time)
    for path in given.off_topic:
        off_topic(path)
    if given.twins:
        compare_twins(*given.twins)
    if given.company:
        count_company(*given.company)


if __name__ == "__main__":
    main()
