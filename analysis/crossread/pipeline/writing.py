"""Join what is kept of each article into tables, in the order of the corpus, and put them in their place."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.corpus import Problem
from crossread.corpus.duplicates import Clusters, Hashes, Signed, find_clusters, shingle_hashes
from crossread.pipeline.build import Annotated, make_table, problem_rows
from crossread.pipeline.pack import join_rows
from crossread.pipeline.reading import Noted
from crossread.pipeline.summary import Progress
from crossread.pipeline.workbench import Listed, Workbench
from crossread.tables.schema import TABLES
from crossread.tables.store import RUN_FILE, Store

# Enough rows in a file for a query to read it fast, few enough to hold in memory at once.
ARTICLES_A_FILE = 512


class Written(NamedTuple):
    """The rows of each table; the texts there are when copies count once; all problems in order of the corpus."""

    rows: dict[str, int]
    n_clusters: int
    problems: tuple[Problem, ...]


def write_tables(
    bench: Workbench, store: Store, n_listed: int, noted: Sequence[Noted], *, progress: Progress
) -> Written:
    """Write every table but ``run.json``.

    Args:
        bench: holds the listing and the annotations.
        store: an empty folder.
        n_listed: how many articles are listed; those without an annotation are left out.
        noted: what went wrong with which article.
        progress: told how far the writing is.
    """
    progress("write", 0, n_listed)
    clusters = _clusters(bench)
    counts = dict.fromkeys(TABLES, 0)
    actors: list[pd.DataFrame] = []
    seen: set[str] = set()
    notes = [*noted, *((n_listed, problem) for problem in clusters.problems)]
    part = 0
    for first in range(0, n_listed, ARTICLES_A_FILE):
        found = bench.listed(first, first + ARTICLES_A_FILE)
        kept = [(listed, made) for listed, made in found if made is not None]
        notes += [(listed.n, _without_body(listed)) for listed, made in kept if made.n_words == 0]
        if not kept:
            continue
        rows = [_article_row(listed, made, clusters.first) for listed, made in kept]
        store.write_part("articles", make_table("articles", rows), part)
        counts["articles"] += len(rows)
        for name, table in join_rows([(listed.article.doc_id, made.tables) for listed, made in kept]).items():
            if name == "actors":
                actors.append(_unseen(table.to_pandas(), seen))
                continue
            store.write_arrow(name, table, part)
            counts[name] += len(table)
        part += 1
        progress("write", min(first + ARTICLES_A_FILE, n_listed), n_listed)
    problems = tuple(problem for _, problem in sorted(notes, key=lambda pair: pair[0]))
    if counts["articles"]:
        everyone = pd.concat(actors).sort_values("actor_id", ignore_index=True)
        for name, frame in (("actors", everyone), ("errors", make_table("errors", problem_rows(problems)))):
            store.write_part(name, frame, 0)
            counts[name] = len(frame)
    return Written(counts, len(set(clusters.first.values())), problems)


def _clusters(bench: Workbench) -> Clusters:
    """Which articles are one text."""

    def shingles(doc_id: str) -> Hashes:
        listed = bench.listed_as(doc_id)
        return shingle_hashes(listed.article.text, listed.outline.blocks)

    signed = (Signed(doc_id, outlet, np.frombuffer(raw, np.uint32)) for doc_id, outlet, raw in bench.signed())
    return find_clusters(signed, shingles)


def _unseen(actors: pd.DataFrame, seen: set[str]) -> pd.DataFrame:
    """The actors that no part before has named: who is not in the lexicon is as the first article has them."""
    new = actors[~actors["actor_id"].isin(seen)].drop_duplicates("actor_id")
    seen.update(new["actor_id"])
    return new


def _article_row(listed: Listed, made: Annotated, clusters: dict[str, str]) -> dict[str, object]:
    article = listed.article
    return {
        "doc_id": article.doc_id,
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
        "published_basis": article.published_basis,
        "title": article.title,
        "text": article.text,
        "n_words": made.n_words,
        "source_file": article.source_file,
        "wire": listed.outline.wire,
        "cluster_id": clusters[article.doc_id],
        "url": article.url,
    }


def _without_body(listed: Listed) -> Problem:
    article = listed.article
    message = f"{article.source_file}: no sentence of a body in it; only title, captions or boilerplate"
    return Problem(article.doc_id, "clean", message, lost=False)


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
