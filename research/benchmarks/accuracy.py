"""How well Crossread agrees with what people annotated: ``python -m research.benchmarks.accuracy KIND PATH``.

The annotated sets are not part of the project; PATH is where they are. The articles are annotated as
``crossread annotate`` does it, the tables are compared with the annotation (:mod:`research.benchmarks.compare`
says how, and after which paper), and a table of measures is printed, with a row for the README below
it. Intervals are Wilson's, at 95 %. The exit status is 2 where a set cannot be read.

Rules were developed on the seeds and on the development parts of the other sets: what is measured
there is what they can do at best, not what to expect of other articles.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from crossread import data_folder
from crossread.extract import DEFAULT_MODEL
from crossread.lexicon import load_lexicon
from crossread.pipeline.annotate import annotate
from crossread.pipeline.keys import versions
from crossread.pipeline.progress import ProgressBar
from crossread.pipeline.summary import counted
from crossread.tables import Store, open_tables

from research.benchmarks import compare, gold
from research.benchmarks.gold import GoldClaim, GoldError, GoldQuote, NoClaim, Target, Text
from research.benchmarks.scores import Measure, Miss, Result

SEEDS = data_folder("seeds")
VADER_NEUTRAL = 0.05  # VADER's authors take scores between -0.05 and 0.05 as neutral


class Report(NamedTuple):
    """What is printed.

    ``title`` names what was measured and on what; ``cases`` counts the articles or targets; ``sections``
    are results, each with its title or none; ``headline`` names the measures of the README's row.
    """

    title: str
    data: str
    cases: str
    versions: str
    sections: list[tuple[str, Result]]
    headline: tuple[str, ...]


class Annotated(NamedTuple):
    """Tables of some articles, in words how many articles, and what the tables were made with."""

    store: Store
    cases: str
    versions: str


# --- one function for each kind --------------------------------------------------------------


def figures(options: argparse.Namespace) -> Report:
    """Reported numbers, against hand-made gold."""
    claims = gold.read_claims(options.folder)
    never = gold.read_no_claims(options.folder)
    with _annotated(options.corpus, options) as tables:
        texts = _texts(tables.store)
        result = compare.compare_claims(
            locate(claims, texts, options.folder / gold.FIGURES_FILE),
            locate(never, texts, options.folder / gold.NO_FIGURES_FILE),
            tables.store.read("claims"),
        )
    headline = ("claims: F1", "value", "category", "source", "as-of day")
    return Report("reported numbers", _corpus_name(options.corpus), *tables[1:], [("", result)], headline)


def quotes(options: argparse.Namespace) -> Report:
    """Quotations and their speakers, against hand-made gold."""
    said = gold.read_quotes(options.folder)
    with _annotated(options.corpus, options) as tables:
        located = locate(said, _texts(tables.store), options.folder / gold.QUOTES_FILE)
        result = compare.compare_quotes(located, tables.store.read("quotes"))
    headline = ("quotations: F1", "quotations: recall", "speaker")
    return Report("quotations in quotation marks", _corpus_name(options.corpus), *tables[1:], [("", result)], headline)


def _corpus_name(corpus: Path) -> str:
    return "seeds (the rules were developed on them)" if corpus == SEEDS else corpus.name


def times(options: argparse.Namespace) -> Report:
    """Time expressions, against TimeML."""
    annotated = gold.read_timeml(options.folders)
    with _annotated([one.article for one in annotated], options) as tables:
        result = compare.compare_times(annotated, tables.store.read("times"))
    data = " + ".join(folder.name for folder in options.folders)
    headline = ("strict: F1", "relaxed: F1", "value: F1")
    return Report("time expressions", data, *tables[1:], [("", result)], headline)


def fakes(options: argparse.Namespace) -> Report:
    """Numbers of people killed, against FA-KES."""
    annotated = gold.read_fakes(options.file)
    with _annotated([one.article for one in annotated], options) as tables:
        result = compare.compare_killed(annotated, tables.store.read("claims"))
    headline = tuple(measure.name for measure in result.measures)
    return Report("people killed", f"FA-KES {options.file.stem}", *tables[1:], [("", result)], headline)


def polnear(options: argparse.Namespace) -> Report:
    """Direct and indirect speech with its sources, against PolNeAR."""
    annotated = gold.read_polnear(options.folder)
    with _annotated([one.article for one in annotated], options) as tables:
        result = compare.compare_attributions(annotated, tables.store.read("quotes"))
    headline = ("attributions: F1", "attributions: precision", "attributions: recall", "source")
    data = f"PolNeAR {options.folder.name}"
    return Report("attributed speech, direct and indirect", data, *tables[1:], [("", result)], headline)


def tone(options: argparse.Namespace) -> Report:
    """Tone toward a target, against NewsMTSC, beside that of VADER for the whole sentence."""
    sets = [(path.stem, gold.read_newsmtsc(path)) for path in options.files]
    scorers: list[tuple[str, Callable[[Sequence[Target]], list[int]]]] = [
        ("toward the target", target_labels),
        ("VADER on the sentence", vader_labels),
    ]
    sections = [
        (f"{name}, {scorer}", compare.compare_tone(name, targets, label(targets)))
        for scorer, label in scorers
        for name, targets in sets
    ]
    cases = counted(sum(len(targets) for _, targets in sets), "target")
    found = versions(DEFAULT_MODEL)
    made_with = ", ".join(f"{package} {found[package]}" for package in ("crossread", "nltk", "vaderSentiment"))
    data = "NewsMTSC " + " + ".join(name for name, _ in sets)
    lexicon = load_lexicon(None).digest[:12]
    return Report("tone toward a target", data, cases, f"{made_with}, lexicon {lexicon}", sections, ("macro-F1",))


def target_labels(targets: Sequence[Target]) -> list[int]:
    """The tone that Crossread finds toward each target: -1, 0 or 1."""
    try:
        from crossread.extract.target_tone import score_targets  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        raise GoldError(f"tone toward a target cannot be scored here: {error}") from error

    return [int(one.label) for one in score_targets([(target.sentence, *target.span) for target in targets])]


def vader_labels(targets: Sequence[Target]) -> list[int]:
    """The baseline: VADER's score of the sentence, whoever is spoken of; within ±0.05 it is neutral."""
    from crossread.extract.tone import score_vader

    scores = [score_vader(target.sentence) for target in targets]
    return [(score >= VADER_NEUTRAL) - (score <= -VADER_NEUTRAL) for score in scores]


# --- from articles to tables -----------------------------------------------------------------


@contextmanager
def _annotated(articles: Path | Sequence[Text], options: argparse.Namespace) -> Iterator[Annotated]:
    """Annotate a corpus, or articles by way of a .jsonl file, as the command does; tables last while it is open."""
    with tempfile.TemporaryDirectory() as scratch:
        corpus = articles if isinstance(articles, Path) else write_jsonl(articles, Path(scratch) / "articles.jsonl")
        out: Path = options.tables or Path(scratch) / "tables"
        with ProgressBar() as bar:
            summary = annotate(corpus, out, processes=options.processes, progress=bar)
        for problem in summary.problems:
            if problem.lost:
                print(f"left out: {problem.message}", file=sys.stderr)
        store = open_tables(out)
        cases = f"{counted(summary.n_articles, 'article')}, {summary.n_lost} left out"
        yield Annotated(store, cases, made_with(store.run))


def write_jsonl(articles: Sequence[Text], path: Path) -> Path:
    """Write articles as a corpus that `crossread annotate` reads."""
    lines = (json.dumps(article._asdict(), ensure_ascii=False) + "\n" for article in articles)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def made_with(run: dict[str, Any]) -> str:
    """The versions in ``run.json``, in a line."""
    names = ("crossread", "spacy", run["model"])
    found = ", ".join(f"{name} {run['versions'][name]}" for name in names)
    return f"{found}, lexicon {run['lexicon'][:12]}"


def _texts(store: Store) -> dict[str, str]:
    articles = store.read("articles", ["doc_id", "text"])
    return dict(zip(articles["doc_id"], articles["text"], strict=True))


Placed = TypeVar("Placed", GoldClaim, NoClaim, GoldQuote)


def locate(annotated: Sequence[Placed], texts: dict[str, str], path: Path) -> dict[str, list[Placed]]:
    """Group what was annotated by the ``doc_id`` of its article, which begins with the ``doc`` of the annotation.

    Raises:
        GoldError: no article or several begin so, or the article has other words at the offsets.
    """
    located: dict[str, list[Placed]] = {}
    for one in annotated:
        matching = [doc_id for doc_id in texts if doc_id.startswith(one.doc)]
        if len(matching) != 1:
            count = "no article has" if not matching else f"{len(matching)} articles have"
            raise GoldError(f"{path}: {count} a doc_id that begins with {one.doc!r}; there are {', '.join(texts)}")
        there = texts[matching[0]][slice(*one.span)]
        if there != one.surface:
            start, end = one.span
            raise GoldError(
                f"{path}: the article {matching[0]} has {there[:60]!r} from {start} to {end}, not {one.surface[:60]!r}"
            )
        located.setdefault(matching[0], []).append(one)
    return located


# --- what is printed -------------------------------------------------------------------------


def render(report: Report, missed: int = 0) -> str:
    """The heading, the measures, as many misses as asked for, and the README's row."""
    measures = [measure for _, result in report.sections for measure in result.measures]
    width = max(len(measure.name) for measure in measures) + 2
    lines = [f"{report.title}: {report.data}", report.cases, report.versions, ""]
    lines += [f"{'measure':<{width}}{'value':>5}  {'95 % interval':<16}  counts"]
    for title, result in report.sections:
        lines += ["", title] if title else []
        lines += [measure_line(measure, width) for measure in result.measures]
    lines += ["", *miss_lines([miss for _, result in report.sections for miss in result.misses], missed)]
    return "\n".join([*lines, readme_row(report)])


def measure_line(measure: Measure, width: int) -> str:
    """One line of the table: name, value, interval and counts."""
    value = "–" if measure.value is None else f"{measure.value:.3f}"
    interval = "{:.3f} to {:.3f}".format(*measure.interval) if measure.interval else ""
    counts = "" if measure.hits is None else f"{measure.hits} of {measure.total} {measure.unit}"
    return f"{measure.name:<{width}}{value:>5}  {interval:<16}  {counts}".rstrip()


def miss_lines(misses: Sequence[Miss], most: int) -> list[str]:
    """The first misses, under a line that counts all by what is wrong; nothing where none are asked for."""
    if not most or not misses:
        return []
    kinds = ", ".join(
        f"{count} {problem}" for problem, count in sorted(Counter(miss.problem for miss in misses).items())
    )
    lines = [f"{min(most, len(misses))} of {len(misses)} misses ({kinds})"]
    lines += [
        f"  {miss.problem}: {miss.doc_id} {short(miss.text)!r}" + (f" ({short(miss.detail)})" if miss.detail else "")
        for miss in misses[:most]
    ]
    return [*lines, ""]


def short(text: str, most: int = 90) -> str:
    """A text on one line, cut after some characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def readme_row(report: Report) -> str:
    """The row of the README's table of accuracy: what, on what, how many cases, the main measures."""
    scores = []
    for title, result in report.sections:
        values = {measure.name: measure for measure in result.measures}
        named = [f"{name} {_value(values[name])}" for name in report.headline]
        scores.append((f"{title}: " if title else "") + ", ".join(named))
    cases = report.cases.removesuffix(", 0 left out")
    return f"| {report.title} | {report.data} | {cases} | {'; '.join(scores)} |"


def _value(measure: Measure) -> str:
    if measure.value is None:
        return "unknown"
    return f"{measure.value:.3f}" + ("" if measure.interval is None else f" ({measure.hits} of {measure.total})")


# --- the command -----------------------------------------------------------------------------


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--missed", type=_whole_from(0), default=0, metavar="N", help="print up to N misses (default 0)"
    )
    tables = argparse.ArgumentParser(add_help=False)
    tables.add_argument(
        "--processes", type=_whole_from(1), default=1, metavar="N", help="processes at once (default 1)"
    )
    tables.add_argument("--tables", type=Path, help="keep the tables here: fresh ones in it are used, others replaced")
    seeds = argparse.ArgumentParser(add_help=False)
    seeds.add_argument("--corpus", type=Path, default=SEEDS, help="the articles annotated (default: the seeds)")

    parser = argparse.ArgumentParser(prog="python -m research.benchmarks.accuracy", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")

    def kind(measure: Callable[[argparse.Namespace], Report], *parents: argparse.ArgumentParser) -> Any:
        name = measure.__name__
        added = kinds.add_parser(name, parents=[common, *parents], help=measure.__doc__, description=measure.__doc__)
        added.set_defaults(measure=measure)
        return added

    names = f"{gold.FIGURES_FILE} and {gold.NO_FIGURES_FILE}"
    kind(figures, tables, seeds).add_argument("folder", type=Path, help=f"with {names}")
    kind(quotes, tables, seeds).add_argument("folder", type=Path, help=f"with {gold.QUOTES_FILE}")
    kind(times, tables).add_argument("folders", type=Path, nargs="+", metavar="folder", help="of .tml files")
    kind(fakes, tables).add_argument("file", type=Path, help="articles of FA-KES as JSON lines")
    kind(polnear, tables).add_argument("folder", type=Path, help="a split: text/ and attributions/")
    kind(tone).add_argument("files", type=Path, nargs="+", metavar="file", help="sentences of NewsMTSC as JSON lines")
    return parser.parse_args(arguments)


def _whole_from(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least}")
        return int(text)

    return read


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure one kind and print the table; 2 where something given cannot be used."""
    options = parse(arguments)
    try:
        report = options.measure(options)
    except (ValueError, OSError) as error:  # GoldError, CorpusError, LexiconError, TablesError
        print(f"Error: {error}", file=sys.stderr)
        return 2
    print(render(report, options.missed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
