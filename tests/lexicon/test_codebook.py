"""What a codebook file may say, and what is told of one that cannot be used."""

import pytest
from crossread.lexicon import LexiconError, load, load_lexicon, read_codebook
from crossread.lexicon.codebook import WORDS

LEXICON = load_lexicon()
ROWS = LEXICON.codebook.rows


def write(folder, text):
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "mine.yaml: empty; a codebook has rows, each with a category and what it asks for"),
        ("rows: []\npacks: []", "mine.yaml: no row is left; a codebook needs one at least"),
        ("just words", "mine.yaml: expected rows, .*, found 'just words'"),
        ("[unclosed", "mine.yaml: not readable as YAML"),
        ("rows: [{unit: [jobs]}]", "mine.yaml, row 1: category: Field required .*the fields are category, measure"),
        (
            "rows: [{category: rain, measure: [weight]}]",
            "mine.yaml, row 1: measure.0: .*'count', 'money', 'percent', 'ratio' or 'amount' .found 'weight'",
        ),
        (
            "rows: [{category: jobs, units: [jobs]}]",
            "mine.yaml, row 1: units: .*the fields are category, measure, unit",
        ),
        ("columns: [a]", "mine.yaml.*'columns': .*the fields are rows, packs, remove"),
        # the format of before
        ("killed: {units: [people], object: [kill]}", "mine.yaml: in the format of events.yaml; .*`unit` for `units`"),
        ("packs: [disaster, wars]", "mine.yaml, packs: 'wars' does not ship; those that do are conflict, disaster, .*"),
        ("remove: [killed, slain]", "mine.yaml, remove: no pack has the category 'slain'"),
        ("packs: [election]\nremove: [killed]", "mine.yaml, remove: no pack has the category 'killed'"),
        # a row that another before it leaves nothing to
        (
            "rows: [{category: all, unit: [jobs]}, {category: lost, unit: [jobs], object: [lose]}]",
            "mine.yaml, row 2 .lost.: never takes a claim; row 1 .all. before it takes them all",
        ),
        (
            "- {category: all, measure: [money, percent]}\n- {category: x, object: [kill]}\n- {category: usd, measure: [money]}",
            "mine.yaml, row 3 .usd.: never takes a claim; row 1 .all.",
        ),
    ],
)
def test_a_codebook_that_cannot_be_used(tmp_path, text, message):
    with pytest.raises(LexiconError, match=message):
        read_codebook(write(tmp_path, text))


@pytest.mark.parametrize(
    "rows",
    [
        # what narrows a row before it leaves something to the one behind
        "[{category: a, unit: [jobs], of: [Ohio]}, {category: b, unit: [jobs]}]",
        "[{category: a, unit: [jobs], change: change}, {category: b, unit: [jobs]}]",
        "[{category: a, unit: [jobs]}, {category: b}]",
        "[{category: a, unit: [jobs]}, {category: b, unit: [jobs], measure: [count, percent]}]",
    ],
)
def test_rows_that_do_not_swallow_each_other(tmp_path, rows):
    assert [row.category for row in read_codebook(write(tmp_path, rows)).rows[:2]] == ["a", "b"]


def test_what_is_left_of_the_packs(tmp_path):
    names = [row.category for row in ROWS]
    assert [row.category for row in read_codebook(write(tmp_path, "remove: [killed]")).rows] == [
        name for name in names if name != "killed"
    ]
    chosen = read_codebook(write(tmp_path, "packs: [health, conflict]\nrows: [{category: mine, unit: [jobs]}]"))
    order = [row.category for row in chosen.rows]
    assert order[0] == "mine"
    assert order.index("cases") < order.index("killed")
    assert "votes" not in order


def test_a_corpus_brings_its_codebook(tmp_path):
    (tmp_path / "codebook.yaml").write_text("rows: [{category: mine, unit: [jobs]}]", encoding="utf-8")
    own = load_lexicon(tmp_path)
    assert own.codebook.rows[0].category == "mine"
    assert own.codebook.rows[1:] == ROWS
    assert own.digest != LEXICON.digest


def test_what_ships_is_well_formed():
    assert set(load._PACKS) == {path.stem.removeprefix("codebook_") for path in load.SHIPPED.glob("codebook_*.yaml")}
    for row in ROWS:
        words = {word for name in WORDS for word in getattr(row, name)}
        assert {*row.weak, *row.narrow} <= words, row.category  # of words that it has
        assert not row.carriers or row.takes, row.category
    for number, row in enumerate(ROWS):  # none is swallowed, across packs too
        assert [other.category for other in ROWS[:number] if other.takes_all_of(row)] == [], row.category
