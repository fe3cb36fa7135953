"""How long the notebooks take, and how much memory, on the tables of many articles.

Tables of a few hundred annotated articles are repeated under new ids, days and outlets. Each repetition of an article
is printed by another of the outlets, so that an outlet rarely has one text twice; a vocabulary, though, does not grow
as it would with other articles.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
from crossread.runs.parameters import declared_parameters
from crossread.runs.project import NOTEBOOKS
from crossread.tables import TABLES, Store, open_tables

from research.benchmarks.runs import spend

ARTICLES_A_FILE = 2000
WITHOUT_ARTICLE = ("actors", "errors")
DAYS = ("published", "as_of", "as_of_start", "earliest", "latest")


def repeat_tables(sources: Iterable[Path], n_articles: int, out: Path) -> Store:
    """Write the tables of ``n_articles`` articles, made of those in the folders ``sources``, into a new folder."""
    stores = [open_tables(folder) for folder in sources]
    whole = {}
    for name in TABLES:
        parts = [store.read(name) for store in stores]
        if name not in WITHOUT_ARTICLE:
            parts = [
                part.assign(**{key: f"{n}-" + part[key] for key in ("doc_id", "cluster_id") if key in part})
                for n, part in enumerate(parts)
            ]
        whole[name] = pd.concat(parts, ignore_index=True)
    whole["actors"] = whole["actors"].drop_duplicates("actor_id")
    articles = whole["articles"]
    outlets = sorted(articles["outlet"].dropna().unique())
    number = pd.Series(range(len(articles)), articles["doc_id"])
    store = Store(out)
    a_file = max(1, ARTICLES_A_FILE // len(articles))
    n_repeats = -(-n_articles // len(articles))
    for part, first in enumerate(range(0, n_repeats, a_file)):
        kept = range(first, min(first + a_file, n_repeats))
        for name in TABLES:
            if name in WITHOUT_ARTICLE:
                continue
            rows = whole[name]
            if n_repeats - 1 in kept:  # of the last repetition as many as are still wanted
                last = rows[rows["doc_id"].map(number) < n_articles - (n_repeats - 1) * len(articles)]
            made = [_repetition(last if k == n_repeats - 1 else rows, k, outlets, number) for k in kept]
            frame = pd.concat(made, ignore_index=True)
            if part == 0:
                store.write_part(name, frame, part)
            else:
                plain = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
                store.write_arrow(name, plain, part)
    for name in WITHOUT_ARTICLE:
        store.write_part(name, whole[name].head(0) if name == "errors" else whole[name].reset_index(drop=True), 0)
    store.write_run({**stores[0].run, "corpus": f"{len(articles)} articles repeated to {n_articles}"})
    return store


def _repetition(rows: pd.DataFrame, k: int, outlets: Sequence[str], number: pd.Series) -> pd.DataFrame:
    """Some rows under other ids, k days later, in the outlet k places farther on."""
    out = rows.assign(**{key: f"r{k}-" + rows[key] for key in ("doc_id", "cluster_id") if key in rows})
    for day in DAYS:
        if day in rows:
            later = pd.to_datetime(rows[day]) + pd.Timedelta(days=k)
            out[day] = later.dt.strftime("%Y-%m-%d").astype(rows[day].dtype)
    if "outlet" in rows:
        at = (rows["doc_id"].map(number).astype("int64") + k) % len(outlets)
        out["outlet"] = pd.Series([outlets[i] for i in at], rows.index, dtype=rows["outlet"].dtype)
    return out


def executing(notebook: Path, tables: Path, out: Path, parameters: Sequence[str] = ()) -> list[str]:
    """The command that executes a notebook on some tables, with those of the parameters that it has."""
    declared = declared_parameters(notebook)
    given = [item for item in parameters if item.split("=")[0] in declared]
    given += [f"tables={tables.resolve()}", f"out={out.resolve()}"]
    options = [word for item in given for word in ("-p", *item.split("=", 1))]
    return [sys.executable, "-m", "papermill", str(notebook), str(out / notebook.name), "--no-progress-bar", *options]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the tables, unless they are there, and measure each notebook; 1 where one fails.

    Printed are seconds on the wall, seconds of processor, and the peak memory of the kernel.
    """
    parser = argparse.ArgumentParser(prog="python -m research.benchmarks.scale", description=__doc__)
    parser.add_argument("tables", nargs="+", type=Path, help="folders of tables to repeat")
    parser.add_argument("--articles", type=int, default=100_000, help="default 100,000")
    parser.add_argument("--out", type=Path, required=True, help="folder of the large tables; kept for another run")
    parser.add_argument("--only", nargs="+", default=[], help="notebooks by the start of their names, such as 02")
    parser.add_argument("-p", dest="parameters", action="append", default=[], help="NAME=VALUE for each notebook")
    options = parser.parse_args(arguments)
    began = time.perf_counter()
    if not (options.out / "run.json").is_file():
        repeat_tables(options.tables, options.articles, options.out)
        print(f"tables of {options.articles:,} articles written in {time.perf_counter() - began:.0f} s", flush=True)
    failed = 0
    for notebook in sorted(NOTEBOOKS.glob("0*.ipynb")):
        if options.only and not notebook.name.startswith(tuple(options.only)):
            continue
        try:
            with tempfile.TemporaryDirectory(dir=options.out) as scratch:
                spent = spend(executing(notebook, options.out, Path(scratch), options.parameters))
            times = f"{spent.seconds:7.0f} s {spent.cpu:7.0f} s"
            print(f"{notebook.stem:<28}{times} {spent.megabytes / 1024:6.2f} GB", flush=True)
        except RuntimeError as error:
            print(f"{notebook.stem:<28} failed: {error}", flush=True)
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
