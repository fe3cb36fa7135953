"""Whom or what a number is of, where the article names it elsewhere."""

import pytest


def owners(records):
    return [(claim.surface, claim.of) for claim in records.claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what the article is about, where the clause names nobody; a named one in its own paragraph
        (
            "Wildfires have killed 17 people since fires broke out.\n\nThe police said 155 people were missing.\n\n"
            "In the south, the Oak Fire has spread to 7,500 acres. The blaze destroyed 14 homes.",
            [
                ("17 people", "Wildfires"),
                ("155 people", "Wildfires"),
                ("7,500 acres", "Oak Fire"),
                ("14 homes", "Oak Fire"),
            ],
        ),
        (
            "Hurricane Ada hit the coast. The storm brought 10 inches of rain.\n\nSome 400 residents fled as Ada passed.",
            [("10 inches", "Hurricane Ada"), ("Some 400 residents", "Hurricane Ada")],
        ),
        # the police and the courts are no storm
        ("Hurricane Ada hit the coast, and Ada stayed. Police arrested two looters.", [("two looters", None)]),
        # of a disease are the sick and the dead only
        (
            "The measles outbreak has spread. There have been 40 cases of measles. Police arrested three men.",
            [("40 cases", "measles"), ("three men", None)],
        ),
        # a body named "Disease Control" or "fire officials" is neither
        ("The Centers for Disease Control met. Fire officials arrested 12 people.", [("12 people", None)]),
        # pronouns
        ("The agency was late. It rescued 22 hikers.", [("22 hikers", None)]),
        (
            "Women make up 23 percent of the workers, and they make up 58 percent of the nurses.",
            [("23 percent", "Women"), ("58 percent", "Women")],
        ),
        # groups and their shares
        ("Women were 39 percent of the winners.", [("39 percent", "Women")]),
        ("The sample had 35 percent Republicans and 33 percent independents.",
         [("35 percent", "Republicans"), ("33 percent", "independents")]),
        # contests
        ("The poll showed Mr. Roe ahead of Mr. Doe by 46 to 44 percent.", [("46", "Roe"), ("44 percent", "Doe")]),
        # what a noun in apposition or a relative clause tells of
        ("Acme Hotels, a company that owns 11 hotels, is for sale.", [("11 hotels", "Acme Hotels")]),
        ("The Vintners, a trade group with 550 members, met.", [("550 members", "Vintners")]),
        # with the number before
        ("The ministry fined 23 firms, and another 29 were closed.", [("23 firms", "ministry"), ("another 29", "ministry")]),
    ],
)  # fmt: skip
def test_of_whom(read, text, expected):
    assert owners(read(text)) == expected
