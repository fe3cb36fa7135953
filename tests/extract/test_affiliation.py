import pytest


@pytest.mark.parametrize(
    ("text", "person", "affiliation"),
    [
        ('"All 12 children left," said Shushan Mebrahtu of Unicef.', "Shushan Mebrahtu", "unicef"),
        ("Unicef spokeswoman Shushan Mebrahtu said that 12 children had left.", "Shushan Mebrahtu", "unicef"),
        ("Shushan Mebrahtu, a spokeswoman for Unicef, said that 12 children had left.", "Shushan Mebrahtu", "unicef"),
        ("French President Jules Martin said that 12 people had left.", "Jules Martin", "france"),
        ("League president Conrad Aster said that 12 people had left.", "Conrad Aster", "League"),
        ("Conrad Aster, president of the employers' league, said that 12 people had left.", "Conrad Aster", "employers' league"),
        ("Conrad Aster, a union leader, said that 12 people had left.", "Conrad Aster", "union"),
        ("The union's leader, Conrad Aster, said that 12 people had left.", "Conrad Aster", "union"),
        ("The head of the union, Conrad Aster, said that 12 people had left.", "Conrad Aster", "union"),
        ("Interior Minister Jane Roe said that 12 people had left.", "Jane Roe", "Interior Minister"),
        ("Turkish Interior Minister Jane Roe said that 12 people had left.", "Jane Roe", "turkey"),
        ("The mayor of Graz, Jane Roe, said that 12 people had left.", "Jane Roe", "mayor"),
        ("Jane Roe said that 12 people had left.", "Jane Roe", None),
        ("Jane Roe of Chicago said that 12 people had left.", "Jane Roe", None),
        ("Farmer Jane Roe said that the president of the union had left.", "Jane Roe", None),
        ("Jane Roe, whose brother works in the ministry, said that 12 people had left.", "Jane Roe", None),
    ],
)  # fmt: skip
def test_whom_a_person_belongs_to(read, text, person, affiliation):
    (found,) = [actor.affiliation for actor in read(text).actors if actor.name == person]
    assert found == affiliation
