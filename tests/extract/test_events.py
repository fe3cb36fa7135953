import pytest
from crossread.extract.article import Extractor
from crossread.lexicon import load_lexicon

from tests.conftest import Reader


def events(records):
    return [(c.surface, c.category, c.unit_group or c.unit) for c in records.claims if c.category]


def events_by_rule(records):
    return [(c.surface, c.category, c.unit_group or c.unit, c.rule) for c in records.claims if c.category]


# For each rule sentences that get nothing, or less, when it is taken out: no other rule reads them.


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a toll
        ("The death toll rose to 58.", [("58", "killed", "people", "toll")]),
        ("The body count reached 58.", [("58", "killed", "people", "toll")]),
        ("The number of people killed has risen to 58.", [("58", "killed", "people", "toll")]),
        ("The number of wounded stood at 58.", [("58", "wounded", "people", "toll")]),
        ("The number of evacuees reached more than 58.", [("more than 58", "evacuated", "people", "toll")]),
        # beside
        ("12 dead and 30 wounded in bus crash.",
         [("12", "killed", "people", "beside"), ("30", "wounded", "people", "beside")]),
        # among
        ("11 children were among the dead.", [("11 children", "killed", "children", "among")]),
        ("Among the wounded were 11 children.", [("11 children", "wounded", "children", "among")]),
        # acted on: the verb right before
        ("Gunmen shot dead 12 people.", [("12 people", "killed", "people", "verb")]),
        # governor, active: the verb by the parse
        ("The bomb killed the group's leader and 12 fighters.", [("12 fighters", "killed", "fighters", "verb")]),
        ("They have evacuated from the city some 500 people.", [("some 500 people", "evacuated", "people", "verb")]),
        ("12 people in the village died.", [("12 people", "killed", "people", "verb")]),
        # governor, passive
        ("12 people in the bus were killed.", [("12 people", "killed", "people", "verb")]),
        ("Twelve people in a bus near the border have been arrested.",
         [("Twelve people", "detained", "people", "verb")]),
        ("12 people are believed to be trapped.", [("12 people", "trapped", "people", "complement")]),
        ("12 people have gone missing.", [("12 people", "missing", "people", "complement")]),
        ("Two people were stopped and arrested.", [("Two people", "detained", "people", "verb")]),
        # behind: the verb right behind
        ("12 more perished.", [("12 more", "killed", "people", "verb")]),
        # the noun it belongs to
        ("The deaths of 12 people were reported.", [("12 people", "killed", "people", "noun")]),
        ("The evacuation of 500 people began.", [("500 people", "evacuated", "people", "noun")]),
        ("The bombs claimed the lives of 80.", [("80", "killed", "people", "noun")]),
        ("The quake took the lives of 80 people.", [("80 people", "killed", "people", "noun")]),
        # the unit is the event
        ("Police made 200 arrests.", [("200 arrests", "detained", "people", "counter")]),
        ("They reported 12 fatalities.", [("12 fatalities", "killed", "people", "counter")]),
        ("The bombs took 80 lives.", [("80 lives", "killed", "people", "noun")]),
        # a modifier
        ("They met 12 wounded soldiers.", [("12 wounded soldiers", "wounded", "soldiers", "modifier")]),
        ("They met 12 soldiers who had been wounded.", [("12 soldiers", "wounded", "soldiers", "modifier")]),
        ("They met 12 children who starved to death.", [("12 children", "killed", "children", "modifier")]),
        # a state
        ("500 people remain in dire need of help.", [("500 people", "in_need", "people", "phrase")]),
        ("500 people are under siege.", [("500 people", "trapped", "people", "phrase")]),
        ("500 children lack food.", [("500 children", "in_need", "children", "state")]),
        # a part of the number before
        ("82 people were killed, including 13 children.",
         [("82 people", "killed", "people", "verb"), ("13 children", "killed", "children", "part")]),
        ("82 people were killed, 13 of them children.",
         [("82 people", "killed", "people", "verb"), ("13", "killed", "children", "part")]),
        # a list
        ("The blast killed three men, two women and four children.",
         [("three men", "killed", "people", "verb"), ("two women", "killed", "women", "list"),
          ("four children", "killed", "children", "list")]),
        # a fragment that goes on from the paragraph before
        ("The army evacuated hundreds of fighters.\n\nalong with thousands of civilians.",
         [("hundreds of fighters", "evacuated", "fighters", "verb"),
          ("thousands of civilians", "evacuated", "people", "fragment")]),
        # a share of aid
        ("About 15 percent of the aid arrived.", [("About 15 percent", "aid", "percent", "percent")]),
        # the unit alone
        ("Twenty trucks crossed the border.", [("Twenty trucks", "vehicles", "vehicles", "unit")]),
        ("Russia launched dozens of air strikes.", [("dozens of air strikes", "attacks", "strikes", "unit")]),
    ],
)  # fmt: skip
def test_each_rule_solves_what_no_other_does(read, sentence, expected):
    assert events_by_rule(read(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # whose verb is it
        ("12 militants killed three soldiers.", [("three soldiers", "killed", "soldiers")]),
        ("Police shot and killed two journalists.", [("two journalists", "killed", "people")]),
        ("The wives of the five rebels were killed.", []),
        ("One convoy of five buses left.", [("five buses", "vehicles", "buses")]),
        # "of the ..." names no group of victims unless those are people
        ("Blasts at the finish of the Marathon killed three people and injured more than 170.",
         [("three people", "killed", "people"), ("more than 170", "wounded", "people")]),
        # two events side by side
        ("The blast killed 12 people, wounded 30 and destroyed two houses.",
         [("12 people", "killed", "people"), ("30", "wounded", "people")]),
        ("The blast wounded 30 and trapped five.", [("30", "wounded", "people"), ("five", "trapped", "people")]),
        ("The raids killed 12 in Homs and 30 in Hama.", [("12", "killed", "people"), ("30", "killed", "people")]),
        # a number beside another noun than its own
        ("12 people lost their homes.", []),
        ("12 people lost their lives.", [("12 people", "killed", "people")]),
        ("Four of the 12 people killed were children.",
              [("Four", "killed", "children"), ("12 people", "killed", "people")]),
        ("Most of the 300 people were killed.", []),
        # phrasings that no rule reads
        ("Of those killed, six were children.", [("six", "killed", "children")]),
        ("Six of those killed were children.", [("Six", "killed", "children")]),
        ("The dead included 11 children.", [("11 children", "killed", "children")]),
        ("A gunman killed himself and 12 others.", [("12 others", "killed", "people")]),
        ("Two journalists were shot dead.", [("Two journalists", "killed", "people")]),
        ("12 people were forced to flee.", [("12 people", "displaced", "people")]),
        ("They counted 12 corpses.", [("12 corpses", "killed", "people")]),
        ("The blast killed three men, two women and a child.", [("three men", "killed", "people"), ("two women", "killed", "women"),
               ("a child", "killed", "children")]),
        ("The blast killed 258 people and injured 5,500 people. Of those killed, 11 were guards.",
         [("258 people", "killed", "people"), ("5,500 people", "wounded", "people"), ("11", "killed", "soldiers")]),
        ("Fifteen civilians, among them 11 children, were killed.",
         [("Fifteen civilians", "killed", "people"), ("11 children", "killed", "children")]),
        ("She met two sisters who have fled the city.", [("two sisters", "displaced", "women")]),
        ("There were nine people from the north among the wounded.", [("nine people", "wounded", "people")]),
        # whose predicate is another
        ("The virus killed 2,400 people, and thousands more are infected.", [("2,400 people", "killed", "people")]),
        ("A truck carrying 12 fighters was destroyed.", []),
        ("The 326 needed for a majority were there.", []),
        ("They remember the 12 people killed.\n\nThe day earlier, thousands poured into the streets.",
         [("12 people", "killed", "people")]),
        ("12 were killed and thousands more injured.", [("12", "killed", "people"), ("thousands more", "wounded", "people")]),
        ("They were accused of 1,113 kidnappings and 3,089 robberies.", [("1,113 kidnappings", "detained", "people")]),
        (
            "A blast injures 90 - A suicide bomber killed 30 people.",
            [("90", "wounded", "people"), ("30 people", "killed", "people")],
        ),
        # people by their nation or faith
        ("At least 12 Canadians were among the dead.", [("At least 12 Canadians", "killed", "people")]),
        # weapons are attacks where they are used
        ("The army fired 12 rockets.", [("12 rockets", "attacks", "missiles")]),
        ("Twelve rockets hit the city.", [("Twelve rockets", "attacks", "missiles")]),
        ("A barrage of 20 rockets hit the city.", [("20 rockets", "attacks", "missiles")]),
        ("The army has around 150,000 rockets at its disposal.", []),
        ("They made five bombs.", []),
        ("There was a net loss of 230,000 over the years.", []),
        # goods and money
        ("Two tonnes of food arrived.", [("Two tonnes", "aid", "tonnes")]),
        ("The union pledged $3 billion in aid.", [("$3 billion", "aid", "dollars")]),
    ],
)  # fmt: skip
def test_events_go_to_the_number_that_they_happened_to(read, sentence, expected):
    assert events(read(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # narrow: of people only when a noun says that it counts people
        ("The army destroyed two tanks.", [("two tanks", "vehicles", "vehicles")]),
        ("One was destroyed.", []),
        ("The army eliminated 12.", []),
        ("The army eliminated 12 fighters.", [("12 fighters", "killed", "fighters")]),
        # weak: only in an article that has a strong word of the category
        ("The army lost 12 soldiers.", []),
        ("The army lost 12 soldiers. A clinic counted the dead.", [("12 soldiers", "killed", "soldiers")]),
        ("The buses carried 500 people.", []),
        ("The evacuation went on. The buses carried 500 people.", [("500 people", "evacuated", "people")]),
        ("12 people left the city.", []),
        # compounds and idioms
        ("The two industry bodies counted the dead.", []),
        ("The plan took on a life of its own.", []),
        ("They took two lives.", [("two lives", "killed", "people")]),
        ("They took two pictures.", []),
        # taken hostage
        ("The gunmen took 12 hostages.", [("12 hostages", "detained", "people")]),
        ("They took several people hostage.", [("several people", "detained", "people")]),
        ("The gunmen took 12 people hostage.", [("12 people", "detained", "people")]),
        ("12 people were taken hostage.", [("12 people", "detained", "people")]),
        ("The evacuation went on. 12 people were taken hostage.", [("12 people", "detained", "people")]),
        # shot: whether they died is not said
        ("Police shot two journalists.", []),
        ("The gunmen shot two journalists dead.", [("two journalists", "killed", "people")]),
    ],
)  # fmt: skip
def test_words_that_count_only_in_company(read, sentence, expected):
    assert events(read(sentence)) == expected


def test_people_taken_hostage_are_detained(read):
    assert [claim.category for claim in read("They took several people hostage.").claims] == ["detained"]


@pytest.mark.parametrize(
    ("noun", "unit"),
    [
        ("girls", "children"),
        ("women", "women"),
        ("families", "families"),
        ("rebels", "fighters"),
        ("police officers", "soldiers"),
        ("aid workers", "people"),
        ("cartoonists", "cartoonist"),  # a noun that no list has stays what it is
    ],
)
def test_nouns_count_as_their_unit(read, noun, unit):
    assert events(read(f"The bomb killed 12 {noun}.")) == [(f"12 {noun}", "killed", unit)]


@pytest.fixture(scope="module")
def read_votes(extractor, tmp_path_factory):
    """The reader of a corpus whose own lexicon adds a category of claims."""
    folder = tmp_path_factory.mktemp("lexicon")
    (folder / "events.yaml").write_text(
        "votes:\n"
        "  units: [ballots, bare]\n"
        "  object: [cast, tally]\n"
        "  nouns: [counting]\n"
        "  counters: [abstention]\n"
        "  tolls: [vote count]\n"
        "killed:\n"
        "  subject: [croak]\n",
        encoding="utf-8",
    )
    (folder / "units.yaml").write_text(
        "ballots:\n  ballots: [ballot]\n  votes: [vote]\n  abstentions: [abstention]\n", encoding="utf-8"
    )
    return Reader(Extractor(extractor.nlp, load_lexicon(folder)))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Voters cast more than 12,000 ballots.", [("more than 12,000 ballots", "votes", "ballots")]),
        ("12,000 ballots in the city were cast.", [("12,000 ballots", "votes", "ballots")]),
        ("The counting of 12,000 ballots ended.", [("12,000 ballots", "votes", "ballots")]),
        ("12,000 ballots arrived.", []),
        # a word more for a category that ships
        ("12 people croaked.", [("12 people", "killed", "people")]),
        # what ships stays
        ("The raid killed 12 people.", [("12 people", "killed", "people")]),
        ("Voters cast 12,000 votes.", [("12,000 votes", "votes", "votes")]),
        ("There were 40 abstentions.", [("40 abstentions", "votes", "abstentions")]),
        ("The vote count rose to 12,000.", [("12,000", "votes", "ballots")]),
    ],
)  # fmt: skip
def test_a_category_of_ones_own_in_a_few_lines_of_yaml(read_votes, sentence, expected):
    assert events(read_votes(sentence)) == expected


def test_a_category_of_ones_own_is_not_in_the_lexicon_that_ships(read):
    assert events(read("Voters cast more than 12,000 ballots.")) == []
