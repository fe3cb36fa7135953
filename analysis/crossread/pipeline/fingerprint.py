"""Fingerprints: what a result was made from, so that nothing is made twice and nothing goes stale."""

import hashlib
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crossread import PROJECT, __version__
from crossread.corpus.sources import LEXICON_FOLDER
from crossread.lexicon import lexicon_files

# Packages whose version can change the parse of a text, what is read out of it, and what is made of that.
PARSER_PACKAGES = ("spacy", "numpy")
READING_PACKAGES = (*PARSER_PACKAGES, "nltk", "vaderSentiment", "countryinfo", "pandas", "pyarrow")
TONE_PACKAGES = ("onnxruntime", "tokenizers")
CORPUS_PACKAGES = ("trafilatura", "py3langid", "charset-normalizer")
_PACKAGES = (*CORPUS_PACKAGES, *READING_PACKAGES, *TONE_PACKAGES, "duckdb", "matplotlib")
# Folders whose code makes the tables.
_TABLE_CODE = ("lexicon", "corpus", "extract", "tables", "engines")


def own_lexicon(corpus: str | Path, lexicon: Path | None) -> Path | None:
    """The lexicon over the one that ships: the one given, else the folder that a corpus on this machine brings."""
    if lexicon is not None:
        return lexicon
    inside = Path(corpus) / LEXICON_FOLDER
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
    return found | {name: package_version(name) for name in (*_PACKAGES, model)}


def package_version(name: str) -> str:
    """The version of a package; of a pipeline that is a folder, a hash of what is in it."""
    try:
        return version(name)
    except PackageNotFoundError:
        return f"sha256:{_tree_hash(Path(name), ['*'])}" if Path(name).is_dir() else "unknown"


def code_hash(places: Iterable[str]) -> str:
    """A hash over the code and data in some folders and files of the package."""
    package = PROJECT / "analysis" / "crossread"
    return combined_hash(
        file_hash(package / place) if (package / place).is_file() else _tree_hash(package / place, _CODE)
        for place in places
    )


_CODE = ("*.py", "*.yaml", "*.onnx", "*.json")


def _tree_hash(folder: Path, patterns: Iterable[str]) -> str:
    files = sorted(path for pattern in patterns for path in folder.rglob(pattern) if path.is_file())
    return combined_hash(part for path in files for part in (path.relative_to(folder).as_posix(), file_hash(path)))


def corpus_fingerprint(
    inputs: Mapping[str, str],
    *,
    model: str,
    lexicon: Path | None,
    scorers: Iterable[str],
    columns: Mapping[str, str] | None = None,
) -> str:
    """A hash over all that tables depend on.

    Those are the inputs (see ``input_hashes``), their columns, lexicon, code, pipeline, scorers and versions.
    """
    own = [] if lexicon is None else [f"{path.name}={file_hash(path)}" for path in lexicon_files(lexicon)]
    return combined_hash(
        [
            *(f"{name}={digest}" for name, digest in sorted(inputs.items())),
            *own,
            code_hash(_TABLE_CODE),
            *(f"{name}={number}" for name, number in sorted(versions(model).items())),
            model,
            *scorers,
            *(f"{field}={column}" for field, column in sorted((columns or {}).items())),
        ]
    )
