from itertools import pairwise

import pytest
from crossread.corpus.clean import find_blocks, plain_text, readable_text
from crossread.lexicon import load_lexicon
from hypothesis import given
from hypothesis import strategies as st

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
        "We use cookies to improve your experience. By browsing on, you agree to our cookie policy.",
        "Get our daily briefing. Sign up to receive the top stories you need to know right now. Choose your country",
        "The stories you care about, delivered to your inbox. By signing up, you agree to our Privacy Policy",
        "Want our best stories in your inbox every day? Sign up here.",
        "Share Tweet Post Email",
        "Read or Share this story: https://example.org/a1",
        "Follow @northernnews",
        "Write to Ann Other at ann.other@north.example",
        "Advertisement Continue reading the main story",
        "Story Continued Below",
        "Click for more from The North.",
        "( PHOTOS: Buses leave the city)",
        "Related: Why the buses left",
        "Talks collapse as buses wait at the checkpoint Read more",
        "Ann Other in Aleppo and J. K. Writer contributed to this report.",
        "Contributing: The Associated Press",
        "The views expressed in this article are the author's own and do not reflect the policy of The North.",
        "Updated at 9:15 p.m. ET",
        "This article is more than 3 years old",
        "[pullquote]",
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
        "Follow the money, the minister said on Monday.",
        "Click was the sound that the soldiers heard before the mine went off.",
        "He wrote to the bishop, who contributed to this report by phone. The ministry did not answer.",
        "More: that was all they asked of the council, and they were given nothing at all by it in the end, as all of them had known before.",
        "The letter was found in the inbox of the minister, who reads more than he says.",
        "The views expressed by the minister drew protests from the opposition.",
        "Mothers handed out cookies to the soldiers who use the road.",
    ],
)
def test_sentences_that_begin_like_boilerplate_are_body(line):
    assert kinds(f"The buses left on Monday, officials said.\n\n{line}")[1] == ("body", line)


@pytest.mark.parametrize(
    "line",
    [
        "Image copyright AFP Image caption Buses wait at the checkpoint",
        "Media playback is unsupported on your device Media caption Why the buses left",
        "Enlarge this image toggle caption Ann Other/AP Ann Other/AP",
        "Photos: Buses leave Photos: Buses leave A bus waits at the checkpoint on Monday. Hide Caption 1 of 30",
    ],
)
def test_captions_are_marked(line):
    assert kinds(f"The buses left on Monday, officials said.\n\n{line}")[1] == ("caption", line)


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


@pytest.mark.slow
@given(st.text())
def test_blocks_cover_all_that_is_not_white_space(text):
    blocks = find_blocks(text, None, BOILERPLATE)
    covered = {i for block in blocks for i in range(block.start, block.end)}
    plain = plain_text(text)
    assert len(plain) == len(text)
    assert all(i in covered for i, letter in enumerate(plain) if not letter.isspace())
    assert len(readable_text(text, blocks)) == len(text)
    assert all(a.end <= b.start for a, b in pairwise(blocks))
