import pytest
from crossread.extract.names import spellings


@pytest.mark.parametrize(
    ("name", "among"),
    [
        ("al-Nusra", ["Al-Nusra", "al Nusra", "Al Nusra"]),
        ("Shi'ite", ["Shiite"]),
        ("People's Party", []),
        ("Deir ez-Zor", ["Deir Ez-Zor", "Deir ez Zor"]),
    ],
)
def test_spellings(name, among):
    found = spellings(name)
    assert found[0] == name
    assert set(among) <= set(found)


@pytest.mark.parametrize("spelling", ["Foua", "Foah", "al-Fouaa", "Fuaa"])
def test_spellings_are_one_place(read, spelling):
    (claim,) = read(f"An estimated 500 people were evacuated from {spelling}.").claims
    assert claim.place == "Foua"


@pytest.mark.parametrize("spelling", ["Kefraya", "Kfarya", "Kefrya", "Kafraya"])
def test_more_spellings_are_one_place(read, spelling):
    (claim,) = read(f"An estimated 500 people were evacuated from {spelling}.").claims
    assert claim.place == "Kefraya"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hurricane Maria hit the island. Maria killed 12 people.", []),
        ("Tropical Storm Harvey came. Harvey killed 12 people.", []),
        ("Katrina killed many. It was the worst storm in years.", []),
        ("Maria Lopez fled the storm. Maria said so.", ["person:maria-lopez", "person:maria-lopez"]),
        ("The Tubbs Fire burned homes in the valley.", []),
        ("Ebola killed four people and COVID-19 ten.", []),
        ("Ohio expanded Medicaid.", ["ohio"]),
        # the name of a storm is also that of a person who has another name
        ("Maria Lopez left before Hurricane Maria.", ["person:maria-lopez"]),
    ],
)
def test_storms_diseases_and_programmes_are_nobody(read, text, expected):
    assert [m.actor_id for m in read(text).mentions] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The US and the WHO agreed.", ["united-states", "who"]),
        ("THEY MUST TELL US WHO PAID FOR IT.", []),
        ("THE SUSPECT IS 27, THE POLICE TOLD REPORTERS.", []),
        ("The Islamic State said so. IS left.", ["islamic-state", "islamic-state"]),
        ("The Fed raised rates.", ["federal-reserve"]),
        ("Fed up with it, they left.", []),
    ],
)
def test_acronyms_that_are_words(read, text, expected):
    assert [m.actor_id for m in read(text).mentions] == expected


def test_a_name_that_the_pipeline_sees_once_is_seen_wherever_it_stands(read):
    """The pipeline misses some of the same names: "Sawant" at the start of a sentence is a common noun to it."""
    records = read("Kshama Sawant spoke. Sawant is skeptical that they care. They asked Sawant again.")
    assert [m.actor_id for m in records.mentions if m.form != "pronoun"] == ["person:kshama-sawant"] * 3
