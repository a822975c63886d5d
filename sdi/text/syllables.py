"""Which spellings are Vietnamese syllables: the evidence by which an encoding is recognised.

A syllable is onset + rime + tone. The rules below are those of the national orthography (quốc ngữ): front
vowels take ``k gh ngh``, rimes that end in a stop take only sắc or nặng, the tone sits on the main vowel.
Place names of the Central Highlands (Đăk, Plông, Ngọk) follow looser spellings and are admitted beside them.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache


def _words(text: str) -> list[str]:
    return text.split()


#: Consonants that may begin a syllable, as written.
ONSETS = frozenset(_words("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"))

_RIMES = _words("""
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
oe oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uy uya uych uyên uyêt uyp uyt uynh uyu
uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu ych ynh yt
""")

_HIGHLAND_RIMES = _words("al el il ol ul ăl âl êl ôl ơl ar er or ur ăr ơr")
_HIGHLAND_ONSETS = _words("bl br chr dr đr gl gr hl hr kl kr ml mn mr pl pr rl rm w y")
_FRONT = frozenset("eêiy")
_SHAPED = frozenset("ăâêôơư")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOP_TONES = frozenset("\u0301\u0323")
_STOPS = ("c", "ch", "p", "t")

#: Syllables that are frequent in names and attributes of land, roads, drainage and offices.
COMMON = frozenset(
    _words("""
    xã phường thị trấn huyện tỉnh thành phố quận đặc tổ ấp bản làng xóm đường ngõ hẻm ngách quốc lộ cầu
    cống kênh mương suối sông hồ đập biển đảo núi đồi rừng ruộng đất ở đô nông thôn trồng lúa màu cây
    hằng hàng năm lâu sản xuất phòng hộ dụng nuôi thủy thuỷ muối nghiệp công cộng trụ sở cơ giáo dục tế
    văn hóa hoá thể thao thương mại dịch vụ khoáng thông lợi lượng bưu chính viễn chợ bãi thải nghĩa địa
    tôn tín ngưỡng mặt nước chưa sử bằng đá di tích lịch cụm dự án hoạch hiện trạng chỉnh cải tạo mới
    hỗn hợp nhóm nhà viên quảng trường bến đỗ tốc vỉa hè lề phân cách chiếu sáng đèn tủ điện trạm biến
    áp dây cáp ngầm thoát mưa hố giếng ống cửa xả cấp họng cứu hỏa hoả ranh giới mốc tuyến thửa tờ đồ số
    diện chủ ông bà nguyễn trần lê phạm huỳnh vũ võ đặng bùi hoàng ngô dương lý bắc đông tây thượng hạ
    nội ngoại bình sơn tịnh đức mộ trà phước thạnh thịnh hòa hoà phú thọ thiện tâm lộc đại tiến thắng
    lập dân cư khu độ rộng bê tông nhựa đang xây dựng đã không có quý trọng sinh thái bảo tồn khánh vĩnh
    hưng hải phong châu thạch kỳ mỹ cẩm nhơn tường hành chánh ủy uỷ hội đồng quản dữ liệu tài nguyên môi
    thuế kế đầu tư giá trị tầng đáy đỉnh cao
    """)
)


@lru_cache(maxsize=65536)
def well_formed(word: str) -> bool:
    """Whether a word is spelled like one Vietnamese (or Highland) syllable; any case, NFC."""
    word = word.lower()
    letters = []
    tones = []
    for position, char in enumerate(word):
        parts = unicodedata.normalize("NFD", char)
        tone = [part for part in parts if part in _TONES]
        if tone:
            tones.append((position, tone[0]))
            char = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        letters.append(char)
    base = "".join(letters)
    allowed = _spellings().get(base)
    if allowed is None or len(tones) > 1:
        return False
    stopped = base.endswith(_STOPS)
    if not tones:
        return not stopped
    position, mark = tones[0]
    return position in allowed and (not stopped or mark in _STOP_TONES)


@cache
def _spellings() -> dict[str, frozenset[int]]:
    """Syllable without its tone -> positions of the letters that may carry the tone."""
    found: dict[str, frozenset[int]] = {}
    rimes = _RIMES + _HIGHLAND_RIMES + [rime[:-1] + "k" for rime in _RIMES if rime.endswith("c")]
    for onset in ("", *ONSETS, *_HIGHLAND_ONSETS):
        for rime in rimes:
            if _may_join(onset, rime):
                places = frozenset(len(onset) + place for place in _tone_places(rime))
                found[onset + rime] = found.get(onset + rime, frozenset()) | places
    return found


def _may_join(onset: str, rime: str) -> bool:
    first = rime[0]
    if onset == "q":
        return False
    if onset == "qu":
        return first not in "uưo"
    if rime in ("ych", "ynh", "yt"):
        return False
    if rime.startswith("yê"):
        return onset == ""
    if onset == "gi":
        return first not in "iy"
    if onset == "g":
        return first not in "eêy"
    if onset in ("c", "ng"):
        return first not in _FRONT
    if onset in ("gh", "ngh"):
        return first in _FRONT
    return True


def _tone_places(rime: str) -> set[int]:
    """Letters of a rime that may carry the tone; both ``hòa`` and ``hoà`` are in use."""
    shaped = [i for i, char in enumerate(rime) if char in _SHAPED]
    if shaped:
        return {shaped[-1]}
    if rime.startswith(("oa", "oe", "uy", "oo")):
        return {0, 1} if len(rime) == 2 else {1}
    return {0}
