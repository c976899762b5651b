"""What a number stated in prose is: its label, and the figure it is a part, a share or a change of.

Enters: a number with its clause, and the ``Context``: what has been spoken of before. Leaves: label and reference; both in the
words of the text, without numbering, date, publisher and words that lead over to the number (lexicon prose).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from nlp.lexicon import read_rows, words
from nlp.prose_numbers import Stated, clause_before
from nlp.regions import place_length

SENTENCE = re.compile(r"[。！？]")
ACCOUNT = re.compile(
    r"""(?:.*（[类款]）)?(?P<name>[^（）]*(?:（[^类款项][^（）]*）[^（）]*)*)（[款项]）(?P<rest>[^（）]*)$
        # 社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）2026年预算数为
    """,
    re.VERBOSE,
)
SHARE = re.compile(r"占(?P<base>.*?)(?:的)?(?:比重|比例|比)?(?:为|是|达|约)?$")
DONE = re.compile(r"(?P<what>完成.*?)(?:的|为)?$")
CHANGED = re.compile(r"(?P<who>.{2,}?)(?P<change>[比较](?:上年|去年|上一年|同期|(?:19|20)\d\d年|年初)[^，。]*额)")
"""a change told of a subject of its own: 公务接待费|较上年减少额"""
TOLD_OF = re.compile(r"(?P<who>.{3,}?)[比较](?:上年|去年|上一年|同期|(?:19|20)\d\d年|年初)")
HOLDER = re.compile(r"(?P<who>[一-鿿]{3,24}(?:局|院|站|所|中心|队|馆|校|处|办|会|园|政府|机关|本级))$")
"""whose figures a bracket tells: 某市救助管理站|（公益一类，编制15名）"""
BUDGETED = re.compile(r"(?:财政拨款)?(?:支出)?(?:年初|全年|调整)?(?:支出)?预算(?:数)?$")
"""the half of a pair that is named with its subject: “三公”经费支出预算为42万元，支出决算为27万元"""
PLACE = re.compile(r"[一-鿿]{2,5}?(?:省|市|自治州|县|区|旗)(?=.{3})")
DATE = re.compile(r"^(?:截至|截止)?(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?|度|末|底|初)?(?:末|底)?")
NUMBERED = re.compile(r"^(?:\d{1,2}[.、．]|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+[、是]|其中[:：]?)")
COUNTED = re.compile(r"\s*(?P<noun>[一-鿿]{2,14}?)(?=[，,。；;、：:（）]|分别|为|和|及|$)")
OPENS_PARTS = re.compile(r"[^\d。；;]{0,12}其中")


@dataclass(slots=True)
class Context:
    """What has been spoken of: the figure of a whole, whether its parts are being listed, the latest figure."""

    main: str | None = None
    past: str | None = None
    """the whole of an earlier sentence, for a sentence that begins with 其中"""
    parts: bool = False
    last: str | None = None
    segment: list[str] = field(default_factory=list)
    """plain figures since the last semicolon or 其中"""
    unit: str = ""
    """unit of the whole"""
    outside: tuple[str | None, bool] | None = None
    """whole and parts as they were before a bracket （其中…） opened"""
    changed: str | None = None
    """what a change was just told of, where it names it itself; a rate after it is of the same"""
    topic: str | None = None
    """what a paragraph opens with before a colon (2.公务接待费：2026年安排…)"""

    def hear(self, between: str) -> None:
        """Take in the words between two figures (or before the first)."""
        if self.outside and "）" in between:
            (self.main, self.parts), self.outside = self.outside, None
        sentence = max((found.end() for found in SENTENCE.finditer(between)), default=None)
        listed = any(word in between[sentence or 0 :] for word in words("prose", "part"))
        if sentence is not None:
            self.changed = None
        if sentence is not None and not listed:
            self.past = self.main or self.past
            self.main, self.last, self.parts, self.segment = None, None, False, []
        if listed:
            inside = "其中" in between and sentence is None
            self.outside = (self.main, self.parts) if "（其中" in between else self.outside
            self.main = bare_subject(self.last if inside and self.last else self.main or self.last or self.past)
            self.parts = True
        if listed or "；" in between or ";" in between:
            self.segment = []

    def note(self, label: str | None, unit: str, whole: bool) -> None:
        """Take in a plain figure."""
        self.changed = None
        if self.main is None or whole:
            self.main, self.parts, self.unit = label, False, unit
        self.last = label
        self.segment.append(label or "")

    def owner(self) -> str | None:
        """What a change refers to: the segment's only figure, else the whole."""
        return self.segment[0] if len(self.segment) == 1 else self.main


def describe(text: str, before: int, stated: Stated, publisher: str, context: Context) -> tuple[str | None, str | None]:
    """Label and reference of a number; notes plain figures in ``context``."""
    clause = clause_before(text, before, stated.start)
    clause = clause.removeprefix("（") if clause.startswith(("（较", "（比", "（同比")) else clause
    if stated.unit in ("%", "百分点"):
        label = rate_label(clause)
        if label:
            context.changed = told_of(clause, publisher) or context.changed
            if label.startswith(("占", "完成")):
                return label, bare_subject(context.last)
            return label, context.changed or context.owner()
    change = change_label(clause)
    if change:
        return told_change(change, publisher, context)
    compared = re.fullmatch(r"[比较](?P<what>.{3,})", clause)
    if compared:
        return strip_tail(compared["what"]), context.owner()
    holder = holder_of(text, stated.start)
    if holder and stated.unit in ("名", "人", "个", "辆"):
        return strip_tail(re.split("[，、；（]", clause)[-1]) or None, holder
    label, account = plain_label(text, stated, clause, publisher, context)
    of = account or (context.main if context.parts and context.main != label else None)
    if context.topic and label in words("prose", "said_of"):
        label = context.topic if label in words("prose", "verb") else context.topic + label
    elif of is None and context.last and label in words("prose", "companion"):
        of = BUDGETED.sub("", context.last) or None
    if stated.unit != context.unit and not {stated.unit, context.unit} & {"元", ""}:
        of = account  # 名 are no part of 个
    ends_whole = (label or "").endswith(words("prose", "whole"))
    whole = ends_whole and not (context.parts and context.segment)
    if after_semicolon(text[before : stated.start]) and (ends_whole or OPENS_PARTS.match(text, stated.end)):
        whole, of = True, account
    context.note(account or label, stated.unit, whole)
    return label, of


def told_change(change: str, publisher: str, context: Context) -> tuple[str, str | None]:
    """Label and reference of an amount of change, which may name what changed itself (公务接待费|较上年减少额)."""
    own = CHANGED.fullmatch(change)
    who = own["who"] if own else change.removesuffix("额")[:-2]
    context.changed = strip_tail(strip_lead(who, publisher)) if own or not who.startswith(("比", "较")) else None
    return (own["change"], context.changed) if own and context.changed else (change, context.owner())


def after_semicolon(words_before: str) -> bool:
    """Whether a semicolon stands between the number before and this one."""
    return re.search(r"[；;][^\d；;]*$", words_before) is not None


def told_of(clause: str, publisher: str) -> str | None:
    """The subject that a rate of change names itself: 公务用车购置及运行维护费|较2024年预算下降."""
    found = TOLD_OF.match(clause)
    return strip_tail(strip_lead(found["who"], publisher)) or None if found else None


def holder_of(text: str, at: int) -> str | None:
    """The unit before the bracket that is open at ``at``: 救助管理站（公益一类，编制|15名）."""
    opened = text.rfind("（", 0, at)
    if opened < 0 or text.rfind("）", 0, at) > opened:
        return None
    found = HOLDER.search(re.split("[，。；：、]", text[:opened])[-1])
    if found is None:
        return None
    who = re.sub("^.*(?:分别为|分别是|包括|包含)", "", found["who"])
    joined = who[:1] in "和及与" and (who[1:2] in "市县区省" or place_length(who, 1))  # 和|某市某中心, not 和顺县某中心
    return who[1:] if joined else who


def bare_subject(label: str | None) -> str | None:
    """A label without 个数 or 金额, as that which parts and shares are of."""
    return re.sub("(?:个数|金额)$", "", label) if label and len(label) > 4 else label


def rate_label(clause: str) -> str | None:
    """The label of a percentage.

    >>> rate_label("占"), rate_label("占支出总额的"), rate_label("增长"), rate_label("完成年初预算的")
    ('占比', '占支出总额的比例', '增长率', '完成年初预算的比例')
    """
    for _, word, rate in (row for row in read_rows("prose") if row[0] == "change"):
        if word in clause[-6:]:
            return rate
    share = SHARE.search(clause)
    if share:
        return f"占{share['base']}的比例" if share["base"] else "占比"
    done = DONE.search(clause)
    return f"{done['what']}的比例" if done else None


def change_label(clause: str) -> str | None:
    """The label of an amount of change.

    >>> change_label("比上年减少"), change_label("主要原因是离退休人员经费增加"), change_label("其他收入")
    ('比上年减少额', '离退休人员经费增加额', None)
    """
    bare = re.sub(r"(?:了|约|为|额)+$", "", clause)
    verb = next((row[1] for row in read_rows("prose") if row[0] == "change" and bare.endswith(row[1])), None)
    if verb is None:
        return None
    who = re.sub(r"^.*?(?:原因)?(?:一|二|三|四)?是(?:由于|因)?", "", bare.removesuffix(verb))
    return f"{who}{verb}额"


def plain_label(
    text: str, stated: Stated, clause: str, publisher: str, context: Context
) -> tuple[str | None, str | None]:
    """The label of a figure that is neither share nor change, and the account it is of (…（项）)."""
    account = ACCOUNT.search(clause)
    if account:
        name = NUMBERED.sub("", account["name"])
        return name + strip_tail(account["rest"].lstrip("：:")), name
    bare = strip_tail(DATE.sub("", clause).removeprefix(publisher))
    if bare in words("prose", "amount_of") and context.last:
        return f"{bare_subject(context.last)}金额", None
    label = strip_tail(strip_lead(clause, publisher))
    if label == "实有" and context.last:
        return f"{context.last.removesuffix('编制')}实有", None
    counted = counted_noun(text, stated)
    if counted and (not label or label in words("prose", "has") or is_listed(text, stated, clause)):
        return counted, None
    if not label:
        return context.last, None
    return f"{label}个数" if stated.unit in ("个", "项", "家") and not label.endswith("数") else label, None


def counted_noun(text: str, stated: Stated) -> str | None:
    """The label of a number before what it counts: 内设8个科室.

    >>> from nlp.prose_numbers import find_numbers
    >>> text = "某局内设8个科室，编制6名"
    >>> [counted_noun(text, stated) for stated in find_numbers(text)]
    ['内设科室个数', None]
    """
    noun = COUNTED.match(text[stated.end :])
    if not noun or stated.unit in ("元", "%", "百分点"):
        return None
    sentence = text[: stated.start].rpartition("。")[2]
    has = re.findall("内设|下设|下属|所属|直属", sentence)
    lead = has[-1] if has and not re.match("内设|下设|下属|所属|直属", noun["noun"]) else ""
    return f"{lead}{noun['noun']}{'人数' if stated.unit in '名人' else '个数'}"


def is_listed(text: str, stated: Stated, clause: str) -> bool:
    """Whether the clause is the last name of a list the number counts: 办公室、人事科2个科室."""
    return text[: stated.start - len(clause)].endswith("、") and not clause.endswith(("编制", "人员", "数"))


def strip_lead(clause: str, publisher: str) -> str:
    """The clause without numbering, date, publisher and words that lead in.

    >>> strip_lead("2026年度某局预算收入总计", "某局"), strip_lead("截至2024年12月31日某局共有车辆", "某局")
    ('预算收入总计', '车辆')
    """
    label, before = clause, None
    while label != before:
        before = label
        label = DATE.sub("", NUMBERED.sub("", label))
        for name in names_of(publisher):
            if label.startswith(name):
                label = re.sub(r"^（[^（）]*）", "", label.removeprefix(name))
        label = label.removeprefix("（") if label.count("（") > label.count("）") else label
        for word in words("prose", "lead"):
            if label.startswith(word) and len(label) > len(word) + 1:
                label = label.removeprefix(word)
                break
    return label


@cache
def names_of(publisher: str) -> tuple[str, ...]:
    """A unit's name, and what is left of it without the places it opens with.

    >>> names_of("资州市东岭区石塘镇人民政府")
    ('资州市东岭区石塘镇人民政府', '东岭区石塘镇人民政府', '石塘镇人民政府')
    """
    found = [publisher]
    while place := PLACE.match(found[-1]):
        found.append(found[-1][place.end() :])
    return tuple(name for name in found if len(name) > 3 or name == publisher)


def strip_tail(label: str) -> str:
    """The label without words that lead over to its number; 合计 and its kind belong to the label.

    >>> strip_tail("支出决算为"), strip_tail("本年收入合计")
    ('支出决算', '本年收入合计')
    """
    before = None
    while label != before:
        before = label
        for word in words("prose", "tail"):
            if label.endswith(word) and len(label) > len(word) + 1 and not label.endswith(("合计", "总计", "小计")):
                label = label.removesuffix(word)
                break
    return label
