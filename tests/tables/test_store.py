import pandas as pd
import pyarrow.parquet as pq
import pytest
from crossread.tables import Store, TablesError, make_table, open_tables

ROWS = [{"doc_id": "a", "sent_id": n, "start": 10 * n, "end": 10 * n + 9} for n in range(3)]


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "tables")
    store.write_part("sentences", make_table("sentences", ROWS[:2]), 0)
    store.write_part("sentences", make_table("sentences", ROWS[2:]), 1)
    store.write_run({"corpus": "x"})
    return store


def test_parts_are_read_in_order(store):
    assert store.read("sentences").to_dict("records") == ROWS
    assert store.read("sentences", ["start"])["start"].tolist() == [0, 10, 20]


def test_only_rows_with_some_values_are_read(seed_store):
    whole = seed_store.read("mentions")
    found = seed_store.read("mentions", only={"actor_id": ["russia", "turkey"], "form": ["acronym", "name"]})
    wanted = whole[whole["actor_id"].isin(["russia", "turkey"]) & whole["form"].isin(["acronym", "name"])]
    pd.testing.assert_frame_equal(found, wanted.reset_index(drop=True))
    with pytest.raises(TablesError, match="no column 'colour'"):
        seed_store.read("mentions", only={"colour": ["red"]})


def test_a_scan_has_the_rows_of_the_table_with_text_as_sorted_categories(seed_store):
    for name in ("quotes", "mentions"):
        whole, scanned = seed_store.read(name), seed_store.scan(name).read()
        pd.testing.assert_frame_equal(scanned.astype(whole.dtypes), whole)
        categories = scanned["doc_id"].cat.categories
        assert categories.is_monotonic_increasing
    some = seed_store.scan("mentions").read(["start"], only={"actor_id": ["russia", "turkey"], "form": ["name"]})
    expected = whole[whole["actor_id"].isin(["russia", "turkey"]) & (whole["form"] == "name")]
    assert some.columns.tolist() == ["start"]
    assert some["start"].tolist() == expected["start"].tolist()
    with pytest.raises(TablesError, match="no column 'colour'"):
        seed_store.scan("sentences").read(["colour"])


def test_the_same_frame_gives_the_same_bytes(store, tmp_path):
    other = Store(tmp_path / "other")
    path = other.write_part("sentences", make_table("sentences", ROWS[:2]), 0)
    assert path.read_bytes() == store.parts("sentences")[0].read_bytes()


def test_tables_are_queried_by_name(seed_store):
    found = seed_store.query("select outlet, count(*) as n from articles group by outlet order by n desc, outlet")
    assert found.iloc[0].to_dict() == {"outlet": "RFE/RL", "n": 2}


def test_unknown_tables_and_columns_are_named(store):
    with pytest.raises(TablesError, match="no table 'colours'; the tables are articles, blocks"):
        store.read("colours")
    with pytest.raises(TablesError, match="no column 'colour'; it has doc_id, sent_id"):
        store.read("sentences", ["colour"])
    with pytest.raises(TablesError, match="no table 'claims' in it"):
        store.read("claims")


def test_a_part_of_another_version_is_refused(store):
    frame = store.read("sentences").drop(columns="end")
    path = store.parts("sentences")[0]
    import pyarrow as pa

    pq.write_table(pa.Table.from_pandas(frame), path)
    with pytest.raises(TablesError, match="no column 'end'; the tables were written by another version"):
        store.read("sentences")
    with pytest.raises(TablesError, match="no column 'end'; the tables were written by another version"):
        store.scan("sentences").read(["end"])


def test_unfinished_tables_are_refused(tmp_path):
    with pytest.raises(TablesError, match="no such folder"):
        open_tables(tmp_path / "nowhere")
    (tmp_path / "half").mkdir()
    with pytest.raises(TablesError, match=r"no run\.json in it"):
        open_tables(tmp_path / "half")


def test_any_reader_finds_plain_missing_numbers(tmp_path):
    store = Store(tmp_path)
    quote = {
        "doc_id": "a", "quote_id": 0, "start": 0, "end": 5, "kind": "direct", "cue": None, "cue_class": None,
        "speaker": None, "speaker_id": None, "speaker_start": None, "speaker_end": None, "rule": "marks",
    }  # fmt: skip
    path = store.write_part("quotes", make_table("quotes", [quote]), 0)
    assert pq.read_table(path).schema.metadata is None
    assert pd.read_parquet(path)["speaker_start"].isna().all()
    assert pd.read_parquet(path)["speaker_start"].dtype == "float64"
