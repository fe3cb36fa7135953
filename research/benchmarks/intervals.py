"""Do the intervals of mean tone keep their promise? A simulation in which the true mean is 0.

Articles have from 1 to 8 sentences; an effect of the article (standard deviation .25) and one of the sentence (.45)
make its score. Printed is the share of cells whose 95 % interval leaves out 0, which it should in 5 % of them.
"""

import argparse
from collections.abc import Sequence

import numpy as np
from crossread.measures.intervals import jackknife_mean

MOST_SENTENCES = 8
OF_ARTICLE, OF_SENTENCE = 0.25, 0.45
SIZES = (5, 6, 8, 10, 15, 20, 30)  # articles


def share_wrong(n_articles: int, n_cells: int, rng: np.random.Generator) -> float:
    """The share of cells of so many articles whose interval leaves out the true mean."""
    wrong = 0
    for _ in range(n_cells):
        groups = np.repeat(np.arange(n_articles), rng.integers(1, MOST_SENTENCES + 1, n_articles))
        scores = rng.normal(0, OF_ARTICLE, n_articles)[groups] + rng.normal(0, OF_SENTENCE, len(groups))
        low, high = jackknife_mean(scores, groups)
        wrong += low > 0 or high < 0
    return wrong / n_cells


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m research.benchmarks.intervals", description=__doc__)
    parser.add_argument("--cells", type=int, default=10_000, help="simulated for each number of articles")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    rng = np.random.default_rng(options.seed)
    print("articles   called different from 0")
    for n_articles in SIZES:
        print(f"{n_articles:8d}   {share_wrong(n_articles, options.cells, rng):.1%}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
