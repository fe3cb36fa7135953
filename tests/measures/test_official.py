import pytest
from crossread.measures import compare_official, follow_claims, judge_claims, match_official, read_official
from crossread.measures.official import OfficialError

from tests.measures.conftest import NOBODY, rows, tell
from tests.measures.test_traces import RISING, days_of


def written(folder, text):
    path = folder / "known.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def judged(*more):
    claims, articles = tell(*days_of(RISING, outlet="Post", source="WHO"), *more)
    return judge_claims(follow_claims(claims, articles, NOBODY))


def test_a_file_is_read_and_a_column_of_several_named(tmp_path):
    path = written(tmp_path, 'day,deaths,name\n2020-03-02,"1,200",Italy\n2020-03-01,7,Italy\n2020-03-03,,Italy\n')
    assert rows(read_official(f"{path}:deaths"), "name", "day", "value") == [
        ["Italy", "2020-03-01", 7.0],
        ["Italy", "2020-03-02", 1200.0],
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,value\n", "no column 'day'; it has date, value; name one as known.csv:COLUMN"),
        ("day,deaths\n", "no column 'value'; it has day, deaths"),
        ("day,value\n2020-03-01,5\n1 March,6\n", "row 3: day '1 March'; expected one such as 2020-03-01"),
        ("day,value\n2020-03-01,many\n", "row 2: value 'many'; expected a number of 0 or more"),
        ("day,value\n2020-03-01,-5\n", "row 2: value '-5'; expected a number"),
        ("day,value\n2020-03-01,1\n2020-03-01,2\n", "the day 2020-03-01 has two values"),
        ("day,value\n2020-03-01,\n", "no row has a value in 'value'"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(text, message, tmp_path):
    with pytest.raises(OfficialError, match=message):
        read_official(written(tmp_path, text))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OfficialError, match=r"known\.csv: no such file; expected a CSV file"):
        read_official(str(tmp_path / "known.csv"))


def test_who_was_late_and_who_was_low(tmp_path):
    values = "\n".join(f"2020-02-{day},{value}" for day, value in zip(range(21, 29), RISING, strict=True))
    later = "\n".join(f"2020-03-0{day},{200 + 10 * day}" for day in range(1, 9))
    known = match_official(judged(), read_official(written(tmp_path, f"day,value\n{values}\n{later}\n")))
    assert list(known) == ["killed · people · Italy · total"]
    out = compare_official(judged(), known)
    assert rows(out, "by", "who", "n_claims", "n_days", "within_5", "too_low", "lag") == [
        ["trace", "all", 8, 8, 0.0, 1.0, 9.0],
        ["outlet", "Post", 8, 8, 0.0, 1.0, 9.0],
        ["source", "WHO", 8, 8, 0.0, 1.0, 9.0],
    ]


def test_a_name_that_no_total_has_is_told(tmp_path):
    official = read_official(written(tmp_path, "day,value,name\n2020-03-01,1,Atlantis\n"))
    with pytest.raises(OfficialError, match="no running total is of 'Atlantis'; there are killed · people · Italy"):
        match_official(judged(), official)
