import random

import pytest

from research.benchmarks import hostile, ways_out


@pytest.mark.slow
def test_hostile_input_ends_in_a_message_and_costs_no_good_article():
    """A few hundred of the cases; ``python -m research.benchmarks.hostile`` runs ten thousand."""
    outcomes = hostile.run(cases=160, seed=2)
    assert {name: len(items) for name, items in outcomes.items()} == dict.fromkeys(outcomes, 20)
    found = [outcome for items in outcomes.values() for _, outcome in items]
    assert [outcome.failure for outcome in found if outcome.failure] == []
    assert [outcome.lost for outcome in found if outcome.lost] == []
    assert [outcome.unclear for outcome in found if outcome.unclear] == []
    assert [outcome.harm for outcome in found if outcome.harm] == []
    assert sum(outcome.n_problems + outcome.refused > 0 for outcome in found) > len(found) / 2


def test_the_table_counts_what_went_wrong():
    fine = hostile.Outcome(False, 1, (), None, (), (), 0.1)
    outcomes = {"random_bytes": [(0, fine), (1, fine._replace(failure="Traceback", lost=("a", "b")))]}
    last = hostile.render(outcomes).splitlines()[-1].split()
    assert last == ["all", "2", "0", "2", "0", "0", "1", "2", "0", "0.10"]


def test_a_case_is_the_same_whenever_its_number_is():
    for kind in hostile.KINDS:
        for number in range(20):
            assert kind(random.Random(number)) == kind(random.Random(number))


@pytest.mark.parametrize(
    ("way", "name", "text"),
    [
        ("CSV", "for_csv", "=1+1"),
        ("terminal", "printable", "\x1b[2J"),
        ("page", "for_html", "<script>"),
        ("SVG", "for_attribute", "<b/>"),
        ("LaTeX", "for_latex", "\\input{x}"),
    ],
)
def test_what_a_way_lets_out_is_found(monkeypatch, way, name, text):
    assert list(ways_out.find_harm(["good", text])) == []
    monkeypatch.setattr(ways_out, name, lambda value: value)
    assert f"{way}: {text!r}" in list(ways_out.find_harm(["good", text]))
