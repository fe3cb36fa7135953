"""What a clause says of its verb, asked of sentences."""

from datetime import date

import pytest
from crossread.extract.clauses import auxiliaries, clause_verb, is_passive
from hypothesis import given, settings
from hypothesis import strategies as st

WEDNESDAY = date(2020, 3, 4)


@pytest.fixture(scope="module")
def clause(extractor):
    """The clauses of the lexicon and the first token of a text with a word."""

    def find(text, word):
        doc = extractor.nlp(text)
        return extractor.clauses, next(token for token in doc if token.text == word)

    return find


@pytest.mark.parametrize(
    ("text", "word", "modality"),
    [
        ("The blast killed 12 people.", "killed", "asserted"),
        ("Reports that 50 people had been killed were false.", "killed", "denied"),
        ("The report that 50 people were killed turned out to be a hoax.", "killed", "denied"),
        ("Claims that 50 people were killed were denied by the ministry.", "killed", "denied"),
        ("The ministry denied reports that 50 people had been killed.", "killed", "denied"),
        ("It is not true that 70 protesters were arrested.", "arrested", "denied"),
        ("It is false that 70 protesters were arrested.", "arrested", "denied"),
        ("The bomb failed to kill the 30 soldiers.", "kill", "denied"),
        ("The bomb did not fail to kill the 30 soldiers.", "kill", "asserted"),
        ("Not a single person was killed.", "killed", "denied"),
        ("No people were killed.", "killed", "denied"),
        ("Neither of the two drivers was injured.", "injured", "denied"),
        ("No fewer than 12 people were killed.", "killed", "asserted"),
        ("There is no evidence that 12 people were killed.", "killed", "alleged"),
        ("The army is accused of killing 12 people.", "killing", "alleged"),
        ("The army allegedly killed 12 people.", "killed", "alleged"),
        ("The army is believed to have killed 12 people.", "killed", "reported"),
        ("The storm may have killed 12 people.", "killed", "reported"),
        ("The storm may kill 12 people.", "kill", "planned"),
        ("The army will evacuate 500 people.", "evacuate", "planned"),
        ("The army plans to evacuate 500 people.", "evacuate", "planned"),
        ("The army began to evacuate 500 people.", "evacuate", "asserted"),
        ("He wished to evacuate 500 people.", "evacuate", "planned"),
        ("If the levee fails, 3,000 people could drown.", "drown", "hypothetical"),
        ("Had the alarm not sounded, 200 children would have died.", "died", "hypothetical"),
        ("The deal collapses if 500 people are evacuated.", "evacuated", "hypothetical"),
    ],
)
def test_how_sure_a_clause_is(clause, text, word, modality):
    clauses, token = clause(text, word)
    assert clauses.modality(token) == modality


@pytest.mark.parametrize(
    ("text", "day", "is_ahead"),
    [
        ("Schools reopen on Monday.", "Monday", True),
        ("Schools reopened on Monday.", "Monday", False),
        ("The law takes effect on Wednesday.", "Wednesday", True),
        ("The minister faces a vote on Monday.", "Monday", True),
        ("The final is on Sunday.", "Sunday", True),
        ("The team is leaving on Sunday.", "Sunday", True),
        ("Monday's vote shows the split.", "Monday", False),
        ("The attack on Monday shows how weak they are.", "Monday", False),
        ("The strike, which starts on Monday, will close the port.", "Monday", True),
        ("Turkey has promised to evacuate 500 people on Friday.", "Friday", True),
        ("Turkey had promised to evacuate 500 people on Friday.", "Friday", False),
        ("Turkey could evacuate 500 people on Friday.", "Friday", True),
        ("Rescuers could not reach the town on Friday.", "Friday", False),
        ("He said he'd leave on Friday.", "Friday", True),
        ("They met on Friday to discuss the plan.", "Friday", False),
    ],
)
def test_whether_a_day_is_to_come(clause, text, day, is_ahead):
    clauses, token = clause(text, day)
    assert clauses.looks_ahead(token, is_day=True) == is_ahead


@pytest.mark.parametrize(
    ("text", "day", "is_ahead"),
    [
        ("The road stays closed until Sunday.", "Sunday", True),
        ("The mayor extended the curfew until Sunday.", "Sunday", True),
        ("The town had water left until Sunday.", "Sunday", False),
        ("The family waited until Sunday.", "Sunday", False),
    ],
)
def test_where_a_limit_leads(clause, text, day, is_ahead):
    clauses, token = clause(text, day)
    assert clauses.moves_limit_ahead(token) == is_ahead


@pytest.mark.parametrize(
    ("text", "verb", "inner", "passive", "agent"),
    [
        ("The army is expected to attack the town.", "expected", "attack", False, False),
        ("The town is expected to be attacked by rebels.", "expected", "attacked", True, True),
        ("The town was attacked by bus.", "attacked", "attacked", True, False),
        ("The town was seized and held by rebels.", "seized", "seized", True, True),
        ("Prices were cut by half.", "cut", "cut", True, False),
    ],
)
def test_who_acts(clause, text, verb, inner, passive, agent):
    clauses, token = clause(text, verb)
    found = clauses.inner_verb(token)
    assert (found.text, is_passive(found), clauses.has_agent(found)) == (inner, passive, agent)


def test_the_verb_of_a_clause_and_its_auxiliaries(clause):
    _, token = clause("The ministry said that 12 people would have been evacuated.", "people")
    assert clause_verb(token).text == "evacuated"
    assert auxiliaries(clause_verb(token)) == {"would", "have", "been"}


@pytest.mark.parametrize(
    "planned",
    ["has promised to", "promises to", "vows to", "could", "will", "'d", "was ordered to", "can", "plans to", "is to"],
)
def test_what_is_planned_is_dated_ahead(read, planned):
    gap = "" if planned.startswith("'") else " "
    (claim,) = read(f"It{gap}{planned} evacuate 500 people on Friday.", WEDNESDAY).claims
    assert (claim.modality, claim.as_of) == ("planned", "2020-03-06")


_WORDS = st.sampled_from(
    ["Turkey", "the army", "12 people", "500 refugees", "will", "would", "plans to", "promised to", "had", "has", "was",
     "to", "evacuate", "evacuated", "kill", "killed", "on Monday", "on Friday", "last Friday", "in May", "in December",
     "until Sunday", "by Tuesday", "and", "if", "that", "said", ",", ".", "not", "no", "may", "ordered", "the evacuation of"]
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(words=st.lists(_WORDS, max_size=24))
def test_nothing_planned_is_dated_before_its_article_by_a_weekday_or_month(read, words):
    records = read(" ".join(words), WEDNESDAY)
    either_way = {time.latest for time in records.times if time.rule in ("weekday", "month")}
    for claim in records.claims:
        if claim.modality == "planned" and claim.as_of is not None and claim.as_of in either_way:
            assert claim.as_of >= WEDNESDAY.isoformat()
