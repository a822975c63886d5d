"""A planning slip in a notebook."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from sdi.notebook.source import Json
from sdi.notebook.tables import table


class SlipView:
    """A slip, as the service makes it.

    Attributes:
        document: The whole of it; ``schemas/slip.json`` says what it consists of.
    """

    def __init__(self, document: Json) -> None:
        self.document = document

    def __repr__(self) -> str:
        return f"Phiếu thông tin quy hoạch {self.document['subject']['id'] or 'khu đất'} (xem trước)"

    def balance(self) -> pd.DataFrame:
        """What lies on the land: for each layer and plan the parts with area and share."""
        rows: list[dict[str, Any]] = []
        for theme in self.document["themes"]:
            for layer in theme["layers"]:
                for group in layer["groups"]:
                    for part in group["balance"]:
                        rows.append(
                            {
                                "layer": layer["title"], "plan": group["code"], "kind": part["kind"],
                                "code": part["code"], "label": part["label"], "area_m2": part["area_m2"],
                                "share_pct": part["share_pct"],
                            }
                        )  # fmt: skip
        return pd.DataFrame(rows)

    def _repr_html_(self) -> str:
        names = {"layer": "Lớp", "plan": "Đồ án", "label": "Nội dung", "area_m2": "Diện tích (m²)", "share_pct": "%"}
        shown = table(self.balance()[list(names)].rename(columns=names), index=False)
        return f"<p><b>{escape(repr(self))}</b></p>{shown._repr_html_()}"
