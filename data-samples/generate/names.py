"""Names: streets as every Vietnamese town has them, fields, and owners who do not exist."""

from __future__ import annotations

STREET_NAMES = (
    "Bờ Nam", "Quang Trung", "Hùng Vương", "Phan Bội Châu", "Nguyễn Nghiêm", "Đinh Tiên Hoàng",
    "Trần Hưng Đạo", "Lê Lợi", "Phan Đình Phùng", "Nguyễn Trãi", "Hai Bà Trưng", "Lê Thánh Tôn",
    "Nguyễn Du", "Võ Thị Sáu", "Trương Định", "Phan Chu Trinh", "Nguyễn Công Trứ", "Bà Triệu",
    "Ngô Quyền", "Lý Thường Kiệt", "Chu Văn An", "Lê Đại Hành", "Nguyễn Bá Loan", "Huỳnh Thúc Kháng",
    "Trần Phú", "Nguyễn Tự Tân", "Cao Bá Quát", "Tô Hiến Thành", "Bùi Thị Xuân", "Hồ Xuân Hương",
    "Lê Trung Đình", "Duy Tân", "Cách Mạng Tháng Tám", "Nguyễn Văn Linh", "Trần Quang Diệu",
    "Đoàn Thị Điểm", "Mạc Đĩnh Chi", "Yết Kiêu", "Nguyễn Thiếp", "Lê Ngung", "Phạm Hồng Thái",
    "Tôn Đức Thắng", "Nguyễn Đình Chiểu", "Trần Toại", "Kim Đồng", "Nguyễn Khuyến", "Xuân Diệu",
    "Tản Đà", "Ngô Sĩ Liên", "Phan Huy Ích", "Trần Quốc Toản", "Lương Thế Vinh", "Hàn Thuyên",
    "Nguyễn Bỉnh Khiêm", "Đặng Dung", "Hàm Nghi", "Thành Thái", "Trần Cao Vân", "Nguyễn Tri Phương",
    "Phùng Khắc Khoan", "Lê Hữu Trác", "Tuệ Tĩnh", "Cô Bắc", "Cô Giang", "Bạch Đằng", "Chi Lăng",
)  # fmt: skip

FIELD_NAMES = (
    "Gò Mít", "Đồng Dưới", "Bàu Sen", "Cây Thị", "ĐỒNG TRƯỚC", "Gò Ổi", "Bến Đá", "RUỘNG CHÙA", "Đồng Lác",
    "Hóc Bà Lễ", "Gò Đu", "Vườn Cau", "ĐẤT BIỀN", "Bàu Súng", "Rộc Cửa Miếu", "Đám Dài",
)  # fmt: skip

# Nobody is called this: the given names say "sample", "for example", "assumed", "trial".
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
GIVEN_NAMES = (
    "Văn Mẫu", "Thị Mẫu", "Văn Giả Định", "Thị Giả Định", "Văn Ví Dụ", "Thị Ví Dụ", "Văn Thử", "Thị Thử",
    "Văn Minh Họa", "Thị Tưởng Tượng",
)  # fmt: skip
