"""Tests of where the work runs."""

import json
from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of the tables in a folder; of ``run.json`` what does not tell of one run alone."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("*/*.parquet"))}
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    del run["this_run"]
    return {**found, "run.json": json.dumps(run).encode()}
