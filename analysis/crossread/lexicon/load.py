"""Read the lexicon that ships with Crossread and, over it, the one that a corpus brings.

A corpus may have a folder ``lexicon/`` with files of the same names. Its actors, places and
countries add to those that ship, or override those of the same id; in the other files a list
grows and a single value replaces the one that ships.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from countryinfo import all_countries
from pydantic import ValidationError

from crossread.lexicon.model import (
    Actor,
    Attribution,
    Boilerplate,
    CountryPatch,
    Cues,
    Entry,
    Event,
    Grammar,
    Labels,
    Place,
    Quantities,
)

SHIPPED = Path(__file__).parent

# Files that hold one mapping each; `actors*.yaml` and `places*.yaml` hold lists and may be several.
_SINGLE = ("countries", "grammar", "labels", "boilerplate", "cues", "attribution", "quantities", "units", "events")
_LISTS = ("actors", "places")

E = TypeVar("E", bound=Entry)


class LexiconError(ValueError):
    """A lexicon file that cannot be used; the message names the file, the entry and what was expected."""


@dataclass(frozen=True)
class Lexicon:
    """All word lists, checked and merged. ``digest`` is a sha256 over their content."""

    actors: Mapping[str, Actor]
    places: tuple[Place, ...]
    grammar: Grammar
    labels: Labels
    boilerplate: Boilerplate
    cues: Cues
    attribution: Attribution
    quantities: Quantities
    units: Mapping[str, Mapping[str, tuple[str, ...]]]
    events: Mapping[str, Event]
    digest: str


def lexicon_files(folder: Path) -> list[Path]:
    """List the lexicon files in a folder, in the order in which they are read."""
    return sorted(path for path in folder.glob("*.yaml") if path.is_file())


def load_lexicon(extra: Path | None = None) -> Lexicon:
    """Load the shipped lexicon and, when given, the folder ``extra`` over it.

    Raises:
        LexiconError: a file is not YAML, is not known, or an entry is not what its file expects.
    """
    data: dict[str, Any] = {name: {} for name in _SINGLE}
    actors: dict[str, dict[str, Any]] = {}
    places: dict[str, dict[str, Any]] = {}
    patches: dict[str, dict[str, Any]] = {}
    folders = [SHIPPED] if extra is None else [SHIPPED, extra]
    for folder in folders:
        if not folder.is_dir():
            raise LexiconError(f"{folder}: no such folder; a lexicon is a folder of .yaml files")
        for path in lexicon_files(folder):
            stem = path.stem.split("_")[0]
            content = _read_yaml(path)
            if stem in _LISTS:
                key = "id" if stem == "actors" else "name"
                _merge_list(actors if stem == "actors" else places, content, key=key, path=path)
            elif path.stem == "countries":
                _merge(patches, _mapping(content, path), path)
            elif path.stem in _SINGLE:
                _merge(data[path.stem], _mapping(content, path), path)
            else:
                known = ", ".join([f"{name}*.yaml" for name in _LISTS] + [f"{name}.yaml" for name in _SINGLE])
                raise LexiconError(f"{path}: not a lexicon file; the known ones are {known}")
    checked_patches = {
        code: _check(CountryPatch, patch, f"countries.yaml, entry {code!r}") for code, patch in patches.items()
    }
    merged = {actor["id"]: actor for actor in _countries(checked_patches)}
    for actor_id, entry in actors.items():
        _merge(merged.setdefault(actor_id, {}), entry, SHIPPED / "actors.yaml")
    checked = {
        actor_id: _check(Actor, {"id": actor_id, **entry}, f"actors, entry {actor_id!r}")
        for actor_id, entry in merged.items()
    }
    for actor in checked.values():
        if actor.affiliation is not None and actor.affiliation not in checked:
            raise LexiconError(
                f"actors, entry {actor.id!r}: affiliation {actor.affiliation!r} is not the id of an actor"
            )
    digest = hashlib.sha256(
        json.dumps([merged, places, data], sort_keys=True, ensure_ascii=False, default=str).encode()
    ).hexdigest()
    return Lexicon(
        actors=checked,
        places=tuple(_check(Place, entry, f"places, entry {name!r}") for name, entry in places.items()),
        grammar=_check(Grammar, data["grammar"], "grammar.yaml"),
        labels=_check(Labels, data["labels"], "labels.yaml"),
        boilerplate=_check(Boilerplate, data["boilerplate"], "boilerplate.yaml"),
        cues=_check(Cues, data["cues"], "cues.yaml"),
        attribution=_check(Attribution, data["attribution"], "attribution.yaml"),
        quantities=_check(Quantities, data["quantities"], "quantities.yaml"),
        units=_check_units(data["units"]),
        events=_check_events(data["events"], data["units"]),
        digest=digest,
    )


class _Loader(yaml.SafeLoader):
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


def _mapping(content: Any, path: Path) -> dict[str, Any]:
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise LexiconError(f"{path}: expected a mapping of names to entries, found a {type(content).__name__}")
    for key in content:
        if not isinstance(key, str):
            raise LexiconError(f"{path}, entry {key!r}: a name must be text; YAML reads it as a {type(key).__name__}")
    return content


def _merge_list(into: dict[str, dict[str, Any]], content: Any, *, key: str, path: Path) -> None:
    if content is None:  # all of it is commented out
        return
    if not isinstance(content, list):
        raise LexiconError(f"{path}: expected a list of entries, found a {type(content).__name__}")
    for number, entry in enumerate(content, 1):
        if not isinstance(entry, dict) or not isinstance(entry.get(key), str):
            raise LexiconError(f"{path}, entry {number}: expected a mapping with {key!r}, found {entry!r:.80}")
        _merge(into.setdefault(entry[key], {}), entry, path)


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


def _check(model: type[E], entry: Mapping[str, Any], where: str) -> E:
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        known = ", ".join(model.model_fields)
        raise LexiconError(
            f"{where}: {field}: {first['msg']} (found {first['input']!r:.80}; the fields are {known})"
        ) from error


def _check_units(units: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, ...]]]:
    checked: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, members in units.items():
        if not isinstance(members, dict) or not all(isinstance(words, list) for words in members.values()):
            raise LexiconError(f"units.yaml, entry {name!r}: expected a mapping of units to lists of nouns")
        checked[name] = {unit: tuple(map(str, words)) for unit, words in members.items()}
    return checked


def _check_events(events: Mapping[str, Any], units: Mapping[str, Any]) -> dict[str, Event]:
    checked = {}
    for name, entry in events.items():
        event = _check(Event, entry, f"events.yaml, entry {name!r}")
        for unit in (*event.units, *event.always):
            if unit not in units and unit != "bare":
                raise LexiconError(
                    f"events.yaml, entry {name!r}: {unit!r} is not a class of units; "
                    f"units.yaml has {', '.join(units)}, and 'bare' is a number without a noun"
                )
        checked[name] = event
    return checked


# --- countries -------------------------------------------------------------------------------

_OFFICIAL = re.compile(r"\b(Republic|Kingdom|State|Federation|Commonwealth|Sultanate|Principality|Emirates)\b")
_PLURAL_ENDING = re.compile(r"(an|ian|i|er|ian|ean|ot|ese)$")


def _countries(patches: Mapping[str, CountryPatch]) -> Iterable[dict[str, Any]]:
    """Every country as an actor, from the countryinfo package and ``countries.yaml``.

    A name or demonym that several claim ("Indian", "Congolese") goes to the most populous.
    """
    taken: set[str] = set()
    seen: set[str] = set()
    raw = [country.info() for country in all_countries() if country.iso(2)]
    for entry in sorted(raw, key=lambda e: (-(e.get("population") or 0), e["name"])):
        code = entry["ISO"]["alpha2"]
        if code in seen:
            continue
        seen.add(code)
        patch = patches.get(code, CountryPatch())
        name = patch.name or entry["name"].removeprefix("The ")
        capital = entry.get("capital")
        places = [capital.removesuffix(" D.C.")] if isinstance(capital, str) and capital and capital != name else []
        official = [alt for alt in entry.get("altSpellings") or [] if _OFFICIAL.search(alt) and "," not in alt]
        yield {
            "id": _slug(name),
            "name": name,
            "kind": "state",
            "country": code,
            "aliases": _free([name, *official, *patch.aliases], taken),
            "acronyms": _free(patch.acronyms, taken),
            "demonyms": _free(patch.demonyms or _demonyms(entry.get("demonym") or ""), taken),
            "places": _free([*places, *patch.places], taken),
        }


def _demonyms(text: str) -> list[str]:
    words = [word.strip() for word in re.split(r",|/| and ", text) if word.strip()]
    plurals = [f"{word}s" for word in words if _PLURAL_ENDING.search(word) and not word.endswith("ese")]
    return words + plurals


def _free(names: Iterable[str], taken: set[str]) -> list[str]:
    fresh = [name for name in dict.fromkeys(names) if name not in taken]
    taken.update(fresh)
    return fresh


def _slug(name: str) -> str:
    ascii_name = name.lower().translate(str.maketrans("áàâãäåéèêëíïîóôöõúüñç", "aaaaaaeeeeiiioooouunc"))
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")
