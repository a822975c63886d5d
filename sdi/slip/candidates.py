"""Which parcels may be meant by a number that is not there."""

from __future__ import annotations

import re
import string

from sdi.model import Layer, Project
from sdi.slip.reading import Reading

_MOST = 10


def candidates(reading: Reading, project: Project, base: Layer, identifier: str) -> list[str]:
    """Ids that are there, likeliest first: what lies today where it lay, the same sheet and number written plainly or
    in another commune, and its neighbours in number. All are looked up by key.
    """
    found = reading.successors(base.id, identifier)
    names = [name for _, name, _, _ in string.Formatter().parse(base.id_template) if name]
    parts = identifier.strip().split("-")
    if len(parts) != len(names) or len(identifier) > 100:
        return found
    given = dict(zip(names, parts, strict=True))
    plain = {name: value.strip().lstrip("0") or "0" for name, value in given.items()}
    communes = project.province.reference
    guesses: list[dict[str, str]] = []
    for name in names:
        if name == communes.commune_code:
            others = reading.values(communes.communes, communes.commune_code)
            guesses += [{**given, name: code} for code in others] + [{**plain, name: code} for code in others]
    last = names[-1]
    if re.fullmatch(r"[0-9]{1,9}", plain[last]):
        number = int(plain[last])
        guesses += [{**given, last: str(number + step)} for step in (0, -1, 1, -2, 2, -3, 3) if number + step > 0]
    wanted = list(dict.fromkeys(base.id_template.format(**guess) for guess in guesses))
    known = set(reading.known(base.id, wanted))
    return list(dict.fromkeys([*found, *(one for one in wanted if one in known)]))[:_MOST]
