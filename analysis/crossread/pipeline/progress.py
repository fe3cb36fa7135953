"""Tell a user how far a run is: a bar where it can be redrawn, plain lines in a log."""

import sys
import time
from typing import NoReturn, Self, TextIO

from tqdm import tqdm

SECONDS_A_LINE = 15.0


class ProgressBar:
    """One bar for each stage, with the rate and the time left; use as a context manager.

    Args:
        file: where it is written.
        live: whether what was written can be drawn over; asked of ``file`` unless given. A notebook can.
        pause: seconds between two lines of a log.
    """

    def __init__(self, file: TextIO | None = None, *, live: bool | None = None, pause: float = SECONDS_A_LINE) -> None:
        """Show nothing yet: what is fresh already takes no time."""
        self._file = file or sys.stderr
        self._live = self._file.isatty() if live is None else live
        self._pause = pause
        self._stage = ""
        self._bar: tqdm[NoReturn] | None = None
        self._began = self._told = 0.0

    def __enter__(self) -> Self:
        """Nothing to open."""
        return self

    def __exit__(self, *error: object) -> None:
        """Leave the last bar as it is."""
        self._close()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show how far ``stage`` is."""
        if stage != self._stage:
            self._close()
            self._stage, self._began, self._told = stage, time.monotonic(), time.monotonic()
        if self._live:
            self._draw(done, total)
        else:
            self._tell(done, total)

    def _draw(self, done: int, total: int | None) -> None:
        if self._bar is None:
            self._bar = tqdm(total=total, desc=self._stage, unit=" articles", file=self._file, mininterval=0.2)
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def _tell(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        is_last = total is not None and done >= total
        if not is_last and now - self._told < self._pause:
            return
        self._told = now
        # Without a total, 0: tqdm then leaves out what it cannot know.
        line = tqdm.format_meter(done, total or 0, now - self._began, prefix=self._stage, unit=" articles", ncols=0)
        print(line, file=self._file, flush=True)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
