import pandas as pd

from analysis.tables import as_rows, number_names, read_numbers


def test_names_become_numbers_and_unknown_ones_minus_one():
    frame = pd.DataFrame({"who": ["b", "a", "c", "b"], "start": [3, 1, 4, 1], "other": "x"})
    rows = as_rows(frame, ["who", "start"])
    assert rows.column_names == ["who", "start"]
    assert number_names(rows, "who", {"a": 0, "b": 7}).tolist() == [7, 0, -1, 7]
    assert read_numbers(rows, "start").tolist() == [3, 1, 4, 1]
    assert number_names(rows.slice(0, 0), "who", {"a": 0}).tolist() == []
