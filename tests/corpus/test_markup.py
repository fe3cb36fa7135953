import time

import pytest
from crossread.corpus.clean import find_blocks, readable_text
from crossread.corpus.markup import blank_markup, is_markup
from crossread.lexicon import load_lexicon
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("The <b>buses</b> left.", "The    buses     left."),
        ("Aid &amp; food", "Aid &     food"),
        ("&ldquo;Go&rdquo;", "“      Go”      "),
        ("don&#8217;t", "don’      t"),
        ("a&nbsp;b", "a      b"),
        ("one<br/>two", "one\n\n   two"),
        ('at <a href="/?a=1&b=2">x</a>', "at " + " " * 20 + "x    "),
        ("at &lt;a href=x&gt;x", "at                 x"),
        ("<!-- hidden <p> -->shown", "                   shown"),
        ("<script>if (a < b) { alert('<p>') }</script>shown", " " * 44 + "shown"),
        ("<script>never closed", "\n\n      never closed"),
        # no HTML at all
        ("if 3 < 5 and 7 > 2", "if 3 < 5 and 7 > 2"),
        ("<unintelligible> he said", "<unintelligible> he said"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("&unknown;", "&unknown;"),
    ],
)
def test_html_is_blanked_and_the_length_kept(text, blanked):
    assert blank_markup(text) == blanked
    assert len(blanked) == len(text)


def test_paragraphs_of_html_are_blocks_and_offsets_are_those_of_the_text():
    text = "<div><p>The <i>buses</i> left on Monday.</p><p>Talks &amp; truce went on.</p></div>"
    blocks = find_blocks(text, None, load_lexicon().boilerplate)
    assert [(block.kind, text[block.start : block.end]) for block in blocks] == [
        ("body", "The <i>buses</i> left on Monday."),
        ("body", "Talks &amp; truce went on."),
    ]
    readable = readable_text(text, blocks)
    assert readable.split() == ["The", "buses", "left", "on", "Monday.", "Talks", "&", "truce", "went", "on."]
    assert readable.index("buses") == text.index("buses")


def test_a_stray_tag_does_not_make_a_text_html():
    assert is_markup("<p>The buses left.</p><p>Talks went on.</p>")
    assert not is_markup("The buses left.<br>Talks went on, 3 < 5.")


@pytest.mark.slow
@given(st.text(st.sampled_from("<>/!-&;#x\"' =pabscript\n")))
def test_any_text_keeps_its_length(text):
    assert len(blank_markup(text)) == len(text)


@pytest.mark.parametrize("part", ["<!--", "<script>", "<a ", "<a href='", "&lt;a ", "&", "<p", "</"])
def test_hostile_html_takes_no_longer_than_its_length(part):
    start = time.process_time()
    blank_markup(part * (200_000 // len(part)))
    assert time.process_time() - start < 2
