"""The FIL rules: why a delivery cannot be read, and what to ask its sender for."""

from __future__ import annotations

from sdi.errors import Refused

ADVICE: dict[str, str] = {
    "FIL-1": "Đề nghị đơn vị gửi xuất lại dữ liệu và gửi lại tệp; kiểm tra dung lượng tệp trước khi gửi.",
    "FIL-2": "Đề nghị đơn vị gửi mở bản vẽ trong AutoCAD và lưu thành DXF dạng văn bản (ASCII, phiên bản 2010), "
    "hoặc xuất sang Shapefile hay GeoPackage.",
    "FIL-3": "Đề nghị đơn vị gửi mở trong MicroStation và lưu thành DGN V7 hoặc DXF, "
    "hoặc xuất sang Shapefile hay GeoPackage.",
    "FIL-4": "Đề nghị đơn vị gửi giải nén rồi nén lại bằng ZIP không mật khẩu, hoặc gửi thẳng các tệp.",
    "FIL-5": "Đề nghị đơn vị gửi tải nội dung thật của tệp từ kho Git LFS (git lfs pull) rồi gửi lại.",
    "FIL-6": "Đề nghị đơn vị gửi tải lại tệp dữ liệu sau khi đăng nhập, hoặc gửi thẳng tệp gốc thay cho đường dẫn.",
    "FIL-7": "Đề nghị đơn vị gửi xuất lại tệp JSON (mã UTF-8) từ phần mềm gốc và kiểm tra tệp tải lên đủ dung lượng.",
    "FIL-8": "Đề nghị đơn vị gửi nén lại từ dữ liệu gốc hoặc chia thành nhiều lần gửi.",
    "FIL-9": "Đề nghị đơn vị gửi nén lại thư mục dữ liệu bằng ZIP thông thường, chỉ gồm các tệp dữ liệu.",
    "FIL-10": "Đề nghị đơn vị gửi xuất lại tệp KML, GML hoặc GPX không có khai báo DOCTYPE và ENTITY.",
    "FIL-11": "Đề nghị đơn vị gửi xuất sang GeoPackage, Shapefile, GeoJSON, File Geodatabase, KML, GML, DXF, "
    "DGN V7, MapInfo, CSV hoặc XLSX.",
    "FIL-12": "Đề nghị đơn vị gửi bổ sung đủ bộ tệp: Shapefile gồm .shp, .shx, .dbf (và .prj); "
    "MapInfo TAB gồm .tab, .dat, .map, .id; MapInfo MIF gồm .mif và .mid.",
    "FIL-13": "Kiểm tra cấu hình nguồn (reader.layer) và đề nghị đơn vị gửi cho biết lớp nào chứa dữ liệu cần nạp.",
    "FIL-14": "Đề nghị đơn vị gửi nén lại không đặt mật khẩu.",
    "FIL-15": "Đề nghị đơn vị gửi giải nén các tệp nén bên trong rồi nén lại một lần.",
    "FIL-16": "Đề nghị đơn vị gửi bổ sung cột còn thiếu, hoặc khai tên khác của cột trong cấu hình nguồn.",
    "FIL-17": "Đề nghị đơn vị gửi mở tệp trong phần mềm gốc, xuất lại và gửi lại trọn bộ.",
    "FIL-18": "Đề nghị đơn vị gửi mở bảng, sửa dòng đã nêu (ô thừa, công thức chưa tính, dòng tiêu đề) và lưu lại.",
    "FIL-19": "Đề nghị đơn vị gửi nắn ảnh về VN-2000 trong QGIS, ArcGIS hoặc phần mềm quét rồi xuất "
    "GeoTIFF, hoặc gửi kèm tệp world (.tfw) và .prj.",
    "FIL-20": "Đề nghị đơn vị gửi nắn lại với ít nhất bốn điểm rải đều ở các góc, "
    "kiểm tra điểm lệch nhất, rồi xuất GeoTIFF đã nắn.",
    "FIL-21": "Đề nghị đơn vị gửi xuất thành một tệp GeoTIFF chứa đủ điểm ảnh "
    "(gdal_translate, hoặc Export trong QGIS).",
    "FIL-22": "Đề nghị đơn vị gửi tách mỗi trang thành một tệp GeoTIFF.",
    "FIL-23": "Đề nghị đơn vị gửi lưới độ cao một kênh 16 hoặc 32 bit, hoặc ảnh quét xám, bảng màu, "
    "đỏ–lục–lam 8 hoặc 16 bit, đúng với lớp cần nạp.",
}
"""What to ask the sender for, by rule id; ``sdi/quality/rules.yml`` says the same to people."""


def refused(rule: str, message: str) -> Refused:
    """The refusal of a delivery by one FIL rule, with the advice that belongs to the rule."""
    return Refused(message, ADVICE[rule], rule=rule)
