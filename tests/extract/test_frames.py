"""What a number tells: by which rule, what happened or is measured, and of whom or what."""

import pytest


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a toll
        ("The death toll rose to 58.", [("58", "toll", "toll", None)]),
        ("Italy's death toll rose to 463.", [("463", "toll", "toll", "Italy")]),
        ("The number of evacuees reached more than 58.", [("more than 58", "toll", "evacuee", None)]),
        # beside
        (
            "12 dead and 30 wounded in bus crash.",
            [("12", "beside", "die", "bus crash"), ("30", "beside", "wound", "bus crash")],
        ),
        ("12 more perished.", [("12 more", "beside", "perish", None)]),
        # among
        ("11 children were among the dead.", [("11 children", "among", "die", None)]),
        ("Among the wounded were 11 children.", [("11 children", "among", "wound", None)]),
        # the verb right before, by the parse, passive, right behind
        ("Gunmen shot dead 12 people.", [("12 people", "verb", "die", "Gunmen")]),
        ("They have evacuated from the city some 500 people.", [("some 500 people", "verb", "evacuate", None)]),
        ("12 people in the village died.", [("12 people", "verb", "die", None)]),
        ("12 people in the bus were killed.", [("12 people", "verb", "kill", None)]),
        ("12 people were killed by the army.", [("12 people", "verb", "kill", "army")]),
        ("The company cut 500 jobs.", [("500 jobs", "verb", "cut", "company")]),
        ("The hurricane destroyed 1,500 homes.", [("1,500 homes", "verb", "destroy", "hurricane")]),
        ("The company laid off 800 workers.", [("800 workers", "verb", "lay off", "company")]),
        ("Twelve senators voted against the bill.", [("Twelve senators", "verb", "vote", "senators")]),
        # what a verb is completed by
        ("12 people are believed to be trapped.", [("12 people", "complement", "trap", None)]),
        ("12 people have gone missing.", [("12 people", "complement", "miss", None)]),
        # the noun it belongs to, or that counts itself
        ("The deaths of 12 people were reported.", [("12 people", "noun", "die", None)]),
        ("Police made 200 arrests.", [("200 arrests", "counter", "arrest", None)]),
        ("South Korea has had 84 deaths.", [("84 deaths", "counter", "die", "South Korea")]),
        # what they are, whatever else is said of them
        ("The search for the 12 missing men goes on.", [("12 missing men", "modifier", "miss", None)]),
        # a state
        ("500 people remain in dire need of help.", [("500 people", "phrase", "need", None)]),
        ("Some 91,000 homes were without power.", [("Some 91,000 homes", "phrase", "power", None)]),
        # a part of the number before, or listed with it
        (
            "82 people were killed, 13 of them children.",
            [("82 people", "verb", "kill", None), ("13", "part", "kill", None)],
        ),
        (
            "The blast killed three men, two women and four children.",
            [
                ("three men", "verb", "kill", "blast"),
                ("two women", "list", "kill", "blast"),
                ("four children", "list", "kill", "blast"),
            ],
        ),
        ("Three died in Aleppo and nine in Homs.", [("Three", "beside", "die", None), ("nine", "list", "die", None)]),
        # ... though the number before is no claim
        (
            "The strikes killed several people, including a policeman and a nurse.",
            [("a policeman", "part", "kill", "strikes"), ("a nurse", "list", "kill", "strikes")],
        ),
        # one without a number
        ("A child died on the way.", [("A child", "single", "die", None)]),
        # what is measured, and of whom
        ("The unemployment rate rose to 14.7 percent.", [("14.7 percent", "measure", "unemployment rate rise", None)]),
        ("The minimum wage will be $15 an hour.", [("$15", "measure", "minimum wage", None)]),
        ("The firm's profit fell to $40 million.", [("$40 million", "measure", "profit fall", "firm")]),
        ("Roe has 60 percent of the vote.", [("60 percent", "measure", "vote", "Roe")]),
        # one thing in two measures
        (
            "The fire burned 7,500 acres (3,035 hectares).",
            [("7,500 acres", "measure", "burn", "fire"), ("3,035 hectares", "list", "burn", "fire")],
        ),
    ],
)
def test_frames(read, sentence, expected):
    assert [(c.surface, c.rule, c.what, c.of) for c in read(sentence).claims] == expected


ROW = ("surface", "measure", "best", "unit", "what", "of", "place", "place_basis", "change", "cumulative", "category")


def rows(records):
    return [tuple(getattr(claim, name) for name in ROW) for claim in records.claims]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # each measure
        ("The hurricane destroyed 1,500 homes in Aleppo.",
         ("1,500 homes", "count", 1500, "home", "destroy", "hurricane", "Aleppo", "clause", "level", False, "destroyed")),
        ("The firm made a profit of £3m.",
         ("£3m.", "money", 3e6, "GBP", "profit", "firm", None, None, "level", False, "sales")),
        ("The budget deficit grew by $222 billion.",
         ("$222 billion", "money", 222e9, "USD", "budget deficit grow", None, None, None, "change", False, "public_finance")),
        ("Sales rose 7 percent.", ("7 percent", "percent", 7, "percent", "sale rise", None, None, None, "change", False, "sales")),
        ("Half of the voters backed her.",
         ("Half", "ratio", 50, "percent", "back voter", "voters", None, None, "level", False, "polls")),
        ("Sustained winds reached 85 mph.",
         ("85 mph", "amount", 85, "mph", "sustain wind", None, None, None, "level", False, "wind_speed")),
        # whose it is, and where
        ("South Korea has had 84 deaths.",
         ("84 deaths", "count", 84, "death", "die", "South Korea", "South Korea", "subject", "level", True, "killed")),
        ("Italy's death toll rose to 463.",
         ("463", "count", 463, None, "toll", "Italy", "Italy", "noun", "level", True, "killed")),
        ("There are 1,204 U.S. cases.",
         ("1,204 U.S. cases", "count", 1204, "case", "case", None, "U.S.", "noun", "level", True, "cases")),
        ("At least 12 Canadians were killed.",
         ("At least 12 Canadians", "count", 12, "person", "kill", "Canadians", "Canada", "noun", "level", False, "killed")),
        ("The virus has infected 83,000 people worldwide.",
         ("83,000 people", "count", 83000, "people", "infect", "virus", "world", "clause", "level", True, "cases")),
        ("Some 83,000 people were infected across the world.",
         ("Some 83,000 people", "count", 83000, "people", "infect", None, "world", "clause", "level", False, "cases")),
        ("Nationwide, 83,000 people were infected.",
         ("83,000 people", "count", 83000, "people", "infect", None, "nationwide", "clause", "level", False, "cases")),
        ("Aleppo was hit. Three people were wounded there.",
         ("Three people", "count", 3, "people", "wound", None, "Aleppo", "discourse", "level", False, "wounded")),
        # totals, and what is new
        ("The state has carried out 47,000 tests so far.",
         ("47,000 tests", "count", 47000, "test", "carry out", "state", None, None, "level", True, "tests")),
        ("There were 12 new deaths.",
         ("12 new deaths", "count", 12, "death", "die", None, None, None, "level", False, "killed")),
        # how many fewer
        ("There were 600 fewer cases.",
         ("600 fewer cases", "count", 600, "case", "case", None, None, None, "change", False, "cases")),
    ],
)  # fmt: skip
def test_a_whole_row(read, sentence, expected):
    assert rows(read(sentence)) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # the number that another replaces is of no category
        ("The death toll rose from 120 to 205.",
         [("120", 120, None, "level", True, None), ("205", 205, None, "level", True, "killed")]),
        ("The death toll was revised down from 120 to 95.",
         [("120", 120, None, "level", True, None), ("95", 95, None, "level", True, "killed")]),
        ("The estimate was revised from 120 deaths to 95.",
         [("120 deaths", 120, "death", "level", True, None), ("95", 95, "death", "level", True, "killed")]),
        ("The number of cases was revised from 64 to 2,975.",
         [("64", 64, "case", "level", True, None), ("2,975", 2975, "case", "level", True, "cases")]),
        ("Spending was cut from $12 million to $9 million.",
         [("$12 million", 12e6, "USD", "level", False, None), ("$9 million", 9e6, "USD", "level", False, "public_finance")]),
        ("The party won 14 seats, up from 9.",
         [("14 seats", 14, "seat", "level", False, "seats"), ("9", 9, "seat", "level", False, None)]),
        # a change and the level that it leads to
        ("Unemployment rose 2 percentage points to 14.7 percent.",
         [("2 percentage points", 2, "percent", "change", False, "unemployment"),
          ("14.7 percent", 14.7, "percent", "level", False, "unemployment")]),
        ("The company's profit fell 12 percent to $40 million.",
         [("12 percent", 12, "percent", "change", False, "sales"), ("$40 million", 40e6, "USD", "level", False, "sales")]),
        # what is new, and the total it brings
        ("Four people died, bringing the toll to 58.",
         [("Four people", 4, "people", "level", False, "killed"), ("58", 58, "people", "level", True, "killed")]),
    ],
)  # fmt: skip
def test_changes_and_what_they_lead_to(read, sentence, expected):
    assert [(c.surface, c.best, c.unit, c.change, c.cumulative, c.category) for c in read(sentence).claims] == expected
