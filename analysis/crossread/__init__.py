"""Crossread: how news outlets tell one event.

The folders are the way of the data: ``corpus`` → ``extract`` → ``tables`` → ``measures`` → ``plots``
→ ``runs``. Each imports only from those before it; ``lexicon`` holds data, ``pipeline`` says where
the work runs, and ``cli`` is the ``crossread`` command.
"""

from pathlib import Path

__version__ = "0.1.0"

PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Find ``notebooks`` or ``seeds``: in the package where a wheel put it, at the top of a checkout."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parents[1] / name
