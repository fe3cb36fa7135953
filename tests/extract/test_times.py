import pytest

# What rules do one by one is shown by their examples in times.yaml (test_time_rules.py).
# Published on Monday, 19 December 2016.


def times(records):
    return [(time.surface, time.value) for time in records.times]


@pytest.mark.parametrize(
    ("sentence", "surface", "value"),
    [
        ("Buses left on Sunday.", "Sunday", "2016-12-18"),
        ("The council will vote on Tuesday.", "Tuesday", "2016-12-20"),
        ("Buses left last Monday.", "last Monday", "2016-12-12"),
        ("Buses leave next Monday.", "next Monday", "2016-12-26"),
        ("It resumed this month.", "this month", "2016-12"),
        ("It collapsed last month.", "last month", "2016-11"),
        ("It collapsed last year.", "last year", "2015"),
        ("The advance began in late November.", "late November", "2016-11"),
        ("Strikes had gone on since July.", "July", "2016-07"),
        ("They were besieged for three days.", "three days", "P3D"),
        ("They were besieged for two and a half years.", "two and a half years", "P2Y6M"),
        ("They waited for an hour and a half.", "an hour and a half", "PT1H30M"),
        ("It rose in last year's second quarter.", "last year's second quarter", "2015-Q2"),
        ("They agreed in June to stop.", "June", "2016-06"),
        ("Wednesday there were reports.", "Wednesday", "2016-12-14"),
        ("They vote this January.", "this January", "2016-01"),
        ("They were besieged for several months.", "several months", "PXM"),
        ("They were besieged for a nearly six-year war.", "nearly six-year", "P6Y"),
        ("It happened on December 16.", "December 16", "2016-12-16"),
        ("It began in 2011.", "2011", "2011"),
        ("It began two weeks ago.", "two weeks ago", "2016-W49"),
        # a limit lies ahead, unless what it limits is past
        ("They have until Tuesday to leave.", "Tuesday", "2016-12-20"),
        ("The council extended its deadline until Friday.", "Friday", "2016-12-23"),
        ("They must leave by February.", "February", "2017-02"),
        ("Until Thursday, they had not left.", "Thursday", "2016-12-15"),
        ("The truce had been due to expire on Friday.", "Friday", "2016-12-16"),
        ("The governor has scheduled a news conference on Thursday.", "Thursday", "2016-12-22"),
        ("They gave him until 9 a.m. Tuesday to leave.", "9 a.m. Tuesday", "2016-12-20T09:00"),
        ("The ship has been on patrol since March and is scheduled to return.", "March", "2016-03"),
        ("Friday's vote is a failure.", "Friday", "2016-12-16"),
        ("The border is closed until Friday.", "Friday", "2016-12-23"),
        ("A ruling is expected by the end of January.", "the end of January", "2017-01"),
        # what has gone on since then is past
        ("They have been under fire since mid-February.", "mid-February", "2016-02"),
        ("They have been under fire since 21 December.", "21 December", "2015-12-21"),
        # a count is no day of the month, tens and ones are one number
        ("In December 45 percent of them left.", "December", "2016-12"),
        ("It ended seventy-four years ago.", "seventy-four years ago", "1942"),
        # what comes again
        ("There are four flights a week to the city.", "a week", "P1W"),
        # years in words
        ("They wait for the year two thousand.", "the year two thousand", "2000"),
        # tens and hundreds of years
        ("It lasted two decades.", "two decades", "P20Y"),
        ("It went on over the past century.", "the past century", "P100Y"),
        ("They met at midday.", "midday", "2016-12-19T12:00"),
        # a day that names an event: of the year that the text or the list tells, or of late
        ("He spoke of the Oct. 23 shooting.", "Oct. 23", "2016-10-23"),
        ("He spoke of the March 3 bombing.", "March 3", "XXXX-03-03"),
        ("On March 3, 2009, a bomb went off. He spoke of the March 3 bombing.", "March 3", "2009-03-03"),
        ("He spoke of the Sept. 11 attack in Benghazi.", "Sept. 11", "2012-09-11"),
        ("They will meet on Election Day.", "Election Day", "2016-11-08"),
        ("Shops were full on Black Friday.", "Black Friday", "2016-11-25"),
        ("They met on Easter Monday 2015.", "Easter Monday 2015", "2015-04-06"),
        ("They came on 25/11/2016 and left on 03/12/2016.", "03/12/2016", "2016-12-03"),
        ("They came on 11/25/2016 and left on 12/03/2016.", "12/03/2016", "2016-12-03"),
        ("It began in September 2013. A year later it ended.", "A year later", "2014"),
    ],
)
def test_expressions_have_their_value(read, sentence, surface, value):
    assert (surface, value) in times(read(sentence))


def test_two_days_earlier_counts_from_the_day_last_spoken_of(read):
    records = read("Buses burned on Sunday. Evacuations were suspended two days earlier.")
    assert times(records) == [("Sunday", "2016-12-18"), ("two days earlier", "2016-12-16")]


def test_the_day_before_counts_from_the_day_last_spoken_of(read):
    records = read("Buses burned on December 16. Talks had failed the day before.")
    assert times(records)[-1] == ("the day before", "2016-12-15")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He came in March 1995. The following year he left.", [("March 1995", "1995-03"), ("The following year", "1996")]),
        ("He came in May. The previous month he had left.", [("May", "2016-05"), ("The previous month", "2016-04")]),
        ("He came in June 2014 and left later that year.", [("June 2014", "2014-06"), ("later that year", "2014")]),
        ("He came on December 9. The previous Friday he had left.",
         [("December 9", "2016-12-09"), ("The previous Friday", "2016-12-02")]),
        ("He came in 1938. A year later he left.", [("1938", "1938"), ("A year later", "1939")]),
        # later than what is not known
        ("Five days later, he left.", [("Five days later", "XXXX-XX-XX")]),
        # the second day of two
        ("They met on December 10 and 11.", [("December 10", "2016-12-10"), ("11", "2016-12-11")]),
        ("They met on December 10-12.", [("December 10", "2016-12-10"), ("12", "2016-12-12")]),
        ("They met on December 10 and 30 people came.", [("December 10", "2016-12-10")]),
        # a quarter of a year ago is that of the quarter that is told of, not of the one compared with
        ("Net rose in the third quarter from a year earlier. Sales rose from a year earlier.",
         [("the third quarter", "2016-Q3"), ("a year earlier", "2015-Q3"), ("a year earlier", "2015-Q3")]),
        ("Net rose in the third quarter. In the first nine months, it fell from a year earlier.",
         [("the third quarter", "2016-Q3"), ("the first nine months", "P9M"), ("a year earlier", "2015")]),
    ],
)  # fmt: skip
def test_what_counts_from_the_text(read, text, expected):
    assert times(read(text)) == expected


@pytest.mark.parametrize(
    ("sentence", "earliest", "latest"),
    [
        ("The advance began in mid-November.", "2016-11-10", "2016-11-21"),
        ("The advance began in late November.", "2016-11-21", "2016-11-30"),
        ("It happened over the past month.", "2016-11-19", "2016-12-19"),
        ("It collapsed last week.", "2016-12-12", "2016-12-18"),
        ("It resumed earlier this month.", "2016-12-01", "2016-12-19"),
    ],
)
def test_expressions_stand_for_days(read, sentence, earliest, latest):
    (time,) = read(sentence).times
    assert (time.earliest, time.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "sentence",
    [
        "2,016 people left the city.",
    ],
)
def test_what_is_no_time_is_left_alone(read, sentence):
    assert times(read(sentence)) == []


def test_without_a_day_of_publication_relative_expressions_stay_unresolved(read):
    records = read("Buses left on Monday and last week, after December 16 and in 2011.", published=None)
    assert [(time.value, time.latest) for time in records.times] == [
        ("XXXX-WXX-1", None),
        ("XXXX-WXX", None),
        ("XXXX-12-16", None),
        ("2011", "2011-12-31"),
    ]
