"""What every measure needs to know of the outlets it compares."""

import pandas as pd

UNKNOWN = "(unknown outlet)"


def with_outlet(rows: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Rows of any table with the outlet of their article beside them; a row without its article is an error."""
    outlets = articles[["doc_id", "outlet"]].assign(outlet=articles["outlet"].fillna(UNKNOWN))
    return rows.merge(outlets, on="doc_id", how="inner", validate="m:1")
