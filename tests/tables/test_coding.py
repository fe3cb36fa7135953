"""What a codebook makes of claims. How a number comes by its words is held in tests/extract/test_frames.py."""

import pandas as pd
import pytest
import yaml
from crossread.extract.article import Extractor
from crossread.lexicon import load_lexicon, read_codebook
from crossread.tables import make_table
from crossread.tables.coding import code_claims

from tests.conftest import Reader

SHIPPED = read_codebook()


@pytest.mark.parametrize("row", [pytest.param(row, id=row.example) for row in SHIPPED.rows if row.example])
def test_every_example_is_coded_as_its_row(read, row):
    """With all the packs that ship, so that they do not fight."""
    assert row.category in {claim.category for claim in read(row.example).claims}


def test_every_row_that_ships_has_an_example():
    assert [row.category for row in SHIPPED.rows if row.example is None] == []


def coded(records):
    return [(c.surface, c.category, c.unit_group or c.unit) for c in records.claims if c.category]


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
         [("12 people", "killed", "people"), ("30", "wounded", "people"), ("two houses", "destroyed", "homes")]),
        ("The blast wounded 30 and trapped five.", [("30", "wounded", "people"), ("five", "trapped", "people")]),
        ("The raids killed 12 in Homs and 30 in Hama.", [("12", "killed", "people"), ("30", "killed", "people")]),
        # a number beside another noun than its own
        ("12 people lost their homes.", []),
        ("12 people lost their lives.", [("12 people", "killed", "people")]),
        ("The bombs took 80 lives.", [("80 lives", "killed", "people")]),
        ("The quake took the lives of 80 people.", [("80 people", "killed", "people")]),
        ("Four of the 12 people killed were children.",
         [("Four", "killed", "children"), ("12 people", "killed", "people")]),
        ("Most of the 300 people were killed.", []),
        ("Of those killed, six were children.", [("six", "killed", "children")]),
        ("Six of those killed were children.", [("Six", "killed", "children")]),
        ("The dead included 11 children.", [("11 children", "killed", "children")]),
        ("A gunman killed himself and 12 others.", [("12 others", "killed", "people")]),
        ("12 people were forced to flee.", [("12 people", "displaced", "people")]),
        ("They met 12 soldiers who had been wounded.", [("12 soldiers", "wounded", "soldiers")]),
        ("They met 12 children who starved to death.", [("12 children", "killed", "children")]),
        ("Two people were stopped and arrested.", [("Two people", "detained", "people")]),
        ("500 children lack food.", [("500 children", "in_need", "children")]),
        ("The blast killed three men, two women and a child.",
         [("three men", "killed", "people"), ("two women", "killed", "women"), ("a child", "killed", "children")]),
        ("The strikes killed several people, including a policeman and a nurse.",
         [("a policeman", "killed", "soldiers"), ("a nurse", "killed", "people")]),
        ("The blast killed 258 people and injured 5,500 people. Of those killed, 11 were guards.",
         [("258 people", "killed", "people"), ("5,500 people", "wounded", "people"), ("11", "killed", "soldiers")]),
        # whose predicate is another; a lorry destroyed counts
        ("The virus killed 2,400 people, and thousands more are infected.",
         [("2,400 people", "killed", "people"), ("thousands more", "cases", "people")]),
        ("A truck carrying 12 fighters was destroyed.", [("A truck", "vehicles", "vehicles")]),
        ("They remember the 12 people killed.\n\nThe day earlier, thousands poured into the streets.",
         [("12 people", "killed", "people")]),
        # each counts itself
        ("They were accused of 1,113 kidnappings and 3,089 robberies.",
         [("1,113 kidnappings", "detained", "kidnapping"), ("3,089 robberies", "shootings", "crimes")]),
        ("A blast injures 90 - A suicide bomber killed 30 people.",
         [("90", "wounded", "people"), ("30 people", "killed", "people")]),
        # weapons are attacks where they are used
        ("The army fired 12 rockets.", [("12 rockets", "attacks", "missiles")]),
        ("Twelve rockets hit the city.", [("Twelve rockets", "attacks", "missiles")]),
        ("A barrage of 20 rockets hit the city.", [("20 rockets", "attacks", "missiles")]),
        ("The army has around 150,000 rockets at its disposal.", []),
        ("They made five bombs.", []),
        # goods and money
        ("Two tonnes of food arrived.", [("Two tonnes", "aid", "tonne")]),
        ("The union pledged $3 billion in aid.", [("$3 billion", "aid", "USD")]),
    ],
)  # fmt: skip
def test_a_category_goes_to_the_number_that_it_happened_to(read, sentence, expected):
    assert coded(read(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # narrow: of people only when a noun says that it counts people
        ("The army destroyed two tanks.", [("two tanks", "vehicles", "vehicles")]),
        ("One was destroyed.", [("One", "destroyed", None)]),
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
        ("They took two lives.", [("two lives", "killed", "people")]),
        ("They took two pictures.", []),
        # taken hostage, with no other word for it
        ("The gunmen took 12 hostages.", [("12 hostages", "detained", "people")]),
        ("The gunmen took 12 people hostage.", [("12 people", "detained", "people")]),
        ("The evacuation went on. 12 people were taken hostage.", [("12 people", "detained", "people")]),
        # shot: whether they died is not said
        ("Police shot two journalists.", [("two journalists", "shot", "people")]),
        ("The gunmen shot two journalists dead.", [("two journalists", "killed", "people")]),
    ],
)  # fmt: skip
def test_words_that_count_only_in_company(read, sentence, expected):
    assert coded(read(sentence)) == expected


@pytest.mark.parametrize(
    ("noun", "group"),
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
def test_nouns_count_as_their_group(read, noun, group):
    assert coded(read(f"The bomb killed 12 {noun}.")) == [(f"12 {noun}", "killed", group)]


# --- codebooks of one's own ---

ARTICLE = (
    "Voters cast 12,000 ballots. The storm killed 12 people and destroyed 300 homes. Turnout was 62 percent. "
    "In Ohio, 40 nurses fell ill. The clinic lost 12 patients. They raised $3 million."
)


@pytest.fixture(scope="module")
def claims(read):
    """What is read of an article, without a category."""
    rows = [{"doc_id": "a", **claim._asdict(), "category": None} for claim in read(ARTICLE).claims]
    return make_table("claims", rows)


@pytest.fixture
def code(extractor, claims, tmp_path):
    """The categories that a codebook gives to the numbers of the article."""

    def code(text):
        path = tmp_path / "codebook.yaml"
        path.write_text(text, encoding="utf-8")
        found = code_claims(claims, read_codebook(path), extractor.lexicon.units)
        return dict(
            zip(found["surface"], found["category"].astype(object).where(found["category"].notna(), None), strict=True)
        )

    return code


SHIPS = {
    "12,000 ballots": "votes", "12 people": "killed", "300 homes": "destroyed", "62 percent": "turnout",
    "40 nurses": "cases", "12 patients": "killed", "$3 million": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("codebook", "changed"),
    [
        # rows of one's own go first, in their order
        ("rows: [{category: ballots, unit: [votes]}]", {"12,000 ballots": "ballots"}),
        ("rows: [{category: money, measure: [money]}]", {"$3 million": "money"}),
        ("rows: [{category: victims, object: [kill]}, {category: homes, unit: [homes]}]",
         {"12 people": "victims", "300 homes": "homes"}),
        ("rows: [{category: a, object: [destroy]}, {category: b, unit: [homes]}]", {"300 homes": "a"}),
        ("rows: [{category: b, unit: [homes]}, {category: a, object: [destroy]}]", {"300 homes": "b"}),
        # a list is the rows alone
        ("[{category: ballots, unit: [votes]}]", {"12,000 ballots": "ballots"}),
        # where and of whom
        ("rows: [{category: ohio, unit: [people], place: [Ohio], adjectives: [ill]}]",
         {"40 nurses": "ohio"}),
        ("rows: [{category: ohio, unit: [people], place: [Texas], adjectives: [ill]}]", {}),
        ("rows: [{category: storm, object: [kill], of: [storm]}]", {"12 people": "storm"}),
        ("rows: [{category: army, object: [kill], of: [army]}]", {}),
        ("rows: [{category: change, unit: [homes], change: change}]", {}),
        # words of many uses need company: "kill" is such company where it is a word of the category
        ("rows: [{category: lost, unit: [people], object: [lose], weak: [lose]}]", {}),
        ("rows: [{category: lost, unit: [people], object: [lose, kill], weak: [lose]}]",
         {"12 people": "lost", "12 patients": "lost"}),
        # of no category, whatever comes behind
        ("rows: [{category: null, unit: [homes]}]", {"300 homes": None}),
        # packs that are chosen, in that order, and categories that are not wanted
        ("packs: [election]", {"12 people": None, "300 homes": None, "40 nurses": None, "12 patients": None}),
        ("packs: [health, election, conflict, disaster]", {"12 patients": "patients"}),
        ("remove: [votes, turnout]", {"12,000 ballots": None, "62 percent": None}),
        ("packs: []\nrows: [{category: homes, unit: [homes]}]",
         {**dict.fromkeys(SHIPS), "300 homes": "homes"}),
    ],
)  # fmt: skip
def test_a_codebook_of_ones_own(code, codebook, changed):
    assert code(codebook) == {**SHIPS, **changed}


@pytest.mark.parametrize(
    "first", ["packs: [election]", "rows: [{category: none, unit: [people, bare], object: [kill]}]"]
)
def test_coding_again_is_coding_from_the_start(extractor, claims, tmp_path, first):
    """Whatever another codebook made of the table before."""
    path = tmp_path / "codebook.yaml"
    path.write_text(first, encoding="utf-8")
    units = extractor.lexicon.units
    once = code_claims(claims, SHIPPED, units)
    again = code_claims(code_claims(once, read_codebook(path), units), SHIPPED, units)
    assert again.equals(once)


def test_a_toll_counts_people_only_in_a_category_of_people(extractor, read, tmp_path):
    table = make_table("claims", [{"doc_id": "a", **c._asdict()} for c in read("The death toll rose to 58.").claims])
    path = tmp_path / "codebook.yaml"
    path.write_text(yaml.safe_dump({"packs": ["election"]}), encoding="utf-8")
    units = extractor.lexicon.units
    assert code_claims(table, SHIPPED, units)["unit_group"].tolist() == ["people"]
    assert code_claims(table, read_codebook(path), units)["unit_group"].isna().all()


def test_articles_are_coded_alone(extractor, claims):
    """What one article says lets no word of another count."""
    lost = claims[claims["surface"] == "12 patients"].assign(doc_id="b")
    units = extractor.lexicon.units
    both = code_claims(pd.concat([claims, lost], ignore_index=True), SHIPPED, units)["category"].tolist()
    assert both == [*code_claims(claims, SHIPPED, units)["category"].tolist(), "patients"]


def test_no_claims(extractor):
    assert code_claims(make_table("claims", []), SHIPPED, extractor.lexicon.units).empty


@pytest.mark.parametrize(
    "rows",
    [
        "{category: homes, unit: [homes]}",
        "{category: killed, object: [kill]}, {category: ill, adjectives: [ill]}",
        "{category: treated, unit: [people], object: [lose], weak: [lose], counters: [patient]}",
        # words that only the text beside the numbers has
        pytest.param(
            "{category: lost, unit: [people], object: [lose, reopen], weak: [lose]}",
            marks=pytest.mark.xfail(
                strict=True, reason="an article keeps only words that the codebook it was read with has"
            ),
        ),
    ],
)
def test_a_codebook_sorts_what_was_read_with_another(read, tmp_path, rows):
    text = f"{ARTICLE} It will reopen."
    path = tmp_path / "codebook.yaml"
    path.write_text(f"rows: [{rows}]", encoding="utf-8")
    own = load_lexicon(tmp_path)
    claims = make_table("claims", [{"doc_id": "a", **claim._asdict()} for claim in read(text).claims])
    later = code_claims(claims, read_codebook(path), own.units)["category"]
    assert later.astype(object).where(later.notna(), None).tolist() == [
        claim.category for claim in Reader(Extractor(own))(text).claims
    ]
