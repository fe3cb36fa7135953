"""Do the parts of a run in this process, or in several on this machine."""

import multiprocessing
from collections import deque
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple, Self

from crossread.pipeline.planner import Outcome, Planned
from crossread.pipeline.summary import GUARD, EngineError
from crossread.pipeline.worker import Part, Result, Setup, Work, work

DIED = "the process that read it died: out of memory, or a crash in a library"


class InProcess:
    """One part at a time, here: nothing to start. What takes a process down takes this one down; Dask's is another."""

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
    """Several processes on this machine, one part at a time each. One that dies is replaced, and its part told.

    Raises:
        EngineError: a process cannot be started, which is not the fault of an article.
    """

    def __init__(self, setup: Setup, processes: int, *, work: Work = work) -> None:
        """Start the processes. ``work`` is what each does with a part."""
        self._setup = setup
        self._work = work
        self._idle = [self._start() for _ in range(processes)]
        self._busy: dict[_Worker, Planned] = {}
        try:
            for worker in self._idle:  # all are loading their libraries by now
                self._begin(worker)
        except EngineError:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        """Started already."""
        return self

    def __exit__(self, *error: object) -> None:
        """Stop the processes; what is under way is dropped."""
        for worker in (*self._idle, *self._busy):
            worker.process.terminate()
            worker.process.join()
            worker.pipe.close()

    @property
    def has_room(self) -> bool:
        """Whether a process waits for work."""
        return bool(self._idle)

    @property
    def is_busy(self) -> bool:
        """Whether parts are under way."""
        return bool(self._busy)

    def submit(self, planned: Planned) -> None:
        """Send a part to a process."""
        worker = self._idle.pop()
        with suppress(BrokenPipeError):  # it died while it waited: found out when its part is waited for
            worker.pipe.send(planned.part)
        self._busy[worker] = planned

    def collect(self) -> Outcome:
        """Wait for a process to be done with its part, or to die on it."""
        by_pipe = {worker.pipe: worker for worker in self._busy}
        worker = by_pipe[wait(list(by_pipe))[0]]  # type: ignore[index]
        planned = self._busy.pop(worker)
        try:
            result = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            self._idle.append(self._start())
            self._begin(self._idle[-1])
            return Outcome(planned, None, DIED)
        self._idle.append(worker)
        if isinstance(result, Exception):
            raise result
        return Outcome(planned, result)

    def _start(self) -> "_Worker":
        # Fresh interpreters: a fork of one with threads (BLAS, tqdm) may hang.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()  # the process has it now; its end of the pipe ends with it
        return _Worker(process, ours)

    def _begin(self, worker: "_Worker") -> None:
        """Wait for a process to have begun, and give it what it needs: start() would wait for ever for a dead one."""
        try:
            worker.pipe.recv()
            worker.pipe.send((self._setup, self._work))
        except (EOFError, OSError):
            worker.process.join()
            raise EngineError(f"a process ended with {worker.process.exitcode} before it could work; {GUARD}") from None


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: "Connection[Any, Any]"


def _serve(pipe: "Connection[Any, Any]") -> None:
    """Do parts until the other end of the pipe is gone, as it is when the parent was killed."""
    with suppress(EOFError, BrokenPipeError):
        pipe.send("begun")
        setup: Setup
        work: Work
        setup, work = pipe.recv()
        while True:
            part: Part = pipe.recv()
            result: Result | Exception
            try:
                result = work(setup, part)
            except Exception as error:  # the model cannot be loaded, say: the parent raises it
                result = error
            pipe.send(result)
