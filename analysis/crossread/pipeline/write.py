"""Join what is kept of each article into tables, in the order of the corpus, and put them in their place."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from crossread.corpus import Problem
from crossread.corpus.duplicates import Clusters, Hashes, Signed, find_clusters, shingle_hashes
from crossread.lexicon import Lexicon
from crossread.pipeline.keep import Keep
from crossread.pipeline.summary import Noted, Progress
from crossread.tables import TABLES, Store, make_table
from crossread.tables.coding import code_claims
from crossread.tables.records import as_arrow, join_rows
from crossread.tables.store import RUN_FILE

# Enough rows in a file for a query to read it fast, few enough to hold in memory at once.
ARTICLES_A_FILE = 512


def write_tables(
    keep: Keep, store: Store, n_listed: int, noted: Sequence[Noted], *, lexicon: Lexicon, progress: Progress
) -> tuple[dict[str, int], int, tuple[Problem, ...]]:
    """Write every table but ``run.json``.

    Args:
        keep: holds the listing and the annotations.
        store: an empty folder.
        n_listed: how many articles are listed; those without an annotation are left out.
        noted: what went wrong with which article.
        lexicon: its codebook sorts the claims.
        progress: told how far the writing is.

    Returns:
        The rows of each table; the texts there are when copies count once; all problems in order of the corpus.
    """
    progress("write", 0, n_listed)
    clusters = _clusters(keep)
    counts = dict.fromkeys(TABLES, 0)
    actors: list[pd.DataFrame] = []
    notes = [*noted, *((n_listed, problem) for problem in clusters.problems)]
    part = 0
    for first in range(0, n_listed, ARTICLES_A_FILE):
        listed = keep.listed(first, first + ARTICLES_A_FILE)
        kept = keep.get(one.annotation for one in listed)
        listed = [one for one in listed if one.annotation in kept]
        if not listed:
            continue
        n_words, tables = join_rows([(one.article.doc_id, kept[one.annotation]) for one in listed])
        rows = []
        for (number, article, outline, *_), n in zip(listed, n_words, strict=True):
            published = article.published and article.published.isoformat()
            more = {
                "published": published,
                "n_words": n,
                "wire": outline.wire,
                "cluster_id": clusters.first[article.doc_id],
            }
            rows.append({**article._asdict(), **more})
            if n == 0:
                message = f"{article.source_file}: no sentence of a body in it; only title, captions or boilerplate"
                notes.append((number, Problem(article.doc_id, "clean", message, lost=False)))
        store.write_part("articles", make_table("articles", rows), part)
        counts["articles"] += len(rows)
        coded = code_claims(tables["claims"].to_pandas(), lexicon.codebook, lexicon.units)
        tables["claims"] = as_arrow(coded.astype(TABLES["claims"].columns()))
        actors.append(_first_known([tables.pop("actors").to_pandas()]))
        for name, table in tables.items():
            store.write_arrow(name, table, part)
            counts[name] += len(table)
        part += 1
        progress("write", min(first + ARTICLES_A_FILE, n_listed), n_listed)
    problems = tuple(problem for _, problem in sorted(notes, key=lambda pair: pair[0]))
    if actors:
        everyone = _first_known(actors).astype(TABLES["actors"].columns())
        errors = make_table("errors", [problem._asdict() for problem in problems])
        for name, frame in (("actors", everyone), ("errors", errors)):
            store.write_part(name, frame, 0)
            counts[name] = len(frame)
    return counts, len(set(clusters.first.values())), problems


def _first_known(actors: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Each actor once, by id. Who is not in the lexicon is as the first article has them that says so."""
    return pd.concat(actors).groupby("actor_id", sort=True, as_index=False).first()


def _clusters(keep: Keep) -> Clusters:
    """Which articles are one text."""

    def shingles(doc_id: str) -> Hashes:
        listed = keep.listed_as(doc_id)
        return shingle_hashes(listed.article.text, listed.outline.blocks)

    signed = (Signed(doc_id, outlet, np.frombuffer(values, np.uint32)) for doc_id, outlet, values in keep.signatures())
    return find_clusters(signed, shingles)


def publish(next_tables: Store, out: Path) -> None:
    """Put finished tables in the place of those before.

    Tables without ``run.json`` are unfinished: it goes first and comes last, so that no reader takes half of one
    run and half of another for tables.
    """
    (out / RUN_FILE).unlink(missing_ok=True)
    for name in TABLES:
        shutil.rmtree(out / name, ignore_errors=True)
        (next_tables.folder / name).replace(out / name)
    (next_tables.folder / RUN_FILE).replace(out / RUN_FILE)
