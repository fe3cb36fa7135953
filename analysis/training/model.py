"""The network: a pre-trained encoder, and a head that reads the sentence's and the target's vector."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertModel


class ToneClassifier(nn.Module):  # type: ignore[misc]
    """Tone toward a marked target: MiniLM (Wang et al. 2020) with a head of two layers.

    The head reads the vectors of ``[CLS]`` and of the marker before the target ("entity start", Baldini
    Soares et al. 2019).
    """

    def __init__(self, encoder: Path, *, dropout: float = 0.1) -> None:
        """Start from the BERT in the folder ``encoder`` and a head of random weights."""
        super().__init__()
        self.encoder: Any = BertModel.from_pretrained(encoder, dtype=torch.float32, add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.dense = nn.Linear(2 * width, width)
        self.out = nn.Linear(width, 3)

    def forward(self, ids: Tensor, mask: Tensor, marker: Tensor) -> Tensor:
        """Logits of negative, neutral, positive.

        Args:
            ids: token ids, (batch, length), int64.
            mask: 1 where there is a token, 0 where padding, (batch, length).
            marker: position of the marker before the target, (batch,).

        Returns:
            (batch, 3), float32.
        """
        hidden = self.encoder(input_ids=ids, attention_mask=mask)[0]
        pooled = torch.cat([hidden[:, 0], hidden[torch.arange(len(ids)), marker]], dim=-1)
        return self.out(self.dropout(torch.tanh(self.dense(self.dropout(pooled))))).float()


def average(weights: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of several runs' weights: a uniform soup (Wortsman et al. 2022).

    It needs runs that began with the same weights, those of the head included.
    """
    return {name: torch.stack([run[name] for run in weights]).mean(dim=0) for name in weights[0]}
