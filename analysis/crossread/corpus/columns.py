"""Which column of a table, or key of an object, holds which field of an article."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from crossread.corpus.records import CorpusError

# What corpora call each field, in the order of preference where two are there: exports of news-please,
# Media Cloud, LexisNexis, ProQuest and NewsAPI, and data sets on the web. Case, spaces, underscores,
# hyphens and dots are ignored.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "doc_id": (
        "doc_id", "document_id", "article_id", "stories_id", "story_id", "id", "uid", "uuid", "guid", "unit_id",
        "accession_number",
    ),
    "text": (
        "maintext", "fulltext", "article_text", "article_content", "article_body", "body_text", "text", "body",
        "content", "content_original", "text_content", "cleaned_text", "plain_text", "article", "story_text", "story",
    ),
    "outlet": (
        "outlet", "outlet_name", "media_name", "source_name", "news_source", "newspaper", "publication",
        "publication_title", "publication_name", "publisher", "site_name", "source", "media", "source_domain", "domain",
    ),
    "published": (
        "published", "publication_date", "publish_date", "date_publish", "published_date", "date_published",
        "pub_date", "published_at", "date", "datetime", "timestamp", "day",
    ),
    "published_basis": ("published_basis",),
    "title": ("title", "headline", "article_title", "heading"),
    "url": ("url", "link", "article_url", "permalink", "web_url"),
    "file": ("file", "filename", "path"),
}  # fmt: skip

# Columns that need no remark: what Crossread's own manifests note beside an article, what pandas adds.
_SILENT = re.compile(r"via|note|unnamed:\d+|indexlevel\d+|")


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
    chosen: dict[str, str] = {}
    for field, column in wanted:
        found = column if column in names else next((n for n in names if _key(n) == _key(column)), None)
        if found is None:
            raise CorpusError(f"no column {column!r} for {field!r}; the columns are {listed(names)}")
        chosen[field] = found
    unread = dict.fromkeys(name for name in names if name not in chosen.values())
    remarks = [f"two columns {name!r}; the first is read" for name in unread if name and names.count(name) > 1]
    for field, synonyms in FIELDS.items():
        if field == ("text" if manifest else "file"):
            continue
        keys = [_key(synonym) for synonym in synonyms]
        found_here = sorted((name for name in unread if _key(name) in keys), key=lambda name: keys.index(_key(name)))
        for name in found_here:
            del unread[name]
        if field in chosen or not found_here:
            continue
        chosen[field] = found_here[0]
        if len(found_here) > 1 and found_here[0] != field:
            others = listed(found_here[1:])
            remarks.append(f"{field} is read from {found_here[0]!r}, not from {others}; `columns` can choose another")
    return Mapped(chosen, tuple(name for name in unread if not _SILENT.fullmatch(_key(name))), tuple(remarks))


def check_wanted(wanted: Mapping[str, str] | None) -> None:
    """Raise CorpusError where a mapping names a field that articles do not have."""
    for field in wanted or {}:
        if field not in FIELDS:
            raise CorpusError(f"columns: no field {field!r}; the fields are {', '.join(FIELDS)}")


def _key(name: str) -> str:
    return re.sub(r"[\s_.\-\ufeff]+", "", name).casefold()


def listed(names: Sequence[str]) -> str:
    """Names for a message, however many there are."""
    return ", ".join(map(repr, names[:40])) + (f" and {len(names) - 40} more" if len(names) > 40 else "") or "none"
