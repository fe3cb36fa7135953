"""The ``crossread`` command."""

import os
import re
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from crossread import __version__
from crossread.escape import printable
from crossread.extract import DEFAULT_MODEL, DEFAULT_SCORERS
from crossread.pipeline import ENGINES
from crossread.runs.project import (
    DEFAULT_RUNS,
    FIGURES,
    absolute,
    make_tables,
    tables_folder,
    write_project,
)

_MESSAGES = 20  # of each kind that are printed

_FOLDER = click.Path(path_type=Path)


def _say(message: str, *, err: bool = False) -> None:
    """Print what may hold names of files, of columns or words of articles."""
    click.echo(printable(message), err=err)


@contextmanager
def _errors_printable() -> Iterator[None]:
    """What click says of a wrong command holds what was typed, and names of files."""
    try:
        yield
    except click.ClickException as error:
        told = printable(error.format_message())
        error.format_message = lambda: told  # type: ignore[method-assign]
        raise


class _Commands(click.Group):
    """Commands whose errors are told in a line, without a traceback, where a user can mend them."""

    def make_context(self, info_name: str | None, args: list[str], *others: Any, **how: Any) -> click.Context:
        with _errors_printable():
            for typed in args:
                if re.search("[\ud800-\udfff]", typed):  # bytes of a name that are no letters
                    raise click.UsageError(
                        f"{typed}: not a name in UTF-8, which is how tables and records name files; rename it"
                    )
            return super().make_context(info_name, args, *others, **how)

    @_errors_printable()
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # whoever read the output has read enough; click ends quietly
        except KeyboardInterrupt:
            _say("stopped; what was finished is kept: run the same command again to go on", err=True)
            ctx.exit(130)
        except (ValueError, OSError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="crossread")
def main() -> None:
    """Compare how news outlets tell one event."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a batch system that ends a job is heard as Ctrl-C is


@main.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
def init(folder: Path) -> None:
    """Write a project of your own into DIR: notebooks, runs.yaml, example articles, a lexicon to fill in.

    Files that are there already are never replaced.
    """
    written = write_project(folder)
    _say(f"{len(written)} files written; {folder / 'README.md'} tells what to do next")


_TABLES = click.option("--tables", type=_FOLDER, help="Folder that `crossread annotate` wrote, in place of a corpus.")
_OUT = click.option("--out", type=_FOLDER, default=FIGURES, show_default=True, help="Folder of the figures.")
_JOBS = click.option("--jobs", type=click.IntRange(1), help="Notebooks at once; one for each processor unless given.")


@main.command()
@click.argument("corpus", required=False)
@_TABLES
@_OUT
@_JOBS
def run(corpus: str | None, tables: Path | None, out: Path, jobs: int | None) -> None:
    """Run all notebooks on CORPUS, or on the five seed articles unless it is given.

    CORPUS is whatever `crossread annotate` reads; a folder can have its own lexicon/. Its tables are written
    below the folder of the figures, and used again as long as nothing changes.
    """
    if corpus and tables:
        raise click.UsageError("give CORPUS or --tables, not both: tables are of one corpus already")
    _batch(DEFAULT_RUNS, {"corpus": corpus, "tables": tables}, out, jobs)


@main.command()
@click.argument("runs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_TABLES
@_OUT
@_JOBS
def batch(runs: Path, tables: Path | None, out: Path, jobs: int | None) -> None:
    """Run the notebooks that RUNS, a YAML file, lists with their parameters.

    --tables goes before the corpus or tables that RUNS names for all notebooks, not before those of a single run.
    """
    _batch(runs, {"tables": tables}, out, jobs)


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
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    help="Processes at once; one for each processor unless given.",
)
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler that runs already, such as tcp://host:8786.")
@click.option(
    "--max-lost",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    help="Share of articles that may be left out before the exit status is 1.",
)
def annotate(corpus: str, out: Path, columns: tuple[str, ...], max_lost: float, **options: Any) -> None:
    """Read the articles of IN and write their tables: actors, quotes, claims, tone and more.

    IN is a folder, with or without a manifest corpus.csv, or a file: .csv, .tsv, .jsonl, .json, .parquet, .html,
    .txt, .zip, also with .gz; what an archive of news exports, .docx too; a path or a URL such as s3://bucket/articles.parquet.

    What was annotated before is not annotated again: a run that was stopped goes on where it was.
    """
    if options["scheduler"] is not None and options["engine"] != "dask":
        raise click.UsageError("--scheduler needs --engine dask")
    from crossread.pipeline.annotate import annotate as annotate_corpus
    from crossread.pipeline.progress import ProgressBar

    with ProgressBar() as bar:
        summary = annotate_corpus(corpus, out, columns=_columns(columns), progress=bar, **options)
    _tell_problems(summary.problems)
    _say(str(summary))
    if summary.share_lost > max_lost:
        raise click.ClickException(
            f"{summary.share_lost:.0%} of the articles were left out; --max-lost allows {max_lost:.0%}"
        )


def _tell_problems(problems: Sequence[Any]) -> None:
    """Say what was left out and what was noted, and where the rest of it stands."""
    for label, lost in (("left out", True), ("note", False)):
        messages = [problem.message for problem in problems if problem.lost == lost]
        for message in messages[:_MESSAGES]:
            _say(f"{label}: {message}", err=True)
        if len(messages) > _MESSAGES:
            _say(f"{label}: {len(messages) - _MESSAGES:,} more, in the table `errors`", err=True)


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    for pair in given:
        if "=" not in pair:
            raise click.UsageError(f"--column {pair!r}: expected FIELD=NAME, such as text=Body")
    return dict(pair.split("=", 1) for pair in given)


@main.command()
@click.argument("doc_id")
@click.option(
    "--tables",
    type=_FOLDER,
    help="Folder that `crossread annotate` wrote [default: the tables of the seed articles, made in ./figures].",
)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page instead.")
def show(doc_id: str, tables: Path | None, html: Path | None) -> None:
    """Show the article whose id is or begins with DOC_ID, with what was found in it marked."""
    from crossread.plots.marked import marked_html, marked_text
    from crossread.tables import open_tables

    folder = tables or make_tables({}, tables_folder({}, FIGURES)).folder
    article, spans = _article(open_tables(folder), doc_id)
    if html is None:
        click.echo(marked_text(article, spans, colour=sys.stdout.isatty()))
    else:
        html.write_text(marked_html(article, spans), encoding="utf-8")
        _say(f"written: {html}")


def _article(store: Any, doc_id: str) -> tuple[Any, Any]:
    """The one article whose id is or begins with ``doc_id``, and the rows of each table about it."""
    articles = store.read("articles")
    found = articles[articles["doc_id"] == doc_id]
    if found.empty:
        found = articles[articles["doc_id"].str.startswith(doc_id)]
    if len(found) != 1:
        known = ", ".join(articles["doc_id"].head(10)) + (" ..." if len(articles) > 10 else "")
        problem = "no article has" if found.empty else f"{len(found)} articles have"
        raise ValueError(
            f"{problem} the doc_id {doc_id!r}; {store.folder} holds {known}. Those of another corpus: --tables FOLDER"
        )
    article = found.iloc[0]
    names = ("blocks", "mentions", "quotes", "times", "claims", "labels")
    tables = {name: store.read(name) for name in names}
    return article, {name: table[table["doc_id"] == article["doc_id"]] for name, table in tables.items()}


def _batch(runs: Path, places: Mapping[str, str | Path | None], out: Path, jobs: int | None) -> None:
    from crossread.runs.batch import Result, read_runs, run_batch

    given = {name: absolute(place) for name, place in places.items() if place is not None}

    def progress(result: Result, done: int, total: int) -> None:
        error = f": {result.error}" if result.error else ""
        _say(f"{done} of {total}: {result.status}: {result.name}{error}")

    results = run_batch(read_runs(runs, given=given), out=out, jobs=jobs, progress=progress, note=_tell_problems)
    counts = {status: sum(r.status == status for r in results) for status in ("done", "unchanged", "failed")}
    _say(f"{counts['done']} run, {counts['unchanged']} unchanged, {counts['failed']} failed; figures in {out}")
    failed = [str(out / "notebooks" / f"{result.name}.ipynb") for result in results if result.status == "failed"]
    if failed:
        raise click.ClickException(f"failed: {', '.join(failed)}; each holds its error")


if __name__ == "__main__":
    main()
