"""The networks: a pre-trained encoder, and a head that reads the sentence's and the target's vector."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from transformers import BertModel, MPNetModel

DROPOUT = 0.1


class Parts(NamedTuple):
    """The parts of a layer, which BERT and MPNet name differently."""

    query: nn.Module
    key: nn.Module
    value: nn.Module
    mix: nn.Module
    mixed: nn.Module
    widen: nn.Module
    narrow: nn.Module
    normal: nn.Module


def parts_of(layer: Any) -> Parts:
    """The parts of a layer of BERT or of MPNet."""
    above = (layer.intermediate.dense, layer.output.dense, layer.output.LayerNorm)
    if hasattr(layer.attention, "attn"):
        mpnet = layer.attention.attn
        return Parts(mpnet.q, mpnet.k, mpnet.v, mpnet.o, layer.attention.LayerNorm, *above)
    bert, output = layer.attention.self, layer.attention.output
    return Parts(bert.query, bert.key, bert.value, output.dense, output.LayerNorm, *above)


def run_layer(layer: Any, hidden: Tensor, bias: Tensor, dropout: float, rows: Tensor | None = None) -> Tensor:
    """One layer; if ``rows`` (batch, 2) are given, for these positions of each item alone.

    Args:
        layer: of BERT or MPNet.
        hidden: (batch, length, width).
        bias: what is added to attention, (batch or 1, heads, length, length).
        dropout: of what is added to the vectors; attention itself has none, which would cost much time.
        rows: positions.
    """
    parts = parts_of(layer)
    heads = (len(hidden), -1, bias.shape[1], hidden.shape[2] // bias.shape[1])
    key, value = (part(hidden).view(heads).transpose(1, 2) for part in (parts.key, parts.value))
    if rows is not None:
        items = torch.arange(len(hidden))[:, None]
        hidden, bias = hidden[items, rows], bias[items, :, rows].transpose(1, 2)
    query = parts.query(hidden).view(heads).transpose(1, 2)
    context = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
    mixed = parts.mix(context.transpose(1, 2).flatten(2))
    hidden = parts.mixed(hidden + nn.functional.dropout(mixed, dropout))
    wide = nn.functional.gelu(parts.widen(hidden))
    return parts.normal(hidden + nn.functional.dropout(parts.narrow(wide), dropout))


def shut_out(bias: Tensor, mask: Tensor) -> Tensor:
    """The bias of positions to one another, without what is padding: (batch, heads, length, length)."""
    length = mask.shape[1]
    return bias[:, :, :length, :length] + (1 - mask[:, None, None, :]).to(bias.dtype) * -10000.0


class Classifier(nn.Module):  # type: ignore[misc]
    """Tone toward a marked target: layers of an encoder and a head.

    The head reads the vectors of the first token and of the marker before the target ("entity start", Baldini
    Soares et al. 2019); the last layer works out these two alone. All that has a gradient here learns.
    """

    bias: Tensor

    def __init__(self, layers: Sequence[nn.Module], bias: Tensor, width: int, dropout: float) -> None:
        """A head of random weights on ``layers``; ``bias`` of their attention is (1, heads, length, length)."""
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.register_buffer("bias", bias, persistent=False)
        self.dropout = nn.Dropout(dropout)
        self.dense = nn.Linear(2 * width, width)
        self.out = nn.Linear(width, 3)

    def embed(self, inputs: Tensor) -> Tensor:
        """What the lowest of the layers reads, (batch, length, width)."""
        return inputs

    def pool(self, inputs: Tensor, mask: Tensor, marker: Tensor) -> Tensor:
        """What the head reads: the two vectors one behind the other, (batch, 2 * width)."""
        dropout = self.dropout.p if self.training else 0.0
        hidden, bias = self.embed(inputs), shut_out(self.bias, mask)
        for layer in self.layers[:-1]:
            hidden = run_layer(layer, hidden, bias, dropout)
        rows = torch.stack([torch.zeros_like(marker), marker], dim=1)
        return run_layer(self.layers[-1], hidden, bias, dropout, rows).flatten(1)

    def judge(self, pooled: Tensor) -> Tensor:
        """Logits of negative, neutral, positive, (batch, 3), float32, of what ``pool`` gives."""
        return self.out(self.dropout(torch.tanh(self.dense(self.dropout(pooled))))).float()

    def forward(self, inputs: Tensor, mask: Tensor, marker: Tensor) -> Tensor:
        """Logits of negative, neutral, positive.

        Args:
            inputs: token ids, (batch, length), or what ``embed`` would make of them, (batch, length, width).
            mask: 1 where there is a token, 0 where padding, (batch, length).
            marker: position of the marker before the target, (batch,).

        Returns:
            (batch, 3), float32.
        """
        return self.judge(self.pool(inputs, mask, marker))


class ToneClassifier(Classifier):
    """What ships: MiniLM (Wang et al. 2020) with the head. The words' vectors stay as they are."""

    def __init__(self, encoder: Path, *, dropout: float = DROPOUT) -> None:
        """Start from the BERT in the folder ``encoder`` and a head of random weights."""
        bert: Any = BertModel.from_pretrained(encoder, dtype=torch.float32, add_pooling_layer=False)
        length, heads = bert.config.max_position_embeddings, bert.config.num_attention_heads
        super().__init__(bert.encoder.layer, torch.zeros(1, heads, length, length), bert.config.hidden_size, dropout)
        self.embeddings = bert.embeddings.requires_grad_(False)

    def embed(self, inputs: Tensor) -> Tensor:
        """The vectors of token ids (batch, length)."""
        return self.embeddings(input_ids=inputs)


class LowerHalf(nn.Module):  # type: ignore[misc]
    """The part of the teacher that stays as it is: the words' vectors and the lower layers of MPNet."""

    bias: Tensor

    def __init__(self, embeddings: nn.Module, layers: Sequence[nn.Module], bias: Tensor) -> None:
        """Take over parts of an MPNetModel."""
        super().__init__()
        self.embeddings, self.layers = embeddings, nn.ModuleList(layers)
        self.register_buffer("bias", bias, persistent=False)

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Vectors (batch, length, width) of token ids (batch, length)."""
        hidden, bias = self.embeddings(input_ids=ids), shut_out(self.bias, mask)
        for layer in self.layers:
            hidden = run_layer(layer, hidden, bias, 0.0)
        return hidden


def load_teacher(encoder: Path, *, frozen: int, max_length: int) -> tuple[LowerHalf, Classifier]:
    """The MPNet in the folder ``encoder``, parted above the lowest ``frozen`` layers, and a head of random weights."""
    whole: Any = MPNetModel.from_pretrained(encoder, dtype=torch.float32, add_pooling_layer=False)
    with torch.no_grad():
        bias = whole.encoder.compute_position_bias(torch.zeros(1, max_length, 1))
    lower = LowerHalf(whole.embeddings, whole.encoder.layer[:frozen], bias).eval()
    return lower, Classifier(whole.encoder.layer[frozen:], bias.clone(), whole.config.hidden_size, DROPOUT)
