"""Tell a user how far a run is: a bar where it can be redrawn, plain lines in a log."""

import sys
import time
from contextlib import AbstractContextManager
from typing import Any, TextIO

from tqdm import tqdm

SECONDS_A_LINE = 15.0  # of a log


class ProgressBar(AbstractContextManager["ProgressBar"]):
    """One bar for each stage, with the rate and the time left; use as a context manager.

    Args:
        file: where it is written.
        live: whether what was written can be drawn over; asked of ``file`` unless given. A notebook can.
    """

    def __init__(self, file: TextIO | None = None, *, live: bool | None = None) -> None:
        """Show nothing yet: what is fresh already takes no time."""
        self._file = file or sys.stderr
        self._live = self._file.isatty() if live is None else live
        self._stage = ""
        self._bar: tqdm[Any] | None = None
        self._began = self._told = 0.0

    def __exit__(self, *error: object) -> None:
        """Leave the last bar as it is."""
        if self._bar is not None:
            self._bar.close()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show how far ``stage`` is."""
        now, unit = time.monotonic(), " articles"
        if stage != self._stage:
            self.__exit__()
            self._stage, self._began, self._told = stage, now, now
            self._bar = tqdm(desc=stage, file=self._file, mininterval=0.2, unit=unit) if self._live else None
        if self._bar is not None:
            self._bar.total = total
            self._bar.update(done - self._bar.n)
        elif done == total or now - self._told >= SECONDS_A_LINE:
            self._told = now
            # Without a total, 0: tqdm then leaves out what it cannot know.
            line = tqdm.format_meter(done, total or 0, now - self._began, prefix=stage, unit=unit, ncols=0)
            print(line, file=self._file, flush=True)
