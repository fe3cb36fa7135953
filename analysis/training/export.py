"""From a trained classifier to the shipped files: a lean graph in ONNX, int8, and its tokenizer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from analysis.extract.target_tone import Window
from analysis.training.model import ToneClassifier, parts_of

# How much of a channel's range goes from what a product reads into its weights. From 0.7 to 0.9 int8 differs alike from
# float on unlabelled news (0.006 in a probability, 1 % of labels); with 0.6 it differs more (0.009, 1.5 %).
_MOVED = 0.7


class _Layer(nn.Module):  # type: ignore[misc]
    """One layer of BERT: its projections in one product, the scale of attention within their weights."""

    def __init__(self, layer: Any, n_heads: int, *, rows_only: bool) -> None:
        super().__init__()
        parts = parts_of(layer)
        self.rows_only = rows_only
        self.width: int = parts.query.out_features
        self.shape = (1, -1, n_heads, self.width // n_heads)
        scale = (self.width // n_heads) ** -0.5
        self.query = nn.Linear(self.width, self.width)
        self.query.weight.data = parts.query.weight.data * scale
        self.query.bias.data = parts.query.bias.data * scale
        together = [parts.key, parts.value] if rows_only else [self.query, parts.key, parts.value]
        self.project = nn.Linear(self.width, self.width * len(together))
        self.project.weight.data = torch.cat([part.weight.data for part in together])
        self.project.bias.data = torch.cat([part.bias.data for part in together])
        self.mix, self.mixed = parts.mix, parts.mixed
        self.widen, self.narrow, self.normal = parts.widen, parts.narrow, parts.normal

    def forward(self, hidden: Tensor, rows: Tensor) -> Tensor:
        """The new vectors of all tokens, (1, length, width), or of ``rows`` alone, (1, 2, width)."""
        if self.rows_only:
            key, value = self.project(hidden).split([self.width] * 2, dim=-1)
            hidden = torch.index_select(hidden, 1, rows)
            query = self.query(hidden)
        else:
            query, key, value = self.project(hidden).split([self.width] * 3, dim=-1)
        query, value = query.reshape(self.shape).transpose(1, 2), value.reshape(self.shape).transpose(1, 2)
        weights = torch.softmax(query @ key.reshape(self.shape).permute(0, 2, 3, 1), dim=-1)
        context = (weights @ value).transpose(1, 2).reshape(1, -1, self.width)
        hidden = self.mixed(hidden + self.mix(context))
        return self.normal(hidden + self.narrow(nn.functional.gelu(self.widen(hidden))))


class ShippedGraph(nn.Module):  # type: ignore[misc]
    """A trained classifier without what one unpadded item does not need.

    There is no mask, no batch, and the last layer works out the two vectors that the head reads instead
    of all: a seventh less work than the model it was trained as, for the same logits.
    """

    def __init__(self, model: ToneClassifier, max_length: int) -> None:
        """Take over the weights of ``model``, and positions up to ``max_length``."""
        super().__init__()
        embeddings, n_heads = model.embeddings, model.bias.shape[1]
        self.words = embeddings.word_embeddings
        positions = embeddings.position_embeddings.weight[:max_length] + embeddings.token_type_embeddings.weight[0]
        self.positions = nn.Parameter(positions.detach().clone())
        self.normal = embeddings.LayerNorm
        self.layers = nn.ModuleList(
            _Layer(layer, n_heads, rows_only=layer is model.layers[-1]) for layer in model.layers
        )
        self.dense, self.out = model.dense, model.out

    def forward(self, ids: Tensor, marker: Tensor) -> Tensor:
        """Logits (1, 3) of one item: ``ids`` (1, length) without padding, ``marker`` (1,) as in training."""
        hidden = self.normal(self.words(ids) + self.positions[: ids.shape[1]])
        rows = torch.cat([torch.zeros_like(marker), marker])
        for layer in self.layers:
            hidden = layer(hidden, rows)
        return self.out(torch.tanh(self.dense(hidden.reshape(1, -1))))


class _Smoothed(nn.Module):  # type: ignore[misc]
    """A product whose inputs are divided by a scale for each channel, and its weights multiplied by it."""

    def __init__(self, plain: nn.Linear, scale: Tensor) -> None:
        super().__init__()
        self.plain = nn.Linear(plain.in_features, plain.out_features)
        self.plain.weight.data = plain.weight.data * scale
        self.plain.bias.data = plain.bias.data
        self.inverse = nn.Parameter(1 / scale)

    def forward(self, inputs: Tensor) -> Tensor:
        return self.plain(inputs * self.inverse)


@torch.no_grad()  # type: ignore[untyped-decorator]
def _smooth(graph: ShippedGraph, windows: Sequence[Window]) -> None:
    """Have what the products of the layers read take up its int8 evenly, in place; the graph computes the same.

    A few channels of BERT are ten times as large as the others, and one scale for all would leave those few of the
    256 values. SmoothQuant (Xiao et al. 2023): part of a channel's range is moved into the weights.
    """
    largest: dict[nn.Linear, Tensor] = {}

    def note(product: nn.Linear, inputs: tuple[Tensor]) -> None:
        here = inputs[0].abs().flatten(0, -2).amax(dim=0)
        largest[product] = torch.maximum(largest.get(product, here), here)

    children = ((layer, name, child) for layer in graph.layers for name, child in layer.named_children())
    products = [(layer, name, child) for layer, name, child in children if isinstance(child, nn.Linear)]
    hooks = [product.register_forward_pre_hook(note) for *_, product in products]
    for window in windows:
        graph(torch.tensor([window.ids]), torch.tensor([window.marker]))
    for hook in hooks:
        hook.remove()
    for layer, name, product in products:
        if product in largest:
            weights = product.weight.abs().amax(dim=0)
            scale = largest[product].clamp(min=1e-3) ** _MOVED / weights.clamp(min=1e-4) ** (1 - _MOVED)
            setattr(layer, name, _Smoothed(product, scale / scale.mean()))


def export_graph(model: ToneClassifier, path: Path, *, max_length: int, windows: Sequence[Window]) -> None:
    """Write the graph in float to ``path``; ``windows`` are items that show what its layers read."""
    graph = ShippedGraph(model, max_length).eval()
    _smooth(graph, windows)
    example = (torch.arange(1, 13)[None], torch.tensor([3]))
    torch.onnx.export(
        graph,
        example,
        str(path),
        dynamo=False,
        opset_version=17,
        input_names=["ids", "marker"],
        output_names=["logits"],
        dynamic_axes={"ids": {1: "length"}},
    )


def quantise(source: Path, target: Path) -> None:
    """Weights to int8, a scale for each column; activations to int8 while running (dynamic quantisation).

    The words' vectors are int8 as well. The head, of two rows only, stays in float. Weights keep to seven bits
    of the eight, so that sums do not overflow the 16 bits that processors without VNNI have for them.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Gather"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"MatMulConstBOnly": True},
    )
