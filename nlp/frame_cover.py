"""Which document this is: title, publishing unit, year, kind and level of government.

Enters: the looks of all lines. Leaves: a Document. The cover (lines above 目录) is believed first, then the heads of
the tables (部门名称：…), then the headings. Raises NotADisclosure where neither cover nor body has the genre's signs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from nlp.errors import NotADisclosure
from nlp.frame_furniture import is_page_number
from nlp.frame_line import TABLE_MARK, Look, heading_rank, is_table_head
from nlp.lexicon import words
from nlp.record import Document

YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年?度?")
KIND = re.compile(r"(?P<who>部门|单位)?(?:（单位）)?(?:年度|收支|整体)?(?P<what>预算|决算)")
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
TITLE_WORDS = re.compile(
    r"(?:19|20)\d\d|[二][〇○零][〇○零一二三四五六七八九]{2}年|部门|单位|预算|决算|公开|年度|信息|文本|目录"
)
PUBLISHER = re.compile(
    r"""(?P<label>[一-鿿]{2,4}(?:名称|单位|部门)?)[:：]     # 部门名称：
        (?P<name>[一-鿿（）]{3,40}?)(?:（公章）|金额|单位[:：]|$)  # 某县水利局 单位：万元
    """,
    re.VERBOSE,
)
PLACE = re.compile(
    r"""^(?:[一-鿿]{2,8}?(?P<province>省|自治区))?   # 四川省…
        (?:[^省市县区旗]{1,7}?(?P<city>市|自治州|州(?![市县区])|地区|盟))?  # 广安市…
        (?:[^市县区旗]{1,8}(?P<county>县|旗|(?<![社景灌林护园小])区))?  # 岳池县…
    """,
    re.VERBOSE,
)
COVER_LINES = 80


def read_document(name: str, stem: str, sha256: str, looks: Sequence[Look], furniture: frozenset[int]) -> Document:
    """The Document record. Raises NotADisclosure."""
    cover = read_cover(looks, furniture)
    check_genre(name, cover, looks)
    kind = find_kind(cover, looks)
    unit = find_unit(cover, looks, stem)
    year = find_year(cover, looks)
    if year is None:
        raise NotADisclosure(f"{name}：像是预决算公开，但封面、报表和说明里都没有年度，无法确定是哪一年的文件，未读取")
    return Document(
        id=stem, title=find_title(cover, unit, year, kind), unit=unit, year=year, kind=kind,
        level=find_level(unit, looks), source=name, sha256=sha256,
    )  # fmt: skip


def read_cover(looks: Sequence[Look], furniture: frozenset[int]) -> tuple[str, ...]:
    """Texts above the table of contents or the first heading, without furniture."""
    found: list[str] = []
    for look in looks[:COVER_LINES]:
        if look.text in ("目录", "目次") or heading_rank(look.text) in (1, 2):
            break
        if (look.number in furniture and not look.text.isdigit()) or not look.text or look.row:
            continue
        if is_page_number(look.text) and len(look.text) != 4:
            continue
        if TABLE_MARK.fullmatch(look.text):  # 附件1
            continue
        if len(look.text) > 60 or is_table_head(look.text):
            break
        found.append(look.text)
        if len(found) >= 6:
            break
    return tuple(found)


def check_genre(name: str, cover: Sequence[str], looks: Sequence[Look]) -> None:
    """Raise NotADisclosure unless the text has the genre's signs."""
    wanted = words("frame", "sign")
    short = [look.text for look in looks if look.text and (look.row or len(look.text) <= 60)]
    signs = {sign for sign in wanted if any(sign in text for text in short)}
    budget = sum("预算" in text or "决算" in text for text in short)
    titled = any(KIND.search(text) for text in cover)
    other = next((text for text in cover[:3] if is_other(text, looks)), None)
    if other:
        raise NotADisclosure(
            f"{name}：不是部门（单位）预算或决算公开文件，未读取。从标题“{other[:40]}”看是另一类文件"
        )
    if not budget or len(signs) + 2 * titled < 3:
        seen = next((text for text in short if text), "")[:30]
        raise NotADisclosure(
            f"{name}：不是部门（单位）预算或决算公开文件，未读取。开头是“{seen}”，"
            f"全文没有找到这类文件的标题、报表和情况说明（相关标志 {len(signs)} 个）"
        )


def is_other(title: str, looks: Sequence[Look]) -> bool:
    """Whether a title is that of a notice or report without tables, or of the accounts of a whole government.

    >>> is_other("关于编制2026年部门预算的通知", ()), is_other("某市2023年政府决算公开", ()), is_other("某镇人民政府决算", ())
    (True, True, False)
    """
    if title.endswith(words("frame", "other_kind")):
        return not any(look.text.endswith("表") and is_titlelike(look.text) for look in looks if not look.row)
    named = title.replace("人民政府", "")
    return not re.search("部门|单位", title) and any(word in named for word in words("frame", "whole_kind"))


def find_kind(cover: Sequence[str], looks: Sequence[Look]) -> str:
    """部门预算, 单位预算, 部门决算 or 单位决算; from the cover, else what the headings say most often.

    >>> find_kind(("某县水利局", "2024年度单位决算公开"), ())
    '单位决算'
    """
    heads = [look.text for look in looks if not look.row and (heading_rank(look.text) or is_titlelike(look.text))]
    for texts in (cover, heads):
        found = Counter(
            (match["who"], match["what"]) for text in texts for match in KIND.finditer(text) if match["who"]
        )
        if found:
            who, what = found.most_common(1)[0][0]
            return f"{who}{what}"
    what = "决算" if sum("决算" in text for text in (*cover, *heads)) > sum("预算" in t for t in heads) else "预算"
    return f"部门{what}"


def is_titlelike(text: str) -> bool:
    return 4 <= len(text) <= 40 and text.endswith(("表", "说明", "公开", "概况"))


def find_unit(cover: Sequence[str], looks: Sequence[Look], stem: str) -> str:
    """The publishing department or unit: named on the cover, confirmed or replaced by the heads of the tables."""
    printed = Counter(
        match["name"]
        for look in looks
        if "：" in look.text or ":" in look.text
        for match in (PUBLISHER.match(look.text),)
        if match and match["label"] in words("frame", "publisher")
    )
    on_cover = [name for name in map(bare_unit, cover) if name]
    for name in on_cover:
        if name in printed:
            return name
    if on_cover:
        return on_cover[0]
    if printed:
        return printed.most_common(1)[0][0]
    return next((unit for unit in map(unit_of_part, looks) if unit), stem)


def bare_unit(text: str) -> str | None:
    """The unit's name in a line of the cover: title words and year off.

    >>> bare_unit("某市水利局2024年度部门预算公开"), bare_unit("2024年度部门预算公开")
    ('某市水利局', None)
    """
    found = TITLE_WORDS.search(text)
    name = text[: found.start()] if found else text
    if not name and found:
        name = next(iter(re.split(r"年度?|部门|单位|预算|决算", text[found.end() :])[1:]), "")
    name = name.strip("（）-—《》").removesuffix("关于")
    return name if 3 <= len(name) <= 40 and re.fullmatch(r"[一-鿿（）·]+", name) else None


def unit_of_part(look: Look) -> str | None:
    """某局 in 第一部分某局概况."""
    found = re.match(r"第一部分(?P<name>.{3,40}?)(?:部门|单位)?概况$", look.text)
    return found["name"] if found else None


def find_year(cover: Sequence[str], looks: Sequence[Look]) -> int | None:
    """The budget year: of the cover (2024 or 二〇二四), else the one the titles, else the sentences, print most often.

    >>> find_year(("二〇二四年部门预算",), ())
    2024
    """
    for text in cover:
        found = YEAR.search(text.translate(DIGITS))
        if found:
            return int(found["year"])
    titles = [x.text for x in looks if not x.row and (heading_rank(x.text) or is_titlelike(x.text))]
    sentences = [x.text for x in looks if not x.row and ("预算" in x.text or "决算" in x.text)]
    for texts in (titles, sentences):
        years = Counter(int(match["year"]) for text in texts for match in YEAR.finditer(text))
        if years:
            return years.most_common(1)[0][0]
    return None


def find_title(cover: Sequence[str], unit: str, year: int, kind: str) -> str:
    """The title as printed where the cover prints it in reading order, else put together.

    >>> find_title(("某市水利局", "2024年度部门预算公开"), "某市水利局", 2024, "部门预算")
    '某市水利局2024年度部门预算公开'
    """
    for text in cover:
        if unit in text and str(year) in text:
            return text
    rest = [text for text in cover if str(year) in text and KIND.search(text)]
    return f"{unit}{rest[0]}" if rest else f"{unit}{year}年{kind}"


def find_level(unit: str, looks: Sequence[Look]) -> str | None:
    """中央, 省级, 市级 or 县级 from the unit's name; else from 县级/市级 in the titles of project pages.

    >>> [find_level(u, ()) for u in ("国家粮食储备局", "河北省水利厅", "某州市水利局", "青山县水利局", "水利局")]
    ['中央', '省级', '市级', '县级', None]
    """
    if unit.startswith(words("frame", "central")):
        return "中央"
    found = PLACE.match(unit)
    if found and found["county"]:
        return "县级"
    if unit.startswith(words("frame", "direct_city")):
        return "省级"
    if found and found["city"]:
        return "市级"
    if found and found["province"]:
        return "省级"
    titles = "".join(look.text for look in looks if not look.row and look.text.endswith("表"))
    return next((level for level in ("县级", "区级", "市级", "省级") if level in titles), None)
