"""机关代字: which agency a document number's code stands for (lexicon province_codes, agency_codes).

Enters: a code (晋财综) and the city that 市 means. Leaves: the issuer's full name, or None where the list does not know it.
A province, city or department is added to the lists, never here.
"""

from __future__ import annotations

from functools import cache

from nlp.lexicon import read_rows


def agency_of(code: str, city: str | None = None) -> str | None:
    """The agency behind a 机关代字; ``city`` is what 市/县 after a province character means here.

    >>> agency_of("晋财综"), agency_of("国办发"), agency_of("晋市财综", "晋城市")
    ('山西省财政厅', '国务院办公厅', '晋城市财政局')
    """
    central, local = agency_codes()
    province = provinces().get(code[0])
    best = longest(code, central)
    if best and (province is None or len(best) >= 2):
        return central[best]
    if province is None:
        return code if code[-1] in "府办室会" and len(code) > 3 else None
    rest = code[1:]
    place = rest[:1] if rest[:1] in ("市", "县", "区") else ""
    match = longest(rest[len(place) :], local)
    if not match:
        return None
    issuer, provincial = local[match]
    if place and city is None:
        return None
    return issuer.replace("{region}", city or "") if place else (provincial or issuer).replace("{region}", province)


def longest(code: str, table: dict[str, object] | dict[str, str] | dict[str, tuple[str, str]]) -> str | None:
    return max((key for key in table if code.startswith(key)), key=len, default=None)


def is_known_code(code: str) -> bool:
    """True where ``code`` opens like a 机关代字: a province character or a central agency's code, at most 10 long."""
    return 1 < len(code) <= 10 and (code[0] in provinces() or longest(code, agency_codes()[0]) is not None)


def is_local_code(code: str) -> bool:
    """True where ``code`` is built like a local one: characters of a place, then an agency's (河政发, 泸市财综).

    >>> is_local_code("河政发"), is_local_code("泸市财综"), is_local_code("政发")
    (True, True, False)
    """
    heads = range(1, min(4, len(code) - 1))
    return len(code) <= 10 and any(longest(code[size:].lstrip("市县区"), agency_codes()[1]) for size in heads)


@cache
def provinces() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("province_codes")}


@cache
def agency_codes() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Central codes -> issuer; local codes -> (issuer with {region}, provincial form or '')."""
    central = {row[0]: row[1] for row in read_rows("agency_codes") if row[2] == "central"}
    local = {row[0]: (row[1], row[3] if len(row) > 3 else "") for row in read_rows("agency_codes") if row[2] == "local"}
    return central, local
