"""Crossread: how news outlets tell one event.

The folders are the way of the data: ``corpus`` → ``extract`` → ``tables`` → ``measures`` → ``plots``
→ ``runs``. Each imports only from those before it; ``lexicon`` holds data, ``pipeline`` says where
the work runs, and ``cli`` is the ``crossread`` command.
"""

from pathlib import Path

__version__ = "0.1.0"

# The checkout: notebooks, seeds and figures lie beside the package and are used in place.
PROJECT = Path(__file__).resolve().parents[2]
