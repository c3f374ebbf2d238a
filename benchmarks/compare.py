"""What comparing costs: seconds a law, memory, speed-up, a cluster, interruptions, and tagging anew.

    python benchmarks/compare.py --laws 10 100 1000 --kills 10 --cluster

Makes so many laws of about 20 pages out of the demonstration law (sections left out, put in another
order and numbered anew, by a seed), for as many countries as fit with twenty laws each, and runs
`gc25map compare` on them: for every size with two jobs, for the largest with one, and with two workers of a
Dask scheduler on this machine. Then runs are killed at random moments and taken up again, and the
bytes compared with those of a run left alone.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import psutil

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "corpora" / "demo"
SEED = 25
PER_COUNTRY = 20
LEFT_OUT, MOVED = 0.05, 0.2
LOOK_SECONDS = 0.1


# --- Laws ---------------------------------------------------------------------------------------


def make_laws(folder: Path, number: int) -> Path:
    """A folder of so many laws by country; those made before are not made again."""
    laws = folder / f"laws-{number}"
    wanted = [laws / f"C{n // PER_COUNTRY:03}" / f"act-{n:05}.pdf" for n in range(number)]
    missing = [(n, path) for n, path in enumerate(wanted) if not path.exists()]
    joblib.Parallel(n_jobs=2)(joblib.delayed(_make)(n, path) for n, path in missing)
    return laws


def _make(number: int, path: Path) -> None:
    """One law, varied by its number."""
    sys.path.insert(0, str(DEMO))
    import typeset

    lines, fields = typeset.source_of(typeset.SOURCE)
    fields["title"] = [f"Online Services Act No. {number}, 2024"]
    fields["number"] = [f"Act No. {number}"]
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    typeset.build(_varied(lines, random.Random(f"{SEED} {number}")), fields, part)
    part.replace(path)


def _varied(lines: Sequence[str], chance: random.Random) -> list[str]:
    """The sections of a law, some left out, some moved, all numbered anew; schedules stay as they are."""
    end = next(n for n, line in enumerate(lines) if "SCHEDULE |" in line)
    first = next(n for n, line in enumerate(lines) if line.startswith("# "))
    parts: list[tuple[str, list[list[str]]]] = []
    for line in lines[first:end]:
        if line.startswith("# "):
            parts.append((line, []))
        elif line.startswith("## "):
            parts[-1][1].append([line])
        elif parts[-1][1]:
            parts[-1][1][-1].append(line)
    out, number = list(lines[:first]), 0
    for head, sections in parts:
        kept = [s for s in sections if chance.random() > LEFT_OUT] or sections[:1]
        if chance.random() < MOVED:
            chance.shuffle(kept)
        out += [head, ""]
        for section in kept:
            number += 1
            out += [f"## {number}. {section[0].split('. ', 1)[1]}", *section[1:]]
    return [*out, *lines[end:]]


# --- Runs ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the wall and of processors, and the most that parent and any worker held, in MB."""

    seconds: float
    busy: float
    parent: float
    worker: float


def run(laws: Path, out: Path, *options: str, cache: str = "off") -> Cost:
    """One run of the program, watched from outside."""
    began, busy = time.perf_counter(), _busy()
    process = _start(laws, out, *options, cache=cache)
    watched, parent, worker = psutil.Process(process.pid), 0.0, 0.0
    while process.poll() is None:
        try:
            parent = max(parent, watched.memory_info().rss / 1e6)
            for child in watched.children(recursive=True):
                worker = max(worker, child.memory_info().rss / 1e6)
        except psutil.Error:
            pass
        time.sleep(LOOK_SECONDS)
    if process.returncode:
        raise SystemExit(f"compare ended with {process.returncode}: {' '.join(options)}")
    return Cost(time.perf_counter() - began, _busy() - busy, parent, worker)


def _busy() -> float:
    """Seconds of processor time of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _start(laws: Path, out: Path, *options: str, cache: str = "off") -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "gc25map", "compare", str(laws), "-o", str(out), "-q", *options],
        env=_environment(cache),
    )


def _environment(cache: str = "off") -> dict[str, str]:
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    own = {"PYTHONPATH": os.pathsep.join(p for p in paths if p), "GC25MAP_CACHE": cache}
    return {**os.environ, **own}


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a scheduler on this machine with two workers of one thread each, which are there already.

    Without nannies: what they set for their workers (memory goes back to the system at once) costs a fifth.
    """
    import distributed

    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "scheduler.json"
        here = ["--scheduler-file", str(told), "--no-dashboard"]
        for command in (
            ["scheduler", "--host", "127.0.0.1", "--port", "0", *here],
            *[["worker", *here, "--nthreads", "1", "--no-nanny"]] * 2,
        ):
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                env={**_environment(), **threads},
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            while not told.exists() and process.poll() is None:
                time.sleep(LOOK_SECONDS)
        address = json.loads(told.read_text(encoding="utf-8"))["address"]
        with distributed.Client(address) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(2)
        yield address


def differences(one: Path, other: Path) -> list[str]:
    """Names of the files that are not in both folders with the same bytes, our workshop apart."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in (one, other)
        for path in folder.rglob("*")
        if path.is_file() and ".gc25map" not in path.parts
    }
    both = [name for name in names if (one / name).exists() and (other / name).exists()]
    alike = {name for name in both if filecmp.cmp(one / name, other / name, shallow=False)}
    return sorted(names - alike)


# --- What is measured ---------------------------------------------------------------------------


def killed(laws: Path, alone: Path, out: Path, seconds: float, chance: random.Random) -> list[str]:
    """A run that is killed outright at a random moment and taken up again; what differs then."""
    shutil.rmtree(out, ignore_errors=True)
    process = _start(laws, out, "--jobs", "2")
    moment = chance.uniform(0.0, seconds)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    kept = len(list(out.glob(".gc25map/laws/*.law")))
    run(laws, out, "--jobs", "2")
    found = differences(alone, out)
    print(f"killed after {moment:5.1f} s with {kept} laws done: {len(found)} files differ")
    return found


@dataclass(frozen=True)
class Spent:
    """Seconds a law takes, on average."""

    reading: float
    taking: float  # from what was read before
    tagging: float  # and splitting
    tagging_again: float  # after the rules of one provision changed


def of_each_step(laws: Path, folder: Path, number: int) -> Spent:
    """What is spent on a law in one process, without writing its report."""
    from gc25map.pipeline import prepare
    from gc25map.read import PendingLaw, ReadingCache, read_law

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    cache, tools = ReadingCache(folder), prepare()
    paths = sorted(laws.rglob("*.pdf"))[:number]
    chance = random.Random(SEED)
    first = tools.tag_law(PendingLaw(paths[0], cache=cache))
    marks = tools.marks(first)
    spent = dict.fromkeys(Spent.__annotations__, 0.0)

    def timed(step: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        result = work()
        spent[step] += time.perf_counter() - began
        return result

    for path in paths:
        timed("reading", lambda p=path: read_law(p, cache=None))
        read_law(path, cache=cache)
        timed("taking", lambda p=path: read_law(p, cache=cache))
        law = timed("tagging", lambda p=path: tools.tag_law(PendingLaw(p, cache=cache)))
        former = marks | {chance.choice(sorted(marks)): "other"}
        again = timed("tagging_again", lambda t=law, m=former: tools.tag_again(t, m))
        assert again == law
    spent["tagging"] -= spent["taking"]
    return Spent(**{step: seconds / len(paths) for step, seconds in spent.items()})


def main() -> None:
    """Make the laws, run, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--laws", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--kills", type=int, default=0, metavar="N")
    parser.add_argument("--kill-laws", type=int, help="laws of the killed runs; default: fewest")
    parser.add_argument("--cluster", action="store_true", help="also on a Dask cluster here")
    parser.add_argument("--folder", type=Path, help="where laws and results are kept")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder = folder.resolve()
        for number in sorted(options.laws):
            laws, out = make_laws(folder, number), folder / f"out-{number}"
            shutil.rmtree(out, ignore_errors=True)
            two = run(laws, out, "--jobs", "2")
            print(
                f"{number} laws, 2 jobs: {two.seconds:.1f} s, {two.seconds / number:.2f} s a law"
                f" ({two.busy / number:.2f} s of processors);"
                f" parent {two.parent:.0f} MB, worker {two.worker:.0f} MB at most"
            )
        other = folder / "out-other"
        shutil.rmtree(other, ignore_errors=True)
        one = run(laws, other, "--jobs", "1")
        print(
            f"{number} laws, 1 job: {one.seconds:.1f} s ({one.busy / number:.2f} s of processors a law),"
            f" speed-up {one.seconds / two.seconds:.2f};"
        )
        print(f"{len(differences(out, other))} files differ from those of 2 jobs")
        if options.cluster:
            shutil.rmtree(other)
            with cluster() as address:
                dask = run(laws, other, "--scheduler", address)
            print(f"{number} laws, 2 Dask workers: {dask.seconds:.1f} s, ", end="")
            print(f"{dask.seconds / two.seconds:.2f} of the time of 2 jobs;", end=" ")
            print(f"{len(differences(out, other))} files differ")
        shutil.rmtree(other)
        again = run(laws, out, "--jobs", "2")
        print(f"{number} laws, all done before: {again.seconds:.1f} s")
        spent = of_each_step(laws, folder / "cache", 10)
        anew = spent.reading + spent.tagging
        print(
            f"a law read anew {spent.reading:.2f} s, from what was kept {spent.taking:.3f} s"
            f" ({spent.reading / spent.taking:.0f} times);"
            f" split and tagged in {spent.tagging:.2f} s;"
            f" tagged again after a change of one provision's rules {spent.tagging_again:.3f} s"
            f" ({anew / spent.tagging_again:.0f} times faster than read and tagged anew)"
        )
        if options.kills:
            number = options.kill_laws or min(options.laws)
            laws, out = make_laws(folder, number), folder / f"out-{number}"
            whole, chance = run(laws, out, "--fresh", "--jobs", "2"), random.Random(SEED)
            bad = [
                killed(laws, out, folder / "out-killed", whole.seconds, chance)
                for _ in range(options.kills)
            ]
            print(f"{options.kills} kills of {number} laws: {sum(map(bool, bad))} gave other bytes")


if __name__ == "__main__":
    main()
