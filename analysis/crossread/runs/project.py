"""Where things lie: what ships with Crossread, what a run writes, and a project of one's own."""

import os
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from crossread import PACKAGE, data_folder

if TYPE_CHECKING:
    from crossread.pipeline.summary import Summary

NOTEBOOKS = data_folder("notebooks")
SEEDS = data_folder("seeds")
DEFAULT_RUNS = NOTEBOOKS / "runs.yaml"
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


def tables_folder(corpus: str | Path, out: Path) -> Path:
    """Where the tables of a corpus, a path or a URL, are kept, beside the figures made of them."""
    return out / "tables" / PurePosixPath(absolute(corpus)).stem


def absolute(place: str | Path, folder: Path = Path()) -> str:
    """A path as it is from anywhere, which was as seen from ``folder``; a URL stays as it is."""
    return str(place) if "://" in str(place) else str((folder / place).resolve())


def make_tables(corpus: str | Path, folder: Path, *, live: bool | None = None) -> "Summary":
    """Annotate a corpus into a folder on all processors, telling how far it is; what is fresh is left alone."""
    from crossread.pipeline.annotate import annotate  # loads the libraries of the tables
    from crossread.pipeline.progress import ProgressBar

    with ProgressBar(live=live) as bar:
        return annotate(corpus, folder, processes=os.cpu_count() or 1, progress=bar)
