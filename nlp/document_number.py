"""Document numbers (发文字号, GB/T 9704-2012 7.2.5), orders (令), announcements (公告) and standard numbers.

Enters: normalised text (``nlp.source``): characters, before any segmentation. Leaves: ``Number`` objects with the
half-open span in that text and one canonical form, whatever brackets, widths, blanks or line breaks were printed:

    晋市财综[2025]20号, 晋市财综（2025）第 20 号, 晋市财综【二〇二五】20号 -> 晋市财综〔2025〕20号
    DB14/T 1727—2018                                                  -> DB14/T1727-2018

What it does not do: repair misread characters (晋市 / 普市), decide which agency issued the number (``issuer_of`` only
looks the 机关代字 up), or join a number to a title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.agency_code import agency_codes, agency_of, is_known_code, is_local_code, longest, provinces
from nlp.lexicon import read_rows
from nlp.numeral import chinese_integer
from nlp.source import normalise

OPEN, CLOSE = "〔[（【﹝〖{〈<「『", "〕]）】﹞〗}〉>」』"
CHINESE_DIGITS = {char: str(i % 10) for i, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0"}

BRACKETED = re.compile(
    rf"""
    (?P<open>[{re.escape(OPEN)}]\s*){{1,2}}
    (?P<year>(?:1\s*9|2\s*0)\s*\d\s*\d             # 2025, 2 0 2 5
      | (?:一九|二[〇○零O])[〇○零O一二三四五六七八九]{{2}})  # 二〇二五
    \s*年?\s*[{re.escape(CLOSE)}]{{1,2}}
    \s*(?:第|字第|字)?\s*
    (?: (?P<serial>\d(?:\s?\d){{0,4}})                # 20, 1027, 2 0
        \s*(?P<unit>号|次|期)?(?!\s*[{re.escape(OPEN)}]?年)
      | (?P<han>[一二三四五六七八九十百〇零]{{1,7}})\s*(?P<han_unit>号|次|期) )   # 四十号
    """,
    re.VERBOSE,
)
"""晋市财综〔2025〕20号 without its 机关代字, which is looked for on the left."""

ISSUE = re.compile(
    rf"""
    [{re.escape(OPEN)}]\s*(?P<year>(?:19|20)\d\d)\s*年\s*第?\s*(?P<serial>\d{{1,3}})\s*(?P<unit>期|次|号)\s*[{re.escape(CLOSE)}]
    """,
    re.VERBOSE,
)
"""县政府专题会议纪要（2023年第12期）: minutes by year and issue."""

CODE_INSIDE = re.compile(
    rf"[{re.escape(OPEN)}]\s*(?P<year>(?:19|20)\d\d)\s*[{re.escape(CLOSE)}]\s*(?P<code>[一-鿿]{{1,7}}字)\s*第?\s*(?P<serial>\d{{1,4}})\s*号"
)
"""〔2001〕财预字第12号: the form before GB/T 9704-2012, year first."""
CODE_BRACKET = re.compile(r"(?P<head>[一-鿿]{2,12})（(?P<part>[一-鿿]{1,2})）$")
COURT = re.compile("[民刑行执赔][一二三四辖]?[初终再申监抗提执]")
"""The letters of a court's case number (2015)绵行终字第5号, which is no document."""

ORDER = re.compile(
    r"""
    (?P<agency>[一-鿿]{2,12}?)
    (?: 令\s*(?P<in_a>[（〔\[])?\s*第?\s*(?P<a>\d{1,4}|[一二三四五六七八九十百〇]{1,6})\s*号(?(in_a)\s*[）〕\]]?)   # 国务院令（第493号）
      | 第\s*(?P<b>\d{1,4}|[一二三四五六七八九十百〇]{1,6})\s*号令                              # 公安部第61号令
      | 令\s*(?P<in_d>[（(〔\[])?\s*(?P<made>(?:19|20)\d\d)\s*年\s*第\s*(?P<d>\d{1,4})\s*号(?(in_d)\s*[）)〕\]]?) # 交通运输部令2015年第22号
      | (?P<before>(?:19|20)\d\d)\s*年\s*第\s*(?P<e>\d{1,4})\s*号令                            # 交通运输部2015年第22号令
      | 公告\s*(?P<in_c>[（(〔\[])?\s*(?P<year>(?:19|20)\d\d)\s*年\s*第?\s*(?P<c>\d{1,4})\s*号(?(in_c)\s*[）)〕\]]?) # 财政部公告2023年第12号
    )
    """,
    re.VERBOSE,
)

JOINING = ("和", "及", "与", "原", "由", "被")
"""characters behind a bracket or a number that join the next one to it: 、和|某财综〔2024〕3号, （原|某政发〔2014〕31号, 由|某财综〔2025〕3号转发"""

AGENCY_ENDS = "部院委局厅府署会席办行"
JOINT_AGENCY = re.compile(r"(?:^|(?<=[\s（、，。；》]))(?P<agency>[一-鿿]{2,10}(?:部|委|局|署|院|会|行))[ 　、]+$")
SERIAL_TAIL = re.compile(r"\s*[、，,和及]\s*(?P<serial>\d{1,4})\s*(?:号|(?=[、，,和及]\s*\d{1,4}\s*(?:号|[、，,和及])))")
"""〔2025〕20号、21号: a further serial under the same code and year; 〔2025〕4、5、6号"""
SERIALS = re.compile(r"(?:\s*[、，,和及]\s*\d{1,4})+\s*号")

AGENCY_BEFORE = re.compile(
    r".*(?:局|厅|人民政府|委员会|办公室)以?(?=[一-鿿]{1,7}[字发函办规通审综批]$)|.*[省市县区]委(?=[一-鿿]{1,3}[发办字]$)|.*[一-鿿]以(?=[一-鿿]{2,8}$)"
)
"""经某县发展改革局以某发改字〔2021〕33号: the agency in words before its code."""
NAMED_BEFORE = re.compile(r"[一-鿿]*(?:局|厅|人民政府|委员会|办公室)(?=[一-鿿]{3,8}$)")
"""县财政局泽财农〔2024〕56号: the agency in words before a code that ends in no common letter"""
HAN = re.compile(r"[一-鿿]+")
UNIT_OF_PLACE = frozenset("楼线机井炉厂路院库站院桥矿坑棚房铺桩塘坝渠段组仓段窑泵")
"""Words after 号 that make it a name of a place (3号楼), not a document."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``text[start:end]``. ``kind``: document | minutes | order | announcement | standard."""

    start: int
    end: int
    canonical: str
    kind: str
    code: str
    """机关代字, ordering agency or standard code; '' where none is printed"""
    year: int | None
    serial: str

    @property
    def complete(self) -> bool:
        """False where the 机关代字 is not printed: 〔2024〕2次 alone names no document."""
        return bool(self.code)


def find_numbers(text: str) -> tuple[Number, ...]:
    """All document and standard numbers of ``text`` in order, none overlapping.

    >>> [n.canonical for n in find_numbers("依据《方案》（晋市财综[2025] 20 号）和晋财综【2024】第037号、38号")]
    ['晋市财综〔2025〕20号', '晋财综〔2024〕37号', '晋财综〔2024〕38号']
    """
    found = [*find_bracketed(text), *find_issues(text), *find_orders(text), *find_standards(text)]
    kept: list[Number] = []
    for number in sorted(found, key=lambda n: (n.start, -n.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return tuple(kept)


def parse_number(text: str) -> Number | None:
    """The number that ``text`` as a whole is, in any printed form, or None.

    >>> parse_number(" 晋市财综［２０２５］ ２０号 ").canonical
    '晋市财综〔2025〕20号'
    """
    squeezed = re.sub(r"[\s《》“”\"'‘’]+", "", normalise(text))
    for form in (squeezed, squeezed.strip("（）〔〕[]【】"), squeezed + "号", squeezed.strip("（）") + "号"):
        found = find_numbers(form)
        if len(found) == 1 and found[0].complete and len(form) - (found[0].end - found[0].start) <= 2:
            return found[0]
    return None


def canonical_number(text: str) -> str | None:
    """Canonical form of a printed number, None where ``text`` is none.

    >>> canonical_number("DB14／T 1727—2018"), canonical_number("关于印发方案的通知")
    ('DB14/T1727-2018', None)
    """
    number = parse_number(text)
    return number.canonical if number else None


def find_bracketed(text: str) -> list[Number]:
    """Numbers of the form code〔year〕serial号, including further serials of an enumeration."""
    found: list[Number] = []
    for match in BRACKETED.finditer(text):
        start, code = code_before(text, match.start(), found[-1].end if found else 0)
        unit = match["unit"] or match["han_unit"]
        if unit is None and SERIALS.match(text, match.end()):
            unit = "号"
        if unit is None and not is_known_code(code):
            continue
        if unit == "号" and text[match.end() : match.end() + 1] in UNIT_OF_PLACE:
            continue
        if not code and (match["open"].strip() in "（<〈" and not text[: match.start()].endswith("纪要")):
            continue
        year, serial = plain_digits(match["year"]), plain_serial(match["serial"] or match["han"])
        unit = unit or "号"
        kind = "minutes" if unit == "次" or "纪要" in code else "document"
        found.append(Number(start, match.end(), f"{code}〔{year}〕{serial}{unit}", kind, code, int(year), serial))
        at = match.end()
        while code and unit == "号" and (tail := SERIAL_TAIL.match(text, at)):
            more = tail["serial"].lstrip("0")
            canonical = f"{code}〔{year}〕{more}号"
            found.append(Number(tail.start("serial"), tail.end(), canonical, kind, code, int(year), more))
            at = tail.end()
    return found


def find_issues(text: str) -> list[Number]:
    """Minutes by year and issue, and numbers that print the year before the code.

    >>> [n.canonical for n in find_issues("县政府专题会议纪要（2023年第12期）、〔2001〕财预字第12号、(2015)绵行终字第5号")]
    ['县政府专题会议纪要〔2023〕12期', '财预字〔2001〕12号']
    """
    found = []
    for match in ISSUE.finditer(text):
        start, code = code_before(text, match.start())
        if text[: match.start()].rstrip("》").endswith("纪要"):
            serial = plain_serial(match["serial"])
            canonical = f"{code}〔{match['year']}〕{serial}{match['unit']}"
            begin = start if code else match.start()
            found.append(Number(begin, match.end(), canonical, "minutes", code, int(match["year"]), serial))
    for match in CODE_INSIDE.finditer(text):
        code, serial = match["code"], plain_serial(match["serial"])
        if is_known_code(code) and not COURT.search(code):
            canonical = f"{code}〔{match['year']}〕{serial}号"
            found.append(Number(match.start(), match.end(), canonical, "document", code, int(match["year"]), serial))
    return found


def code_before(text: str, end: int, floor: int = 0) -> tuple[int, str]:
    """Where the 机关代字 that ends at ``end`` begins, not before ``floor``, and its characters without blanks.

    >>> code_before("分流安置工作的通知晋市政办函", 14), code_before("按照财综", 4), code_before("的专题会议纪要", 7)
    ((9, '晋市政办函'), (2, '财综'), (7, ''))
    """
    base = max(floor, end - 40)
    ended = CODE_BRACKET.search(text, base, end)
    if ended and is_known_code(cut_left(ended.start(), ended["head"])[1]):  # 沪人社（规）
        start, head = cut_left(ended.start(), ended["head"])
        return start, f"{head}（{ended['part']}）"
    tokens = [(base + m.start(), m[0]) for m in HAN.finditer(text[base:end])]
    if not tokens or text[tokens[-1][0] + len(tokens[-1][1]) : end].strip(" \t\n"):
        return end, ""
    start, code = cut_left(*tokens[-1])
    for at, word in reversed(tokens[:-1]):  # 晋市 财综, 晋 市 财 综, a code broken over lines
        if not text[at + len(word) : start].isspace() or len(word) + len(code) > 10:
            break
        if word in "年月日" and text[at - 1 : at].isdigit():  # 2024年6月 川财农〔2024〕18号
            break
        tail_at, tail = cut_left(at, word)
        if tail_at + len(tail) != at + len(word) or not tail or not (tail[0] in provinces() or len(word) == 1):
            break
        start, code = tail_at, tail + code
    inner = CODE_BRACKET.search(text, base, start)
    if inner and is_known_code(cut_left(inner.start(), inner["head"])[1]):  # 宁财（预）发
        start, head = cut_left(inner.start(), inner["head"])
        code = f"{head}（{inner['part']}）{code}"
    if "纪要" in code and (text[:start].endswith("的") or (code[0] in "次期届" and text[:start][-1:].isdigit())):
        # the tail of a title: 关于…的会议纪要〔2020〕22次, 第5次常务会议纪要〔2024〕5次
        return end, ""
    return (start, code) if len(code) <= 24 else (end, "")


def cut_left(at: int, run: str) -> tuple[int, str]:
    """Drop the words before a code: everything up to the last word after which a number begins (lexicon)."""
    words, chars = left_words()
    cut = max((run.rfind(word) + len(word) for word in words if word in run[:-1] and run.rfind(word) >= 0), default=0)
    if cut == len(run) - 1 and is_known_code(run) and len(run) <= 6:  # 交规划发: the word is part of the code
        cut = 0
    if cut >= len(run):
        return at + len(run), ""
    code = run[cut:]
    if len(code) > 2 and code[0] in chars and is_known_code(code[1:]):
        cut, code = cut + 1, code[1:]
    if cut == 0 and code[:1] in JOINING and (is_local_code(code[1:]) or code.endswith("纪要")):
        cut, code = 1, code[1:]
    if not is_known_code(code):
        agency = AGENCY_BEFORE.match(code)
        if agency and 2 <= len(code) - agency.end() <= 8:
            cut, code = cut + agency.end(), code[agency.end() :]
        named = NAMED_BEFORE.match(code)
        if named and not code.endswith("纪要") and is_local_code(code[named.end() :]):
            cut, code = cut + named.end(), code[named.end() :]
    if not is_known_code(code):
        for place in range(1, len(code) - 1):  # 支付川财综, 市财政局晋市财综: words run into the code
            rest = code[place + 1 :].lstrip("市县区")
            if code[place] in provinces() and len(code) - place <= 8 and longest(rest, agency_codes()[1]):
                cut, code = cut + place, code[place:]
                break
    return at + cut, code


def find_orders(text: str) -> list[Number]:
    """Orders and announcements: 公安部第61号令, 国务院令第493号, 财政部公告2023年第12号, of several agencies together.

    >>> [n.canonical for n in find_orders("财政部 国家发展改革委令第12号、交通运输部2015年第22号令")]
    ['财政部、国家发展改革委令第12号', '交通运输部2015年第22号令']
    """
    found = []
    for match in ORDER.finditer(text):
        at, agency = cut_left(match.start(), match["agency"])
        day = max(agency.rfind("日"), agency.rfind("月"), agency.rfind("年")) + 1  # 2019年7月11日应急管理部令第2号
        at, agency = at + day, agency[day:]
        if not agency or agency[-1] not in AGENCY_ENDS:
            continue
        at, agency = with_joint_agencies(text, at, agency)
        canonical, kind, serial = order_form(agency, match)
        year = int(match["year"] or match["made"] or match["before"] or 0) or None
        found.append(Number(at, match.end(), canonical, kind, agency, year, serial))
    return found


def order_form(agency: str, match: re.Match[str]) -> tuple[str, str, str]:
    """Canonical form, kind and serial of an order or announcement."""
    if match["d"]:
        return f"{agency}令{match['made']}年第{int(match['d'])}号", "order", match["d"]
    if match["e"]:
        return f"{agency}{match['before']}年第{int(match['e'])}号令", "order", match["e"]
    if match["c"]:
        return f"{agency}公告{match['year']}年第{int(match['c'])}号", "announcement", match["c"]
    if match["b"]:
        return f"{agency}第{match['b']}号令", "order", match["b"]
    return f"{agency}令第{match['a']}号", "order", match["a"]


def with_joint_agencies(text: str, at: int, agency: str) -> tuple[int, str]:
    """The agencies printed before the last one, blanks or 、 between them: 财政部 国家发展改革委|令第12号."""
    while match := JOINT_AGENCY.search(text, max(0, at - 16), at):
        at, agency = match.start("agency"), f"{match['agency']}、{agency}"
    return at, agency


def find_standards(text: str) -> list[Number]:
    """Standard numbers: GB/T 212-2008, DB14/1928-2019, MT1034-2006, T/CECS 1-2020."""
    found = []
    for match in standard_pattern().finditer(text):
        head = re.sub(r"\s", "", match["head"]).upper()
        serial, year = re.sub(r"\s", "", match["serial"]), match["year"] or match["edition"]  # ISO 9001:2015
        canonical = f"{head}{serial}" + (f"-{year}" if year else "")
        full = int(year) if year and len(year) == 4 else None
        found.append(Number(match.start(), match.end(), canonical, "standard", head, full, serial))
    return found


def issuer_of(number: Number, city: str | None = None) -> str | None:
    """The agency behind the 机关代字, from the code list; ``city`` is what 市/县 after a province character means here.

    >>> issuer_of(find_numbers("晋财综〔2025〕28号")[0]), issuer_of(find_numbers("国办发〔2018〕118号")[0])
    ('山西省财政厅', '国务院办公厅')
    >>> issuer_of(find_numbers("晋市财综〔2025〕20号")[0], "晋城市")
    '晋城市财政局'
    """
    if number.kind in ("order", "announcement"):
        return re.sub(r"^中华人民共和国(?=[^主全])", "", number.code)
    if number.kind == "standard" or not number.code:
        return None
    return agency_of(number.code, city)


def plain_serial(text: str) -> str:
    """A serial as digits: ``020`` and ``二十`` are ``20``.

    >>> plain_serial("020"), plain_serial("二十"), plain_serial("一〇二"), plain_serial("五百七十七")
    ('20', '20', '102', '577')
    """
    number = chinese_integer(text)
    return str(number) if number is not None else plain_digits(text).lstrip("0") or "0"


def plain_digits(text: str) -> str:
    """``二〇二五`` and ``2 0 2 5`` as ``2025``."""
    return "".join(CHINESE_DIGITS.get(char, char) for char in text if not char.isspace())


@cache
def left_words() -> tuple[tuple[str, ...], frozenset[str]]:
    """Words after which a number begins, and the single characters that count only before a known code."""
    rows = read_rows("number_left_words")
    return tuple(row[0] for row in rows if row[1] != "char"), frozenset(row[0] for row in rows if row[1] == "char")


@cache
def standard_pattern() -> re.Pattern[str]:
    """Head (code, /T or /Z), serial with parts, year; longest codes first."""
    codes = "|".join(sorted((re.escape(row[0]) for row in read_rows("standard_codes")), key=len, reverse=True))
    return re.compile(
        rf"""
        (?<![A-Za-z0-9])
        (?P<head>
            T\s?/\s?[A-Z]{{2,8}}                     # T/CECS, group standards
          | Q\s?/\s?[A-Z0-9]{{2,8}}                  # Q/320, enterprise standards
          | DBJ?\s?\d{{2,6}}(?:\s?/\s?[TZ])?\s?/?(?=\s?\d)   # DB14/T, DB14/, DBJ04
          | (?:{codes})(?:\s?/\s?[TZ])?)
        \s?(?P<serial>\d{{1,6}}(?:\.\d{{1,3}})*)
        (?: \s?[-—–－―]{{1,2}}\s?(?P<year>(?:19|20)?\d\d)(?!\d) | [:：](?P<edition>(?:19|20)\d\d)(?![\d年]) | (?<=\d\d\d)(?![\d.A-Za-z%]) )
        """,
        re.VERBOSE,
    )
