"""Read the lexicon that ships with Crossread and, over it, the one that a corpus brings.

Two kinds of files lie beside this module:

- What belongs to a subject or may change with a corpus: ``actors*.yaml``, ``places*.yaml`` and one file for each other
  field of ``Lexicon``, whose types say what must be in it. A corpus may have a folder ``lexicon/`` with files of
  the same names. Its actors, places, countries and units add to those that ship, or override those of the same id; in
  the other files a list grows and a single value replaces the one that ships. The rows of its ``codebook.yaml`` go
  before those that ship (see ``codebook.py``). Folders of ``packs/`` hold files of the same names for one subject; they
  are read where a corpus lists them in ``packs.yaml``.
- Words of English that a module of the library goes by: all others. A new file of lists needs no line of code, see
  :func:`words`; one of another shape needs that shape, see :func:`shipped`.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from crossread.lexicon.codebook import Codebook, OwnCodebook, Row
from crossread.lexicon.model import Actor, Country, Lexicon

SHIPPED = Path(__file__).parent

# Files that hold a list, several of a kind (actors_regions.yaml), and what names an entry of it.
_LISTS = {"actors": "id", "places": "name"}
# What a corpus may change, and its shape. All but those above are files of one mapping each.
_SHAPES = {
    name: shape for name, shape in get_type_hints(Lexicon).items() if name not in ("digest", "notes", "codebook")
}
_FILES = ("countries", *(name for name in _SHAPES if name not in _LISTS))

T = TypeVar("T")


class LexiconError(ValueError):
    """A lexicon file that cannot be used; the message names the file, the entry and what was expected."""


@cache
def shipped(name: str, shape: type[T]) -> T:
    """What ``<name>.yaml`` beside this module holds, checked and read once in a process.

    Args:
        name: the file's, without ``.yaml``.
        shape: a model (see ``model.py``) or a plain type such as ``dict[str, tuple[int, int]]``; it may stand
            beside the code that reads the file.

    Raises:
        LexiconError: there is no such file, or it has another shape.
    """
    path = SHIPPED / f"{name}.yaml"
    if not path.is_file():
        raise LexiconError(f"{path}: no such file in the lexicon that ships")
    return _check(shape, _read_yaml(path), lambda _: path)


def words(name: str) -> Mapping[str, frozenset[str]]:
    """The lists of words in ``<name>.yaml``, by their names: ``words("verbs")["denying"]``.

    Raises:
        LexiconError: there is no such file, or it holds something else than lists of words. What YAML reads as
            a number or a date wants quotation marks; "on", "no" and "yes" do not.
    """
    lists: dict[str, frozenset[str]] = shipped(name, dict[str, frozenset[str]])
    return lists


def lexicon_files(folder: Path) -> list[Path]:
    """List the lexicon files in a folder, in the order in which they are read."""
    return sorted(path for path in folder.glob("*.yaml") if path.is_file())


def load_lexicon(extra: Path | None = None) -> Lexicon:
    """Load the shipped lexicon and, when given, the folder ``extra`` over it.

    Raises:
        LexiconError: a file is not YAML, is not known, or an entry is not what its file expects.
    """
    merged = _Merged()
    merged.read(SHIPPED)
    if extra is not None:
        merged.read(extra)
    # Every country is an actor; what the files of actors say of one adds to it.
    merged.check(dict[str, Country], "countries")
    countries = merged.entries["countries"].items()
    actors = {entry["id"]: {"kind": "state", "country": code, **entry} for code, entry in countries}
    for name, entry in merged.entries["actors"].items():
        _merge(actors, {name: entry}, merged.path_of("actors", name))
    merged.entries["actors"] = actors
    checked = {kind: merged.check(shape, kind) for kind, shape in _SHAPES.items()}
    lexicon = Lexicon(**checked, codebook=read_codebook(merged.codebook), digest=merged.digest())
    _check_references(lexicon, merged)
    return replace(lexicon, notes=tuple(_never_matching(lexicon, merged)) if extra is not None else ())


_OWN_CODEBOOK = "codebook.yaml"
_OWN_PACKS = "packs.yaml"
_OLD_EVENTS = "events.yaml"


def read_codebook(path: Path | None = None) -> Codebook:
    """Read a codebook; without a path, all packs that ship.

    Raises:
        LexiconError: the file cannot be read, has the format of before codebooks, names a pack or a category that there
            is not, or has a row that can never take a claim.
    """
    shipped_packs = {file.stem.removeprefix("codebook_"): file for file in sorted(SHIPPED.glob("codebook_*.yaml"))}
    packs = [pack for pack in _PACKS if pack in shipped_packs]
    packs += [pack for pack in shipped_packs if pack not in packs]
    if path is None:
        return Codebook(rows=tuple(row for pack in packs for row in _pack(shipped_packs[pack])))
    if not path.is_file():
        raise LexiconError(f"{path.absolute()}: no such file; a codebook is a .yaml file of rows")
    content = _read_yaml(path)
    if isinstance(content, list):
        content = {"rows": content}
    if not content:
        raise LexiconError(f"{path}: empty; a codebook has rows, each with a category and what it asks for")
    if not isinstance(content, dict):
        raise LexiconError(f"{path}: expected rows, each with a category and what it asks for, found {content!r:.80}")
    if any(isinstance(entry, dict) and "units" in entry for entry in content.values()):
        raise LexiconError(
            f"{path}: in the format of events.yaml; write each entry `name: {{units: [...], object: [...]}}` as a row "
            f"`- category: name`, with `unit` for `units`, under `rows:`"
        )
    if isinstance(content.get("rows"), list):
        content = {**content, "rows": tuple(_rows(content["rows"], path))}
    own = _check(OwnCodebook, content, lambda _: path)
    for pack in own.packs or ():
        if pack not in shipped_packs:
            raise LexiconError(f"{path}, packs: {pack!r} does not ship; those that do are {', '.join(packs)}")
    rest = [row for pack in (packs if own.packs is None else own.packs) for row in _pack(shipped_packs[pack])]
    categories = {row.category for row in rest}
    for category in own.remove:
        if category not in categories:
            raise LexiconError(f"{path}, remove: no pack has the category {category!r}")
    rows = (*own.rows, *(row for row in rest if row.category not in own.remove))
    if not rows:
        raise LexiconError(f"{path}: no row is left; a codebook needs one at least")
    for number, row in enumerate(own.rows):
        for other in range(number):
            if own.rows[other].takes_all_of(row):
                raise LexiconError(
                    f"{path}, row {number + 1} ({row.category}): never takes a claim; row {other + 1} "
                    f"({own.rows[other].category}) before it takes them all"
                )
    return Codebook(rows=rows)


# The order of the packs: what is unmistakable goes first.
_PACKS = ("conflict", "disaster", "health", "crime-protest", "migration", "election", "economy")


@cache
def _pack(path: Path) -> tuple[Row, ...]:
    return tuple(_rows(_read_yaml(path) or (), path))


def _rows(rows: Iterable[Any], path: Path) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        try:
            yield Row.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            known = ", ".join(Row.model_fields)
            raise LexiconError(
                f"{path}, row {number}: {where}: {first['msg']} (found {first['input']!r:.80}; the fields are {known})"
            ) from error


# --- files -----------------------------------------------------------------------------------


def _read_list(path: Path, key: str) -> Iterator[tuple[str, Any]]:
    """The entries of a list, each under what names it."""
    content = _read_yaml(path)
    if not isinstance(content, list | None):
        raise LexiconError(f"{path}: expected a list of entries, found a {type(content).__name__}")
    for number, entry in enumerate(content or (), 1):
        if not isinstance(entry, dict) or not isinstance(entry.get(key), str):
            raise LexiconError(f"{path}, entry {number}: expected a mapping with {key!r}, found {entry!r:.80}")
        yield entry[key], entry


def _read_mapping(path: Path) -> Iterator[tuple[str, Any]]:
    content = _read_yaml(path)
    if not isinstance(content, dict | None):
        raise LexiconError(f"{path}: expected a mapping of names to entries, found a {type(content).__name__}")
    for name in content or ():
        if not isinstance(name, str):
            raise LexiconError(f"{path}, entry {name!r}: a name must be text; YAML reads it as a {type(name).__name__}")
    yield from (content or {}).items()


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # in C where PyYAML has libyaml
    """Reads "on", "no" and "yes" as the words they are: YAML 1.1 takes them for true and false."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf"))


def _read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # a SafeLoader
    except yaml.YAMLError as error:
        raise LexiconError(f"{path}: not readable as YAML: {error}") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8: {error}") from error


# --- merging and checking --------------------------------------------------------------------


@dataclass
class _Merged:
    """What the files say, by kind and name, and which file had the last word on it."""

    entries: dict[str, dict[str, Any]] = field(default_factory=lambda: {name: {} for name in (*_LISTS, *_FILES)})
    paths: dict[tuple[str, str], Path] = field(default_factory=dict)
    codebook: Path | None = None  # that of a corpus

    def read(self, folder: Path) -> None:
        """Let the files of a folder add to what is known or override it."""
        if not folder.is_dir():
            raise LexiconError(f"{folder}: no such folder; a lexicon is a folder of .yaml files")
        if folder != SHIPPED and (folder / _OWN_PACKS).is_file():
            self.read_packs(folder / _OWN_PACKS)
        for path in lexicon_files(folder):
            kind = path.stem.split("_")[0]
            if kind in _LISTS:
                entries = _read_list(path, _LISTS[kind])
            elif path.stem in _FILES:
                entries = _read_mapping(path)
            elif folder == SHIPPED:
                continue  # words of English, and packs
            elif path.name == _OWN_PACKS:
                continue
            elif path.name == _OWN_CODEBOOK:
                self.codebook = path
                continue
            elif path.name == _OLD_EVENTS:
                raise LexiconError(
                    f"{path}: events are rows of a codebook now; write each entry as a row `- category: name` with "
                    f"`unit` for `units` into {_OWN_CODEBOOK}, under `rows:`"
                )
            else:
                known = ", ".join(
                    [
                        *(f"{name}*.yaml" for name in _LISTS),
                        *(f"{name}.yaml" for name in (*_FILES, "codebook", "packs")),
                    ]
                )
                raise LexiconError(f"{path}: not a lexicon file that a corpus may have; those are {known}")
            for name, value in entries:
                _merge(self.entries[kind], {name: value}, path)
                self.paths[kind, name] = path

    def read_packs(self, path: Path) -> None:
        """Let the packs that a corpus lists add to what is known."""
        known = sorted(folder.name for folder in (SHIPPED / "packs").iterdir() if folder.is_dir())
        listed = _read_yaml(path) or []
        if not isinstance(listed, list) or not set(map(str, listed)) <= set(known):
            raise LexiconError(f"{path}: expected a list of packs that ship ({', '.join(known)}), found {listed!r:.80}")
        for name in listed:
            self.read(SHIPPED / "packs" / name)

    def path_of(self, kind: str, name: str) -> Path:
        """The file to name where an entry is wrong."""
        return self.paths.get((kind, name), SHIPPED / f"{kind}.yaml")

    def check(self, shape: type[T], kind: str) -> T:
        """The entries of a kind as what they should be."""
        return _check(shape, self.entries[kind], lambda name: self.path_of(kind, name))

    def digest(self) -> str:
        """A sha256 over all entries and over the files that no corpus changes."""
        content = json.dumps(self.entries, sort_keys=True, ensure_ascii=False, default=str).encode()
        others = [path.read_bytes() for path in lexicon_files(SHIPPED) if path not in self.paths.values()]
        others += [self.codebook.read_bytes()] if self.codebook is not None else []
        return hashlib.sha256(b"\0".join([content, *others])).hexdigest()


def _merge(into: dict[str, Any], entry: Mapping[str, Any], path: Path) -> None:
    """Lists grow, mappings merge, single values are replaced."""
    for name, value in entry.items():
        old = into.get(name)
        if isinstance(old, list) and isinstance(value, list):
            into[name] = old + [item for item in value if item not in old]
        elif isinstance(old, dict) and isinstance(value, dict):
            into[name] = dict(old)
            _merge(into[name], value, path)
        elif old is not None and isinstance(old, list | dict) and not isinstance(value, type(old)):
            raise LexiconError(
                f"{path}: {name!r} is a {type(old).__name__} in the lexicon that ships, not a {type(value).__name__}"
            )
        else:
            into[name] = value


def _check(shape: type[T], content: Any, path_of: Callable[[str], Path]) -> T:
    try:
        return TypeAdapter(shape).validate_python(content)
    except ValidationError as error:
        first = error.errors()[0]
        name, *inside = map(str, first["loc"] or [""])
        where = [str(path_of(name)) + (f", entry {name!r}" if name else ""), *filter(None, [".".join(inside)])]
        models = [one for one in (shape, *get_args(shape)) if isinstance(one, type) and issubclass(one, BaseModel)]
        fields = "".join(f"; the fields are {', '.join(model.model_fields)}" for model in models)
        raise LexiconError(f"{': '.join(where)}: {first['msg']} (found {first['input']!r:.80}{fields})") from error


def _check_references(lexicon: Lexicon, merged: _Merged) -> None:
    """What entries say of each other: the affiliation of an actor."""
    for actor in lexicon.actors.values():
        if actor.affiliation is not None and actor.affiliation not in lexicon.actors:
            raise LexiconError(
                f"{merged.path_of('actors', actor.id)}, entry {actor.id!r}: affiliation {actor.affiliation!r} is not "
                f"the id of an actor"
            )


def _never_matching(lexicon: Lexicon, merged: _Merged) -> Iterator[str]:
    """Names that the actors of a corpus have in vain: an actor before has them, or they are no words."""
    owners: dict[str, Actor] = {}
    for actor in lexicon.actors.values():
        path = merged.path_of("actors", actor.id)
        for name in (actor.name, *actor.aliases, *actor.acronyms, *actor.demonyms, *actor.places):
            owner = owners.setdefault(name, actor)
            is_told_apart = actor.country not in (None, owner.country)  # by the countries that an article names
            if owner != actor and not is_told_apart and not path.is_relative_to(SHIPPED):
                yield f"{path}, entry {actor.id!r}: {name!r} is never found as this actor; it is {owner.id!r} already"
            elif not any(map(str.isalnum, name)):
                yield f"{path}, entry {actor.id!r}: {name!r} has no letter or digit, and is never found"
