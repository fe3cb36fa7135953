"""Processes on this machine, each a pool of its own, so that one which dies takes its own task with it alone."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Any

import psutil

from crossread.pipeline.summary import GUARD, EngineError


@contextmanager
def start_processes(n: int) -> Iterator[Callable[..., Future[Any]]]:
    """Start some processes; whoever is stopped, or stops asking, leaves none behind, nor any that they started.

    Yields:
        What sends a task (a function and its arguments) to a process that is free: no more than ``n`` may be under
        way. Where a process dies the future raises BrokenProcessPool, and another takes its place.

    Raises:
        EngineError: a process ended before it could work.
    """
    started = [_start_process() for _ in range(n)]

    def submit(task: Callable[..., Any], *arguments: Any) -> Future[Any]:
        number = next(number for number, (_, last) in enumerate(started) if last.done())
        pool, last = started[number]
        if isinstance(last.exception(), BrokenProcessPool):
            pool, pid = _start_process()
            _wait_for(pid)
        future = pool.submit(task, *arguments)
        started[number] = pool, future
        return future

    try:
        for _, pid in started:  # all are loading their libraries by now
            _wait_for(pid)
        yield submit
    except BaseException:  # what they are at is lost anyway, and could take a while
        for pool, _ in started:
            for worker in list(pool._processes or ()):
                _kill(worker)
        raise
    finally:
        for pool, _ in started:
            pool.shutdown()


def _start_process() -> tuple[ProcessPoolExecutor, Future[Any]]:
    # Fresh interpreters: a fork of one with threads (BLAS, tqdm) may hang.
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_follow_parent)
    return pool, pool.submit(os.getpid)


def _wait_for(pid: Future[int]) -> None:
    try:
        pid.result()
    except BrokenProcessPool:
        raise EngineError(f"a process ended before it could work; {GUARD}") from None


def _follow_parent() -> None:
    """End when the process that started this one does, however it ends; it alone decides what comes of Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        parent.join()  # type: ignore[union-attr]  # a worker has one
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _kill(pid: int) -> None:
    """End a process and those that it started, such as the kernel of a notebook, which would outlive it."""
    with suppress(psutil.NoSuchProcess):
        worker = psutil.Process(pid)
        for process in (*worker.children(recursive=True), worker):
            process.kill()
