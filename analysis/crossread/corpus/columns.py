"""Which column of a table, or key of an object, holds which field of an article."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from crossread.corpus.records import CorpusError, Problem, note
from crossread.lexicon import shipped

_MOST_LISTED = 40  # names in a message
# Columns that need no remark: what Crossread's own manifests note beside an article, what pandas adds.
_SILENT = re.compile(r"via|note|unnamed:\d+|indexlevel\d+|")


def fields() -> Mapping[str, tuple[str, ...]]:
    """The fields of an article, and what corpora call each, in the order of preference (see ``columns.yaml``)."""
    names: dict[str, tuple[str, ...]] = shipped("columns", dict[str, tuple[str, ...]])
    return names


@cache
def _field_of() -> Mapping[str, str]:
    return {_key(name): field for field, names in fields().items() for name in names}


class Mapped(NamedTuple):
    """The column of each field that was found, and what a reader should know of the choice."""

    columns: dict[str, str]
    unread: tuple[str, ...]
    remarks: tuple[str, ...]


def map_columns(names: Sequence[str], wanted: Mapping[str, str] | None = None, *, manifest: bool = False) -> Mapped:
    """Choose the column of each field by its name.

    Args:
        names: the columns that are there.
        wanted: columns by field, for those that the names do not tell.
        manifest: whether texts are in files of their own, which a column names.

    Raises:
        CorpusError: ``wanted`` names a column that is not there; the message lists those that are.
    """
    return _map_columns(tuple(names), tuple((wanted or {}).items()), manifest)


@lru_cache(maxsize=256)
def _map_columns(names: tuple[str, ...], wanted: tuple[tuple[str, str], ...], manifest: bool) -> Mapped:
    chosen = {field: _wanted_column(names, field, column) for field, column in wanted}
    others = [name for name in dict.fromkeys(names) if name not in chosen.values()]
    remarks = [f"two columns {name!r}; the first is read" for name in others if name and names.count(name) > 1]
    skipped = "text" if manifest else "file"
    field_of = _field_of()
    by_preference = {name: place for place, name in enumerate(field_of)}
    known = [name for name in others if field_of.get(_key(name), skipped) != skipped]
    known.sort(key=lambda name: by_preference[_key(name)])
    for field, group in groupby(known, key=lambda name: field_of[_key(name)]):
        first, *rest = group
        if field in chosen:
            continue
        chosen[field] = first
        if rest and first != field:
            remarks.append(f"{field} is read from {first!r}, not from {listed(rest)}; `columns` can choose another")
    unread = tuple(name for name in others if name not in known and not _SILENT.fullmatch(_key(name)))
    return Mapped(chosen, unread, tuple(remarks))


def _wanted_column(names: Sequence[str], field: str, column: str) -> str:
    alike = [name for name in names if name == column] or [name for name in names if _key(name) == _key(column)]
    if not alike:
        raise CorpusError(f"no column {column!r} for {field!r}; the columns are {listed(names)}")
    return alike[0]


def read_header(
    file_name: str, names: Sequence[str], wanted: Mapping[str, str] | None, *, manifest: bool = False
) -> tuple[dict[str, str], list[Problem]]:
    """The column of each field of a table, and what is to be told of its header; see :func:`map_columns`.

    Raises:
        CorpusError: no column holds the texts (or the files) of the articles.
    """
    mapped = map_columns(names, wanted, manifest=manifest)
    needed = "file" if manifest else "text"
    if needed not in mapped.columns:
        hint = "; name it with columns={'text': ...}"
        if "file" in map_columns(names, manifest=True).columns:
            hint = "; it names files, as a manifest does: give its folder"
        found = ", ".join(names[:_MOST_LISTED]) or "none"
        raise CorpusError(f"{file_name}: no column {needed!r}; its columns are {found}{'' if manifest else hint}")
    remarks = ([f"columns not read: {listed(mapped.unread)}"] if mapped.unread else []) + list(mapped.remarks)
    return mapped.columns, [note(f"{file_name}: {remark}") for remark in remarks]


def check_wanted(wanted: Mapping[str, str] | None) -> None:
    """Raise CorpusError where a mapping names a field that articles do not have."""
    for field in wanted or {}:
        if field not in fields():
            raise CorpusError(f"columns: no field {field!r}; the fields are {', '.join(fields())}")


def is_known(name: str) -> bool:
    """Whether a name is one that corpora give to a field."""
    return _key(name) in _field_of()


def _key(name: str) -> str:
    return re.sub(r"[\s_.\-\ufeff]+", "", name).casefold()


def listed(names: Sequence[str]) -> str:
    """Names for a message, however many there are."""
    more = f" and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else ""
    return ", ".join(map(repr, names[:_MOST_LISTED])) + more or "none"
