"""What reading does with input that could harm it: ``python -m research.benchmarks.hostile --cases 10000``.

Each case writes a corpus with good articles and something bad in or beside them: random bytes, a file cut
short or with some bytes changed, hostile HTML or an archive that could harm, a table with one field wrong,
a manifest with a wrong row, names that could harm whoever reads them. All that is read goes through ``find_blocks``
as well, and each name, title and message through every way out (``ways_out``). Nothing but a CorpusError may come out;
every problem must name the file; every good article must be read, with its own words; no text may harm.
"""

import argparse
import csv
import gzip
import io
import json
import random
import re
import string
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from crossread.corpus import Article, CorpusError, find_blocks, read_articles, readable_text
from crossread.lexicon import Boilerplate, load_lexicon

from research.benchmarks import ways_out

ENDINGS = (
    ".txt", ".html", ".htm", ".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".zip", ".csv.gz", ".jsonl.gz",
    ".json.gz", ".txt.gz",
)  # fmt: skip
TABLES = (".csv", ".tsv", ".jsonl", ".json", ".parquet")
TODAY = date(2026, 11, 22)
_NAMES = 40  # of a case that are let out
_A_FIGURE = 40  # of so many cases with hostile names one is drawn and saved: that takes a hundred times as long

Rows = list[dict[str, Any]]


class Case(NamedTuple):
    """A corpus to read: its files, the texts that must be read, the file that is bad; a folder or that file alone."""

    files: dict[str, bytes]
    good: frozenset[str]
    bad: str
    is_folder: bool


class Outcome(NamedTuple):
    """What one case gave; ``failure`` is a traceback, ``lost`` are good texts not read, ``harm`` what got out."""

    refused: bool
    n_problems: int
    unclear: tuple[str, ...]
    failure: str | None
    lost: tuple[str, ...]
    harm: tuple[str, ...]
    seconds: float


# --- what is good ----------------------------------------------------------------------------


def _text(rng: random.Random) -> str:
    return f"Officials said on Monday that {rng.randrange(10**9):,} buses had left the city, and that nobody was hurt."


def _rows(rng: random.Random, n: int) -> Rows:
    return [
        {"doc_id": f"g{k}", "text": _text(rng), "outlet": "North", "published": "2016-12-19", "title": "Buses leave"}
        for k in range(n)
    ]


def _write(rows: Rows, ending: str) -> bytes:
    """A table in the format of an ending, as any program would write it."""
    match ending.removesuffix(".gz"):
        case ".csv" | ".tsv":
            buffer = io.StringIO(newline="")
            writer = csv.DictWriter(buffer, list(rows[0]), delimiter="," if ".csv" in ending else "\t")
            writer.writeheader()
            writer.writerows(rows)
            raw = buffer.getvalue().encode("utf-8", "surrogatepass")
        case ".jsonl" | ".ndjson":
            raw = "".join(json.dumps(row) + "\n" for row in rows).encode()
        case ".json":
            raw = json.dumps(rows, indent=1).encode()
        case ".parquet":
            buffer_bytes = io.BytesIO()
            pd.DataFrame(rows).to_parquet(buffer_bytes, row_group_size=2)
            raw = buffer_bytes.getvalue()
        case _:
            raise ValueError(f"{ending} is not one of {', '.join(TABLES)}")
    return gzip.compress(raw, mtime=0) if ending.endswith(".gz") else raw


def _zip(members: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without the time of day
    return buffer.getvalue()


def _case(rng: random.Random, bad: str, raw: bytes, texts: Sequence[str] = ()) -> Case:
    """The bad file alone, or in a folder between two good ones."""
    if rng.random() < 0.3:
        return Case({bad: raw}, frozenset(texts), bad, is_folder=False)
    before, after = _rows(rng, 1)[0], _rows(rng, 2)
    files = {"a.txt": before["text"].encode(), bad: raw, "z.jsonl": _write(after, ".jsonl")}
    return Case(files, frozenset([before["text"], *(row["text"] for row in after), *texts]), bad, is_folder=True)


# --- what is bad -----------------------------------------------------------------------------


def _signs(rng: random.Random, size: int, signs: str) -> bytes:
    return "".join(rng.choices(signs, k=size)).encode("utf-8", "surrogatepass")


def random_bytes(rng: random.Random) -> Case:
    """Bytes, or signs that mean something to some format, without sense."""
    size = rng.randrange(3000)
    signs = rng.choice([string.printable, '{}[]",:;\n<>/\\\0 a1', 'é“\u200f\ud800中\n,"a '])
    raw = rng.randbytes(size) if rng.random() < 0.5 else _signs(rng, size, signs)
    if rng.random() < 0.3:
        raw = b"id,text,published\n" + raw
    ending = rng.choice(ENDINGS)
    return _case(
        rng, f"bad{ending}", gzip.compress(raw, mtime=0) if ending.endswith(".gz") and rng.random() < 0.5 else raw
    )


def cut_short(rng: random.Random) -> Case:
    """A good file that breaks off; what is whole before the break is good."""
    ending = rng.choice([*TABLES, ".csv.gz", ".jsonl.gz", ".zip", ".html", ".html.gz"])
    rows = _rows(rng, rng.randrange(1, 30))
    if ending == ".zip":
        raw = _zip([(f"{row['doc_id']}.txt", row["text"].encode()) for row in rows])
    elif ending.startswith(".html"):
        page = _page(rng, "".join(f"<p>{row['text']}</p>" for row in rows))
        raw = gzip.compress(page, mtime=0) if ending.endswith(".gz") else page
    else:
        raw = _write(rows, ending)
    cut = raw[: rng.randrange(len(raw))]
    whole = [row["text"] for row in rows if ending in (".csv", ".tsv", ".jsonl") and _end(cut, row["text"]) is not None]
    if ending == ".json":
        whole = [row["text"] for row in rows if b"}" in cut[_end(cut, row["text"]) or len(cut) :]]
    return _case(rng, f"bad{ending}", cut, whole)


def _end(raw: bytes, text: str) -> int | None:
    """Where the line of a text ends, if all of it is there."""
    start = raw.find(text.encode())
    end = raw.find(b"\n", start)
    return None if -1 in (start, end) else end


def changed_bytes(rng: random.Random) -> Case:
    """A good file with some bytes changed; rows of a line each that were not touched are good."""
    ending = rng.choice([*TABLES, ".csv.gz", ".zip"])
    rows = _rows(rng, rng.randrange(3, 30))
    is_zip = ending == ".zip"
    raw = _zip([(f"{row['doc_id']}.txt", row["text"].encode()) for row in rows]) if is_zip else _write(rows, ending)
    changed = bytearray(raw)
    first = raw.find(b"\n") + 1 if ending in (".csv", ".tsv") else 0  # a header that is not one is another case
    for _ in range(rng.randrange(1, 6)):
        changed[rng.randrange(first, len(raw))] = rng.choice([rng.randrange(256), *b'",\n\\\t\0{}'])
    before, after = raw.split(b"\n"), bytes(changed).split(b"\n")
    untouched = set(before[1:]) & set(after[1:]) if ending in (".csv", ".tsv", ".jsonl") else set()
    good = [row["text"] for row in rows if any(row["text"].encode() in line for line in untouched)]
    return _case(rng, f"bad{ending}", bytes(changed), good)


def _page(rng: random.Random, body: str) -> bytes:
    return f"<html><head><title>Buses leave</title></head><body><article>{body}</article></body></html>".encode()


_HTML = (
    "<p>", "</p>", "<div", "<div><div><div>", "</div>", "<script>alert(1)</script>", "<script>", "<!--", "-->",
    "<a href='",
    '<a href="javascript:x">', "<table><tr><td>", "<svg onload=x>", "&#0;", "&#xD800;", "&#99999999;", "&lt;p&gt;",
    "&amp",
    "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<!DOCTYPE html [<!ENTITY x 'y'>]>", "&x;",
    "<iframe src=file:///etc/passwd>",
    "<meta charset=utf-16>", "<meta property='article:published_time' content='0001-01-01'>", "<title>",
    "<style>", "<br>" * 50,
    "<time datetime='2050-01-01'>", "\x01", "\ufeff", "\u202e", "<" * 100, ">" * 50, "<base href=//evil>", "<template>",
)  # fmt: skip


def hostile_html(rng: random.Random) -> Case:
    """Tags without sense, in a page or in the text of an article."""
    row = _rows(rng, 1)[0]
    soup = "".join(rng.choice(_HTML) + (_text(rng) if rng.random() < 0.3 else "") for _ in range(rng.randrange(1, 80)))
    if rng.random() < 0.1:
        soup *= 200
    if rng.random() < 0.5:
        return _case(rng, "bad.html", _page(rng, soup))
    ending = rng.choice([".csv", ".jsonl", ".json", ".parquet"])
    return _case(rng, f"bad{ending}", _write([row, {**row, "doc_id": "bad", "text": soup}], ending), [row["text"]])


_MEMBERS = (
    "../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:\\evil.txt", "inner.zip",
    "inner.tar.gz", "good.txt",
    "corpus.csv", "bad.csv", "bad.json", "bad.parquet", "bad.html", ".hidden.txt", "a//b.txt", "\u202etxt.exe",
    "x" * 300 + ".txt",
    "con.txt", "a\n.txt", "link.txt", " .txt", "é.txt",
)  # fmt: skip


def hostile_zip(rng: random.Random) -> Case:
    """An archive with members that could harm, some of them beyond measure, beside good ones."""
    rows = _rows(rng, 3)
    members = [(f"good/{row['doc_id']}.txt", row["text"].encode()) for row in rows]
    for _ in range(rng.randrange(1, 6)):
        content = rng.choice([b"", b"0" * 3_000_000, rng.randbytes(200), _zip([("x.txt", b"x")]), b"a,b\n1"])
        members.insert(rng.randrange(len(members) + 1), (rng.choice(_MEMBERS), content))
    has_manifest = any(name == "corpus.csv" for name, _ in members)
    raw = bytearray(_zip(members))
    good = [] if has_manifest else [row["text"] for row in rows]
    if rng.random() < 0.3:  # a flag that says encrypted, another compression, a wrong size
        place = raw.find(b"PK\x01\x02", rng.randrange(len(raw)))
        if place >= 0:
            raw[place + rng.choice([8, 10, 24, 25, 20])] ^= rng.choice([1, 9, 255])
            good = []
    return _case(rng, "bad.zip", bytes(raw), good)


_WRONG: tuple[Any, ...] = (
    None, "", " ", 0, -1, 3.5, float("nan"), float("inf"), 10**30, True, [], ["x"], {}, {"a": {"b": None}},
    "\0", "a\0b", "\ud800",
    "x" * 3000, "é" * 5000, '"', '""', '"""', "'", ",", "\n", "a\nb\nc", "\r", "\\", '\\"', ";", "\t", "<p>",
    "0001-01-01",
    "2050-01-01", "2016-02-30", "03/04/2016", "99/99/9999", "31.12.16", "Monday", "1" * 400,
    "../../etc/passwd", "=cmd()", "NaN",
    "Les bus ont quitté la ville lundi, ont déclaré des responsables du gouvernement.", "\u202e", "g0", "\x1b[31m",
)  # fmt: skip


def wrong_field(rng: random.Random) -> Case:
    """A table with one field of one row wrong; the rows beside it are good."""
    ending = rng.choice([*TABLES, ".jsonl.gz", ".csv.gz"])
    rows = _rows(rng, 4)
    good = [row["text"] for row in rows]
    place = rng.randrange(1, len(rows))
    field = rng.choice([*rows[0], "new"])
    value = rng.choice(_WRONG)
    if ending == ".parquet":  # a column has one type
        rows = [{**row, field: value} for row in rows]
        good = good if field != "text" else []
        try:
            return _case(rng, "bad.parquet", _write(rows, ending), good)
        except (ValueError, TypeError, OverflowError, NotImplementedError):
            rows = [{**row, field: "x"} for row in rows]  # what Parquet cannot hold
            return _case(rng, "bad.parquet", _write(rows, ending), good)
    wrong = {**rows[place], field: value}
    if field == "text":
        del good[place]
    if ending.startswith((".csv", ".tsv")):
        wrong = {**wrong, field: "" if value is None else str(value)}
        if field == "new":
            for row in rows:
                row["new"] = ""
    rows[place] = wrong
    raw = _write(rows, ending)
    if ending in (".csv", ".tsv") and rng.random() < 0.5:  # a row that no program would write
        lines = raw.split(b"\r\n")
        good = [row["text"] for k, row in enumerate(rows) if k != place]
        if any(b"\n" in line or b"\r" in line for line in lines) or len(lines) != len(rows) + 2:
            return _case(rng, f"bad{ending}", raw, [text for text in good if isinstance(text, str)])
        lines[place + 1] = rng.choice([
            lines[place + 1] + b",too,many", lines[place + 1].split(b"2016")[0], b'"' + lines[place + 1],
            lines[place + 1] + b'"', b'x,"never closed', b'"', b'""",', b"\0" * 9, b"x" * 4000, b"\xff\xfe\x80",
        ])  # fmt: skip
        raw = b"\r\n".join(lines)
    return _case(rng, f"bad{ending}", raw, good)


def wrong_manifest(rng: random.Random) -> Case:
    """A folder whose manifest names what is not there, leads out of it or is no article."""
    rows = _rows(rng, 3)
    files = {f"{row['doc_id']}.txt": row["text"].encode() for row in rows}
    files |= {"empty.txt": b"", "binary.txt": rng.randbytes(500) + b"\0", "page.html": b"<p>", "table.csv": b"a,b\n"}
    names = [
        "gone.txt", "../out.txt", "/etc/passwd", "", " ", ".", "empty.txt", "binary.txt", "page.html", "table.csv",
        "corpus.csv",
        "g0.txt/", "\0", "x" * 500, "g0.txt", '"', "a,b,c,d,e", '"g0', "lexicon/x.yaml", "~/x.txt", "file:///etc/passwd",
    ]  # fmt: skip
    lines = [f"{name},North,2016-12-19" for name in files if name.startswith("g")]
    for _ in range(rng.randrange(1, 5)):
        lines.insert(
            rng.randrange(len(lines) + 1), f"{rng.choice(names)},{rng.choice(['North', '', 'x' * 9])},{_some_day(rng)}"
        )
    files["corpus.csv"] = ("file,outlet,published\n" + "\n".join(lines) + "\n").encode()
    return Case(files, frozenset(row["text"] for row in rows), "corpus.csv", is_folder=True)


def _some_day(rng: random.Random) -> str:
    return rng.choice(["2016-12-19", "", "0001-01-01", "03/04/2016", "x"])


def hostile_names(rng: random.Random) -> Case:
    """Outlets, titles, ids, columns and a file name that could harm whoever reads them; all rows are good."""
    ending = rng.choice([".csv", ".jsonl", ".json", ".parquet"])
    unclear = "\0" if ending == ".csv" else "(?!)"  # a NUL in the head of a CSV is no text
    rows = _rows(rng, 3)
    new, *names = (re.sub(unclear, "", _some_name(rng)) for _ in range(1 + 4 * len(rows)))
    for number, row in enumerate(rows):
        outlet, title, doc_id, other = names[4 * number :][:4]
        row |= {"outlet": outlet, "title": title, "doc_id": f"{number}{doc_id}"}
        row.setdefault(new, other)
    stem = re.sub(r"[\0/]", "_", _some_name(rng)).encode("utf-8", "replace")[:150].decode("utf-8", "ignore")
    try:
        raw = _write(rows, ending)
    except (ValueError, TypeError):  # what Parquet cannot hold
        ending, raw = ".jsonl", _write(rows, ".jsonl")
    return _case(rng, f"bad{stem}{ending}", raw, [row["text"] for row in rows])


def _some_name(rng: random.Random) -> str:
    """A name that harms somewhere, or signs that mean something to a reader of some kind."""
    if rng.random() < 0.6:
        return rng.choice(ways_out.NAMES)
    return "".join(rng.choices("$\\{}<>&\"'=+-@#%^~_`|;\x1b\x9b\u202e\u2067\u200b\r\n\t a1é北", k=rng.randrange(14)))


KINDS: tuple[Callable[[random.Random], Case], ...] = (
    random_bytes, cut_short, changed_bytes, hostile_html, hostile_zip, wrong_field, wrong_manifest, hostile_names,
)  # fmt: skip


# --- reading it ------------------------------------------------------------------------------


def run_case(case: Case, folder: Path, boilerplate: Boilerplate, *, in_files: bool = False) -> Outcome:
    """Write a case into an empty folder, read it and let its names out; ``in_files``: in a figure and a table too."""
    for name, raw in case.files.items():
        (folder / name).write_bytes(raw)
    found: set[str] = set()
    messages: list[str] = []
    names: list[str] = []
    refused, failure = False, None
    start = time.perf_counter()
    try:
        for item in read_articles(folder if case.is_folder else folder / case.bad, today=TODAY):
            if isinstance(item, Article):
                found.add(item.text)
                names += filter(None, (item.doc_id, item.outlet, item.title, item.source_file, item.url))
                blocks = find_blocks(item.text, item.title, boilerplate)
                if len(readable_text(item.text, blocks)) != len(item.text):
                    raise AssertionError(f"{item.doc_id}: offsets do not survive")
            else:
                messages.append(item.message)
            "".join(value for value in item if isinstance(value, str)).encode()  # can be written to a table
    except CorpusError as error:
        refused = True
        messages.append(str(error))
    except Exception:
        failure = traceback.format_exc()
    seconds = time.perf_counter() - start
    names = list(dict.fromkeys([*names, *messages]))[:_NAMES]
    harm: tuple[str, ...] = ()
    try:
        harm = tuple(ways_out.find_harm(names))
        if in_files and names:
            harm += tuple(ways_out.find_harm_in_files(names))
    except Exception:
        failure = failure or traceback.format_exc()
    unclear = tuple(m for m in messages if not any(name in m for name in (*case.files, folder.name)) or len(m) > 3000)
    return Outcome(refused, len(messages) - refused, unclear, failure, tuple(sorted(case.good - found)), harm, seconds)


def run(cases: int, seed: int) -> dict[str, list[tuple[int, Outcome]]]:
    """Run so many cases, of each kind in turn; a case is the same whenever its number and the seed are."""
    boilerplate = load_lexicon().boilerplate
    outcomes: dict[str, list[tuple[int, Outcome]]] = {kind.__name__: [] for kind in KINDS}
    for number in range(cases):
        kind = KINDS[number % len(KINDS)]
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            case = kind(random.Random(f"{seed}/{number}"))
            in_files = kind is hostile_names and number // len(KINDS) % _A_FIGURE == 0
            outcome = run_case(case, Path(folder), boilerplate, in_files=in_files)
        outcomes[kind.__name__].append((number, outcome))
    return outcomes


def render(outcomes: dict[str, list[tuple[int, Outcome]]]) -> str:
    """The table that is printed: a line for each kind, and one for all."""
    columns = ("cases", "refused", "with errors", "read", "unclear", "tracebacks", "lost good", "harm", "slowest s")
    lines = [f"{'kind':<16}" + "".join(f"{column:>12}" for column in columns)]
    everything = [item for kind in outcomes.values() for item in kind]
    for name, items in [*outcomes.items(), ("all", everything)]:
        found = [outcome for _, outcome in items]
        counts = (
            len(found),
            sum(o.refused for o in found),
            sum(o.n_problems > 0 and not o.refused for o in found),
            sum(o.n_problems == 0 and not o.refused and o.failure is None for o in found),
            sum(bool(o.unclear) for o in found),
            sum(o.failure is not None for o in found),
            sum(len(o.lost) for o in found),
            sum(len(o.harm) for o in found),
        )
        slowest = max((o.seconds for o in found), default=0.0)
        lines.append(f"{name:<16}" + "".join(f"{count:>12,}" for count in counts) + f"{slowest:>12.2f}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the cases and print the table; 1 where one failed, with the number of each and what it gave."""
    parser = argparse.ArgumentParser(prog="python -m research.benchmarks.hostile", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    outcomes = run(chosen.cases, chosen.seed)
    print(render(outcomes))
    failed = [(n, o) for items in outcomes.values() for n, o in items if o.failure or o.lost or o.unclear or o.harm]
    for number, outcome in failed[:20]:
        print(
            f"\ncase {number}: lost {outcome.lost}, unclear {outcome.unclear}, harm {outcome.harm}\n"
            f"{outcome.failure or ''}",
            file=sys.stderr,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
