"""Do the parts of a run on a Dask cluster: processes on this machine, or workers wherever they are."""

import logging
from collections import deque
from typing import Any, Self

import dask
from dask.distributed import Client, KilledWorker, LocalCluster, WorkerPlugin, as_completed, get_worker

from crossread.pipeline.fingerprint import code_hash
from crossread.pipeline.local import DIED
from crossread.pipeline.planner import Outcome, Planned
from crossread.pipeline.summary import GUARD, EngineError
from crossread.pipeline.worker import Part, Result, Setup, Work, work

# Workers that may die beside a part before Dask gives it up; it is then tried once more, alone.
DEATHS_ALLOWED = 0
SECONDS_TO_CONNECT = 30
_PARTS_A_THREAD = 2
_CODE = ("lexicon", "corpus", "extract", "tables", "engines")


class _Prepare(WorkerPlugin):  # type: ignore[misc]
    """Gives each worker what it needs once, also those that join or come back later."""

    name = "crossread"

    def __init__(self, setup: Setup) -> None:
        self._crossread = setup

    def setup(self, worker: Any) -> None:
        worker.crossread = self._crossread


def _run(work: Work, part: Part) -> Result:
    return work(get_worker().crossread, part)


def _start_workers(processes: int) -> Any:
    # Set before the scheduler is made: it reads the setting once.
    with dask.config.set({"distributed.scheduler.allowed-failures": DEATHS_ALLOWED}):
        try:
            return LocalCluster(
                n_workers=processes,
                threads_per_worker=1,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
                memory_limit=0,  # the machine's own limit: a part is small, and a worker that grows is looked at
            )
        except RuntimeError as error:
            raise EngineError(f"Dask starts no workers here ({error}); {GUARD}") from error


class DaskWorkers:
    """The workers of a Dask cluster.

    A part whose worker dies is given to another; one on which several die, alone, comes back without a result.

    Args:
        setup: what each worker needs.
        processes: workers to start on this machine when there is no scheduler.
        scheduler: the address of one that runs already.
        work: what a worker does with a part.

    Raises:
        EngineError: workers cannot be started here, or the scheduler does not answer, has no workers, or they have
            another version of Crossread.
    """

    def __init__(self, setup: Setup, *, processes: int, scheduler: str | None, work: Work = work) -> None:
        """Connect, or start workers on this machine."""
        self._work = work
        self._cluster: Any = None
        if scheduler is None:
            self._cluster = _start_workers(processes)
        try:
            self._client = Client(self._cluster or scheduler, timeout=SECONDS_TO_CONNECT)
        except (OSError, ValueError) as error:
            raise EngineError(f"{scheduler}: no Dask scheduler answers there ({error})") from error
        self._client.register_plugin(_Prepare(setup))
        self._check_versions(scheduler)
        self._coming = as_completed()
        self._parts: dict[str, Planned] = {}
        self._suspects: deque[Planned] = deque()

    def __enter__(self) -> Self:
        """Connected already."""
        return self

    def __exit__(self, *error: object) -> None:
        """Disconnect; workers that were started here stop, others stay."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()

    @property
    def has_room(self) -> bool:
        """For two parts a thread, so that none waits for its next."""
        threads = sum(self._client.nthreads().values())
        return not self._suspects and len(self._parts) < max(1, threads) * _PARTS_A_THREAD

    @property
    def is_busy(self) -> bool:
        """Whether parts are under way or to be tried again."""
        return bool(self._parts or self._suspects)

    def submit(self, planned: Planned) -> None:
        """Send a part."""
        future = self._client.submit(_run, self._work, planned.part, pure=False)
        self._parts[future.key] = planned
        self._coming.add(future)

    def collect(self) -> Outcome:
        """Wait for a part.

        Dask blames a death on every part that the worker held: those that it gives up are tried again one by one.
        """
        while self._parts:
            future = next(self._coming)
            planned = self._parts.pop(future.key)
            try:
                return Outcome(planned, future.result())
            except KilledWorker:
                self._suspects.append(planned)
        planned = self._suspects.popleft()
        try:
            return Outcome(planned, self._client.submit(_run, self._work, planned.part, pure=False).result())
        except KilledWorker:
            return Outcome(planned, None, DIED)

    def _check_versions(self, scheduler: str | None) -> None:
        if scheduler is None:
            return
        theirs: dict[str, str] = self._client.run(code_hash, _CODE)
        if not theirs:
            raise EngineError(f"{scheduler}: this Dask scheduler has no workers; start some with `dask worker ADDRESS`")
        others = sorted(address for address, found in theirs.items() if found != code_hash(_CODE))
        if others:
            raise EngineError(
                f"{scheduler}: {len(others)} of {len(theirs)} workers have another version of Crossread, the first of "
                f"them {others[0]}; install the same one everywhere"
            )
