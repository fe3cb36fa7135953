"""How the time of each stage grows with the length of one article: ``python -m research.benchmarks.growth``.

Each family is a kind of article that can be made of any length: hostile ones, and plain prose. Printed is the
exponent between the two largest sizes: the power of the tokens that the seconds grow with, 1 is linear, 2 quadratic.
Seconds are of the processor, the fewest of three runs, without Python's collector of garbage, whose rare long passes
fall into one stage or another by chance. A stage that takes less than a tenth of a second at the largest size has no
exponent ("-"): it is the clock that would be measured. The exit status is 1 where an exponent is over 1.2.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Sequence
from math import log

from crossread.corpus import Article
from crossread.extract.article import Extractor
from crossread.pipeline.outline import Outline
from crossread.tables.records import pack_rows

from research.benchmarks.steps import STEPS, timed_steps

SIZES = (2_000, 8_000, 32_000)
MOST = 1.2  # the exponent that is allowed: linear, with room for noise and for sorting
_SMALL = 0.1  # seconds below which a stage has no exponent
_RUNS = 3  # the fewest seconds of which count
_TOO_LONG = 60.0  # seconds of all stages after which larger articles of a family are not tried

STAGES = ("outline", "parse", *STEPS, "tables", "all")


def _repeated(unit: str, tokens: int, *, after: str = "") -> Callable[[int], str]:
    """Articles of one text again and again, which has so many tokens."""
    return lambda n: (after + unit * (n // tokens)).strip()


def _names(n: int) -> str:
    """Distinct full names, joined by commas."""
    first = ("Anna", "Bernard", "Clara", "David", "Elena", "Frank", "Greta", "Henry")
    last = ("Abbott", "Berger", "Castillo", "Dimitrov", "Eriksen", "Fischer", "Grant", "Hoffman")
    return ", ".join(f"{first[i % 8]} {last[i // 8 % 8]}{'son' * (i // 64 % 3)}" for i in range(n // 3))


_PROSE = "The minister said on Monday that 12 people had been killed in Aleppo, and he urged Russia to stop. "

# Kinds of articles by their name, each made of so many tokens.
FAMILIES: dict[str, Callable[[int], str]] = {
    "plain prose": _repeated(_PROSE, 20),
    "prose in paragraphs": _repeated(f"{_PROSE * 3}\n\n", 61),
    "prose without sentence ends": _repeated(_PROSE.replace(". ", " and "), 20),
    "short lines": _repeated("A line\n", 2),
    **{f"{mark * 3}": _repeated(mark, 1, after="The war goes on ") for mark in ('"', "'", "=", "*", "-", "* ")},
    "parentheses": lambda n: f"The war {'(' * (n // 2)} goes {')' * (n // 2)} on",
    "(word)": _repeated("(war) ", 3),
    "including N children": _repeated("including 12 children ", 3, after="The attack killed 900 people "),
    "numbers": _repeated("12 killed, 30 wounded, ", 6),
    "comma-joined names": _names,
    "pronouns": _repeated("He saw her and she saw him ", 7),
    "pronouns, sentences": _repeated("Anna met Paul. He saw her. ", 8),
    "single-quoted words": _repeated("'peace' and ", 4),
    "double-quoted words": _repeated('"peace" and ', 4),
    "said": _repeated("he said that she said that ", 6),
    "days": _repeated("on Monday and two days later ", 6),
    "labels": _repeated("the rebels and terrorists, ", 5),
    "titles": _repeated("President Putin of Russia, ", 5),
    "a-b-c": _repeated("a-", 2),
}  # fmt: skip


def time_stages(extractor: Extractor, text: str) -> tuple[int, dict[str, float]]:
    """How many tokens an article has, and the CPU seconds of each stage; stages are those of ``STAGES``."""
    runs = []
    try:
        for _ in range(_RUNS):
            gc.collect()
            gc.disable()
            n_tokens, seconds = _time_once(extractor, text)
            runs.append(seconds)
    finally:
        gc.enable()
    return n_tokens, {stage: min(run[stage] for run in runs) for stage in STAGES}


def _time_once(extractor: Extractor, text: str) -> tuple[int, dict[str, float]]:
    clock = time.process_time
    article = Article("a", "Outlet", None, None, None, text, "a.txt")
    with extractor.nlp.memory_zone(), timed_steps(clock) as spent:
        begin = clock()
        outline = Outline.of(article, extractor.lexicon.boilerplate)
        outlined = clock()
        ((_, blocks, doc),) = extractor.parse([(article, outline.blocks)])
        parsed = clock()
        records = extractor.extract(article, blocks, doc)
        extracted = clock()
        pack_rows([{"blocks": blocks, **records._asdict()}])
        end = clock()
        n_tokens = len(doc)
    times = {"outline": outlined - begin, "parse": parsed - outlined, **spent}
    return n_tokens, times | {"tables": end - extracted, "all": end - begin}


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float | None:
    """How fast the seconds grow between the two largest sizes; None where it is too quick to tell."""
    if len(sizes) < 2 or seconds[-1] < _SMALL or not seconds[-2]:
        return None
    return log(seconds[-1] / seconds[-2]) / log(sizes[-1] / sizes[-2])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where a stage grows faster than it may."""
    parser = argparse.ArgumentParser(prog="python -m research.benchmarks.growth", description=__doc__)
    parser.add_argument("families", nargs="*", help="names of families, or how they begin (default: all)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="tokens (default 2000 8000 32000)")
    parser.add_argument("--scorer", dest="scorers", nargs="*", default=["vader"], help="of tone (default vader)")
    parser.add_argument("--seconds", action="store_true", help="print the seconds at each size too")
    options = parser.parse_args(arguments)
    extractor = Extractor(scorers=options.scorers)
    time_stages(extractor, _PROSE)  # what is loaded at first use is not measured
    print(f"{'family':<28}" + "".join(f"{stage.removeprefix('find_'):>10}" for stage in STAGES) + f"{'tokens':>10}")
    worst = 0.0
    for family, make in FAMILIES.items():
        if options.families and not family.startswith(tuple(options.families)):
            continue
        sizes: list[int] = []
        times: list[dict[str, float]] = []
        n_tokens = 0
        for size in options.sizes:
            n_tokens, spent = time_stages(extractor, make(size))
            sizes.append(size)
            times.append(spent)
            if options.seconds:
                print(f"{'':<28}" + "".join(f"{spent[stage]:>10.2f}" for stage in STAGES) + f"{n_tokens:>10,}")
            if spent["all"] > _TOO_LONG:
                break
        found = {stage: exponent(sizes, [spent[stage] for spent in times]) for stage in STAGES}
        worst = max(worst, *(value for value in found.values() if value is not None), 0.0)
        shown = "".join(f"{'-' if value is None else f'{value:.2f}':>10}" for value in found.values())
        print(f"{family:<28}{shown}{n_tokens:>10,}", flush=True)
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
