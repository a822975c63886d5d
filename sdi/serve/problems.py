"""Errors for people and programs: RFC 9457 problem documents, Vietnamese, never a stack trace."""

from __future__ import annotations

from typing import Any

TITLES = {
    400: "Yêu cầu không hợp lệ",
    401: "Khóa truy cập không hợp lệ",
    404: "Không tìm thấy",
    405: "Phương thức không được hỗ trợ",
    410: "Không còn nữa",
    413: "Yêu cầu quá lớn",
    415: "Kiểu nội dung không được hỗ trợ",
    429: "Quá nhiều yêu cầu",
    500: "Lỗi nội bộ",
    503: "Dịch vụ tạm thời gián đoạn",
}

_TRANSLATED = {
    "Collection not found": "Không có bộ dữ liệu này.",
    "identifier not found": "Không có đối tượng với mã này.",
    "Invalid format requested": "Định dạng (f) không được hỗ trợ.",
    "bad sort property": "sortby: không có trường này.",
    "bad sortby property": "sortby: không có trường này.",
    "unknown properties specified": "properties: không có trường này.",
    "offset value should be an integer": "offset phải là số nguyên.",
    "offset value should be positive or zero": "offset không được âm.",
    "limit value should be an integer": "limit phải là số nguyên.",
    "limit value should be strictly positive": "limit phải lớn hơn 0.",
    "bbox values must be numbers": "bbox: các giá trị phải là số.",
    "miny should be less than maxy": "bbox: góc thứ nhất phải ở phía tây nam của góc thứ hai.",
    "bbox-crs specified without bbox parameter": "bbox-crs cần đi cùng bbox.",
}
"""What pygeoapi says, for people."""


class Problem(Exception):
    """An answer that is an error.

    Args:
        status: HTTP status.
        detail: What happened and what to do next, in Vietnamese.
        code: OGC exception code.
        type: URI of the kind of problem, where a standard names one.
    """

    def __init__(self, status: int, detail: str, code: str = "", type: str = "about:blank") -> None:
        super().__init__(detail)
        self.type = type
        self.status = status
        self.detail = detail
        self.code = code or {400: "InvalidParameterValue", 404: "NotFound"}.get(status, "NoApplicableCode")

    def document(self) -> dict[str, Any]:
        """The problem document; ``code`` and ``description`` are what OGC API clients read."""
        return {
            "type": self.type,
            "title": TITLES.get(self.status, "Lỗi"),
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "description": self.detail,
        }


def from_pygeoapi(status: int, content: Any) -> Problem:
    """The problem that an error of pygeoapi stands for."""
    document = content if isinstance(content, dict) else {}
    detail = str(document.get("description", ""))
    if detail.startswith("bbox should be"):
        detail = "bbox gồm 4 hoặc 6 số, cách nhau bằng dấu phẩy."
    if status == 400 and document.get("code") == "NotFound":
        status = 404
    return Problem(status, _TRANSLATED.get(detail, detail), str(document.get("code", "")))
