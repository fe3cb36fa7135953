"""The rules of times.yaml: each does what its example says, and each is made of what there is."""

import re
from datetime import date

import pytest
from crossread.extract import time_values
from crossread.extract.syntax import Positions, find_sentences
from crossread.extract.time_rules import time_rules
from crossread.extract.times import read_expressions

MONDAY = date(2016, 12, 19)
RULES = [(kind, rule) for kind, entry in time_rules().kinds.items() for rule in entry.rules]


EXAMPLES = [pytest.param(rule.name, rule.example, id=f"{kind}: {rule.name}") for kind, rule in RULES if rule.example]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_a_rule_does_what_its_example_says(extractor, name, example):
    marked, _, value = example.removesuffix(" (undated)").partition(" = ")
    text = re.sub(r"[\[\]]", "", marked)
    doc = extractor.nlp(text)
    published = None if example.endswith("(undated)") else MONDAY
    read = read_expressions(published, Positions(doc, list(find_sentences(doc))), extractor.clauses)
    found = {text[one.start : one.end]: (one.value, one.rule) for one in read}
    if not value:
        assert found == {}
        return
    surface = re.search(r"\[(.*)\]", marked)[1]
    assert found[surface][0] == value
    assert found[surface][1] == name or name.startswith("none/")


@pytest.mark.parametrize(("kind", "rule"), [pytest.param(*one, id=f"{one[0]}: {one[1].name}") for one in RULES])
def test_a_rule_is_made_of_what_there_is(kind, rule):
    rules = time_rules()
    groups = {name.rstrip("0123456789") for name in _groups(rules, kind)}
    beside = {"left", "right", "pos", "ent", "counts", "ahead", "spoken"}
    assert set(rule.when) | set(rule.unless) <= groups | beside
    assert rule.starts in groups | {""}
    assert rule.before.removeprefix("not ") in {"", *rules.before}
    assert rule.after.removeprefix("not ") in {"", *rules.after}
    assert not rule.value.islower() or not rule.value.isidentifier() or callable(getattr(time_values, rule.value))


def _groups(rules, kind):
    entry = rules.kinds[kind]
    trigger = set(rules.compiled(rules.kinds[kind].trigger).groupindex)
    return trigger | {*rules.compiled(entry.before, ends=True).groupindex} | {*rules.compiled(entry.after).groupindex}


def test_all_patterns_are_patterns():
    rules = time_rules()
    for pattern in (*rules.before.values(), *rules.after.values()):
        rules.compiled(pattern)


def test_names_of_rules_are_told_apart():
    for kind in time_rules().kinds.values():
        names = [rule.name for rule in kind.rules]
        assert len(names) == len(set(names))


def test_no_trigger_is_passed_over():
    rules = time_rules()
    text = " ".join(rule.example for _, rule in RULES).lower()
    assert [one.span() for one in rules.triggers(text)] == [one.span() for one in rules._trigger.finditer(text)]
