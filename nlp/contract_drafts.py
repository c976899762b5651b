"""The obligations of one narrative field, each with its sums: who belongs with whom, before anything is weighed.

Enters: normalised text of a field and the document's year. Leaves: ``Draft`` records in reading order. Enumerated items
(nlp.contract_items) and lists after 包括 / 其中 scope their sums; within one stretch a new obligation begins when a second
price of the same kind appears, when payment starts over after a balance, or when a further cost has a name of its own.
A sum stated over items becomes a total; costs that are mere parts of one obligation (专家费, 运输费) stay with it.

What it does not do: decide balances (nlp.contract_balance) or names (nlp.contract_parties).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from nlp.contract_items import Item, read_items
from nlp.contract_roles import PRICES, Money, find_monies
from nlp.lexicon import read_rows

COSTS = ("cost", "rent", "incurred", "total")
OPEN_ITEMS = re.compile(r"应支未支|应付未付|未结算|未支付|尾款|欠付|拖欠|未付")
LABEL_BREAK = re.compile(r"[，。；：:,;\t（）!]|^、")
NO_NAME = re.compile(r"^[\d年月日底前至-]+$|委托|公司|已预拨|由.{2,}负责|于\d")
"""first words of an item that name no obligation: a bare date, the start of a story"""

COMPANY = re.compile(r"有限(?:责任)?公司|研究院|设计院|事务所")
ADDED = re.compile(r"加上|另加|连同")
"""opens a sum that stands beside the obligation: 加上未支付的评审费用0.4万元"""

SPELLED = re.compile(r"^(?:（[^（）]*）)?[，,；;：:（\s]*[^，。；,;]{0,8}$")


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
    items: tuple[Decimal | None, ...] = ()
    """sums of the items below a total, None for an item that states none"""
    depth: int = 0
    above: tuple[int, int] | None = None
    """place of the name of the item it belongs to"""

    def of(self, *roles: str) -> list[Money]:
        return [m for m in self.monies if m.role in roles]

    @property
    def plain(self) -> bool:
        """Nothing but a name and a cost."""
        return all(m.role in ("cost", "rent", "total", "now", "due", "estimate", "share", "range") for m in self.monies)


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
    """What clauses without a sum say about paying: none, part, all.

    >>> sorted(states_of("项目已完成，尚未支付款项")), sorted(states_of("款项已全部付清"))
    (['none'], ['all'])
    """
    return {state for state, pattern in state_patterns() if pattern.search(text)}


def read_drafts(text: str, year: int | None = None) -> list[Draft]:
    """Every obligation of ``text``.

    >>> drafts = read_drafts("欠款包括：（1）甲项目尾款5万元；（2）乙项目合同金额9万元，已付2万元。", 2026)
    >>> [[(m.role, int(m.value)) for m in d.monies] for d in drafts]
    [[('unpaid', 50000)], [('contract', 90000), ('paid', 20000)]]
    """
    monies = find_monies(text, year)
    drafts = walk(text, read_items(text), monies, Context())
    return merge_repeats([d for d in drafts if d.monies])


def walk(text: str, item: Item, monies: Sequence[Money], context: Context) -> list[Draft]:
    """Drafts of an item: its head, its children, its tail."""
    if not item.children:
        return leaf(text, item.start, item.end, monies, context)
    head = leaf(text, *item.head, monies, context)
    below = context_below(text, item.head, head, context)
    families = [walk(text, child, monies, below) for child in item.children]
    kids = [d for family in families for d in family]
    tail = leaf(text, *item.tail, monies, context) if item.tail else []
    if item.tail:
        said = states_of(text[item.tail[0] : item.tail[1]])
        for kid in kids:
            kid.states |= said
    tail = [d for d in tail if not d.plain]
    if head and head[-1].monies[-1].role != "share":
        head[-1].items = tuple(item_sum(family) for family in families)
    return [*fold(text, head, kids), *tail]


def item_sum(family: Sequence[Draft]) -> Decimal | None:
    """The sum an enumerated item puts into the total above it: its first; None where it states none or several."""
    first = family[0].monies[0] if family else None
    if first is None or first.role in ("now", "share", "estimate") or (len(family) > 1 and not family[0].total_over):
        return None
    return first.value


def fold(text: str, head: list[Draft], kids: list[Draft]) -> list[Draft]:
    """Put a head and the items below it together: parts stay with the head, otherwise the head is their total."""
    if not kids:
        return head
    bearer = head[-1] if head else None
    if bearer is None:
        return kids
    parts = [kid for kid in kids if kid.plain and is_part(text, kid)]
    if len(parts) * 2 > len(kids) and bearer.of(*COSTS, *PRICES, "unpaid"):
        bearer.end = max(bearer.end, kids[-1].end)
        return head
    if bearer.plain or not bearer.of(*PRICES, "paid"):
        bearer.total_over = len(kids)
    return [*head, *kids]


def is_part(text: str, draft: Draft) -> bool:
    """Is the draft's name one of the cost kinds that no obligation is named for (专家费, 运输费)?"""
    name = label_text(text, draft)
    return bool(name) and bool(words("part").search(name))


def label_text(text: str, draft: Draft) -> str:
    return text[draft.label[0] : draft.label[1]] if draft.label else ""


def context_below(text: str, head: tuple[int, int], drafts: list[Draft], context: Context) -> Context:
    """What a head passes on to its items: that they are owed, that they were never settled."""
    said = text[max(head[0], head[1] - 80) : head[1]]
    owed = context.owed or any(m.role == "unpaid" for d in drafts for m in d.monies[-1:])
    owed = owed or bool(re.search(r"(?:应支未支|应付未付|欠付|拖欠|未结算|未支付|未付)[^。]{0,24}$", said))
    return Context(owed, context.unsettled or (owed and "未结算" in said), context.depth + 1)


def leaf(text: str, start: int, end: int, monies: Sequence[Money], context: Context) -> list[Draft]:
    """Drafts of a stretch without enumerated items; a list after 包括 / 其中 is read as items of its own."""
    own = [m for m in monies if start <= m.amount.start < end]
    found = find_list(text, own, end)
    if found is None:
        return gather(text, start, end, own, context)
    bearer, first, last = found
    outside = [m for m in own if not first <= m.amount.start < last]
    head = gather(text, start, end, [m for m in outside if m.amount.start < first], context)
    below = context_below(text, (start, first), head[-1:], context)
    if bearer.role == "unpaid" or context.owed:
        below = replace(below, owed=True, unsettled=below.unsettled or "未结算" in text[start:first])
    inside = [m for m in own if first <= m.amount.start < last]
    kids = gather(text, first, last, inside, below)
    for kid in kids:
        kid.above = head[-1].label if head else None
    rest = gather(text, last, end, [m for m in outside if m.amount.start >= last], context)
    kids = [kid for kid in kids if bearer.role not in ("now", "share") or not kid.plain or (context.depth == 0 and not rest)]
    return [*fold(text, head, kids), *[d for d in rest if not (d.plain and kids)]]


def find_list(text: str, monies: Sequence[Money], end: int) -> tuple[Money, int, int] | None:
    """The sum that a list spells out, and the range of the list; None where there is no list of two or more sums."""
    for at, bearer in enumerate(monies[:-2]):
        lead = words("lead").search(text, bearer.amount.end, min(bearer.amount.end + 80, monies[at + 1].amount.start))
        if not lead or bearer.role in ("settled", "contract", "award", "paid") or not SPELLED.match(text[bearer.amount.end : lead.start()]):
            continue
        first = lead.end()
        last = bracket_end(text, bearer.amount.end, first, end)
        listed = [m for m in monies[at + 1 :] if m.amount.start < last and m.role in (*COSTS, *PRICES, "unpaid", "share")]
        if len(listed) >= 2 and listed[0].role != "share":
            return bearer, first, last
    return find_bracketed(text, monies, end)


def find_bracketed(text: str, monies: Sequence[Money], end: int) -> tuple[Money, int, int] | None:
    """A cost that a bracket right after it spells out without a word (31.83万元（24年房租20万，…；25年房租20万元）)."""
    for at, bearer in enumerate(monies[:-2]):
        bracket = re.compile(r"[，；,;]?（").match(text, bearer.amount.end)
        if bracket and bearer.role in ("cost", "rent", "total"):
            last = bracket_end(text, bearer.amount.end, bracket.end(), end)
            inside = [m for m in monies[at + 1 :] if m.amount.start < last]
            if sum(m.role in ("cost", "rent", *PRICES) for m in inside) >= 2 and any(
                m.role in (*PRICES, "rent", "paid", "unpaid") for m in inside
            ):
                return bearer, bracket.end(), last
    return None


def bracket_end(text: str, start: int, first: int, end: int) -> int:
    """End of a list: the closing bracket where it stands in brackets, else the end of the stretch."""
    depth = text.count("（", start, first) - text.count("）", start, first)
    if depth <= 0:
        stop = text.find("。", first, end)
        return stop if stop >= 0 else end
    for at in range(first, end):
        depth += (text[at] == "（") - (text[at] == "）")
        if depth == 0:
            return at
    return end


def gather(text: str, start: int, end: int, monies: Sequence[Money], context: Context) -> list[Draft]:
    """Group the sums of a stretch into drafts, in order."""
    drafts: list[Draft] = []
    sides: list[Draft] = []
    for money in skip_parts(text, monies):
        if drafts and money.role == "unpaid" and ADDED.search(text[money.clause - 3 : money.amount.start]):
            place = label_place(text, money.clause, money)
            sides.append(Draft(money.clause, money.amount.end, place, [replace(money, whole=True)], depth=context.depth))
            continue
        if not drafts or starts_new(text, drafts[-1], money):
            begin = drafts[-1].monies[-1].amount.end if drafts else start
            draft = Draft(begin, end, None, [], context.owed, context.unsettled, depth=context.depth)
            draft.label = name_of(text, begin, money, context, first=not drafts)
            if drafts:
                drafts[-1].end = sentence_start(text, begin, money.amount.start)
                draft.start = drafts[-1].end
                if money.allotted and drafts[-1].monies[-1].role == "now":  # the year's share of a longer contract: its sum is the year's budget
                    draft.monies.append(replace(drafts[-1].monies.pop(), role="cost"))
            drafts.append(draft)
        drafts[-1].monies.append(money)
    return [*join_sums(text, balance_up(drafts)), *sides]


def balance_up(drafts: list[Draft]) -> list[Draft]:
    """Join plain costs to the draft after them where only their sum fits what was paid and what is left.

    运维费696.47万元；服务费1536.66万元，已到位1000万元，差额1233.13万元: 696.47 + 1536.66 - 1000 = 1233.13.
    """
    out: list[Draft] = []
    for draft in drafts:
        out.append(draft)
        paid, left, cost = draft.of("paid"), draft.of("unpaid"), draft.of("cost", "rent")
        if len(paid) != 1 or len(left) != 1 or len(cost) != 1 or draft.of(*PRICES):
            continue
        priors: list[Draft] = []
        for prior in reversed(out[:-1]):
            if not (prior.plain and prior.of("cost", "rent")):
                break
            priors.append(prior)
            summed = sum_of(priors) + cost[0].value
            if abs(summed - paid[0].value - left[0].value) <= 100:
                whole = replace(cost[0], role="total", amount=replace(cost[0].amount, value=summed))
                draft.monies = [whole, *(m for m in draft.monies if m is not cost[0])]
                draft.start, draft.label = priors[-1].start, priors[-1].label
                out = [d for d in out if not any(d is p for p in priors)]
                break
    return out


def name_of(text: str, begin: int, money: Money, context: Context, *, first: bool) -> tuple[int, int] | None:
    """Place of an obligation's name: the words before its sum, or the first words of its item where those are generic."""
    near, opening = label_place(text, begin, money), first_words(text, begin, money, context)
    if first and opening and text[opening[1]] in ":：" and opening[1] - opening[0] <= 14:
        return opening
    if near and first and opening and context.depth > 0 and near[0] > opening[1] and near[1] - near[0] <= 6:
        return opening
    return near or opening


def skip_parts(text: str, monies: Sequence[Money]) -> list[Money]:
    """Leave out prices of goods listed in brackets, three or more (（大屏1台60万元、不断电源1台18.5万元、…）)."""
    depth_of = {id(m): enclosing(text, m.amount.start) for m in monies if m.role == "cost"}
    counts = {at: sum(v == at for v in depth_of.values()) for at in set(depth_of.values()) if at is not None}
    keep = [m for m in monies if counts.get(depth_of.get(id(m)) or -1, 0) < 3]
    return keep if any(m.role not in ("now", "share") for m in keep) else list(monies)


def enclosing(text: str, at: int) -> int | None:
    """Place of the bracket that is open at ``at``; None outside brackets."""
    depth = 0
    for i in range(at - 1, max(-1, at - 400), -1):
        depth += (text[i] == "）") - (text[i] == "（")
        if depth < 0:
            return i
    return None


def first_words(text: str, begin: int, money: Money, context: Context) -> tuple[int, int] | None:
    """The first clause of an item or list part as its name (2021年污泥处置量2.94万吨，已结算…)."""
    cuts = [begin + m.end() for m in re.finditer(r"[。；;]", text[begin : money.amount.start])]
    begin = cuts[-1] if cuts else begin
    lead = text[begin : money.amount.start]
    start = begin + len(lead) - len(lead.lstrip("，。；：:,;、（） \t"))
    stop = LABEL_BREAK.search(text, start, money.amount.start)
    if stop is None or stop.start() - start < 3 or NO_NAME.search(text[start : stop.start()]):
        return None
    if context.depth == 0 and money.amount.start - start > 60:
        return None
    return start, min(stop.start(), start + 40)


def sentence_start(text: str, floor: int, at: int) -> int:
    """Where the sentence or list part of ``at`` begins, not before ``floor``."""
    cuts = [floor + m.end() for m in re.finditer(r"[。；;]", text[floor:at])]
    if cuts:
        return cuts[-1]
    comma = re.search(r"[，,、）]", text[floor:at])
    return floor + comma.end() if comma else floor


def starts_new(text: str, draft: Draft, money: Money) -> bool:
    """Does the sum open a new obligation beside ``draft``?"""
    between = text[draft.monies[-1].amount.end : money.amount.start]
    broken = bool(re.search(r"[。；;]", between))
    settled = bool(draft.of("unpaid", "retention")) or (bool(draft.of("paid")) and broken)
    closed = (settled or bool(draft.of("paid"))) and (bool(COMPANY.search(between)) or "all" in states_of(text[draft.start : money.clause]))
    if money.role in PRICES:
        return opens_price(draft, money, broken, settled) or closed
    if money.role == "range":
        return bool(draft.of(*PRICES, "cost", "rent", "range", "paid", "unpaid", "now"))
    if money.role == "total":
        return broken and bool(draft.of("total")) and label_place(text, draft.monies[-1].amount.end, money) is not None
    if money.role in ("cost", "rent"):
        return not same_sum(draft, money) and ((bool(draft.of(*PRICES, "paid", "unpaid")) and is_named(text, draft.monies[-1], money))
                or bool(draft.of("cost", "rent", "estimate", "range")))  # fmt: skip
    if money.role == "estimate":
        return bool(draft.of(*PRICES, "cost", "rent", "paid", "unpaid")) and broken
    if money.role == "paid":
        return opens_payment(draft, money, between, broken, settled) or closed
    if money.role == "unpaid":
        return opens_balance(text, draft, money, between, broken) or closed
    return False


def opens_price(draft: Draft, money: Money, broken: bool, settled: bool) -> bool:
    """A second price: of the same kind, after a balance, or beside a cost that it does not repeat."""
    same = any(m.value != money.value or other_period(m, money) for m in draft.of(money.role))
    stronger = any(PRICES.index(m.role) < PRICES.index(money.role) for m in draft.of(*PRICES))
    beside = broken and not draft.owed and any(m.value != money.value or other_period(m, money) for m in draft.of("cost", "rent"))
    return (same and (broken or settled)) or (stronger and broken and settled) or (beside and not draft.of(*PRICES))


def opens_payment(draft: Draft, money: Money, said: str, broken: bool, settled: bool) -> bool:
    """A payment after a balance, or of a cost other than the draft's."""
    if money.allotted:
        return (bool(draft.of(*PRICES)) and draft.monies[-1].role == "now") or bool(draft.of("unpaid"))
    if re.search(r"全部(?:款项|价款|费用)|款项全部", money.noun + said[-24:]) and not same_sum(draft, money):
        return True
    whole = money.whole and bool(draft.of("cost", "rent"))
    done = settled and bool(draft.of("unpaid", "retention") or not draft.of(*PRICES))
    return (done and broken and not money.deducted) or whole


def opens_balance(text: str, draft: Draft, money: Money, between: str, broken: bool) -> bool:
    """A further balance: 另外…, or one with a name of its own in a list."""
    if re.search(r"另外?|此外|还有", between[-30:]):
        return True
    if draft.of(*PRICES, "paid") or (money.retained and not draft.owed):
        return False
    place = label_place(text, draft.monies[-1].amount.end, money)
    named = place is not None and place[1] - place[0] >= 3
    return bool(draft.of("unpaid", "cost", "rent")) and named and (broken or draft.owed)


def other_period(a: Money, b: Money) -> bool:
    return a.period is not None and b.period is not None and a.period[:4] != b.period[:4]


def same_sum(draft: Draft, money: Money) -> bool:
    """Is a cost the draft's own price, payment or balance, said again?"""
    return any(m.value == money.value and not other_period(m, money) for m in draft.of(*PRICES, "paid", "unpaid"))


def is_named(text: str, last: Money, money: Money) -> bool:
    """Does a cost after a price have a name of its own, rather than being a detail in brackets or after 其中?"""
    between = text[last.amount.end : money.amount.start]
    return not re.search(r"其中|包括|包含|每|扣除|加上|（[^）]*$", between)


def label_place(text: str, begin: int, money: Money) -> tuple[int, int] | None:
    """Where the name before a sum stands: the words of its clause up to the sum or the role word; None for bare words."""
    clause = text[begin : money.amount.start]
    cut = max((m.end() for m in LABEL_BREAK.finditer(clause)), default=0)
    name = clause[cut:]
    if money.noun and name.endswith(money.noun) and money.role != "rent":
        name = name[: -len(money.noun)]
    trimmed = re.sub(rf"(?:{words('stop').pattern})+$", "", name.rstrip(" 《“"))
    bare = re.sub(rf"^(?:\d{{2,4}}年(?:度)?|{words('stop').pattern}|已|结算|差额)+", "", trimmed.strip())
    if len(bare) < 3 or (money.role in PRICES and cut):
        return None
    start = begin + cut + len(trimmed) - len(trimmed.lstrip(" \t"))
    return start, begin + cut + len(trimmed)


def join_sums(text: str, drafts: list[Draft]) -> list[Draft]:
    """Where a 合计 / 共计 sums up the costs before it: parts and subtotals make one obligation, names make a total."""
    drafts = leading_total(drafts)
    out: list[Draft] = []
    for draft in drafts:
        out.append(draft)
        totals = draft.of("total")
        if len(totals) > 2 and abs(sum(m.value for m in totals[:-1]) - totals[-1].value) <= 100:
            draft.monies = [m for m in draft.monies if m not in totals[:-1]]
        total = next((m for m in draft.monies if m.role == "total"), None)
        trailing = draft.of("cost") if draft is drafts[-1] and draft.plain else []
        if total is None and trailing and len(out) > 2 and abs(sum_of(out[:-1]) - trailing[0].value) <= 100:
            draft.total_over = len(out) - 1
        if total is None:
            continue
        priors = [d for d in out if d.plain and d.of("cost", "rent")]
        while len(priors) > 1 and sum_of(priors) > total.value * Decimal("1.005"):
            priors = priors[1:]
        if len(priors) < 2 or abs(sum_of(priors) - total.value) > total.value * Decimal("0.005"):
            continue
        if all(is_part(text, d) or "小计" in text[d.start : d.end] for d in priors) or (draft.depth > 0 and is_part(text, priors[-1])):
            first = priors[0]
            first.end, first.monies = priors[-1].end, [total, *[m for d in priors for m in d.of("now", "due")]]
            out = [d for d in out if d is first or not any(d is p for p in priors)]
        else:
            draft.monies = [m for m in draft.monies if m is not total]
    return out


def leading_total(drafts: list[Draft]) -> list[Draft]:
    """Mark a first cost that all the costs after it add up to as their total."""
    if len(drafts) > 2 and all(d.plain and d.of("cost", "rent") for d in drafts):
        first, rest = drafts[0], drafts[1:]
        if abs(sum_of(rest) - first.of("cost", "rent")[0].value) <= 100:
            first.total_over = len(rest)
    return drafts


def sum_of(drafts: Sequence[Draft]) -> Decimal:
    return sum((m.value for d in drafts for m in d.of("cost", "rent")[:1]), Decimal(0))


def merge_repeats(drafts: list[Draft]) -> list[Draft]:
    """Drop a draft that restates an earlier one of the field, to the precision of 0.01万元 (已结算424.06万元 / 4240589.76元)."""
    out: list[Draft] = []
    for draft in drafts:
        key = {(m.role, m.value) for m in draft.of(*PRICES, "paid", "unpaid")}
        if key and any(restates(key, other) for other in out):
            continue
        out.append(draft)
    return out


def restates(key: set[tuple[str, Decimal]], other: Draft) -> bool:
    """Is every price, payment and balance of a draft found in ``other`` too?"""
    known = [(m.role, m.value) for m in other.of(*PRICES, "paid", "unpaid")]
    return len(key) > 1 and all(any(r == role and abs(v - value) <= 100 for r, v in known) for role, value in key)
