import pytest
from crossread.lexicon import kind_of_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Labour Ministry", "ministry"),
        ("interior ministry", "ministry"),
        ("Ministry of Health", "ministry"),
        ("local authorities", "ministry"),
        ("Turkish Foreign Ministry officials", "ministry"),
        ("officials", "official"),
        ("deputy mayor of Graz", "official"),
        ("a police officer", "ministry"),
        ("Workers’ Party", "party"),
        ("party officials", "party"),
        ("Acme Mining Ltd.", "company"),
        ("spokesman for the plant", "company"),
        ("employers' league", "company"),
        ("the league", "organisation"),
        ("Union of Miners", "union"),
        ("two union stewards", "union"),
        ("union leader", "union"),
        ("European Union", "body"),
        ("a rights group", "ngo"),
        ("Network for the Rights of Children", "organisation"),
        ("Fox News", "media"),
        ("rebels", "armed_group"),
        ("a resident", None),
        ("president", None),
        ("Doctors Without Borders", None),
        ("union leaders; the police", "union"),
        ("", None),
    ],
)
def test_the_last_words_of_a_name_tell_what_it_is(name, kind):
    assert kind_of_name(name) == kind
