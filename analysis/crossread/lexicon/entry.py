"""What all entries of lexicon files have in common."""

from pydantic import BaseModel, ConfigDict

Strings = tuple[str, ...]
Words = frozenset[str]


class Entry(BaseModel):
    """An entry that is never changed after loading and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=False)
