"""Hashes of all that a result was made from, and of nothing else: under them it is kept, and by them it is fresh.

All hashing is here. Code counts as it is compiled, with all that it imports from the package: comments, the words of
docstrings, asserts and the lay-out of lines do not.
"""

import hashlib
import marshal
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from crossread import __version__
from crossread.corpus import Article
from crossread.lexicon import Lexicon, lexicon_files

# Packages whose version can change the parse of a text, what is read out of it, and what is made of that.
_PARSER = ("spacy", "numpy")
_READING = (*_PARSER, "nltk", "vaderSentiment", "pandas", "pyarrow")
_TONE = ("onnxruntime", "tokenizers")
_CORPUS = ("trafilatura", "py3langid", "charset-normalizer")

_PACKAGE = Path(__file__).parents[1]
_KEY_BYTES = 16


# --- files and packages ----------------------------------------------------------------------


def file_hash(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def table_hashes(folder: Path) -> dict[str, str]:
    """The sha256 of each file of the tables in a folder, by its path there."""
    parts = sorted(folder.glob("*/part-*.parquet"))
    return {path.relative_to(folder).as_posix(): file_hash(path) for path in parts}


def combined_hash(parts: Iterable[str]) -> str:
    """One sha256 over several texts, in order."""
    digest = hashlib.sha256()
    for part in parts:
        # Half a pair of surrogates is no text, but JSON can say it; it must not stop the reading.
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "little") + raw)
    return digest.hexdigest()


def _key(*parts: str) -> bytes:
    return bytes.fromhex(combined_hash(parts))[:_KEY_BYTES]


@cache
def _tree_hash(folder: Path) -> str:
    """A hash over the files in a folder but for code."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc"))
    return combined_hash(part for path in files for part in (path.relative_to(folder).as_posix(), file_hash(path)))


@cache
def _version(package: str) -> str:
    """The version of a package; of a pipeline that is a folder, a hash of what is in it."""
    try:
        return version(package)
    except PackageNotFoundError:
        return f"sha256:{_tree_hash(Path(package))}" if Path(package).is_dir() else "unknown"


def versions(model: str) -> dict[str, str]:
    """Versions of Crossread, Python, the pipeline and the packages that results depend on."""
    found = {"crossread": __version__, "python": platform.python_version()}
    return found | {name: _version(name) for name in (*_CORPUS, *_READING, *_TONE, "duckdb", "matplotlib", model)}


# --- code ------------------------------------------------------------------------------------

_IMPORT = re.compile(r"^[ \t]*(?:from (crossread[\w.]*) import (?:\(([^)]*)\)|(.*))|import (crossread[\w.]*))", re.M)


def code_hash(*roots: str, but: Sequence[str] = ()) -> str:
    """A hash over the compiled code of some modules and of all that they import from the package.

    Args:
        roots: modules, or packages that hand on what is in theirs: ``extract.parse``, ``plots``.
        but: modules and packages that are left out, with what they import.
    """
    left_out = tuple(f"crossread.{name}." for name in but)
    found: dict[str, str] = {}
    waiting = [f"crossread.{name}" for name in roots]
    while waiting:
        name = waiting.pop()
        if name not in found and not f"{name}.".startswith(left_out):
            found[name] = _module(name).digest
            waiting += [_origin(module, what) for module, what in _module(name).imports]
    return combined_hash(part for item in sorted(found.items()) for part in item)


class _Module(NamedTuple):
    digest: str  # of its compiled code
    imports: list[tuple[str, str]]  # from which modules of the package which names; "": the module itself


@cache
def _module(name: str) -> _Module:
    source = _file(name).read_text(encoding="utf-8")
    code = _without_lines(compile(source, "", "exec", dont_inherit=True, optimize=2))
    imports = []
    for module, many, some, whole in _IMPORT.findall(source):
        names = re.sub(r"#.*", "", many or some).split(",")
        imports += [(module, words.split()[0]) for words in names if words.strip()] if module else [(whole, "")]
    # Later formats of marshal depend on how often a constant is referred to.
    return _Module(hashlib.sha256(marshal.dumps(code, 2)).hexdigest(), imports)


def _without_lines(code: CodeType) -> CodeType:
    constants = (_without_lines(value) if isinstance(value, CodeType) else value for value in code.co_consts)
    return code.replace(co_consts=tuple(constants), co_firstlineno=1, co_linetable=b"")


def _file(name: str) -> Path:
    """The file of a module; of a package, its ``__init__``."""
    path = _PACKAGE.joinpath(*name.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _origin(module: str, name: str) -> str:
    """The module that defines what is imported: a package may only hand on what one of its modules defines."""
    if name and _file(f"{module}.{name}").is_file():
        return f"{module}.{name}"
    if _file(module).name == "__init__.py":
        for origin, handed_on in _module(module).imports:
            if handed_on == name:
                return _origin(origin, name)
    return module


# --- what results depend on ------------------------------------------------------------------


def content_hash(inputs: Mapping[str, str]) -> str:
    """A hash over the files of a corpus, wherever it lies."""
    return combined_hash(part for pair in sorted(inputs.items()) for part in pair)


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
    own = {path.name: file_hash(path) for path in lexicon_files(lexicon)} if lexicon else {}
    pairs = [pair for named in (inputs, own, versions(model), columns or {}) for pair in sorted(named.items())]
    data = [_tree_hash(_PACKAGE / folder) for folder in ("lexicon", "extract")]
    code = code_hash("pipeline.annotate", but=["pipeline.where"])
    return combined_hash([*(f"{name}={value}" for name, value in pairs), *data, code, model, *scorers])


class ArticleKeys(NamedTuple):
    """Under which keys is kept what is made of an article."""

    annotation: bytes
    outline: bytes
    scores: bytes


class Keys(NamedTuple):
    """What each kind of result depends on beside the article, hashed: so that it is found again if nothing changed."""

    parser: str
    outlines: str
    tone: str
    annotations: str

    @classmethod
    def of(cls, model: str, lexicon: Lexicon, scorers: Sequence[str]) -> "Keys":
        """Those of a run."""
        # What the parser takes from the corpus is a text, and what scorers take are spans of it: both are in the key.
        parser = [code_hash("extract.parse", but=["corpus", "lexicon"]), model, *map(_version, (model, *_PARSER))]
        outlines = [code_hash("pipeline.outline"), lexicon.boilerplate.model_dump_json(), *map(_version, _CORPUS)]
        models = _tree_hash(_PACKAGE / "extract" / "models")
        tone = [code_hash("extract.tone", but=["corpus", "lexicon", "extract.records"]), models, *map(_version, _TONE)]
        code = code_hash("pipeline.worker", but=["pipeline.keys"])
        annotations = [*parser, *tone, code, lexicon.digest, *scorers, *map(_version, _READING)]
        return cls(*map(combined_hash, (parser, outlines, tone, annotations)))

    def paragraph(self, text: str) -> bytes:
        """The key of a parsed paragraph."""
        return _key(self.parser, text)

    def article(self, article: Article) -> ArticleKeys:
        """The keys of an article: its words, title and day count; its outlet and file do not."""
        day = article.published.isoformat() if article.published else ""
        title, text = article.title or "", article.text
        return ArticleKeys(
            _key(self.annotations, day, title, text), _key(self.outlines, title, text), _key(self.tone, text)
        )


def content_key(content: bytes) -> bytes:
    """The key of several results that are kept together."""
    return hashlib.sha256(content).digest()[:_KEY_BYTES]
