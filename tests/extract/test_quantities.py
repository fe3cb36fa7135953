import pytest
from crossread.extract.quantities import QuantityBook, find_quantities
from crossread.extract.syntax import Positions, find_sentences
from crossread.extract.times import find_times


@pytest.fixture(scope="module")
def find(extractor):
    book = QuantityBook(extractor.lexicon)

    def find(text):
        doc = extractor.nlp(text)
        positions = Positions(doc, list(find_sentences(doc)))
        return doc, find_quantities(positions, find_times(None, positions, extractor.clauses), book)

    return find


@pytest.fixture(scope="module")
def quantities(find):
    def summaries(text):
        doc, found = find(text)
        return [(doc[q.start : q.end].text, (q.low, q.best, q.high), q.noun.lemma_ if q.noun else None) for q in found]

    return summaries


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


FLOOR, CEILING, ABOUT, EXACT = (20, 20, None), (None, 20, 20), (None, 20, None), (20, 20, 20)


@pytest.mark.parametrize(
    ("words", "qualifier", "bounds"),
    [
        ("20", None, EXACT),
        ("at least 20", "at least", FLOOR),
        ("more than 20", "more than", FLOOR),
        ("over 20", "over", FLOOR),
        ("well over 20", "well over", FLOOR),
        ("no fewer than 20", "no fewer than", FLOOR),
        ("no less than 20", "no less than", FLOOR),
        ("upwards of 20", "upwards of", FLOOR),
        ("a minimum of 20", "a minimum of", FLOOR),
        ("20 or more", "or more", FLOOR),
        ("up to 20", "up to", CEILING),
        ("as many as 20", "as many as", CEILING),
        ("no more than 20", "no more than", CEILING),
        ("at most 20", "at most", CEILING),
        ("fewer than 20", "fewer than", CEILING),
        ("under 20", "under", CEILING),
        ("nearly 20", "nearly", CEILING),
        ("almost 20", "almost", CEILING),
        ("close to 20", "close to", CEILING),
        ("about 20", "about", ABOUT),
        ("around 20", "around", ABOUT),
        ("some 20", "some", ABOUT),
        ("roughly 20", "roughly", ABOUT),
        ("an estimated 20", "an estimated", ABOUT),
        ("20 or so", "or so", ABOUT),
        ("only 20", "only", EXACT),
        ("exactly 20", "exactly", EXACT),
        ("another 20", "another", EXACT),
        ("a total of 20", "a total of", EXACT),
        # two of them: the one that makes the bounds
        ("at least another 20", "at least", FLOOR),
        ("a total of about 20", "about", ABOUT),
        # other numbers than digits
        ("nearly twenty", "nearly", CEILING),
        ("as few as 20", "as few as", FLOOR),
    ],
)
def test_a_qualifier_and_its_bounds(find, words, qualifier, bounds):
    doc, (found,) = find(f"They said that {words} civilians left.")
    assert doc[found.start : found.end].text == f"{words} civilians"
    assert (found.qualifier, (found.low, found.best, found.high)) == (qualifier, bounds)


@pytest.mark.parametrize(
    ("sentence", "surface", "bounds"),
    [
        ("Dozens of people left.", "Dozens of people", (24, None, 99)),
        ("Scores of people left.", "Scores of people", (40, None, 99)),
        ("At least several dozen people left.", "At least several dozen people", (24, None, 99)),
        ("Millions of people left.", "Millions of people", (2e6, None, 9999999)),
        # nothing is known of the amount, but that there is one
        ("Several people left.", "Several people", (None, None, None)),
        ("Countless people left.", "Countless people", (None, None, None)),
        ("An unknown number of people left.", "An unknown number of people", (None, None, None)),
    ],
)
def test_vague_plurals(quantities, sentence, surface, bounds):
    assert quantities(sentence) == [(surface, bounds, "people")]


@pytest.mark.parametrize(
    ("sentence", "surface", "measure", "bounds", "unit", "noun"),
    [
        # a percentage, and what it is of
        ("12 percent of the aid arrived.", "12 percent", "percent", (12, 12, 12), "percent", "aid"),
        ("12 per cent of the aid arrived.", "12 per cent", "percent", (12, 12, 12), "percent", "aid"),
        ("About 12.5% of the aid arrived.", "About 12.5%", "percent", (None, 12.5, None), "percent", "aid"),
        ("15-20% of the aid arrived.", "15-20%", "percent", (15, None, 20), "percent", "aid"),
        ("Prices rose by 12%.", "12%", "percent", (12, 12, 12), "percent", None),
        ("Rates rose by 2 percentage points.", "2 percentage points", "percent", (2, 2, 2), "percent", None),
        ("She leads the poll by 3.6 points.", "3.6 points", "percent", (3.6, 3.6, 3.6), "percent", None),
        # a share of what has no number
        ("One in five workers left.", "One in five workers", "ratio", (20, 20, 20), "percent", "worker"),
        ("3 out of 4 workers left.", "3 out of 4 workers", "ratio", (75, 75, 75), "percent", "worker"),
        ("Half of the voters left.", "Half", "ratio", (50, 50, 50), "percent", "voter"),
        ("About three quarters of voters left.", "About three quarters", "ratio", (None, 75, None), "percent", "voter"),
        ("They built three times as many homes.", "three times as many homes", "ratio", (300, 300, 300), "percent", "home"),
        # money: signs, scales, words
        ("They gave $12 to her.", "$12", "money", (12, 12, 12), "USD", None),
        ("They gave £3,500 to her.", "£3,500", "money", (3500, 3500, 3500), "GBP", None),
        ("They gave £3m to her.", "£3m", "money", (3e6, 3e6, 3e6), "GBP", None),
        ("They gave $12 million to her.", "$12 million", "money", (12e6, 12e6, 12e6), "USD", None),
        ("They gave $12m to her.", "$12m", "money", (12e6, 12e6, 12e6), "USD", None),
        ("They gave more than €1.5 billion to her.", "more than €1.5 billion", "money", (1.5e9, 1.5e9, None), "EUR", None),
        ("They gave $12m.", "$12m.", "money", (12e6, 12e6, 12e6), "USD", None),
        ("They gave $1.2bn to her.", "$1.2bn", "money", (1.2e9, 1.2e9, 1.2e9), "USD", None),
        ("They gave US$12 to her.", "US$12", "money", (12, 12, 12), "USD", None),
        ("They gave A$12 to her.", "A$12", "money", (12, 12, 12), "AUD", None),
        ("They gave Rs 500 crore to her.", "Rs 500 crore", "money", (5e9, 5e9, 5e9), "INR", None),
        ("They gave ₹2 lakh to her.", "₹2 lakh", "money", (2e5, 2e5, 2e5), "INR", None),
        ("They gave 18.9 million yuan to her.", "18.9 million yuan", "money", (18.9e6, 18.9e6, 18.9e6), "CNY", None),
        ("They gave 12 Canadian dollars to her.", "12 Canadian dollars", "money", (12, 12, 12), "CAD", None),
        ("They gave billions of dollars in aid.", "billions of dollars", "money", (2e9, None, 9999999999), "USD", "aid"),
        ("They gave between $12 and $15 to her.", "between $12 and $15", "money", (12, None, 15), "USD", None),
        # a weight, a speed, an area
        ("They sent 6 million pounds of food.", "6 million pounds", "amount", (6e6, 6e6, 6e6), "pound", "food"),
        ("Winds reached 85 mph.", "85 mph", "amount", (85, 85, 85), "mph", None),
        ("Up to 20 inches of rain fell.", "Up to 20 inches", "amount", (None, 20, 20), "inch", "rain"),
        ("It burned 7,500 acres.", "7,500 acres", "amount", (7500, 7500, 7500), "acre", None),
        ("It covers 12 square miles.", "12 square miles", "amount", (12, 12, 12), "square mile", None),
    ],
)  # fmt: skip
def test_measures(find, sentence, surface, measure, bounds, unit, noun):
    doc, (found,) = find(sentence)
    assert (doc[found.start : found.end].text, found.measure) == (surface, measure)
    assert (found.low, found.best, found.high) == pytest.approx(bounds)
    assert (found.unit, found.noun.lemma_ if found.noun else None) == (unit, noun)


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
        ("They killed 12 more people.", "people"),
        ("They killed 12 others.", "other"),
        ("They killed 12 young, sick children.", "child"),
        ("They hit 12 Syrian and Russian targets.", "target"),
        # the noun that is owned, not its owner
        ("Four of the magazine's founding cartoonists left.", "cartoonist"),
        ("Two of the city's largest hospitals closed.", "hospital"),
        ("They killed 12 of their own soldiers.", "soldier"),
        # a headline: the participle is no part of the noun
        ("2 Civilians Killed", "Civilians"),
        ("At Least 2 Civilians Killed in Attack", "Civilians"),
        # a place before the number does not own it
        ("In Daraa 15 civilians left.", "civilian"),
        ("Two F-16 jets left.", "jet"),
        # past what happened to them no comma leads on
        ("Two massacres left 31 dead, local police and officials said.", "massacre"),
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
        # one, both: words of grammar
        "One of the leaders left.",
        "This one left.",
        "One day they left.",
        "Both soldiers and civilians left.",
        "He was seen at both the attack in the station and at the earlier raid.",
        # names
        "Air Force One jets landed.",
        "A SEAL Team 6 raid began.",
        "The Boeing 747 crashed.",
        "Flight 370 vanished.",
        "They wrote about the execution of the Central Park Five.",
        "Article 5 was cited.",
        "AK-47s were found.",
        # ages
        "The man was aged 35.",
        "A 30 year old man left.",
        "They are 12 years old.",
        "The 12-year-old left.",
        "The man, 35, left.",
        "Children under 5 left.",
        # rates
        "They lose 200 people per day.",
        "There were 10 murders per 100,000 people.",
        "They had a doctor for every 500 people.",
        # ordinals, numbers of a list, centuries, times, scores
        "The 21st attack came.",
        "1. The council met.",
        "In the 20th century they left.",
        "At 5 p.m. they left.",
        "By 5 o'clock they left.",
        "They won 3-2.",
        "It passed by 312 votes to 298.",
        "The ratio was 3:1.",
        "A 28-strong team left.",
    ],
)
def test_what_is_no_quantity(quantities, sentence):
    assert quantities(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # so many in each, "per" alone makes a rate
        ("The airport serves 2 million passengers a day.", [("2 million passengers", (2e6, 2e6, 2e6))]),
        ("It kills 200 people every year.", [("200 people", (200, 200, 200))]),
        # two numbers, of which the second takes the place of the first
        ("It fell from 312 votes to 298.", [("312 votes", (312, 312, 312)), ("298", (298, 298, 298))]),
        ("A quarter of a million people left.", [("A quarter of a million people", (250000, 250000, 250000))]),
        ("One of them left.", [("One", (1, 1, 1))]),
        ("One soldier left.", [("One soldier", (1, 1, 1))]),
        ("Both soldiers left.", [("Both soldiers", (2, 2, 2))]),
        ("Two Air Force One jets left.", [("Two Air Force One jets", (2, 2, 2))]),
        # a counter of the web page runs into the text
        ("2440 Over 100 civilians left.", [("Over 100 civilians", (100, 100, None))]),
        ("31 A soldier and 12 civilians left.", [("12 civilians", (12, 12, 12))]),
        # a number of a number
        ("12 of the 15 people left.", [("12", (12, 12, 12)), ("15 people", (15, 15, 15))]),
        ("Half of the 300 people left.", [("Half of the 300 people", (None, 150, None))]),
        ("300 people left, half of them children.", [("300 people", (300, 300, 300)), ("half", (None, 150, None))]),
        # ... and two that share a noun do not overlap
        ("Not 12 but 15 people left.", [("12", (12, 12, 12)), ("15 people", (15, 15, 15))]),
        ("Three-quarters of the 300 people left.", [("Three-quarters of the 300 people", (None, 225, None))]),
        ("Half the 300 people left.", [("Half the 300 people", (None, 150, None))]),
        ("One and a half million people left.", [("One and a half million people", (1.5e6, 1.5e6, 1.5e6))]),
    ],
)  # fmt: skip
def test_what_is_one_nevertheless(quantities, sentence, expected):
    assert [(surface, bounds) for surface, bounds, _ in quantities(sentence)] == expected
