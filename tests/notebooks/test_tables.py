"""Tables, plots and progress as people read them."""

from __future__ import annotations

import struct

import numpy as np
import pandas as pd
import pytest

from sdi.notebook import plots, table
from sdi.notebook.tables import said


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234567.891, "1.234.567,9"), (-0.5, "-0,5"), (1234, "1.234"), (np.int64(5), "5"), (True, "có"),
        (np.bool_(False), "không"), (None, ""), (float("nan"), ""), (pd.NA, ""), (pd.NaT, ""),
        (pd.Timestamp("2025-09-15"), "15/09/2025"), (["a", "b"], "a, b"), ("Đường", "Đường"),
    ],
)  # fmt: skip
def test_values_are_written_as_people_write_them(value: object, text: str) -> None:
    assert said(value, 1) == text


def test_a_table_hides_nothing_and_runs_nothing() -> None:
    long = "Điều chỉnh quy hoạch chung đô thị " * 5
    frame = pd.DataFrame({"Tên <b>": [long, "<script>x</script>"], "ha": [1.25, np.nan]}, index=["21028-20-208", "b"])
    page = table(frame.rename_axis("Mã"), 2)._repr_html_()
    assert long in page and "1,25" in page
    assert "<script>" not in page and "&lt;script&gt;" in page and "Tên &lt;b&gt;" in page
    assert "<th class=k>21028-20-208</th>" in page and "<td class=n>1,25</td>" in page
    assert "nan" not in page
    assert "<thead>" not in table({"số thửa": 3, "đất (m²)": 2.5})._repr_html_()
    assert "21028-20-208" not in table(frame, index=False)._repr_html_()
    assert repr(table(frame)) == repr(frame)


def test_a_plot_has_every_letter_of_the_language(recwarn: pytest.WarningsRecorder) -> None:
    figure, axes = plots.figure()
    plots.bars(axes, ["Ấp ngập, lũ quét", "Đất ở đô thị ẵ ỡ ự"], [3.5, 1_250.0], unit="m²")
    axes.set_title("Diện tích “mẫu” ễ ỹ ợ")
    picture = figure._repr_png_()
    assert picture.startswith(b"\x89PNG") and struct.unpack(">I", picture[16:20])[0] > 900
    assert [str(warning.message) for warning in recwarn if "Glyph" in str(warning.message)] == []
    assert [text.get_text() for text in axes.texts] == ["3,5 m²", "1.250,0 m²"]
    assert axes.texts[0].get_fontname() == "Noto Sans"
