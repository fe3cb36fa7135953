import matplotlib as mpl
import pytest
from crossread.plots.labels import LabelPlacer
from matplotlib.figure import Figure


@pytest.fixture
def axis():
    axis = Figure(figsize=(2, 1)).add_subplot()
    axis.plot([0, 1, 2], [0, 1, 2], "o")
    return axis


def texts(axis: mpl.axes.Axes):
    return [(note.get_text(), note.xy) for note in axis.texts]


def test_a_point_gets_the_first_label_that_has_room(axis):
    long = "far too long a label for axes of this size"
    placer = LabelPlacer(axis.figure)
    assert placer.place(axis, [(1, 1), (2, 2), (0, 0)], [[long, "12"], ["20", "2"], [long]], []) == [True, True, False]
    assert texts(axis) == [("12", (1, 1)), ("20", (2, 2))]


def test_what_is_drawn_is_not_covered(axis):
    placer = LabelPlacer(axis.figure)
    everything = placer.box(axis, (-1, -1), (3, 3), (0, 0))
    assert placer.place(axis, [(1, 1)], [["12"]], [everything]) == [False]
    assert texts(axis) == []
