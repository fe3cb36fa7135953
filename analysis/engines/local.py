"""Run the parts of a job in this process or in several on this machine."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")


def map_parts(
    work: Callable[[Part], Result],
    parts: Iterable[Part],
    *,
    processes: int,
    initializer: Callable[..., None],
    initargs: tuple[Any, ...],
) -> Iterator[Result]:
    """Apply ``work`` to each part and yield the results in the order of the parts.

    ``initializer`` runs once in each process before its first part. Parts are taken as workers become
    free, so that a long corpus is never in memory as a whole.
    """
    if processes <= 1:
        initializer(*initargs)
        yield from map(work, parts)
        return
    # Fresh interpreters: a fork of one with threads (BLAS, tqdm) may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=initializer, initargs=initargs) as pool:
        waiting: deque[Future[Result]] = deque()
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
