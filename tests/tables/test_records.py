import pytest
from crossread.corpus import Block
from crossread.extract.records import ActorName, Mention, Sentence
from crossread.tables.records import PACKED, join_rows, pack_rows
from crossread.tables.schema import TABLES

RUSSIA = ActorName("russia", "Russia", "state", None, None, "RU", True)


def rows(**some):
    return {**{name: [] for name in PACKED}, "n_words": 3, **some}


def test_rows_are_joined_in_order_under_the_id_of_each_article():
    one = rows(
        n_words=4,
        blocks=[Block(0, 12, "body")],
        sentences=[Sentence(0, 0, 5), Sentence(1, 6, 12)],
        actors=[RUSSIA],
        mentions=[Mention(0, 0, 6, "Russia", "russia", "name", "agent", None, "narrator", "name")],
    )
    two = rows(sentences=[Sentence(0, 0, 9)], actors=[RUSSIA])
    packed = pack_rows([one, two])
    n_words, tables = join_rows([("x", packed[1]), ("y", packed[0])])
    joined = {name: table.to_pylist() for name, table in tables.items()}
    assert n_words == [3, 4]
    assert joined["sentences"] == [
        {"doc_id": "x", "sent_id": 0, "start": 0, "end": 9},
        {"doc_id": "y", "sent_id": 0, "start": 0, "end": 5},
        {"doc_id": "y", "sent_id": 1, "start": 6, "end": 12},
    ]
    assert [actor["actor_id"] for actor in joined["actors"]] == ["russia", "russia"]
    assert joined["mentions"][0]["agentless"] is None
    assert joined["claims"] == []


def test_what_is_joined_has_the_columns_of_its_table():
    (packed,) = pack_rows([rows()])
    for name, table in join_rows([("x", packed)])[1].items():
        assert table.column_names == list(TABLES[name].columns())
        TABLES[name].check(table.to_pandas().astype(TABLES[name].columns()))


def test_an_article_has_the_same_rows_whatever_it_was_packed_beside():
    one, other = rows(sentences=[Sentence(0, 0, 5)]), rows(sentences=[Sentence(n, n, n + 1) for n in range(9)])
    alone = pack_rows([one])
    assert pack_rows([one, other])[:1] == alone
    assert pack_rows([other, rows(), one])[2:] == alone


def test_a_row_that_breaks_its_table_is_named():
    with pytest.raises(ValueError, match=r"table blocks: kind: has to be one of title, .*'footer'"):
        pack_rows([rows(), rows(blocks=[Block(0, 4, "footer")])])
