"""Fingerprints: what a result was made from, so that nothing is made twice and nothing goes stale."""

import hashlib
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analysis import PROJECT, __version__
from analysis.corpus import input_hashes
from analysis.lexicon import lexicon_files

# Packages whose version can change a number or a picture.
_PACKAGES = (
    "spacy",
    "nltk",
    "vaderSentiment",
    "countryinfo",
    "pandas",
    "numpy",
    "pyarrow",
    "duckdb",
    "onnxruntime",
    "tokenizers",
    "matplotlib",
)
# Folders whose code makes the tables.
_TABLE_CODE = ("lexicon", "corpus", "extract", "tables", "engines")


LEXICON_FOLDER = "lexicon"  # of a corpus


def own_lexicon(corpus: Path, lexicon: Path | None) -> Path | None:
    """The lexicon over the one that ships: the one given, else the folder that the corpus brings."""
    if lexicon is not None:
        return lexicon
    inside = corpus / LEXICON_FOLDER
    return inside if inside.is_dir() else None


def file_hash(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def combined_hash(parts: Iterable[str]) -> str:
    """One sha256 over several texts, in order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def versions(model: str) -> dict[str, str]:
    """Versions of Crossread, Python, the pipeline and the packages that results depend on."""
    found = {"crossread": __version__, "python": platform.python_version()}
    for package in (*_PACKAGES, model):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "unknown"
    return found


def code_hash(folders: Iterable[str]) -> str:
    """A hash over the code and data files of some folders of the package."""
    package = PROJECT / "analysis"
    files = sorted(
        path
        for folder in folders
        for path in (package / folder).rglob("*")
        if path.suffix in (".py", ".yaml", ".onnx", ".json")
    )
    return combined_hash(part for path in files for part in (path.relative_to(package).as_posix(), file_hash(path)))


def corpus_fingerprint(corpus: Path, *, model: str, lexicon: Path | None, scorers: Iterable[str]) -> str:
    """A hash over all that tables depend on: inputs, lexicon, code, pipeline, scorers and versions."""
    own = [] if lexicon is None else [f"{path.name}={file_hash(path)}" for path in lexicon_files(lexicon)]
    return combined_hash(
        [
            *(f"{name}={digest}" for name, digest in sorted(input_hashes(corpus).items())),
            *own,
            code_hash(_TABLE_CODE),
            *(f"{name}={number}" for name, number in sorted(versions(model).items())),
            model,
            *scorers,
        ]
    )
