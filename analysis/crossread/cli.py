"""The ``crossread`` command."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from crossread import PROJECT, __version__
from crossread.extract import DEFAULT_MODEL, DEFAULT_SCORERS
from crossread.pipeline import ENGINES

SEEDS = PROJECT / "seeds"
FIGURES = PROJECT / "figures"
DEFAULT_RUNS = PROJECT / "notebooks" / "runs.yaml"

_MESSAGES = 20  # of each kind that are printed

_FOLDER = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="crossread")
def main() -> None:
    """Compare how news outlets tell one event."""


@main.command()
@click.option("--out", type=_FOLDER, default=FIGURES, show_default="figures/", help="Folder of the figures.")
@click.option("--jobs", type=click.IntRange(1), help="Notebooks at once; one for each processor unless given.")
def run(out: Path, jobs: int | None) -> None:
    """Run the default batch on the five seed articles: what `make figures` does."""
    _batch(DEFAULT_RUNS, out, jobs)


@main.command()
@click.argument("runs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=_FOLDER, default=FIGURES, show_default="figures/", help="Folder of the figures.")
@click.option("--jobs", type=click.IntRange(1), help="Notebooks at once; one for each processor unless given.")
def batch(runs: Path, out: Path, jobs: int | None) -> None:
    """Run the notebooks that RUNS, a YAML file, lists with their parameters."""
    _batch(runs, out, jobs)


@main.command()
@click.argument("corpus", metavar="IN")
@click.option("--out", type=_FOLDER, required=True, help="Folder of the tables; older tables in it are replaced.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="Column of IN that holds a field (text, published, outlet, title ...); may be repeated.",
)
@click.option("--lexicon", type=_FOLDER, help="Folder over the lexicon that ships [default: lexicon/ in IN, if any].")
@click.option("--model", default=DEFAULT_MODEL, show_default=True, help="spaCy pipeline.")
@click.option(
    "--scorer",
    "scorers",
    multiple=True,
    default=DEFAULT_SCORERS,
    show_default=True,
    help="Of tone; may be repeated.",
    type=click.Choice(DEFAULT_SCORERS),
)
@click.option("--engine", type=click.Choice(ENGINES), default="local", show_default=True, help="Where the work runs.")
@click.option("--processes", type=click.IntRange(1), help="Processes at once; one for each processor unless given.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler that runs already, such as tcp://host:8786.")
@click.option(
    "--max-lost",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    help="Share of articles that may be left out before the exit status is 1.",
)
def annotate(
    corpus: str,
    out: Path,
    columns: tuple[str, ...],
    lexicon: Path | None,
    model: str,
    scorers: tuple[str, ...],
    engine: str,
    processes: int | None,
    scheduler: str | None,
    max_lost: float,
) -> None:
    """Read the articles of IN and write their tables: actors, quotes, claims, tone and more.

    IN is a folder, with or without a manifest corpus.csv, or a file: .csv, .tsv, .jsonl, .json, .parquet, .html,
    .txt, .zip, also with .gz; a path or a URL such as s3://bucket/articles.parquet.

    What was annotated before is not annotated again: a run that was stopped goes on where it was.
    """
    if scheduler is not None and engine != "dask":
        raise click.UsageError("--scheduler needs --engine dask")

    def work() -> None:
        from crossread.pipeline.annotate import annotate as annotate_corpus
        from crossread.pipeline.progress import ProgressBar

        with ProgressBar() as bar:
            summary = annotate_corpus(
                corpus,
                out,
                columns=_columns(columns),
                model=model,
                lexicon=lexicon,
                scorers=scorers,
                engine=engine,
                processes=processes or os.cpu_count() or 1,
                scheduler=scheduler,
                progress=bar,
            )
        _tell_problems(summary.problems)
        click.echo(str(summary))
        if summary.share_lost > max_lost:
            raise click.ClickException(
                f"{summary.share_lost:.0%} of the articles were left out; --max-lost allows {max_lost:.0%}"
            )

    _reported(work)


def _tell_problems(problems: Sequence[Any]) -> None:
    """Say what was left out and what was noted, and where the rest of it stands."""
    for label, lost in (("left out", True), ("note", False)):
        messages = [problem.message for problem in problems if problem.lost == lost]
        for message in messages[:_MESSAGES]:
            click.echo(f"{label}: {message}", err=True)
        if len(messages) > _MESSAGES:
            click.echo(f"{label}: {len(messages) - _MESSAGES:,} more, in the table `errors`", err=True)


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    for pair in given:
        if "=" not in pair:
            raise click.UsageError(f"--column {pair!r}: expected FIELD=NAME, such as text=Body")
    return dict(pair.split("=", 1) for pair in given)


@main.command()
@click.argument("doc_id")
@click.option("--tables", type=_FOLDER, help="Folder of tables [default: those of the seed articles].")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page instead.")
def show(doc_id: str, tables: Path | None, html: Path | None) -> None:
    """Show one article with its mentions, quotations, times and claims marked."""

    def work() -> None:
        from crossread.pipeline.annotate import annotate as annotate_corpus
        from crossread.plots.marked import marked_html, marked_text
        from crossread.tables import open_tables

        folder = tables or annotate_corpus(SEEDS, FIGURES / "tables" / "seeds").folder
        store = open_tables(folder)
        article, spans = _article(store, doc_id)
        if html is None:
            click.echo(marked_text(article, spans, colour=sys.stdout.isatty()))
        else:
            html.write_text(marked_html(article, spans), encoding="utf-8")
            click.echo(f"written: {html}")

    _reported(work)


def _article(store: Any, doc_id: str) -> tuple[Any, Any]:
    """The one article whose id is or begins with ``doc_id``, and the rows of each table about it."""
    articles = store.read("articles")
    found = articles[articles["doc_id"] == doc_id]
    if found.empty:
        found = articles[articles["doc_id"].str.startswith(doc_id)]
    if len(found) != 1:
        known = ", ".join(articles["doc_id"].head(10)) + (" ..." if len(articles) > 10 else "")
        problem = "no article has" if found.empty else f"{len(found)} articles have"
        raise ValueError(f"{problem} the doc_id {doc_id!r}; the tables hold {known}")
    article = found.iloc[0]
    names = ("blocks", "mentions", "quotes", "times", "claims", "labels")
    tables = {name: store.read(name) for name in names}
    return article, {name: table[table["doc_id"] == article["doc_id"]] for name, table in tables.items()}


def _batch(runs: Path, out: Path, jobs: int | None) -> None:
    def work() -> None:
        from tqdm import tqdm

        from crossread.runs.batch import Result, read_runs, run_batch

        listed = read_runs(runs)
        with tqdm(total=len(listed), unit=" notebooks", desc="run", disable=None) as bar:

            def progress(result: Result, done: int, total: int) -> None:
                bar.update(1)
                tqdm.write(f"{result.status}: {result.name}" + (f": {result.error}" if result.error else ""))

            results = run_batch(
                listed,
                out=out,
                default_corpus=SEEDS,
                jobs=jobs,
                progress=progress,
                note=lambda message: tqdm.write(f"note: {message}"),
            )
        counts = {status: sum(r.status == status for r in results) for status in ("done", "unchanged", "failed")}
        click.echo(
            f"{counts['done']} run, {counts['unchanged']} unchanged, {counts['failed']} failed; figures in {out}"
        )
        failed = [result for result in results if result.status == "failed"]
        if failed:
            names = ", ".join(f"notebooks/{result.name}.ipynb" for result in failed)
            raise click.ClickException(f"failed: {names}; each holds its error")

    _reported(work)


def _reported(work: Callable[[], None]) -> None:
    """Run a command; what a user can mend is told in one line, without a traceback."""
    from crossread.corpus import CorpusError
    from crossread.lexicon import LexiconError

    try:
        work()
    except (CorpusError, LexiconError, ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
