"""Read what people annotated by hand, in the form in which each set is published.

Nothing is guessed: a file that is not there, is empty or does not have the expected form is a
:class:`GoldError` that names the file, the line and what was expected. All offsets count characters
of the article as delivered.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree


class GoldError(ValueError):
    """An annotated set that cannot be used; the message names the file and what was expected."""


class Text(NamedTuple):
    """An article to annotate, with the fields of a line of a ``.jsonl`` corpus."""

    doc_id: str
    text: str
    published: str | None = None  # ISO day
    outlet: str | None = None


class Span(NamedTuple):
    """Characters of an article, from ``start`` to before ``end``."""

    start: int
    end: int


class GoldClaim(NamedTuple):
    """A number that an article reports; ``source`` names alternatives, apart by ``;`` or ``|``."""

    doc: str
    span: Span
    surface: str
    low: float | None
    best: float | None
    high: float | None
    category: str
    source: str | None
    as_of: str | None
    planned: bool


class NoClaim(NamedTuple):
    """A number that is no claim: a duration, a name, an age."""

    doc: str
    span: Span
    surface: str


class GoldQuote(NamedTuple):
    """Words between quotation marks; ``span`` covers the marks too. Scare quotes have no speaker."""

    doc: str
    span: Span
    surface: str
    speaker: str | None
    scare: bool


class GoldTime(NamedTuple):
    """A TIMEX3: a time expression with its normalised value."""

    span: Span
    surface: str
    value: str | None


class Attribution(NamedTuple):
    """What somebody is reported to have said: ``content`` from its first to its last character, and its sources."""

    content: Span
    surface: str
    sources: tuple[Span, ...]
    marked: bool  # quotation marks stand in the content


class Killed(NamedTuple):
    """The distinct numbers of people killed that readers marked in an article; zeros are left out."""

    title: str
    counts: frozenset[float]


class Target(NamedTuple):
    """A target in a sentence and the tone toward it: -1, 0 or 1."""

    sentence: str
    span: Span
    label: int


# --- the seeds -------------------------------------------------------------------------------

FIGURES_FILE = "seed_figures.jsonl"
NO_FIGURES_FILE = "seed_not_figures.jsonl"
QUOTES_FILE = "seed_quotes.jsonl"

_NUMBER = (int, float)
_OPTIONAL_TEXT = (str, type(None))
_OPTIONAL_NUMBER = (*_NUMBER, type(None))


def read_claims(folder: Path) -> list[GoldClaim]:
    """The numbers that the seeds report, from ``seed_figures.jsonl`` in a folder."""
    return [
        GoldClaim(
            *_place(line),
            low=line.get("low", _OPTIONAL_NUMBER),
            best=line.get("best", _OPTIONAL_NUMBER),
            high=line.get("high", _OPTIONAL_NUMBER),
            category=line.get("category", (str,)),
            source=line.get("source", _OPTIONAL_TEXT) or None,
            as_of=line.get("date", _OPTIONAL_TEXT) or None,
            planned=line.get("modality", (str,)) == "planned",
        )
        for line in _lines(_file_in(folder, FIGURES_FILE))
    ]


def read_no_claims(folder: Path) -> list[NoClaim]:
    """The numbers in the seeds that are no claims, from ``seed_not_figures.jsonl`` in a folder."""
    return [NoClaim(*_place(line)) for line in _lines(_file_in(folder, NO_FIGURES_FILE))]


def read_quotes(folder: Path) -> list[GoldQuote]:
    """The quotations in the seeds, from ``seed_quotes.jsonl`` in a folder."""
    quotes = []
    for line in _lines(_file_in(folder, QUOTES_FILE)):
        scare = line.get("kind", (str,)) == "scare"
        speaker = line.get("speaker", _OPTIONAL_TEXT) or None
        quotes.append(GoldQuote(*_place(line), speaker=None if scare else speaker, scare=scare))
    return quotes


def _place(line: "_Line") -> tuple[str, Span, str]:
    span = Span(line.get("start", (int,)), line.get("end", (int,)))
    return line.get("doc", (str,)), span, line.get("text", (str,))


# --- TimeML ----------------------------------------------------------------------------------


class TimeArticle(NamedTuple):
    """A TimeML file: its text, and its time expressions, of which one inside another comes first."""

    article: Text
    times: list[GoldTime]


def read_timeml(folders: Sequence[Path]) -> list[TimeArticle]:
    """The ``.tml`` files of some folders, in order: TIMEX3 in the running text, as in TimeBank.

    The day of publication is the value of the TIMEX3 in ``DCT``. Its own expression is no part of
    the text, and an expression without characters is none.
    """
    articles: list[TimeArticle] = []
    origin: dict[str, Path] = {}
    for folder in folders:
        files = _files_in(folder, "*.tml", "TimeML files (.tml)")
        for path in files:
            if path.stem in origin:
                raise GoldError(f"{path}: the name {path.stem!r} is that of {origin[path.stem]} too; score them apart")
            origin[path.stem] = path
            articles.append(_timeml(path))
    if not any(article.times for article in articles):
        raise GoldError(f"{', '.join(map(str, folders))}: no TIMEX3 in any file; expected annotated TimeML")
    return articles


def _timeml(path: Path) -> TimeArticle:
    try:
        root = ElementTree.fromstring(_text(path))
    except ElementTree.ParseError as error:
        raise GoldError(f"{path}: not XML ({error}); expected a TimeML file") from error
    body = root.find("TEXT")
    if body is None:
        raise GoldError(f"{path}: no element TEXT in it; expected a TimeML file")
    text, times = _timexes(body, 0)
    created = root.find("DCT//TIMEX3")
    day = (created.get("value") or "")[:10] if created is not None else ""
    return TimeArticle(Text(path.stem, text, day or None, "TimeML"), times)


def _timexes(element: ElementTree.Element, start: int) -> tuple[str, list[GoldTime]]:
    """The text of an element that begins at ``start``, and the time expressions inside it."""
    text = element.text or ""
    times: list[GoldTime] = []
    for child in element:
        begin = start + len(text)
        inner, inside = _timexes(child, begin)
        times += inside
        if child.tag == "TIMEX3" and inner:
            times.append(GoldTime(Span(begin, begin + len(inner)), inner, child.get("value")))
        text += inner + (child.tail or "")
    return text, times


# --- PolNeAR ---------------------------------------------------------------------------------


class AttributedArticle(NamedTuple):
    """An article of PolNeAR and its attributions, in the order of its annotation file."""

    article: Text
    attributions: list[Attribution]


_NAME_OF_ARTICLE = re.compile(r"(?P<outlet>.+?)_(?P<day>\d{4}-\d\d-\d\d)_")
_QUOTE_MARKS = frozenset('“”"')


def read_polnear(folder: Path) -> list[AttributedArticle]:
    """A split of PolNeAR: ``text/NAME.txt`` and ``attributions/NAME_ANNOTATOR.ann`` (brat).

    Of an article that several people annotated the first file by name counts; an article without
    annotation is left out. Outlet and day are in the name.
    """
    texts = _files_in(folder / "text", "*.txt", "articles (.txt)")
    annotations: dict[str, Path] = {}
    for path in _files_in(folder / "attributions", "*.ann", "brat annotations (.ann)"):
        annotations.setdefault(path.stem.rpartition("_")[0], path)
    articles = []
    for path in texts:
        if path.stem in annotations:
            text = _text(path)
            name = _NAME_OF_ARTICLE.match(path.stem)
            article = Text(path.stem, text, name["day"] if name else None, name["outlet"] if name else None)
            articles.append(AttributedArticle(article, _attributions(annotations[path.stem], text)))
    if not any(article.attributions for article in articles):
        raise GoldError(
            f"{folder}: no article with an attribution in it; expected text/NAME.txt with attributions/NAME_*.ann"
        )
    return articles


def _attributions(path: Path, text: str) -> list[Attribution]:
    """The attributions of a brat file that have a content; one may have several contents and sources."""
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[list[tuple[str, str]]] = []
    for number, line in enumerate(_text(path).split("\n"), 1):
        where = f"{path}, line {number}"
        fields = line.split("\t")
        try:
            if line.startswith("T"):
                spans[fields[0]] = _brat_spans(fields[1])
                if max(span.end for span in spans[fields[0]]) > len(text):
                    raise GoldError(f"{where}: ends after the {len(text)} characters of the article")
            elif line.startswith("E"):
                pairs = (part.split(":") for part in fields[1].split())
                events.append([(role.rstrip("0123456789"), key) for role, key in pairs])
        except (IndexError, ValueError) as error:
            if isinstance(error, GoldError):
                raise
            raise GoldError(f"{where}: {line[:60]!r} is not brat; expected 'T1<tab>Content 5 20<tab>words'") from error
    found = []
    for event in events:
        content = _of_role("Content", event, spans)
        if content:
            whole = Span(min(span.start for span in content), max(span.end for span in content))
            surface = text[whole.start : whole.end]
            marked = not _QUOTE_MARKS.isdisjoint(surface)
            found.append(Attribution(whole, surface, _of_role("Source", event, spans), marked))
    return found


def _brat_spans(field: str) -> tuple[Span, ...]:
    """The spans of an entity, such as ``Content 315 448;463 553``."""
    _, offsets = field.split(" ", 1)
    return tuple(Span(*map(int, one.split())) for one in offsets.split(";"))


def _of_role(role: str, event: Sequence[tuple[str, str]], spans: dict[str, tuple[Span, ...]]) -> tuple[Span, ...]:
    return tuple(span for name, key in event if name == role for span in spans.get(key, ()))


# --- FA-KES ----------------------------------------------------------------------------------

_KILLED_FIELDS = ("norm_nb_civilians", "norm_nb_noncivilians", "norm_nb_children", "norm_nb_women")


class KilledArticle(NamedTuple):
    """An article of FA-KES and what its readers marked."""

    article: Text
    killed: Killed


def read_fakes(path: Path) -> list[KilledArticle]:
    """Articles of FA-KES as JSON lines: ``text``, ``Title``, ``Source``, ``norm_date`` and four counts.

    The counts are the killed civilians, others, children and women; an empty one or "0" was not
    marked. The date is month/day/year, or unknown. Articles are named ``fakes-0``, ``fakes-1`` ...
    """
    articles = []
    for number, line in enumerate(_lines(path)):
        counts = frozenset(count for name in _KILLED_FIELDS if (count := _count(line, name)))
        day = _us_day(line.get("norm_date", _OPTIONAL_TEXT))
        article = Text(f"fakes-{number}", line.get("text", (str,)), day, line.get("Source", _OPTIONAL_TEXT) or None)
        articles.append(KilledArticle(article, Killed(line.get("Title", (str,)), counts)))
    if not any(article.killed.counts for article in articles):
        raise GoldError(f"{path}: no article with a number of killed in it; expected {', '.join(_KILLED_FIELDS)}")
    return articles


def _count(line: "_Line", name: str) -> float:
    written = line.get(name, (str,))
    try:
        return float(written or 0)
    except ValueError as error:
        raise GoldError(f"{line.where}: {name!r} is {written!r}; expected a number or nothing") from error


def _us_day(written: str | None) -> str | None:
    try:
        return datetime.strptime(written or "", "%m/%d/%y").date().isoformat()
    except ValueError:
        return None


# --- NewsMTSC --------------------------------------------------------------------------------

_POLARITY = {2.0: -1, 4.0: 0, 6.0: 1}


def read_newsmtsc(path: Path) -> list[Target]:
    """The targets of NewsMTSC, a sentence a line, whose polarity is 2 (negative), 4 (neutral) or 6 (positive)."""
    targets = []
    for line in _lines(path):
        sentence = line.get("sentence_normalized", (str,))
        for number, target in enumerate(line.get("targets", (list,)), 1):
            if not isinstance(target, dict):
                raise GoldError(f"{line.where}: target {number} is {target!r:.60}; expected an object")
            part = _Line(f"{line.where}, target {number}", target)
            span = Span(part.get("from", (int,)), part.get("to", (int,)))
            if not 0 <= span.start < span.end <= len(sentence):
                raise GoldError(
                    f"{part.where}: from {span.start} to {span.end} is not within the {len(sentence)} "
                    "characters of the sentence"
                )
            polarity = part.get("polarity", _NUMBER)
            if polarity not in _POLARITY:
                raise GoldError(f"{part.where}: 'polarity' is {polarity!r}; expected 2, 4 or 6")
            targets.append(Target(sentence, span, _POLARITY[polarity]))
    if not targets:
        raise GoldError(f"{path}: no target in it; expected NewsMTSC as JSON lines")
    return targets


# --- files -----------------------------------------------------------------------------------


class _Line(NamedTuple):
    """A JSON object and where it stands."""

    where: str
    values: dict[str, Any]

    def get(self, name: str, kinds: Collection[type]) -> Any:
        """One value, of one of some types."""
        if name not in self.values:
            raise GoldError(f"{self.where}: no {name!r} in it; it has {', '.join(self.values) or 'nothing'}")
        value = self.values[name]
        if type(value) not in kinds:
            expected = " or ".join("null" if kind is type(None) else kind.__name__ for kind in kinds)
            raise GoldError(f"{self.where}: {name!r} is {value!r:.60}; expected {expected}")
        return value


def _lines(path: Path) -> Iterator[_Line]:
    """The objects of a file of JSON lines; at least one."""
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "no such file"
        raise GoldError(f"{path}: {what}; expected a file of JSON lines")
    empty = True
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            values = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"{where}: not JSON ({error}); expected one object a line") from error
        if not isinstance(values, dict):
            raise GoldError(f"{where}: {line[:60]!r}; expected an object")
        empty = False
        yield _Line(where, values)
    if empty:
        raise GoldError(f"{path}: is empty; expected one JSON object a line")


def _file_in(folder: Path, name: str) -> Path:
    _check_folder(folder, f"a folder with {name}")
    if not (folder / name).is_file():
        raise GoldError(f"{folder}: no {name} in it")
    return folder / name


def _files_in(folder: Path, pattern: str, what: str) -> list[Path]:
    _check_folder(folder, f"a folder of {what}")
    files = sorted(folder.glob(pattern))
    if not files:
        raise GoldError(f"{folder}: no {what} in it")
    return files


def _check_folder(folder: Path, expected: str) -> None:
    if not folder.is_dir():
        raise GoldError(f"{folder}: {'is a file' if folder.exists() else 'no such folder'}; expected {expected}")


def _text(path: Path) -> str:
    """The characters of a file with its line ends as they are, since offsets count them."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from error
