import pytest

from analysis.corpus import find_blocks
from analysis.corpus.duplicates import find_wire, text_fingerprint
from analysis.lexicon import load_lexicon

BOILERPLATE = load_lexicon().boilerplate


def fingerprint(text):
    return text_fingerprint(text, find_blocks(text, None, BOILERPLATE))


def test_the_same_words_are_one_text_whatever_their_dress():
    assert fingerprint("The “buses” left.\n\nLeave a Reply") == fingerprint('The "buses"\tleft.')
    assert fingerprint("The buses left.") != fingerprint("The buses stayed.")


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("NAIROBI, Kenya (AP) _ Bombs exploded.", "AP"),
        ("BEIRUT (Reuters) - Rebels left.", "Reuters"),
        ("Rebels left. -- REUTERS", "Reuters"),
        ("Rebels left.\nSource: Al Jazeera, News Agencies", "agencies"),
        ("Reuters reported that rebels left.", None),
        ("Rebels left.", None),
    ],
)
def test_agency_credits(text, wire):
    assert find_wire(text, BOILERPLATE) == wire
