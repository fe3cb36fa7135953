"""Where things lie: what ships with Crossread, what a run writes, and a project of one's own."""

import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from crossread import PACKAGE, data_folder

if TYPE_CHECKING:
    from crossread.pipeline.summary import Summary

NOTEBOOKS = data_folder("notebooks")
SEEDS = data_folder("seeds")
DEFAULT_RUNS = NOTEBOOKS / "runs.yaml"
# The parameters that say which corpus, and how it is read; tables are of one that has been.
CORPUS_PARAMETERS = ("corpus", "lexicon", "columns")
# Of the working directory: nothing is written beside the code, which may be installed for all.
FIGURES = Path("figures")

_TEMPLATE = Path(__file__).parent / "template"
_ARTICLES = Path("articles")


def write_project(folder: Path) -> list[Path]:
    """Write a project of one's own: the notebooks, a batch, an example corpus with a lexicon to fill in.

    Returns:
        The files written.

    Raises:
        FileExistsError: one of them is there already; nothing is written then.
    """
    sources = {Path(path.name): path for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    sources |= {_ARTICLES / path.relative_to(SEEDS): path for path in sorted(SEEDS.rglob("*")) if path.is_file()}
    sources |= {
        Path("runs.yaml"): _TEMPLATE / "runs.yaml",
        Path("README.md"): _TEMPLATE / "README.md",
        Path(".gitignore"): _TEMPLATE / "gitignore",
        _ARTICLES / "lexicon" / "actors_own.yaml": _TEMPLATE / "actors_own.yaml",
    }
    for name in sources:
        if (folder / name).exists():
            raise FileExistsError(f"{folder / name}: is there already; give a new folder. Nothing was written")
    for name, source in sources.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / name)
    return [folder / name for name in sources]


def figures_folder(out: str | Path | None) -> Path:
    """The folder that figures go to: ``out``, or ``figures`` in the working directory.

    Raises:
        ValueError: it lies in the installation, where a notebook that is opened in place would write.
    """
    folder = Path(out or FIGURES)
    if folder.resolve().is_relative_to(PACKAGE):
        raise ValueError(
            f"{folder.resolve()}: lies where Crossread is installed; set out, or copy the notebooks to a folder of "
            "your own with `crossread init DIR`"
        )
    return folder


def tables_folder(given: Mapping[str, Any], out: Path) -> Path:
    """Where the tables of a corpus are kept, beside the figures made of them: ``out/tables/news.csv-1f3a9c02``.

    Two corpora never share a folder, whatever their names: the digits stand for the whole place of the corpus, and
    for how it is read. The seeds that ship, as they come, are in ``out/tables/seeds``.

    Args:
        given: parameters; of them ``corpus`` (a path or a URL, the seeds unless given), ``lexicon`` and ``columns``.
        out: the folder of the figures.
    """
    place = absolute(given.get("corpus") or SEEDS)
    lexicon, columns = given.get("lexicon"), given.get("columns")
    what = [place, lexicon and absolute(lexicon), sorted((columns or {}).items())]
    if what == [absolute(SEEDS), None, []]:
        return out / "tables" / SEEDS.name
    from crossread.pipeline.keys import combined_hash  # loads the libraries of the corpus

    digest = combined_hash([json.dumps(what)])[:8]
    name = re.sub(r"[^\w.-]+", "_", PurePosixPath(place).name, flags=re.ASCII)[:60].strip("._")
    return out / "tables" / f"{name}-{digest}"


def absolute(place: str | Path, folder: Path = Path()) -> str:
    """A path as it is from anywhere, which was as seen from ``folder``; a URL stays as it is."""
    return str(place) if "://" in str(place) else str((folder / place).resolve())


def make_tables(given: Mapping[str, Any], folder: Path, *, live: bool | None = None) -> "Summary":
    """Annotate a corpus into a folder on all processors, telling how far it is; what is fresh is left alone.

    Args:
        given: as :func:`tables_folder` takes them.
        folder: where the tables go.
        live: whether the bar of the progress moves; as the terminal is unless given.
    """
    from crossread.pipeline.annotate import annotate  # loads the libraries of the tables
    from crossread.pipeline.progress import ProgressBar

    corpus, lexicon = given.get("corpus") or SEEDS, given.get("lexicon")
    with ProgressBar(live=live) as bar:
        return annotate(
            corpus,
            folder,
            lexicon=Path(lexicon) if lexicon else None,
            columns=given.get("columns"),
            processes=os.cpu_count() or 1,
            progress=bar,
        )
