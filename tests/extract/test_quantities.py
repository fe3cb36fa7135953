import pytest

from analysis.extract.quantities import QuantityBook, find_quantities
from analysis.extract.syntax import Positions, find_sentences
from analysis.extract.times import find_times


@pytest.fixture(scope="module")
def quantities(extractor):
    book = QuantityBook.from_lexicon(extractor.lexicon)

    def find(text):
        doc = extractor.nlp(text)
        times = find_times(doc, None, Positions(doc, list(find_sentences(doc))))
        return [
            (doc[q.start : q.end].text, (q.low, q.best, q.high), q.unit.lemma_ if q.unit else None)
            for q in find_quantities(doc, times, book)
        ]

    return find


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("12", (12, 12, 12)),
        ("1,207", (1207, 1207, 1207)),
        ("1 207", (1207, 1207, 1207)),
        ("1.5 million", (1.5e6, 1.5e6, 1.5e6)),
        ("twelve", (12, 12, 12)),
        ("twenty-five", (25, 25, 25)),
        ("two hundred and fifty", (250, 250, 250)),
        ("a dozen", (12, 12, 12)),
        ("half a dozen", (6, 6, 6)),
        ("half a million", (5e5, 5e5, 5e5)),
        ("a couple of", (2, 2, 2)),
        ("more than 2,000", (2000, 2000, None)),
        ("at least 2,000", (2000, 2000, None)),
        ("no fewer than 2,000", (2000, 2000, None)),
        ("up to 2,000", (None, 2000, 2000)),
        ("as many as 2,000", (None, 2000, 2000)),
        ("about 500", (None, 500, None)),
        ("some 500", (None, 500, None)),
        ("an estimated 500", (None, 500, None)),
        ("only 500", (500, 500, 500)),
        ("dozens of", (24, None, 99)),
        ("hundreds of", (200, None, 999)),
        ("thousands of", (2000, None, 9999)),
        ("several thousand", (2000, None, 9999)),
        ("a few hundred", (200, None, 999)),
        ("tens of thousands of", (20000, None, 99999)),
        ("15,000 to 40,000", (15000, None, 40000)),
        ("15-20", (15, None, 20)),
        ("two or three", (2, None, 3)),
    ],
)
def test_numbers_and_their_bounds(quantities, words, bounds):
    found = [bound for _, bound, _ in quantities(f"They said that {words} civilians left.")]
    assert found == [bounds]


def test_between(quantities):
    assert quantities("They said that between 15,000 and 40,000 people left.") == [
        ("between 15,000 and 40,000 people", (15000, None, 40000), "people")
    ]


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("They killed 25 soldiers and fighters.", "soldier"),
        ("They killed 12 Nusra Front fighters.", "fighter"),
        ("They killed 12 Al-Qaeda-linked fighters.", "fighter"),
        ("More than 2,000 sick and wounded people left.", "people"),
        ("Thousands more desperate civilians are trapped.", "civilian"),
        ("Dozens of buses left.", "bus"),
        ("They killed 12 on Monday.", None),
    ],
)
def test_what_is_counted(quantities, sentence, unit):
    assert quantities(sentence)[0][2] == unit


@pytest.mark.parametrize(
    "sentence",
    [
        "The 15-member council met.",
        "The nearly six-year war went on.",
        "The five-year-old boy left.",
        "The council met at 9am for more than three hours.",
        "An F-16 crashed.",
        "They met on December 30 in 2012.",
        "Resolution 2328 was adopted.",
        "John Smith, 35, left.",
        "The first bus left.",
        "No one left.",
        "The vote took place at 11:00 (1600 GMT).",
    ],
)
def test_what_is_no_quantity(quantities, sentence):
    assert quantities(sentence) == []
