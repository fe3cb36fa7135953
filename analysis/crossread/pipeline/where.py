"""Where parts of the work are done: in this process, in several on this machine, or on a Dask cluster."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple

from crossread.pipeline.keys import Keys
from crossread.pipeline.processes import start_processes
from crossread.pipeline.summary import GUARD, EngineError
from crossread.pipeline.worker import Part, Result, Setup, work

SECONDS_TO_CONNECT = 30
_PARTS_A_WORKER = 2  # on a cluster: so that none waits for its next


class Workers(NamedTuple):
    """Those that do parts: how many parts may be under way, how one is sent, and what its future raises on a death."""

    room: Callable[[], int]
    submit: Callable[[Part], Future[Result]]
    deaths: tuple[type[Exception], ...] = ()


def start_workers(
    engine: str, setup: Setup, processes: int, scheduler: str | None = None
) -> AbstractContextManager[Workers]:
    """Start workers, or connect to those of a scheduler.

    Args:
        engine: ``local`` or ``dask``.
        setup: what each worker needs.
        processes: how many to start; with one, ``local`` does the parts in this process.
        scheduler: the address of one that runs already.

    Raises:
        EngineError: workers cannot be started here, or the scheduler does not answer, has no workers, or they have
            another version of Crossread.
    """
    if engine == "dask":
        return _on_dask(setup, processes, scheduler)
    return _in_processes(setup, processes) if processes > 1 else _in_this_process(setup)


@contextmanager
def _in_this_process(setup: Setup) -> Iterator[Workers]:
    """Nothing to start. What takes a process down takes this one down."""

    def submit(part: Part) -> Future[Result]:
        future: Future[Result] = Future()
        future.set_result(work(setup, part))
        return future

    yield Workers(lambda: 1, submit)


@contextmanager
def _in_processes(setup: Setup, processes: int) -> Iterator[Workers]:
    with start_processes(processes) as submit:
        yield Workers(lambda: processes, lambda part: submit(work, setup, part), (BrokenProcessPool,))


@contextmanager
def _on_dask(setup: Setup, processes: int, scheduler: str | None) -> Iterator[Workers]:
    """Parts that a dying worker held come back at once from workers started here; elsewhere Dask tries some times."""
    import dask
    from dask.distributed import Client, KilledWorker

    silent = {"dashboard_address": None, "silence_logs": logging.CRITICAL}
    try:
        # Set before the scheduler is made, which reads it once.
        with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
            client = (
                Client(scheduler, timeout=SECONDS_TO_CONNECT)
                if scheduler
                # No limit of memory but the machine's own: a part is small, and a worker that grows is looked at.
                else Client(n_workers=processes, threads_per_worker=1, memory_limit=0, **silent)
            )
    except RuntimeError as error:
        raise EngineError(f"Dask starts no workers here ({error}); {GUARD}") from error
    except (OSError, ValueError) as error:
        raise EngineError(f"{scheduler}: no Dask scheduler answers there ({error})") from error
    with client:
        if scheduler:
            _check_workers(client, setup, scheduler)
        executor = client.get_executor(pure=False)
        yield Workers(
            lambda: _PARTS_A_WORKER * max(1, len(client.nthreads())),
            lambda part: executor.submit(work, setup, part),
            (KilledWorker,),
        )


def _check_workers(client: Any, setup: Setup, scheduler: str) -> None:
    """All have what the results depend on."""
    theirs: dict[str, Keys] = client.run(Keys.of, setup.model, setup.lexicon, setup.scorers)
    if not theirs:
        raise EngineError(f"{scheduler}: this Dask scheduler has no workers; start some with `dask worker ADDRESS`")
    others = sorted(address for address, keys in theirs.items() if keys != setup.keys)
    if others:
        raise EngineError(
            f"{scheduler}: {len(others)} of {len(theirs)} workers have another version of Crossread, or of a package "
            f"that it reads with, the first of them {others[0]}; install the same ones everywhere"
        )
