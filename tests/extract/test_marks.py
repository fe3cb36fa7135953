from itertools import pairwise

import pytest
from crossread.corpus import Block, find_blocks
from crossread.extract.marks import find_marked
from crossread.lexicon import load_lexicon
from hypothesis import given
from hypothesis import strategies as st

BOILERPLATE = load_lexicon().boilerplate


def words(*paragraphs):
    text = "\n\n".join(paragraphs)
    blocks, position = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(position, position + len(paragraph), "body"))
        position += len(paragraph) + 2
    return [text[span.start : span.end] for span in find_marked(text, blocks)]


@pytest.mark.parametrize(
    ("paragraph", "quoted"),
    [
        ('He said: "We left."', ["We left."]),
        ("He said: “We left.”", ["We left."]),
        ('He said: "We left,” and went.', ["We left,"]),
        ("He said: ``We left.''", ["We left."]),
        ('"We left," he said. "Nobody stayed."', ["We left,", "Nobody stayed."]),
        ("‘We left,’ he said.", ["We left,"]),
        ("It wasn't the rebels' fault, he said.", []),
        ("They don't and won't.", []),
        ('A 12" gun and a 5" shell.', []),
        ('He "left and went.', []),
        ('He said: "We left and went.', ["We left and went."]),
        ('"We left and went.', ["We left and went."]),
        ('We left" and went.', []),
        ('""', []),
    ],
)
def test_marks_are_paired(paragraph, quoted):
    assert words(paragraph) == quoted


def test_a_missing_mark_swallows_no_more_than_its_paragraph():
    assert words('He "never came back.', 'She said "yes" at once.') == ["yes"]


def test_a_quotation_over_several_paragraphs():
    assert words('He said: "We left.', '"We came back.', '"We stayed," he said.') == [
        "We left.",
        "We came back.",
        "We stayed,",
    ]


@given(st.text(alphabet="ab .,:\n\"'“”‘’`«»-(", max_size=120))
def test_any_marks_at_all_give_valid_spans(text):
    spans = find_marked(text, find_blocks(text, None, BOILERPLATE))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
