import pytest
from crossread.corpus.language import other_language

from tests.corpus.reading import TEXT, read


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les bus ont quitté la ville lundi, ont déclaré des responsables.", "French"),
        ("Die Busse verließen die Stadt am Montag, sagten Beamte.", "German"),
        ("Los autobuses salieron de la ciudad el lunes, dijeron las autoridades.", "Spanish"),
        ("Автобусы покинули город в понедельник, сообщили чиновники.", "Russian"),
        ("غادرت الحافلات المدينة يوم الاثنين حسبما ذكر المسؤولون هناك", "Arabic"),
    ],
)
def test_other_languages_are_told(text, language):
    assert other_language(text) == language
    assert other_language(text * 20) == language


@pytest.mark.parametrize(
    "text",
    [
        "The buses left the city on Monday, officials said.",
        "Bus.",
        "",
        "12,000 / 30,000 (2016)",
        "Les bus",  # too short to be sure
        "Aleppo Idlib Homs Hama Raqqa Deir ez-Zor Daraa Latakia Tartus",
        "The minister said: “Автобусы покинули город.” Nobody knew who had sent them, and why the buses had left so late.",
        "BREAKING: 12 KILLED IN ALEPPO AS BUSES LEAVE, OFFICIALS SAY; MORE TO FOLLOW",
    ],
)
def test_english_and_what_is_in_doubt_is_read(text):
    assert other_language(text) is None


def test_an_article_in_another_language_is_lost_and_said(tmp_path):
    (tmp_path / "a.csv").write_text(
        f"id,text\n1,{TEXT}\n2,Les bus ont quitté la ville lundi soir après des jours\n", encoding="utf-8"
    )
    (article,), (problem,) = read(tmp_path / "a.csv")
    assert article.doc_id == "1"
    assert problem == ("2", "language", "a.csv, row 3: written in French, not in English; not counted", True)
