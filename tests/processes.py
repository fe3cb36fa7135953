"""Commands that tests start as a user does, and stop as one does."""

import signal
import subprocess
from collections.abc import Sequence
from typing import Any


def start_process(command: Sequence[Any], *, stderr: int) -> "subprocess.Popen[str]":
    """A command in a group of its own that Ctrl-C stops, also where the tests run in the background and ignore it."""
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
