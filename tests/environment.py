"""environment.yml from requirements.lock: the conda environment has the versions of the lock.

Run by `make lock`; a test holds the two files together.
"""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
LOCK = PROJECT / "requirements.lock"
ENVIRONMENT = PROJECT / "environment.yml"

_HEAD = """\
# The same versions for conda users: conda env create -f environment.yml
# conda and pip check no hashes of this list. To check those of all packages, in the environment that it made:
# pip install --require-hashes --force-reinstall --no-deps -r requirements.lock
# Written by `make lock` from requirements.lock; do not edit by hand.
name: crossread
channels:
  - conda-forge
dependencies:
  - python=3.11
  - pip
  - pip:
"""


def locked_pins(lock: str) -> list[str]:
    """Each requirement of a lock with its marker, without hashes."""
    pins = re.findall(r"^([A-Za-z0-9._-]+==[^\s\\;]+)(?: ; ([^\\\n]+?))? \\$", lock, re.MULTILINE)
    return [f"{pin} ; {marker}" if marker else pin for pin, marker in pins]


def environment_yml(lock: str) -> str:
    """The text of environment.yml for a lock."""
    pins = [f'      - "{pin}"' if ";" in pin else f"      - {pin}" for pin in locked_pins(lock)]
    return _HEAD + "\n".join([*pins, "      - -e ."]) + "\n"


if __name__ == "__main__":
    ENVIRONMENT.write_text(environment_yml(LOCK.read_text(encoding="utf-8")), encoding="utf-8")
