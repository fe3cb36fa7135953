"""One run of a notebook: its parameters, the tables it reads, the figures it saves."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML, Image, display
from matplotlib.figure import Figure

from crossread.escape import printable
from crossread.lexicon import Codebook, load_lexicon, read_codebook
from crossread.measures.official import official_file
from crossread.pipeline.keys import content_hash, file_hash
from crossread.plots import Words, choose_outlets, render_evidence, render_table
from crossread.runs.export import save_figure, save_table
from crossread.runs.parameters import FORMATS, ParameterError, check_in_tables, check_sources, read_parameters
from crossread.runs.project import figures_folder, make_tables, tables_folder
from crossread.tables import Scan, Store, open_tables
from crossread.tables.coding import code_claims

# Paths say where, not what: a figure's record leaves them out.
_PLACES = ("corpus", "lexicon", "codebook", "tables", "out", "official")
_SAVED = (*FORMATS, "csv", "json", "evidence.csv")  # endings of the files of a figure
_ROWS_SHOWN = 30  # of a table
_DOTS_SHOWN = 120  # an inch: the letters of a figure are then as large as those of a notebook


def start(notebook: str, variables: Mapping[str, Any]) -> "Session":
    """Begin a run: check the parameters and open the tables.

    Args:
        notebook: the name of the notebook, to know which parameters it has. In a copy it may stay as it is.
        variables: ``globals()`` behind the parameters cell.

    Raises:
        ParameterError: a parameter is unknown or has a value it does not take.
        CorpusError, TablesError: the corpus or the tables cannot be read.
    """
    try:
        given = read_parameters(notebook, variables)
        check_sources(given, notebook)
        out = figures_folder(given.get("out"))
        store, problems = _tables(given, out)
        session = Session(notebook, given, store, out)
        problems += session.unused_rows()
    except (ValueError, OSError) as error:
        message = f"{type(error).__name__}: {error}"
        # Jupyter asks an error how it is shown: whoever mends a parameter has no use for eighty lines of our code.
        error._render_traceback_ = lambda: [message]  # type: ignore[union-attr]
        raise
    for message in problems:
        print(printable(f"note: {message}"))
    return session


def _tables(given: Mapping[str, Any], out: Path) -> tuple[Store, list[str]]:
    if given.get("tables"):
        return open_tables(Path(given["tables"])), []
    summary = make_tables(given, tables_folder(given, out), live=True)
    return open_tables(summary.folder), [problem.message for problem in summary.problems]


class Session:
    """What a notebook works with. Tables are cut to the outlets and days of the parameters."""

    def __init__(self, notebook: str, parameters: Mapping[str, Any], store: Store, out: Path) -> None:
        """Hold a run's parameters and tables."""
        self.notebook = notebook
        self.parameters = dict(parameters)
        self.store = store
        self.out = out
        self._undrawn: set[str] = set()
        self._codebook = Path(parameters["codebook"]) if parameters.get("codebook") else None
        check_in_tables(parameters, self.read, notebook)
        self._articles = self._chosen_articles()
        self.outlets = choose_outlets(store.read("articles", ["outlet"]), self._articles)

    def table(self, name: str, **only: Sequence[str]) -> pd.DataFrame:
        """One table, with the rows of the chosen articles only, and of them those that have the values in ``only``.

        >>> run.table("mentions", actor_id=["russia"], form=["name", "acronym"])  # doctest: +SKIP
        """
        if name == "articles":
            return self._articles.copy()
        whole = self.read(name, only=only)
        if name in ("actors", "errors"):
            return whole
        return whole[whole["doc_id"].isin(self._articles["doc_id"])].reset_index(drop=True)

    def read(
        self, name: str, columns: Sequence[str] | None = None, *, only: Mapping[str, Sequence[str]] | None = None
    ) -> pd.DataFrame:
        """One table of all articles; claims as the parameter ``codebook`` sorts them, where there is one."""
        if name != "claims" or self._codebook is None:
            return self.store.read(name, columns, only=only or {})
        coded = self._coded
        for column, values in (only or {}).items():
            coded = coded[coded[column].isin(list(values))]
        return coded if columns is None else coded[list(columns)]

    @cached_property
    def _coded(self) -> pd.DataFrame:
        folder = self.parameters.get("lexicon")
        lexicon = load_lexicon(Path(folder) if folder else None)
        return code_claims(self.store.read("claims"), self._rows, lexicon.units)

    @cached_property
    def _rows(self) -> Codebook:
        return read_codebook(self._codebook)

    def unused_rows(self) -> list[str]:
        """What to tell of a codebook: the categories of its own rows that no number of the corpus is of."""
        if self._codebook is None:
            return []
        found = set(self._coded["category"].dropna())
        unused = sorted({row.category for row in self._rows.rows if row.category is not None} - found)
        shipped = {row.category for row in read_codebook().rows}
        return [f"{self._codebook}: no number is of category {name!r}" for name in unused if name not in shipped]

    def scan(self, name: str) -> Scan:
        """One table, of all articles, for a measure that reads of it what it needs."""
        return self.store.scan(name)

    def save(
        self,
        figure: Figure | None,
        data: pd.DataFrame,
        words: Words,
        *,
        name: str,
        evidence: pd.DataFrame | None = None,
    ) -> None:
        """Save a figure with its data, evidence and origin, and show it with its caption.

        Of nothing there is no figure: ``words`` say why, and what an earlier run saved under its name is removed.
        """
        if figure is None:
            old = [path for path in (self.out / f"{self._slug(name)}.{ending}" for ending in _SAVED) if path.is_file()]
            for path in old:
                path.unlink()
            removed = f" Removed, of an earlier run: {', '.join(path.name for path in old)}." if old else ""
            print(printable(f"No figure {self._slug(name)}. {words.caption}{removed}"))
            return
        saved = save_figure(
            figure,
            data,
            words,
            out=self.out,
            slug=self._slug(name),
            formats=self.parameters.get("formats") or FORMATS,
            provenance=self.provenance(),
            evidence=evidence,
        )
        width = round(saved.width * _DOTS_SHOWN)
        display(Image(saved.png, width=width, alt=words.alt))  # type: ignore[no-untyped-call]
        print(printable(words.caption))
        if new := sorted(set(saved.undrawn) - self._undrawn):
            self._undrawn.update(new)
            print(f"note: the font of the figures lacks {' '.join(new)}; boxes stand for them, the CSV has the names")
        print(f"Saved: {', '.join(path.name for path in saved.files)}")

    def save_table(self, data: pd.DataFrame, caption: str, *, name: str, columns: Sequence[str] | None = None) -> None:
        """Save a table as CSV, whole, and as LaTeX, in some columns, with its origin; show its first rows."""
        shown = data if columns is None else data[list(columns)]
        out, provenance = self.out, self.provenance()
        written = save_table(data, caption, out=out, slug=self._slug(name), provenance=provenance, columns=columns)
        display(HTML(render_table(shown, limit=_ROWS_SHOWN)))  # type: ignore[no-untyped-call]
        print(printable(caption))
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
            "content": content_hash(run["inputs"]),  # by which two corpora of one name differ
            "inputs": run["inputs"],
            "lexicon": run["lexicon"],
            **({"codebook": file_hash(self._codebook)} if self._codebook else {}),
            **self._official(),
            "model": run["model"],
            "versions": run["versions"],
            "n_articles": len(self._articles),
        }

    def _official(self) -> dict[str, Any]:
        """The column and the content of the known series, where there is one."""
        if not self.parameters.get("official"):
            return {}
        path, column = official_file(self.parameters["official"])
        return {"official": {"column": column, "content": file_hash(path)}}

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
