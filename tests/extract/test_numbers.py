import pytest
from crossread.corpus.clean import plain_text
from crossread.extract.numbers import NumberBook, NumberReader
from crossread.extract.syntax import Positions


@pytest.fixture(scope="module")
def numbers(extractor):
    book = NumberBook(extractor.lexicon)

    def find(text):
        doc = extractor.nlp.make_doc(plain_text(text))
        reader = NumberReader(Positions(doc, []), book, set())
        found, i = [], 0
        while i < len(doc):
            number = reader.at(i)
            if number is not None:
                found.append((doc[number.start : number.end].text, *number[2:]))
            i = max(number.end, i + 1) if number is not None else i + 1
        return found

    return find


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # digits, with the marks that news puts between thousands
        ("7", 7),
        ("12.5", 12.5),
        ("1,207", 1207),
        ("1,207.5", 1207.5),
        ("1,000,000", 1e6),
        ("2,14,000", 214000),  # as India writes
        ("2 lakh", 200000),
        ("14.000", 14000),  # as on the continent
        ("1.234", 1.234),
        ("a million and a half", 1.5e6),
        ("1.5 crore", 1.5e7),
        ("1 207", 1207),
        ("2 000 000", 2e6),
        ("1\u00a0207", 1207),  # no-break space
        ("1\u2009207", 1207),  # thin space
        ("1\u202f207", 1207),  # narrow no-break space
        # digits before a word or letter
        ("1.5 million", 1.5e6),
        ("12 thousand", 12000),
        ("1.5m", 1.5e6),
        ("3bn", 3e9),
        # words
        ("zero", 0),
        ("twelve", 12),
        ("Twelve", 12),
        ("twenty-five", 25),
        ("twenty\u2011five", 25),  # no-break hyphen
        ("Twenty-Five", 25),
        ("twenty five", 25),
        ("one hundred", 100),
        ("one hundred and five", 105),
        ("two hundred and fifty thousand", 250000),
        ("two thousand five hundred", 2500),
        ("nineteen hundred", 1900),
        ("three million two hundred thousand", 3.2e6),
        # an article for one
        ("a hundred", 100),
        ("a hundred thousand", 100000),
        ("a million", 1e6),
        ("a hundred and five", 105),
        # parts and multiples
        ("half a million", 5e5),
        ("a quarter of a million", 250000),
        ("two and a half million", 2.5e6),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("three score", 60),
        ("a couple", 2),
    ],
)
def test_a_number_and_its_value(numbers, text, value):
    (found,) = numbers(text)
    assert (found[0].replace(" ", ""), *found[1:]) == (plain_text(text).replace(" ", ""), value, value, value, None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("15,000 to 40,000", 15000, 40000),
        ("15-20", 15, 20),
        ("15–20", 15, 20),
        ("10,000-15,000", 10000, 15000),
        ("between 15 and 20", 15, 20),
        ("between twenty and thirty", 20, 30),
        ("fifteen to twenty", 15, 20),
        ("two or three", 2, 3),
        # a scale behind the second number is that of the first too
        ("15 to 20 thousand", 15000, 20000),
        ("1.5 to 2 million", 1.5e6, 2e6),
        ("1.5-2 million", 1.5e6, 2e6),
        # ... unless the first has its own, or is the greater
        ("800,000 to 2 million", 800000, 2e6),
    ],
)
def test_a_range(numbers, text, low, high):
    assert numbers(text) == [(plain_text(text), low, None, high, None)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("from 15 to 20", [15, 20]),  # a change
        ("12 or 100", [12, 100]),  # alternatives
        ("40 to 15", [40, 15]),  # a score
        ("15 and 20", [15, 20]),
        ("12, 15 and 20", [12, 15, 20]),
    ],
)
def test_two_numbers_that_are_no_range(numbers, text, values):
    assert [value for _, _, value, _, _ in numbers(text)] == values


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens", 24, 99),
        ("scores", 40, 99),
        ("hundreds", 200, 999),
        ("thousands", 2000, 9999),
        ("tens of thousands", 20000, 99999),
        ("hundreds of thousands", 200000, 999999),
        ("millions", 2e6, 9999999),
        ("several dozen", 24, 99),
        ("several hundred", 200, 999),
        ("several thousand", 2000, 9999),
        ("a few hundred", 200, 999),
        ("several hundred thousand", 200000, 999999),
        # an amount, of which nothing is known
        ("several", None, None),
        ("countless", None, None),
        ("large numbers", None, None),
    ],
)
def test_a_vague_amount_has_bounds_but_no_value(numbers, text, low, high):
    assert numbers(f"{text} of people") == [(text, low, None, high, None)]


@pytest.mark.parametrize(
    ("text", "surface", "value", "share"),
    [
        ("half of them", "half", None, 0.5),
        ("a quarter of those", "a quarter", None, 0.25),
        ("three quarters of whom", "three quarters", None, 0.75),
        # of what has no number
        ("half the people", "half", None, 0.5),
        ("a third of the people", "a third", None, 0.333333333),
        ("one-tenth as big", "one-tenth", None, 0.1),
        ("half of the 300", "half of the 300", 150, 0.5),
        ("a quarter of the twelve", "a quarter of the twelve", 3, 0.25),
        ("three-quarters of the 300", "three-quarters of the 300", 225, 0.75),
    ],
)
def test_a_share_of_another_number(numbers, text, surface, value, share):
    assert numbers(text) == [(surface, None, value, None, share)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a third of the 300", 100),
        ("two thirds of the 300", 200),
        ("two-thirds of the 300", 200),
    ],
)
def test_thirds_of_a_whole_number_are_whole(numbers, text, value):
    assert [round(found[2], 3) for found in numbers(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "half a year",
        "12345678901234567890",  # a code
        "1.234.567",
        "1,2,3",
        "F16",
        "2nd",
        "a few people",
        "no people",
    ],
)
def test_what_is_no_number(numbers, text):
    assert numbers(text) == []
