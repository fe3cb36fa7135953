"""Whose word a number is: one spelling for one source, and what kind of source it is."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd

from crossread.lexicon import OFFICIAL, kind_of_name, shipped, words
from crossread.lexicon.model import Country

# Whose word a number is, by the kind of the actor that it is attributed to, or that the person belongs to.
SOURCE_KINDS = {
    **dict.fromkeys(("state", "ministry", OFFICIAL), "government or official"),
    "armed_group": "armed group",
    "body": "UN or other world body",
    "ngo": "monitor or NGO",
    "party": "party",
    "company": "company",
    "union": "union",
    "media": "media",
    "person": "person, affiliation not known",
}
OUTLET_ITSELF = "the outlet itself"
OTHER_SOURCE = "other source"
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+\b\.?)*")
_LINKS = frozenset({"of", "for", "from", "at", "with", "in", "on", "to", "by", "and", "the", "a", "an", "s"})


def add_sources(claims: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """The claims with two more columns: ``speaks_for`` and ``source_kind``.

    ``speaks_for`` is the body that a source speaks for (the affiliation of a person, else itself), in one spelling:
    what is no actor is known by its words without those of ``sources.yaml``, in any order, a people standing for
    its country; where just one longer name has all of them, it is that one. Null is the outlet itself.
    ``source_kind`` tells whose word it is, one of ``SOURCE_KINDS``, ``OUTLET_ITSELF`` and ``OTHER_SOURCE``.
    """
    known = actors.set_index("actor_id")
    body = _body(known)
    # An official of nobody that is named speaks for themselves: "Jane Roe", not "Interior Minister".
    names = body.map(known["name"].to_dict()).fillna(body.where(body.map(kind_of_name) != OFFICIAL, known["name"]))
    ids, source = claims["source_id"].astype("object"), claims["source"].astype("object")
    spelled = (
        ids.map(names.to_dict()).astype("object").where(ids.notna()).fillna(source).where(source.notna()).astype("str")
    )
    one = _one_spelling(spelled.dropna().tolist(), known["name"].tolist())
    speaks_for = spelled.map(one).astype("str").where(spelled.notna())
    return claims.assign(speaks_for=speaks_for, source_kind=_source_kind(claims, known, body))


def _source_kind(claims: pd.DataFrame, known: pd.DataFrame, body: pd.Series) -> pd.Series:
    """Whose word each number is: by the kind of who speaks, else by what the words for them say."""
    names, kinds, bodies = known["name"].to_dict(), known["kind"].to_dict(), body.to_dict()

    def kind_of(source_id: str | None, source: str | None) -> str | None:
        whose = bodies.get(source_id, source)
        kind = kinds.get(whose, "organisation")
        return kind_of_name(names.get(whose, whose)) if kind == "organisation" and whose else kind

    sources = claims[["source_id", "source"]].astype("object").replace({np.nan: None})
    labels = [SOURCE_KINDS.get(kind_of(*row) or "", OTHER_SOURCE) for row in sources.itertuples(index=False)]
    return pd.Series(labels, claims.index, dtype="str").where(claims["source"].notna(), OUTLET_ITSELF)


def _body(actors: pd.DataFrame) -> pd.Series:
    """Whom each actor, by its id, speaks for: the affiliation of a person, an id or words, else the actor's own id."""
    is_theirs = (actors["kind"] == "person") & actors["affiliation"].notna()
    return actors["affiliation"].where(is_theirs, actors.index.to_series())


def _one_spelling(spellings: list[str], actors: list[str]) -> dict[str, str]:
    """How each spelling of a source is written: as the actor that it names, else as most write it."""
    counts = Counter(spellings)
    keys = {spelling: _key(spelling) for spelling in counts}
    names = {key: name for name in sorted(actors, key=len, reverse=True) if len(key := _key(name)) > 1}
    initials = {"".join(re.findall(r"\b[A-Z]", name)): key for key, name in names.items()}
    keys = {spelling: initials.get(spelling, key) for spelling, key in keys.items()}  # "CDC"
    by_word: dict[str, set[frozenset[str]]] = defaultdict(set)
    for key in set(keys.values()):
        for word in key:
            by_word[word].add(key)

    def fullest(key: frozenset[str]) -> frozenset[str]:
        longer = set.intersection(*(by_word[word] for word in key)) - {key} if len(key) > 1 else set()
        return next(iter(longer)) if len(longer) == 1 else key

    written: dict[frozenset[str], str] = {}
    for spelling, _ in sorted(counts.items(), key=lambda pair: (-pair[1], len(pair[0]), pair[0])):
        key = fullest(keys[spelling])
        written.setdefault(key, names.get(key) or spelling[:1].upper() + spelling[1:])
    return {spelling: written[fullest(key)] for spelling, key in keys.items()}


def _key(name: str) -> frozenset[str]:
    """The words that tell who it is."""
    return frozenset(_telling(name.split(";")[0])) or frozenset({name.casefold()})


def _telling(name: str) -> Iterator[str]:
    lists = words("sources")
    for part in name.replace("’", "'").replace("'s", "").split():
        if part.casefold().rpartition("-")[2] in lists["run_by"]:  # "the Hamas-run ministry"
            continue
        for word in _WORD.findall(part.casefold()):
            known = country_name(word) or word
            singular = known.removesuffix("s") if known == word and not word.endswith("ss") else known.casefold()
            if word not in _LINKS | lists["aside"] and singular not in lists["data"]:
                yield singular


def country_name(name: str) -> str | None:
    """The name of a country for one of its spellings: "U.S.", "the US" and "American" are the United States."""
    return _countries().get(name.casefold().replace("’", "'").removeprefix("the ").removesuffix("'s"))


@cache
def _countries() -> dict[str, str]:
    rows = shipped("countries", dict[str, Country]).values()
    return {
        spelling.casefold(): row.name
        for row in rows
        for spelling in (row.name, *row.aliases, *row.acronyms, *row.demonyms)
    }
