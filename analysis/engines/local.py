"""Do the parts of a run in this process, or in several on this machine."""

import multiprocessing
import os
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Self

from analysis.engines.planner import Outcome, Planned
from analysis.engines.worker import Part, Result, Setup, Work, work

DIED = "the process that read it died: out of memory, or a crash in a library"


class InProcess:
    """One part at a time, here. What takes a process down takes this one down."""

    def __init__(self, setup: Setup) -> None:
        """Load nothing yet."""
        self._setup = setup
        self._waiting: deque[Planned] = deque()

    def __enter__(self) -> Self:
        """Nothing to start."""
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to stop."""

    @property
    def has_room(self) -> bool:
        """For one part."""
        return not self._waiting

    @property
    def is_busy(self) -> bool:
        """Whether a part waits."""
        return bool(self._waiting)

    def submit(self, planned: Planned) -> None:
        """Remember a part."""
        self._waiting.append(planned)

    def collect(self) -> Outcome:
        """Do the part."""
        planned = self._waiting.popleft()
        return Outcome(planned, work(self._setup, planned.part))


class Processes:
    """Several processes on this machine. One that dies is replaced; the part that kills it again, alone, is lost."""

    def __init__(self, setup: Setup, processes: int, *, work: Work = work) -> None:
        """Start the processes. ``work`` is what each does with a part."""
        self._setup = setup
        self._work = work
        self._processes = processes
        self._pool = self._start(processes)
        self._futures: dict[Future[Result], Planned] = {}
        self._suspects: deque[Planned] = deque()

    def __enter__(self) -> Self:
        """Started already."""
        return self

    def __exit__(self, *error: object) -> None:
        """Stop the processes; parts that wait are dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def has_room(self) -> bool:
        """For one part more than there are processes, so that none waits for its next."""
        return not self._suspects and len(self._futures) <= self._processes

    @property
    def is_busy(self) -> bool:
        """Whether parts are under way or to be tried again."""
        return bool(self._futures or self._suspects)

    def submit(self, planned: Planned) -> None:
        """Queue a part."""
        try:
            self._futures[self._pool.submit(_run, self._work, planned.part)] = planned
        except BrokenProcessPool:  # a process died between two parts
            self._suspects.append(planned)

    def collect(self) -> Outcome:
        """Wait for a part. After a death all parts under way are tried again, each alone in a process of its own."""
        if not self._suspects:
            done, _ = wait(self._futures, return_when=FIRST_COMPLETED)
            future = done.pop()
            planned = self._futures.pop(future)
            try:
                return Outcome(planned, future.result())
            except BrokenProcessPool:
                self._suspects += [planned, *self._futures.values()]
                self._futures.clear()
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._start(self._processes)
        planned = self._suspects.popleft()
        with self._start(1) as alone:
            try:
                return Outcome(planned, alone.submit(_run, self._work, planned.part).result())
            except BrokenProcessPool:
                return Outcome(planned, None, DIED)

    def _start(self, processes: int) -> ProcessPoolExecutor:
        # Fresh interpreters: a fork of one with threads (BLAS, tqdm) may hang.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(self._setup,))


_setup: list[Setup] = []  # of this worker process


def _begin(setup: Setup) -> None:
    _setup[:] = [setup]
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(work: Work, part: Part) -> Result:
    return work(_setup[0], part)
