"""An obligation being read: its place, its name, its sums; and the words of contract narratives, from the lexicon.

The name is the words before its first sum (仓库租赁费|50万元), or, where those are generic, the first words of the item it
stands in (2022年清运量3.6万吨，已结算…).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from nlp.contract_clause import PRICES
from nlp.contract_roles import Money
from nlp.lexicon import read_rows

COSTS = ("cost", "rent", "incurred", "total")

LABEL_BREAK = re.compile(r"[，。；：:,;\t（）!]|^、")

NO_NAME = re.compile(
    r"^[\d年月日底前至-]+$|委托|公司|已预拨|为准|作出|登记|由.{2,}负责|于\d|^(?:通过|经过?|采用|以)(?:公开|政府|竞争)|^分[两二三四五六]个|^(?:主要|具体)?(?:内容)?(?:包括|包含|如下|明细|其中|用于)"
)
"""first words of an item that name no obligation: a bare date, the start of a story"""


HEADING = re.compile(r"\s*(?P<name>[^，。；：:,;、（）()\d\s]{2,14}?)(?:[。：:]|(?=(?:为|共|约|共计)?\d[\d,.]*\s*(?:元|[万亿])))")
NO_HEADING = re.compile(r"^(?:由|与|经|按|对|在|已|未|尚|拟|截)|支付|签订|中标|合同|单位|[未已]付|剩余|预算|金额")
"""words that open a story, or name a sum and no obligation"""

FORMULA = re.compile(r"(?:共计|共)?需?[\d.]+[^，。\d]{0,6}(?:[*×＊][\d.]+[^，。\d]{0,6})+=?$")
"""a printed formula before its result is no name: 服装150人×80=1.2万元"""

EMPTY_NAME = "已|结算|差额|尾款|余款|质保金|剩余|款项|项目|经费|工程款|未|支付|尚|的|\\d+%"
PAYABLE = re.compile(r"尾款|余款|质保金|保证金|欠款")
"""words that belong to the name of a payable: 围墙修缮尾款"""


NO_WORK = re.compile(r"\d|第?[一二三四]季度|[上下]半年|年度?|月|日|[至—-]|尚未|支付|费用?|款|经费|服务|项目|租金|房租|剩余|其余")
"""words of a name that say nothing of the work: its period, that it is a fee"""

@dataclass(frozen=True, slots=True)
class Listing:
    """A sum and the items that spell it out. Each item gives (least, most) of its first sum, and of all its sums together
    (they differ in items that name a price and then details); None for an item without a sum."""

    stated: Money
    firsts: tuple[tuple[Decimal, Decimal] | None, ...]
    wholes: tuple[tuple[Decimal, Decimal] | None, ...]
    enumerated: bool


@dataclass
class Draft:
    """An obligation at ``text[start:end]`` with its sums; ``label`` is the place of its name, where it has one."""

    start: int
    end: int
    label: tuple[int, int] | None = None
    monies: list[Money] = field(default_factory=list)
    owed: bool = False
    """a head above says that the item is unpaid"""
    unsettled: bool = False
    """that head says the item was never settled (未结算): its sum is the price and the balance"""
    states: set[str] = field(default_factory=set)
    """payment_states read over it from a tail"""
    total_over: int = 0
    listing: Listing | None = None
    """the items that spell out one of its sums"""
    depth: int = 0
    name: str | None = None
    """its name where several names were joined"""
    subject: tuple[int, int] | None = None
    """place of the work its sentence is about, where a text tells of several"""
    payee: tuple[int, int] | None = None
    """place of the one payee it belongs to, where a sentence hands its sums out to several (分别为)"""
    heading: tuple[int, int] | None = None
    """place of the words that its item opens with as a heading (一是|施工|。2025年4月签订合同)"""
    within: tuple[int, int] | None = None
    """range of the enumerated item it is told in"""
    above: tuple[int, int] | None = None
    """place of the name of the item it belongs to"""

    def of(self, *roles: str) -> list[Money]:
        return [m for m in self.monies if m.role in roles]

    @property
    def plain(self) -> bool:
        """Nothing but a name and a cost."""
        return all(m.role in ("cost", "rent", "total", "now", "due", "term", "estimate", "share", "range") for m in self.monies)


@dataclass(frozen=True, slots=True)
class Context:
    """What the heads above say about the items below."""

    owed: bool = False
    unsettled: bool = False
    depth: int = 0


@cache
def words(kind: str) -> re.Pattern[str]:
    """One pattern of all entries of a kind of contract_words."""
    return re.compile("|".join(f"(?:{row[1]})" for row in read_rows("contract_words") if row[0] == kind))


@cache
def state_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row[0], re.compile(row[1])) for row in read_rows("payment_states"))


def states_of(text: str) -> set[str]:
    """What clauses without a sum say about paying: none, part, all, later.

    >>> sorted(states_of("项目已完成，尚未支付款项")), sorted(states_of("款项已全部付清"))
    (['none'], ['all'])
    """
    return {state for state, pattern in state_patterns() if pattern.search(text)}


def label_text(text: str, draft: Draft) -> str:
    return text[draft.label[0] : draft.label[1]] if draft.label else ""


def work_of(label: str) -> list[str]:
    """The words of a name that say what the work is; none where it names a period or a fee alone.

    >>> work_of("2024年第四季度电梯维保费"), work_of("2024年7月至12月")
    (['电梯维保'], [])
    """
    return [run for run in NO_WORK.sub(" ", label).split() if len(run) > 1]


def is_part(text: str, draft: Draft) -> bool:
    """Is the draft's name one of the cost kinds that no obligation is named for (专家费, 运输费)?"""
    name = label_text(text, draft)
    return bool(name) and bool(words("part").search(name))


def name_of(text: str, begin: int, money: Money, context: Context, *, first: bool) -> tuple[int, int] | None:
    """Place of an obligation's name: the words before its sum, or the first words of its item where those are generic."""
    near, opening = label_place(text, begin, money), first_words(text, begin, money, context)
    if first and opening and text[opening[1]] in ":：" and opening[1] - opening[0] <= 14:
        return opening
    if near and first and opening and context.depth > 0 and near[0] > opening[1] and near[1] - near[0] <= 8:
        return opening
    return near or opening


def heading_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Place of the heading that an item opens with: words up to a full stop or colon, or to the item's own sum.

    >>> heading_of("施工。2025年4月签订合同", 0, 14), heading_of("装修工程款28万元。", 0, 10), heading_of("由某公司施工。", 0, 7)
    ((0, 2), (0, 5), None)
    """
    found = HEADING.match(text, start, end)
    return None if found is None or NO_NAME.search(found["name"]) or NO_HEADING.search(found["name"]) else found.span("name")


def first_words(text: str, begin: int, money: Money, context: Context) -> tuple[int, int] | None:
    """The first clause of an item or list part as its name (2022年清运量3.6万吨，已结算…)."""
    cuts = [begin + m.end() for m in re.finditer(r"[。；;]", text[begin : money.amount.start])]
    begin = cuts[-1] if cuts and money.role not in PRICES else begin
    lead = text[begin : money.amount.start]
    start = begin + len(lead) - len(lead.lstrip("，。；：:,;、（） \t"))
    stop = LABEL_BREAK.search(text, start, money.amount.start)
    if stop is None or stop.start() - start < (2 if context.depth and stop.group() in ":：" else 3) or NO_NAME.search(text[start : stop.start()]):
        return None
    if context.depth == 0 and money.amount.start - start > 60:
        return None
    return start, min(stop.start(), start + 40)


def label_place(text: str, begin: int, money: Money) -> tuple[int, int] | None:
    """Where the name before a sum stands: the words of its clause up to the sum or the role word; None for bare words."""
    clause = text[begin : money.amount.start]
    cut = max((m.end() for m in LABEL_BREAK.finditer(clause)), default=0)
    name = FORMULA.sub("", clause[cut:])
    if money.noun and name.endswith(money.noun) and money.role != "rent" and not PAYABLE.search(money.noun):
        name = name[: -len(money.noun)]
    trimmed = re.sub(rf"(?:{words('stop').pattern})+$", "", name.rstrip(" 《“"))
    bare = re.sub(rf"^(?:\d{{2,4}}年(?:度)?|{words('stop').pattern}|{EMPTY_NAME})+", "", trimmed.strip())
    if len(bare) < (2 if money.role == "rent" else 3) or (money.role in PRICES and cut):
        return None
    start = begin + cut + len(trimmed) - len(trimmed.lstrip(" \t"))
    return start, begin + cut + len(trimmed)
