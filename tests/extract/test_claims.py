import pytest


def claims(records):
    return [(c.surface, c.best, c.category, c.unit) for c in records.claims]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The attack killed 12 people.", [("12 people", 12, "killed", "people")]),
        ("The attack killed 12.", [("12", 12, "killed", "people")]),
        ("12 people were killed in the attack.", [("12 people", 12, "killed", "people")]),
        ("Fourteen members of the group were killed.", [("Fourteen members", 14, "killed", "people")]),
        ("12 people killed in attack on the city, say officials.", [("12 people", 12, "killed", "people")]),
        ("The deaths of 12 people were reported.", [("12 people", 12, "killed", "people")]),
        ("There were 12 deaths in the city.", [("12 deaths", 12, "killed", "people")]),
        ("The strike left 12 dead.", [("12", 12, "killed", "people")]),
        ("The strike left 12 people dead and 30 wounded.",
         [("12 people", 12, "killed", "people"), ("30", 30, "wounded", "people")]),
        ("The death toll rose to 58.", [("58", 58, "killed", "people")]),
        ("The monitor put the death toll at 58.", [("58", 58, "killed", "people")]),
        ("The attack claimed 12 lives and killed a soldier.",
         [("12 lives", 12, "killed", "people"), ("a soldier", 1, "killed", "soldiers")]),
        ("A bus driver was killed.", [("A bus driver", 1, "killed", "people")]),
        ("A child died on the way.", [("A child", 1, "killed", "children")]),
        ("12 militants killed three soldiers.", [("three soldiers", 3, "killed", "soldiers")]),
        ("At least 12 people were wounded.", [("At least 12 people", 12, "wounded", "people")]),
        ("Some 500 people were evacuated from the city.", [("Some 500 people", 500, "evacuated", "people")]),
        ("4,500 civilians had left the city during the evacuation.", [("4,500 civilians", 4500, "evacuated", "people")]),
        ("200,000 people are trapped in the city.", [("200,000 people", 200000, "trapped", "people")]),
        ("200,000 people remain in need of help.", [("200,000 people", 200000, "in_need", "people")]),
        ("Police arrested 12 protesters.", [("12 protesters", 12, "detained", "people")]),
        ("Ten buses entered the city.", [("Ten buses", 10, "vehicles", "buses")]),
        ("There were 304 attacks on the city.", [("304 attacks", 304, "attacks", "attacks")]),
        ("The fighting displaced 30,000 people.", [("30,000 people", 30000, "displaced", "people")]),
    ],
)  # fmt: skip
def test_events(read, sentence, expected):
    assert claims(read(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "All three countries have played key roles.",
        "Four Syrian organizations accused Russia.",
        "They control the five largest cities.",
        "Two villages were besieged by rebels.",
        "12 people left the party to found another.",
        "The 15-member council met for three hours.",
        "He scored two goals.",
    ],
)
def test_numbers_of_no_event_are_no_claims(read, sentence):
    assert claims(read(sentence)) == []


def test_a_part_points_to_its_whole(read):
    whole, part = read("82 civilians, including 13 children, were killed in the city.").claims
    assert (whole.best, whole.category, whole.part_of) == (82, "killed", None)
    assert (part.best, part.category, part.unit, part.part_of) == (13, "killed", "children", whole.claim_id)


def test_of_them(read):
    whole, part = read("The strikes killed some 1,207 civilians, 380 of them children.").claims
    assert (part.best, part.unit, part.part_of) == (380, "children", whole.claim_id)


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("12 people were killed.", "asserted"),
        ("12 people were reportedly killed.", "reported"),
        ("12 people are believed to be trapped.", "reported"),
        ("The rebels claimed that the army killed 12 people.", "alleged"),
        ("The deal would allow 2,000 wounded people to be evacuated.", "planned"),
        ("The army did not kill 12 people.", "denied"),
    ],
)
def test_modality(read, sentence, modality):
    assert [claim.modality for claim in read(sentence).claims] == [modality]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("12 people were killed.", None),
        ("12 people were killed, the Red Cross said.", "Red Cross"),
        ("Turkey said that about 20,000 people have been evacuated so far.", "Turkey"),
        ("According to Turkey, 12 people were killed.", "Turkey"),
        ("Mevlut Cavusoglu told Reuters that 12 people were killed.", "Mevlut Cavusoglu"),
        ("SOHR said 10 buses had left.", "SOHR"),
    ],
)
def test_source(read, sentence, source):
    assert [claim.source for claim in read(sentence).claims] == [source]


@pytest.mark.parametrize(
    ("sentence", "as_of", "start", "basis"),
    [
        ("12 people were killed on Sunday.", "2016-12-18", None, "clause"),
        ("Strikes have killed 12 people since July.", "2016-12-19", "2016-07-01", "clause"),
        ("12 people were killed last week.", "2016-12-18", "2016-12-12", "clause"),
        ("12 people were killed.", "2016-12-19", None, "published"),
        ("The war that began in 2011 has killed 12 people.", "2016-12-19", None, "published"),
    ],
)
def test_as_of(read, sentence, as_of, start, basis):
    (claim,) = read(sentence).claims
    assert (claim.as_of, claim.as_of_start, claim.as_of_basis) == (as_of, start, basis)


def test_without_a_day_of_publication_the_day_is_unknown(read):
    (claim,) = read("12 people were killed.", published=None).claims
    assert (claim.as_of, claim.as_of_basis) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "cumulative"),
    [
        ("4,500 people were evacuated, bringing the number of evacuees to 12,000.", [False, True]),
        ("20,000 people have been evacuated so far.", [True]),
        ("12 people were killed on Sunday.", [False]),
    ],
)
def test_cumulative(read, sentence, cumulative):
    assert [claim.cumulative for claim in read(sentence).claims] == cumulative
