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
