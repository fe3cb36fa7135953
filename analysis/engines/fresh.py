"""Tables that are made only when something they depend on has changed."""

from collections.abc import Sequence
from pathlib import Path

from analysis.corpus import Problem
from analysis.engines.fingerprint import corpus_fingerprint, own_lexicon
from analysis.engines.summary import Progress, Summary
from analysis.extract import DEFAULT_MODEL, DEFAULT_SCORERS
from analysis.tables.store import RUN_FILE, open_tables


def fresh_tables(
    corpus: Path,
    out: Path,
    *,
    model: str = DEFAULT_MODEL,
    lexicon: Path | None = None,
    scorers: Sequence[str] = DEFAULT_SCORERS,
    processes: int = 1,
    progress: Progress | None = None,
) -> Summary:
    """The tables of a corpus: those in ``out`` if they are fresh, else new ones in their place.

    Takes and raises what :func:`analysis.engines.annotate.annotate` does.
    """
    if (out / RUN_FILE).is_file():
        store = open_tables(out)
        own = own_lexicon(corpus, lexicon)
        if store.run.get("fingerprint") == corpus_fingerprint(corpus, model=model, lexicon=own, scorers=scorers):
            errors = store.read("errors").astype(object)
            errors = errors.where(errors.notna(), None)
            problems = tuple(Problem(*row) for row in errors.itertuples(index=False))
            n_lost = sum(problem.lost for problem in problems)
            return Summary(out, store.run["rows"]["articles"], n_lost, problems, reused=True)
    from analysis.engines.annotate import annotate  # loads spaCy, which a fresh corpus does not need

    return annotate(corpus, out, model=model, lexicon=lexicon, scorers=scorers, processes=processes, progress=progress)
