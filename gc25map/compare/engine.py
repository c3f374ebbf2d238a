"""Many tasks at once: joblib's worker processes on this machine, or those of a Dask cluster.

joblib is the only interface, and a task is one law. What joblib moves between our own processes it moves as
pickles, which is no file of ours and nothing of a document: results travel through the output folder.
A worker that dies (the kernel kills it where memory runs out) takes the whole batch with it: the laws that were at
work are then tried again, each alone, so that only the one at fault is lost.
"""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing import resource_tracker
from typing import Any, TypeVar

import joblib
from joblib.externals.loky import get_reusable_executor

from gc25map.errors import MissingExtra, RunBroken

Task = TypeVar("Task")
Result = TypeVar("Result")

# Deaths of workers without any law at work, after which there is no hope in going on.
MOST_DEATHS = 3
DIED = "the process that analysed it was ended twice (out of memory?)"
_LOOK_SECONDS = 1.0
_SCHEDULER_SECONDS = 20


class Engine:
    """Runs tasks on worker processes; use it in a `with`, at whose end none of them is left.

    `jobs` is how many work at once, by default one for each processor, and no more than there are
    `tasks`; one alone works in this process. `scheduler` is the address of a Dask cluster, whose
    workers are used instead.
    """

    def __init__(self, jobs: int | None = None, scheduler: str = "", tasks: int = 0) -> None:
        jobs = jobs or joblib.cpu_count()
        self._jobs = min(jobs, tasks or jobs)
        self._scheduler = scheduler
        self._client: Any = None

    def __enter__(self) -> Engine:
        if self._scheduler:
            self._client = _client(self._scheduler)
        return self

    def __exit__(self, *exception: object) -> None:
        if self._client is not None:
            self._client.close()
        elif self._jobs > 1:
            # joblib would keep its processes for later, and on an early end a semaphore of theirs.
            get_reusable_executor(reuse=True).shutdown(wait=True, kill_workers=True)

    def each(
        self, work: Callable[[Task], Result], tasks: Iterable[Task], *, ordered: bool = False
    ) -> Iterator[Result]:
        """The results of all tasks as they come, or in order; `RunBroken` where a worker dies."""
        return self._each(work, tasks, self._jobs, ordered)

    def each_surviving(
        self,
        work: Callable[[Task], Result],
        tasks: Mapping[int, Task],
        at_work: Callable[[], set[int]],
    ) -> Iterator[tuple[int, Result | None]]:
        """Every task's number and result as they come; no result where it killed its worker twice.

        `at_work` tells the numbers of the tasks that were being done when workers died.
        """
        waiting = dict(tasks)
        deaths = 0
        while waiting:
            try:
                for number, result in self._each(
                    _Numbered(work), list(waiting.items()), self._jobs
                ):
                    del waiting[number]
                    yield number, result
            except RunBroken:
                suspects = at_work() & waiting.keys()
                deaths = 0 if suspects else deaths + 1
                if deaths == MOST_DEATHS:
                    raise
                for number in sorted(suspects):
                    yield number, self._alone(work, waiting.pop(number), at_work)

    def _alone(
        self, work: Callable[[Task], Result], task: Task, at_work: Callable[[], set[int]]
    ) -> Result | None:
        try:
            # Two, for with one joblib would run it in this process.
            (result,) = self._each(work, [task], 2)
            return result
        except RunBroken:
            at_work()
            return None

    def _each(
        self,
        work: Callable[[Task], Result],
        tasks: Iterable[Task],
        jobs: int,
        ordered: bool = False,
    ) -> Iterator[Result]:
        way = "generator" if ordered else "generator_unordered"
        with self._backend(jobs), warnings.catch_warnings():
            # A worker that has grown is replaced by a new one, which joblib thinks worth a warning.
            warnings.filterwarnings("ignore", message="A worker stopped while some jobs were given")
            parallel = joblib.Parallel(return_as=way, batch_size=1)
            results = None
            try:
                with _deaf() if self._starts_workers(jobs) else nullcontext():
                    results = parallel(joblib.delayed(work)(task) for task in tasks)
                yield from results
            except BrokenExecutor as error:
                raise RunBroken(_DEAD) from error
            except Exception as error:
                # Dask's own, which is no child of anything that could be named without Dask.
                if type(error).__name__ == "KilledWorker":
                    raise RunBroken(_DEAD) from error
                raise
            finally:
                if results is not None:
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        results.close()

    def _starts_workers(self, jobs: int) -> bool:
        """Whether so many jobs are done by processes that are started here."""
        return self._client is None and jobs > 1

    def _backend(self, jobs: int) -> Any:
        if self._client is not None:
            return joblib.parallel_config(backend="dask", client=self._client)
        if not self._starts_workers(jobs):
            return joblib.parallel_config(backend="sequential")
        return joblib.parallel_config(
            backend="loky",
            n_jobs=jobs,
            # The processors are shared out among the workers already.
            inner_max_num_threads=1,
            initializer=_begin_worker,
            initargs=(os.getpid(),),
        )


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The work on tasks that come, and go, with their numbers."""

    work: Callable[[Any], Any]

    def __call__(self, task: tuple[int, Any]) -> tuple[int, Any]:
        return task[0], self.work(task[1])


_DEAD = (
    "a worker process was ended (out of memory?); what is done is kept: run the same command again"
)


def _client(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtra("--scheduler needs Dask: pip install 'gc25map[cluster]'") from None
    try:
        client = Client(  # type: ignore[no-untyped-call]
            scheduler, timeout=_SCHEDULER_SECONDS, set_as_default=False
        )
        client.wait_for_workers(1, timeout=_SCHEDULER_SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        raise RunBroken(f"{scheduler}: no scheduler with workers there ({error})") from error
    return client


@contextmanager
def _deaf() -> Iterator[None]:
    """Workers that are started meanwhile do not hear Ctrl-C while they begin; it is held back here."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Python's own helper process, which loky starts with its first worker, ends the holding back as it
    # begins: so it is begun before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker(parent: int) -> None:
    """A worker leaves Ctrl-C to its parent, and ends with it however that one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "getppid"):
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)
