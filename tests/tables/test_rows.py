import pandas as pd
from crossread.tables import as_rows, find_names, number_names, read_names, read_numbers


def test_names_become_numbers_and_unknown_ones_minus_one():
    frame = pd.DataFrame({"who": ["b", "a", "c", "b"], "start": [3, 1, 4, 1], "other": "x"})
    rows = as_rows(frame, ["who", "start"])
    assert rows.column_names == ["who", "start"]
    assert number_names(rows, "who", ["a", "b"]).tolist() == [1, 0, -1, 1]
    assert read_numbers(rows, "start").tolist() == [3, 1, 4, 1]
    assert number_names(rows.slice(0, 0), "who", ["a"]).tolist() == []


def test_names_of_several_parts_are_found_at_once():
    parts = [as_rows(pd.DataFrame({"who": who}), ["who"]) for who in (["b", "a", "b"], ["c"], [])]
    numbers, names = zip(*(read_names(part, "who") for part in parts), strict=True)
    assert [number.tolist() for number in numbers] == [[0, 1, 0], [0], []]
    assert find_names(names, ["a", "b"]).tolist() == [1, 0, -1]
