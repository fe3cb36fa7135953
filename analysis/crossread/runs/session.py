"""One run of a notebook: its parameters, the tables it reads, the figures it saves."""

import os
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML, Image, display
from matplotlib.figure import Figure

from crossread import PROJECT
from crossread.pipeline.annotate import annotate
from crossread.pipeline.progress import ProgressBar
from crossread.plots import Words, render_evidence, render_table
from crossread.runs.export import save_figure, save_table
from crossread.runs.parameters import (
    NOTEBOOKS,
    PARAMETERS,
    ParameterError,
    check_in_tables,
    check_names,
    check_value,
    declared_parameters,
    own_variables,
    tables_folder,
)
from crossread.tables import Scan, Store, open_tables

SEEDS = PROJECT / "seeds"
FIGURES = PROJECT / "figures"
# Paths say where, not what: a figure's record leaves them out.
_PLACES = ("corpus", "tables", "out")


def start(notebook: str, variables: Mapping[str, Any]) -> "Session":
    """Begin a run: check the parameters and open the tables.

    Args:
        notebook: the name of the notebook, to know which parameters it has.
        variables: ``globals()`` right behind the parameters cell.

    Raises:
        ParameterError: a parameter is unknown or has a value it does not take.
        CorpusError, TablesError: the corpus or the tables cannot be read.
    """
    given = {name: value for name, value in variables.items() if _is_parameter(name, value)}
    path = NOTEBOOKS / f"{notebook}.ipynb"
    if path.is_file():
        own = own_variables(path)
        given = {name: value for name, value in given.items() if name not in own}
        check_names(given, declared_parameters(path), notebook)
    else:  # a notebook of the user's own: what is no parameter may be anything
        given = {name: value for name, value in given.items() if name in PARAMETERS}
    for name, value in given.items():
        check_value(name, value, notebook)
    out = Path(given.get("out") or FIGURES)
    store, problems = _tables(given, out)
    check_in_tables(given, store.read, notebook)
    session = Session(notebook, given, store, out)
    for message in problems:
        print(f"note: {message}")
    return session


def _is_parameter(name: str, value: Any) -> bool:
    if name.startswith("_") or name in ("In", "Out", "get_ipython", "exit", "quit", "open"):
        return False
    return value is None or isinstance(value, str | int | float | list | dict)


def _tables(given: Mapping[str, Any], out: Path) -> tuple[Store, list[str]]:
    if given.get("tables") and given.get("corpus"):
        raise ParameterError("corpus and tables are both given; tables are of one corpus already")
    if given.get("tables"):
        return open_tables(Path(given["tables"])), []
    corpus = given.get("corpus") or SEEDS
    with ProgressBar(live=True) as bar:
        summary = annotate(corpus, tables_folder(corpus, out), processes=os.cpu_count() or 1, progress=bar)
    return open_tables(summary.folder), [problem.message for problem in summary.problems]


class Session:
    """What a notebook works with. Tables are cut to the outlets and days of the parameters."""

    def __init__(self, notebook: str, parameters: Mapping[str, Any], store: Store, out: Path) -> None:
        """Hold a run's parameters and tables."""
        self.notebook = notebook
        self.parameters = dict(parameters)
        self.store = store
        self.out = out
        self._articles = self._chosen_articles()

    def table(self, name: str, **only: Sequence[str]) -> pd.DataFrame:
        """One table, with the rows of the chosen articles only, and of them those that have the values in ``only``.

        >>> run.table("mentions", actor_id=["russia"], form=["name", "acronym"])  # doctest: +SKIP
        """
        if name == "articles":
            return self._articles.copy()
        whole = self.store.read(name, only=only)
        if name in ("actors", "errors"):
            return whole
        return whole[whole["doc_id"].isin(self._articles["doc_id"])].reset_index(drop=True)

    def scan(self, name: str) -> Scan:
        """One table, of all articles, for a measure that reads of it what it needs."""
        return self.store.scan(name)

    def save(
        self, figure: Figure, data: pd.DataFrame, words: Words, *, name: str, evidence: pd.DataFrame | None = None
    ) -> None:
        """Save a figure with its data, evidence and origin, and show it with its caption."""
        written = save_figure(
            figure,
            data,
            words,
            out=self.out,
            slug=self._slug(name),
            formats=self.parameters.get("formats") or ["pdf", "svg", "png"],
            provenance=self.provenance(),
            evidence=evidence,
        )
        picture = BytesIO()
        figure.savefig(picture, format="png", dpi=120)
        display(Image(picture.getvalue(), alt=words.alt))  # type: ignore[no-untyped-call]
        print(words.caption)
        print(f"Saved: {', '.join(path.name for path in written)}")

    def save_table(
        self, data: pd.DataFrame, caption: str, *, name: str, columns: Sequence[str] | None = None, limit: int = 30
    ) -> None:
        """Save a table as CSV, whole, and as LaTeX, in some columns, with its origin; show its first rows."""
        shown = data if columns is None else data[list(columns)]
        out, provenance = self.out, self.provenance()
        written = save_table(data, caption, out=out, slug=self._slug(name), provenance=provenance, columns=columns)
        display(HTML(render_table(shown, limit=limit)))  # type: ignore[no-untyped-call]
        print(caption)
        print(f"Saved: {', '.join(path.name for path in written)}")

    def show_evidence(self, evidence: pd.DataFrame, columns: Sequence[str], *, limit: int = 60) -> None:
        """Show the sentence behind each row, with its span marked."""
        display(HTML(render_evidence(evidence, columns, limit=limit)))  # type: ignore[no-untyped-call]

    def _slug(self, name: str) -> str:
        return f"{name}-{self.parameters['slug']}" if self.parameters.get("slug") else name

    def provenance(self) -> dict[str, Any]:
        """What a figure of this run was made from, without anything that differs by machine."""
        run = self.store.run
        return {
            "notebook": self.notebook,
            "parameters": {name: value for name, value in self.parameters.items() if name not in _PLACES},
            "corpus": run["corpus"],
            "inputs": run["inputs"],
            "lexicon": run["lexicon"],
            "model": run["model"],
            "versions": run["versions"],
            "n_articles": len(self._articles),
        }

    def _chosen_articles(self) -> pd.DataFrame:
        articles = self.store.read("articles")
        outlets, first, last = (self.parameters.get(name) for name in ("outlets", "first_day", "last_day"))
        chosen = pd.Series(True, index=articles.index)
        if outlets:
            chosen &= articles["outlet"].isin(outlets)
        if first:
            chosen &= articles["published"].ge(first).fillna(False).astype(bool)
        if last:
            chosen &= articles["published"].le(last).fillna(False).astype(bool)
        if not chosen.any():
            days = articles["published"].dropna()
            raise ParameterError(
                f"{self.notebook}: no article is left by outlets, first_day and last_day; the corpus has "
                f"{len(articles)} articles, from {days.min()} to {days.max()}"
            )
        return articles[chosen].reset_index(drop=True)
