"""The report as one HTML page: no script, nothing from elsewhere, readable on a phone and on A4 paper."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sdi.quality import vietnamese
from sdi.quality.report_model import Report, RuleFaults

TONES = {
    "published": "good", "unchanged": "calm", "held": "wait", "checked": "wait", "refused": "bad",
    "dropped": "calm", "reading": "calm",
}  # fmt: skip
STATES = {
    "published": "Đã phát hành", "unchanged": "Không thay đổi", "held": "Chờ duyệt", "checked": "Đã kiểm tra",
    "refused": "Bị từ chối", "dropped": "Đã bỏ", "reading": "Đang đọc",
}  # fmt: skip
SEVERITIES = {"block": "Chặn", "error": "Lỗi", "warning": "Cảnh báo", "info": "Thông tin"}
ACTIONS = {"kept": "giữ nguyên", "changed": "đã sửa", "quarantined": "giữ lại", "refused": "từ chối"}
WHO = {"sender": "Bên gửi", "office": "Cơ quan tiếp nhận", "system": "Hệ thống"}
ENCODINGS = {
    "unicode": "Unicode", "utf-8": "UTF-8", "ascii": "chỉ có ASCII", "tcvn3": "TCVN3 (ABC)", "vni": "VNI",
    "viscii": "VISCII", "cp1258": "Windows-1258", "double-utf-8": "UTF-8 mã hóa hai lần",
}  # fmt: skip
TASKS = ("block", "error", "warning")
"""Severities that ask somebody to do something."""


def render_html(report: Report) -> str:
    """The page; every text that came with the delivery is escaped."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    for name in ("number", "measure", "percent", "area", "moment", "size"):
        environment.filters[name] = getattr(vietnamese, name)
    environment.filters["length_"] = vietnamese.length  # "length" is Jinja's own
    environment.filters["svg"] = Markup  # drawn by sdi.quality.svg, which escapes what it labels
    return environment.get_template("report.html.j2").render(
        report=report,
        tone=TONES[report.state],
        state=STATES[report.state],
        tasks=_tasks(report.faults),
        maps={rule: [t for t in report.thumbnails if t.rule == rule] for rule in {t.rule for t in report.thumbnails}},
        severities=SEVERITIES,
        actions=ACTIONS,
        who=WHO,
        encodings=ENCODINGS,
    )


def _tasks(faults: list[RuleFaults]) -> dict[str, list[RuleFaults]]:
    """What each party must do, gravest first; parties with nothing to do are left out."""
    asked = [fault for fault in faults if fault.severity in TASKS]
    return {party: mine for party in WHO if (mine := [fault for fault in asked if fault.responsible == party])}
