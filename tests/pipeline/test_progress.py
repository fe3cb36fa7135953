from io import StringIO

from crossread.pipeline import progress
from crossread.pipeline.progress import ProgressBar


def test_a_log_gets_plain_lines_and_the_end_of_each_stage():
    log = StringIO()
    with ProgressBar(log) as tell:
        for stage, done, total in [("read", 0, None), ("read", 5, 5), ("annotate", 0, 5), ("annotate", 3, 5)]:
            tell(stage, done, total)
        tell("annotate", 5, 5)
    lines = log.getvalue().splitlines()
    assert [line.split(" [")[0] for line in lines] == ["read: 100% 5/5", "annotate: 100% 5/5"]
    assert "articles/s" in lines[1]


def test_a_log_hears_of_long_work_now_and_then(monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_A_LINE", 0)
    log = StringIO()
    with ProgressBar(log) as tell:
        tell("annotate", 1, 4)
        tell("annotate", 2, 4)
    assert [line.split(" [")[0] for line in log.getvalue().splitlines()] == ["annotate:  25% 1/4", "annotate:  50% 2/4"]


def test_a_terminal_gets_one_bar_for_each_stage():
    terminal = StringIO()
    with ProgressBar(terminal, live=True) as tell:
        tell("read", 2, None)
        tell("annotate", 0, 4)
        tell("annotate", 4, 4)
    drawn = terminal.getvalue().replace("\r", "\n")
    assert "read: 2 articles" in drawn
    assert "annotate: 100%" in drawn


def test_what_takes_no_time_shows_nothing():
    terminal = StringIO()
    with ProgressBar(terminal, live=True):
        pass
    assert terminal.getvalue() == ""
