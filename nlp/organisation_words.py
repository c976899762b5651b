"""The words that organisations' names are made of and that stand beside them, as patterns: read from nlp/lexicon.

Leaves: endings (有限公司, 局, 服务中心), words of departments (财政, 应急), words that cannot stand inside a name (委托, 与),
words that name no organisation (第三方), and the heads of groups and central organs.
"""

from __future__ import annotations

import re
from functools import cache

from nlp.lexicon import read_rows


@cache
def endings() -> dict[str, tuple[str, str]]:
    """Ending -> (type, strength)."""
    return {row[0]: (row[1], row[2]) for row in read_rows("organisation_suffixes")}


@cache
def ending_pattern() -> re.Pattern[str]:
    """A department word with its ending (应急管理局, 住建部), or an ending of the list; longest first."""
    tails = "|".join(sorted((re.escape(ending) for ending in endings()), key=len, reverse=True))
    return re.compile(
        rf"""
        (?P<stem>{department_stems()})
        (?P<end>委员会|总局|局|厅|部(?!门|分|位|署|队)|委(?!托|员|派|会)|办公室|办(?!理|法|公|事|案|学|好|结|件|发|函|字))
        (?P<part>办公室|办公厅)?
      | (?P<ending>{tails})(?:(?<=有限公司)|(?<=责任公司)   # 向某某有限公司采购
          |(?!长(?!治|春|沙)|员|法人|规模|化(?!工)|负责人|采购|购买|性|投资|付费|和社会|定价|债|令|区(?!域)))
        """,
        re.VERBOSE,
    )


@cache
def department_stems() -> str:
    """The words for what a department does, as alternatives, the longest first: 应急管理, 财政."""
    stems = {word for row in read_rows("departments") for word in (row[0], *row[1].split())}
    return "|".join(sorted(stems, key=len, reverse=True))


@cache
def department_start() -> re.Pattern[str]:
    """A department word that opens a name, with its ending where one follows: 财政局|评审中心, 能源|监察大队."""
    return re.compile(rf"(?:{department_stems()})(?P<end>委员会|局|厅|委)?")


@cache
def strong_words() -> re.Pattern[str]:
    """Words that cannot stand inside a name; weak ones (工程, 联合) only before a place or 市/省."""
    rows = read_rows("organisation_left_words")
    strong = [row[0] for row in rows if row[1] == "word"]
    weak = [row[0] for row in rows if row[1] == "word2"]
    return re.compile("|".join(sorted(strong, key=len, reverse=True)) + "|(?:" + "|".join(weak) + ")(?=我|市|省)")


@cache
def weak_words() -> re.Pattern[str]:
    """Words that may stand inside a name but not open one that no place opens: 保障, 建设, 组织."""
    rows = read_rows("organisation_left_words")
    return re.compile("|".join(sorted((row[0] for row in rows if row[1] == "word2"), key=len, reverse=True)))


@cache
def company_words() -> re.Pattern[str]:
    """Words for a role, which stand before a company's name and never inside it: 单位, 机构, 中标人."""
    rows = read_rows("organisation_left_words")
    return re.compile("(?:" + "|".join(row[0] for row in rows if row[1] == "company") + ")(?:名称)?(?:为|是)?")


@cache
def edge_characters() -> frozenset[str]:
    """Characters behind which a name may begin: 由, 与, 向."""
    return frozenset(row[0] for row in read_rows("organisation_left_words") if row[1] == "char")


@cache
def generic_bodies() -> frozenset[str]:
    """Words that say a kind of organisation and name none: 第三方, 物业."""
    return frozenset(row[0] for row in read_rows("organisation_generic"))


@cache
def local_trades() -> frozenset[str]:
    """Trades that one company has in each place: 绵阳移动公司, 安岳县自来水公司."""
    return frozenset(row[0] for row in read_rows("organisation_generic") if len(row) > 1 and row[1] == "local")


@cache
def company_heads() -> tuple[str, ...]:
    """Words with which names of groups open before a place: 光大."""
    return tuple(row[0] for row in read_rows("company_heads"))


@cache
def group_fee() -> re.Pattern[str]:
    """A group of companies before the fee for what it does: 光大|垃圾处理费."""
    return re.compile(rf"(?:{'|'.join(company_heads())})(?=[^，。；、\d]{{0,6}}(?:处理费|处置费|运营费|服务费|收运费|供热费|补贴费))")


@cache
def province_initials() -> frozenset[str]:
    """Province characters that open company names (晋某热电公司) and are not ordinary words (新, 云, 贵)."""
    return frozenset(row[0] for row in read_rows("province_codes") if len(row) > 2)


@cache
def central_organs() -> re.Pattern[str]:
    """Central organs that open with no place and end with no ending of the list."""
    names = sorted((row[0] for row in read_rows("central_organs")), key=len, reverse=True)
    return re.compile("(?:" + "|".join(names) + ")(?![门分位署])")  # not 环境保护部门
