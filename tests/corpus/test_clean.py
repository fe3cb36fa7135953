from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.clean import find_blocks, plain_text, readable_text
from analysis.lexicon import load_lexicon

BOILERPLATE = load_lexicon().boilerplate


def kinds(text, title=None):
    return [(block.kind, text[block.start : block.end]) for block in find_blocks(text, title, BOILERPLATE)]


def test_an_article_is_divided_into_blocks():
    text = (
        "Buses leave the city\n\nThe buses left on Monday.\n\nTalks go on\n\nTalks went on.\n\nWATCH: Why it matters\n"
        "Evacuees arrive at the town [Ann Other/Reuters]\nSource: Al Jazeera, News Agencies"
    )
    assert kinds(text, "Buses leave the city") == [
        ("title", "Buses leave the city"),
        ("body", "The buses left on Monday."),
        ("heading", "Talks go on"),
        ("body", "Talks went on."),
        ("boilerplate", "WATCH: Why it matters"),
        ("caption", "Evacuees arrive at the town [Ann Other/Reuters]"),
        ("boilerplate", "Source: Al Jazeera, News Agencies"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
        "Copyright (c) 2010-2020. RFE/RL, Inc. Reprinted with the permission of Radio Free Europe.",
        "Document #1268182",
        "RFE/RL – Radio Free Europe/Radio Liberty (Author)",
        "Sign up for our newsletter",
        "All rights reserved.",
        "* * *",
    ],
)
def test_boilerplate_is_marked(line):
    assert kinds(f"The buses left on Monday, officials said.\n\n{line}")[1] == ("boilerplate", line)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Monday after the vote.",
        "Watch the border closely, the minister said.",
        "Copyrighted songs were played at the rally, he said.",
        "Read the letter, he told them.",
    ],
)
def test_sentences_that_begin_like_boilerplate_are_body(line):
    assert kinds(f"The buses left on Monday, officials said.\n\n{line}")[1] == ("body", line)


def test_hard_wrapped_lines_are_one_paragraph():
    text = (
        "The buses left the city on Monday with hundreds of\npeople who had waited for days in the cold without\n"
        "food and water, an official of the agency told\nreporters in the evening.\n\nTalks went on."
    )
    assert [kind for kind, _ in kinds(text)] == ["body", "body"]


def test_lines_are_paragraphs_where_each_ends_a_sentence():
    text = "The buses left on Monday.\nThe talks went on.\nNobody was hurt."
    assert [words for _, words in kinds(text)] == text.split("\n")


def test_wide_gaps_after_a_sentence_divide_paragraphs():
    assert len(kinds("The buses left on Monday.     Talks went on in the capital.")) == 2


def test_what_is_not_read_is_blanked_and_offsets_survive():
    text = "Buses leave\n\nThe “buses” left – at last.\n\nLeave a Reply"
    readable = readable_text(text, find_blocks(text, None, BOILERPLATE))
    assert len(readable) == len(text)
    assert readable.strip() == 'The "buses" left - at last.'
    assert readable.index("buses") == text.index("buses")


@pytest.mark.parametrize(
    ("text", "plain"),
    [("“a” ‘b’", "\"a\" 'b'"), ("Çavuşoğlu", "Cavusoglu"), ("a\u00a0b–c", "a b-c"), ("Москва", "Москва")],
)
def test_letters_are_made_plain_without_changing_length(text, plain):
    assert plain_text(text) == plain


@given(st.text())
def test_blocks_cover_all_that_is_not_white_space(text):
    blocks = find_blocks(text, None, BOILERPLATE)
    covered = {i for block in blocks for i in range(block.start, block.end)}
    plain = plain_text(text)
    assert len(plain) == len(text)
    assert all(i in covered for i, letter in enumerate(plain) if not letter.isspace())
    assert len(readable_text(text, blocks)) == len(text)
    assert all(a.end <= b.start for a, b in pairwise(blocks))
