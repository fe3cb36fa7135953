"""The graph that ships, written from a small model of random weights; needs the extra ``train``."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from crossread.extract.target_tone import Window, open_session, run_windows  # noqa: E402

from research.training import export  # noqa: E402
from research.training.fit import read  # noqa: E402
from research.training.model import ToneClassifier  # noqa: E402

WINDOWS = [
    Window([5, 7, 9, 11, 13], 2),
    Window([5, 8, 13], 1),
    Window([5, 7, 7, 7, 7, 9, 9, 9, 9, 13], 4),
    Window([5, 9, 8, 8, 13], 3),
    Window([5, 9, 8, 8, 13], 1),
]


@pytest.fixture
def model(bert):
    model = ToneClassifier(bert)
    with torch.no_grad():  # else all items get nearly the same
        for name, parameter in model.named_parameters():
            if "LayerNorm" not in name and "embeddings" not in name:
                parameter *= 5
    return model


def as_graph(model, path):
    export.write_graph(export.convert(model, max_length=20, windows=WINDOWS), path)
    return open_session(path.read_bytes())


def errors(model, session):
    """How far the probabilities of the graph are from the model's."""
    found = read(model, [torch.tensor(window.ids) for window in WINDOWS], [window.marker for window in WINDOWS])
    logits = run_windows(session, WINDOWS)
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return np.abs(probabilities - found.probabilities.numpy()).max()


def test_the_graph_says_what_the_model_says(model, tmp_path):
    assert errors(model, as_graph(model, tmp_path / "model.onnx")) < 0.05


def test_what_is_run_beside_an_item_does_not_change_it(model, tmp_path):
    session = as_graph(model, tmp_path / "model.onnx")
    alone = np.concatenate([run_windows(session, [window]) for window in WINDOWS])
    assert (run_windows(session, WINDOWS) == alone).all()


def test_a_channel_far_beyond_the_others_does_not_make_them_coarse(monkeypatch):
    random = np.random.default_rng(0)
    rows = random.uniform(-1, 1, (1, 30, 8)).astype(np.float32)
    rows[0, 0, 2], rows[0, 1, 5] = 300, -200
    product = export.Product(
        random.integers(-64, 65, (8, 3), dtype=np.int8),
        np.full(3, 0.01, dtype=np.float32),
        np.ones(3, dtype=np.float32),
        None,
        rows.min(axis=(0, 1)),
        rows.max(axis=(0, 1)),
    )
    exact = rows @ (product.weights * product.scale) + product.bias
    assert np.abs(multiply(rows, product) - exact).max() < 0.02
    monkeypatch.setattr(export, "_LARGE", 1000.0)
    assert np.abs(multiply(rows, product) - exact).max() > 1


def multiply(rows, product):
    graph = export.Graph()
    names = ["rows", *graph.multiply("rows", product)]
    given, made = (onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names)
    model = graph.finish([given], made)
    return open_session(model.SerializeToString()).run(None, {"rows": rows})[0]
