"""From a trained classifier to the graph that ships: ONNX, its products in int8, for items of one length at a time.

What one unpadded item does not need is left out: there is no mask, and the last layer works out the two vectors that
the head reads instead of all.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
import torch
from crossread.extract.target_tone import Window
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from research.training.model import ToneClassifier, parts_of

Floats = npt.NDArray[np.float32]

# How much of a channel's range goes from what a product reads into its weights. From 0.7 to 0.9 int8 differs alike from
# float on unlabelled news, with 0.6 half as much again (measured with one scale for each run of the graph).
_MOVED = 0.7
# Smoothed channels that reach beyond this are apart: one or two in each of four layers, 9 to 14 at the first token of
# every sentence, where all others stay below 6.3. To have more of them apart costs more time than it gains.
_LARGE = 7.0
# Weights keep to seven bits of the eight, so that sums do not overflow the 16 bits that processors without VNNI have
# for them.
_MOST = 64
_MICROSOFT = "com.microsoft"  # the domain of onnxruntime's own operators


class Product(NamedTuple):
    """A product with weights in int8, and the channels that it reads: ``(x * inverse) @ (weights * scale) + bias``."""

    weights: npt.NDArray[np.int8]  # (channels, outputs)
    scale: Floats  # (outputs,)
    bias: Floats  # (outputs,)
    inverse: Floats | None  # what each channel is multiplied by; None: nothing
    low: Floats  # the least of each channel, once multiplied
    high: Floats  # the most


class Layer(NamedTuple):
    """One layer of BERT, with the scale of attention within the weights of the query."""

    project: Product  # query, key and value; in the last layer the two last
    query: Product | None  # of the last layer, which reads other rows
    mix: Product
    mixed: tuple[Floats, Floats]  # weights and bias of the normalisation
    widen: Product
    narrow: Product
    normal: tuple[Floats, Floats]


class Network(NamedTuple):
    """All that the graph is made of."""

    words: tuple[npt.NDArray[np.uint8], np.float32, np.uint8]  # vectors (words, width), their scale and zero
    positions: Floats  # (positions, width)
    normal: tuple[Floats, Floats]
    layers: list[Layer]
    head: list[tuple[Floats, Floats]]  # weights (inputs, outputs) and bias, of few rows and therefore in float
    n_heads: int
    epsilon: float  # of the normalisations


# --- from floats to int8 -----------------------------------------------------------------------------------


class _Range:
    """The least and the most of each channel that a product was seen to read."""

    def __init__(self) -> None:
        self.low, self.high = torch.tensor(torch.inf), torch.tensor(-torch.inf)

    def __call__(self, _product: nn.Module, inputs: tuple[Tensor]) -> None:
        rows = inputs[0].flatten(0, -2)
        self.low = torch.minimum(self.low, rows.amin(dim=0))
        self.high = torch.maximum(self.high, rows.amax(dim=0))


@torch.no_grad()  # type: ignore[untyped-decorator]
def convert(model: ToneClassifier, *, max_length: int, windows: Sequence[Window]) -> Network:
    """Quantise a model.

    Args:
        model: as it was trained.
        max_length: how many positions are kept.
        windows: items that show what its layers read.
    """
    model.eval()
    ranges: dict[nn.Module, _Range] = {}
    hooks = []
    for layer in model.layers:
        parts = parts_of(layer)
        for product in (parts.query, parts.key, parts.mix, parts.widen, parts.narrow):
            ranges[product] = _Range()
            hooks.append(product.register_forward_pre_hook(ranges[product]))
    for window in windows:
        ids = torch.tensor([window.ids])
        model(ids, torch.ones_like(ids), torch.tensor([window.marker]))
    for hook in hooks:
        hook.remove()
    n_heads: int = model.bias.shape[1]
    layers = [_convert_layer(layer, ranges, n_heads, is_last=layer is model.layers[-1]) for layer in model.layers]
    embeddings = model.embeddings
    positions = embeddings.position_embeddings.weight[:max_length] + embeddings.token_type_embeddings.weight[0]
    return Network(
        _quantise_words(embeddings.word_embeddings.weight.detach().numpy()),
        positions.numpy(),
        _pair(embeddings.LayerNorm),
        layers,
        [(weights.T, bias) for weights, bias in map(_pair, (model.dense, model.out))],
        n_heads,
        embeddings.LayerNorm.eps,
    )


def _pair(part: Any) -> tuple[Floats, Floats]:
    return part.weight.detach().numpy(), part.bias.detach().numpy()


def _convert_layer(layer: Any, ranges: dict[nn.Module, _Range], n_heads: int, *, is_last: bool) -> Layer:
    parts = parts_of(layer)
    size = (parts.query.out_features // n_heads) ** -0.5
    query = _pair(parts.query)[0] * size, _pair(parts.query)[1] * size
    together = [_pair(parts.key), _pair(parts.value)] if is_last else [query, _pair(parts.key), _pair(parts.value)]
    weights, bias = (np.concatenate(some) for some in zip(*together, strict=True))
    project = _product((weights, bias), ranges[parts.key])
    project, mix = hand_over(project, _product(_pair(parts.mix), ranges[parts.mix]))
    return Layer(
        project=project,
        query=_product(query, ranges[parts.query]) if is_last else None,
        mix=mix,
        mixed=_pair(parts.mixed),
        widen=_product(_pair(parts.widen), ranges[parts.widen]),
        narrow=_product(_pair(parts.narrow), ranges[parts.narrow]),
        normal=_pair(parts.normal),
    )


def _product(linear: tuple[Floats, Floats], seen: _Range) -> Product:
    """Have a product read channels that take up int8 evenly.

    A few channels of BERT are ten times as large as the others, and one scale for all would leave those few of the
    256 values. SmoothQuant (Xiao et al. 2023): part of a channel's range is moved into the weights.
    """
    low, high = seen.low.numpy(), seen.high.numpy()
    largest = np.maximum(np.abs(low), np.abs(high)).clip(min=1e-3)
    weights, bias = linear[0].T, linear[1]
    moved = largest**_MOVED / np.abs(weights).max(axis=1).clip(min=1e-4) ** (1 - _MOVED)
    moved = moved / moved.mean()
    weights = weights * moved[:, None]
    scale = np.abs(weights).max(axis=0) / _MOST
    whole = np.round(weights / scale).astype(np.int8)
    return Product(whole, scale, bias, 1 / moved, low / moved, high / moved)


def hand_over(project: Product, mix: Product) -> tuple[Product, Product]:
    """Have the values be multiplied where they arise by what the product after attention reads: a product less.

    Attention only adds up values, so a factor for each channel may stand before it as well as behind it.
    """
    assert mix.inverse is not None
    factors = np.ones_like(project.scale)
    factors[-len(mix.inverse) :] = mix.inverse
    project = project._replace(scale=project.scale * factors, bias=project.bias * factors)
    return project, mix._replace(inverse=None)


def _quantise_words(vectors: Floats) -> tuple[npt.NDArray[np.uint8], np.float32, np.uint8]:
    """The words' vectors with one scale for all."""
    scale = np.float32((vectors.max() - vectors.min()) / 255)
    zero = np.uint8(np.round(-vectors.min() / scale))
    return np.clip(np.round(vectors / scale) + zero, 0, 255).astype(np.uint8), scale, zero


# --- the graph ---------------------------------------------------------------------------------------------


class Graph:
    """Nodes and constants of a graph; what a method adds is used by the name that it returns."""

    def __init__(self) -> None:
        """An empty one."""
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def put(self, array: Any) -> str:
        """A constant."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """A node with one output."""
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def normalise(self, inputs: str, parameters: tuple[Floats, Floats], epsilon: float) -> str:
        """Layer normalisation."""
        weights, bias = map(self.put, parameters)
        return self.add("LayerNormalization", inputs, weights, bias, axis=-1, epsilon=epsilon)

    def multiply(self, inputs: str, product: Product, n_parts: int = 1) -> list[str]:
        """The outputs of a product, in so many parts.

        What it reads becomes int8 by a scale that is fixed, so that no item changes what another one gets. The
        channels that reach far beyond the others would make that scale coarse: what goes beyond is multiplied in
        float, as in LLM.int8() (Dettmers et al. 2022), where this is done to whole channels.
        """
        if product.inverse is not None:
            inputs = self.add("Mul", inputs, self.put(product.inverse))
        is_large = np.maximum(-product.low, product.high) > _LARGE
        large = np.flatnonzero(is_large)
        low, high = product.low[~is_large].min(initial=0), product.high[~is_large].max(initial=0)
        step = np.float32((high - low) / 255)
        zero = np.uint8(np.round(-low / step))
        scale = self.put(step), self.put(zero)
        whole = self.add("QuantizeLinear", inputs, *scale)
        outputs = []
        for columns in np.split(np.arange(len(product.scale)), n_parts):
            weights = product.weights[:, columns], product.scale[columns], np.zeros(len(columns), dtype=np.int8)
            numbers, size, middle = map(self.put, weights)
            bias = self.put(product.bias[columns])
            inner = whole, numbers, scale[0], size, scale[1], middle, bias
            outputs.append(self.add("MatMulIntegerToFloat", *inner, domain=_MICROSOFT))
            if len(large):
                bounds = [self.put(step * np.float32(bound - int(zero))) for bound in (0, 255)]
                apart = self.add("Gather", inputs, self.put(large), axis=2)
                beyond = self.add("Sub", apart, self.add("Clip", apart, *bounds))
                rows = self.put(weights[0][large] * weights[1])
                outputs[-1] = self.add("Add", outputs[-1], self.add("MatMul", beyond, rows))
        return outputs

    def finish(self, inputs: Sequence[onnx.ValueInfoProto], output: onnx.ValueInfoProto) -> onnx.ModelProto:
        """A model of the nodes."""
        made = helper.make_graph(self.nodes, "tone", inputs, [output], self.constants)
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(made, opset_imports=versions, ir_version=8)


def write_graph(network: Network, path: Path) -> None:
    """Write the graph: logits (items, 3) of ``ids`` (items, length), items of one length without padding.

    A second input, ``read`` (items, 2), says where among the tokens of all items the two stand that the head reads.
    """
    graph = Graph()
    vectors, *scale = map(graph.put, network.words)
    words = graph.add("DequantizeLinear", graph.add("Gather", vectors, "ids"), *scale)
    first, last, axis = graph.put([0]), graph.add("Shape", "ids", start=1), graph.put([0])
    positions = graph.add("Slice", graph.put(network.positions), first, last, axis)
    hidden = graph.normalise(graph.add("Add", words, positions), network.normal, network.epsilon)
    for layer in network.layers:
        hidden = _add_layer(graph, layer, hidden, network)
    pair = graph.add("Reshape", hidden, graph.put([-1, 2 * network.positions.shape[1]]))
    dense, out = (map(graph.put, part) for part in network.head)
    logits = graph.add("Gemm", graph.add("Tanh", graph.add("Gemm", pair, *dense)), *out)
    sizes = {"ids": ["items", "length"], "read": ["items", 2]}
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, size) for name, size in sizes.items()]
    output = helper.make_tensor_value_info(logits, TensorProto.FLOAT, ["items", 3])
    onnx.save(graph.finish(inputs, output), path)


def _add_layer(graph: Graph, layer: Layer, hidden: str, network: Network) -> str:
    width = network.positions.shape[1]
    heads, joined = graph.put([0, 0, network.n_heads, width // network.n_heads]), graph.put([0, 0, width])

    def part(vectors: str) -> str:
        return graph.add("Transpose", graph.add("Reshape", vectors, heads), perm=[0, 2, 1, 3])

    *query, key, value = graph.multiply(hidden, layer.project, 2 if layer.query else 3)
    if layer.query:
        hidden = graph.add("Gather", graph.add("Reshape", hidden, graph.put([-1, width])), "read", axis=0)
        query = graph.multiply(hidden, layer.query)
    alike = graph.add("FusedMatMul", part(query[0]), part(key), domain=_MICROSOFT, transB=1)
    context = graph.add("MatMul", graph.add("Softmax", alike, axis=-1), part(value))
    context = graph.add("Reshape", graph.add("Transpose", context, perm=[0, 2, 1, 3]), joined)
    (mixed,) = graph.multiply(context, layer.mix)
    hidden = graph.normalise(graph.add("Add", hidden, mixed), layer.mixed, network.epsilon)
    (wide,) = graph.multiply(hidden, layer.widen)
    (narrow,) = graph.multiply(graph.add("Gelu", wide, domain=_MICROSOFT), layer.narrow)
    return graph.normalise(graph.add("Add", hidden, narrow), layer.normal, network.epsilon)
