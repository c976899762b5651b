"""What one item of a named project takes: 平台运维费里网络租赁占多少钱, 仓库租赁费和管理费分别多少.

Enters: a question for an amount whose words all lie in the name of one project, either apart by 里, 其中, or beside each
other with 分别. Leaves: the amounts of the project's contracts whose labels say these words, or a refusal: the amount of
the whole project is that of none of its items. Where no project is named, contract_part looks for the item; amounts that the
text prints without a contract are told_amount's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, money, refusal
from search.question.catalogue import bare
from search.question.contract_answer import finished, measure_of, merged_contracts
from search.question.contract_frame import ContractFrame
from search.question.contract_query import contract_query
from search.question.contract_rows import contract_rows
from search.question.graph import PREFIXES, Graph, Row, number_of, text_of
from search.question.lexicon import phrases
from search.question.mention import segmenter
from search.question.project_parts import match_iris
from search.question.project_plan import departments_of
from search.question.understanding import Understood
from search.question.words import says

WITHIN = re.compile("(?:费用?|经费|项目)?的?(?:里面?|里头|里边|当中|其中|中)(?:的|，|,)?(?:其中)?的?|，其中的?")
"""What stands between a project and its item: 运维费里（的）网络租赁"""
BESIDE = re.compile("[和与及、跟]|以及")
GENERAL = re.compile("(?:费用|经费|资金|费|款项?|项目|部分)$")
"""Ends of an item's name that say nothing of it"""
EDGE = "的地是占要用花了，,共约"
STOPS = frozenset(["contract", "bound", "top", "rank", "fund", "fund_mode", "attribute", "facet", "policy", "cite", "chain", "compare", "share",
                   "change", "aggregate", "phase", "indicator", "negation",
                   "not", "group", "per_head", "due", "term", "column", "code", "table"])  # fmt: skip
HELD = frozenset(["phase:本年预算", "compare:with", "aggregate:sum"])
"""Of these the ones that an item may be asked with"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Items within projects, as said."""

    projects: tuple[str, ...]
    items: tuple[str, ...]


def asks_items(u: Understood) -> bool:
    """Whether the question is for the amounts of items within one project."""
    asked = asked_items(u)
    if asked is None or not u.asks("amount") or len(u.years) > 1:
        return False
    if any(kind == "contract" for item in asked.items for n in range(2, len(item) + 1) for kind, _ in phrases().get(item[-n:], ())):
        return False  # 尾款和质保金分别多少
    others = [m for m in u.mentions if not any(u.printed(m) in item for item in asked.items)]
    period = any(m.value == "period" for m in u.of("money"))
    return not period and not any(m.kind in STOPS and f"{m.kind}:{m.value}" not in HELD for m in others)


def of_item(u: Understood) -> bool:
    """Whether money of an item within a project is asked for, which no other figure of the project answers."""
    asked = asked_items(u) if asks_items(u) else None
    return asked is not None and priced(u, asked)


def asked_items(u: Understood) -> Asked | None:
    """The items asked for; None where the question names none inside a project."""
    return item_within(u) or items_beside(u)


def item_within(u: Understood) -> Asked | None:
    """What stands after a project's words and 里, up to the word that asks."""
    ends = sorted(b for match in u.projects for _, b in match.spans)
    cut = next((found for end in ends if (found := WITHIN.match(u.text, end))), None)
    asking = next((m.start for m in u.of("want") if cut and m.start >= cut.end()), None)
    if cut is None or asking is None:
        return None
    before = [set(match_iris(u, match)) for match in u.projects if match.spans[0][1] <= cut.start()]
    after = [set(match_iris(u, match)) for match in u.projects if match.spans[0][0] >= cut.end()]
    common = set.intersection(*before) if before else set()
    common = common.intersection(*after) or common  # of several projects the one that has the item in its name
    item = u.text[cut.end() : asking].strip(EDGE)
    return Asked(tuple(sorted(common)), (item,)) if common and len(item) > 1 else None


def items_beside(u: Understood) -> Asked | None:
    """Stretches of one project's name beside each other, each of which is asked for (分别多少)."""
    sets = [set(match_iris(u, match)) for match in u.projects]
    if not sets or not u.asks_each or u.has("noun", "project") or set.intersection(*sets) != set.union(*sets):
        return None
    spans = sorted([*((a, b) for match in u.projects for a, b in match.spans), *((m.start, m.end) for m in u.of("contract_topic"))])
    items = [item.strip(EDGE) for item in BESIDE.split(u.text[spans[0][0] : spans[-1][1]])]
    return Asked(tuple(sorted(sets[0])), tuple(items)) if len(items) > 1 and all(len(item) > 1 for item in items) else None


def answer_items(u: Understood, graph: Graph) -> Answer | None:
    """The amount of each item, with their sum where it is asked for."""
    asked = asked_items(u)
    if asked is None:
        return None
    frame = ContractFrame(departments=departments_of(u), projects=asked.projects, want="sum")
    query = contract_query(frame)
    rows = [row for row in merged_contracts(contract_rows(graph, frame)) if measure_of(row, frame) is not None]
    found = [item_row(rows, item) for item in asked.items]
    missing = [item for item, row in zip(asked.items, found, strict=True) if row is None]
    if not missing and len({text_of(row, "contract") for row in found if row}) < len(found):
        missing = list(asked.items)
    if missing and not priced(u, asked):
        return None
    if missing:
        return refusal(u.question, f"文件没有单独写明“{'”“'.join(missing)}”的金额；整个项目的金额不是它的金额，所以不作答。", PREFIXES + query)
    return told(u, graph, query, frame, [row for row in found if row is not None])


def priced(u: Understood, asked: Asked) -> bool:
    """Whether money is asked for: 多少钱, a fee, or what something takes (占多少); 人数多少 may be an indicator's."""
    said = any(re.search("[钱元万占花]", u.printed(m)) for m in u.of("want")) or any(u.printed(m) in ("花", "要花", "占") for m in u.mentions)
    return said or len(asked.items) > 1 or all(re.search("[费款金]$", item) for item in asked.items)


def told(u: Understood, graph: Graph, query: str, frame: ContractFrame, rows: list[Row]) -> Answer:
    items = [Item(text_of(row, "label"), plain(measure_of(row, frame) or Decimal(0)), "元", text_of(row, "contract")) for row in rows]
    owed = ["（未付）" if number_of(row, "amount") is None else "" for row in rows]
    parts = [f"{item.label}{money(Decimal(item.value or 0))}{note}" for item, note in zip(items, owed, strict=True)]
    text = f"{text_of(rows[0], 'name')}：{'；'.join(parts)}。"
    if len(rows) > 1 and u.has("aggregate", "sum"):
        total = sum((measure_of(row, frame) or Decimal(0) for row in rows), Decimal(0))
        items.append(Item("合计", plain(total), "元"))
        text = f"{text[:-1]}，合计{money(total)}。"
    said = ("按项目页里写明的各项金额，不是项目的年度预算",)
    return replace(finished(u, graph, query, rows, tuple(items), text, said), follow_ups=())


def item_row(rows: list[Row], item: str) -> Row | None:
    """The one contract whose label ends as the item does for most, and with the project's name says the rest of it."""
    core = GENERAL.sub("", bare(item).replace("的", ""))
    best: list[tuple[int, Row]] = []
    for row in rows:
        label = bare(text_of(row, "label"))
        if bare(text_of(row, "name")) == label:
            continue
        size = max((len(core) - at for at in range(len(core) - 1) if core[at:] in label), default=0)
        rest = segmenter()(core[: len(core) - size])
        if size and all(says(f"{label}\0{bare(text_of(row, 'name'))}", word) for word in rest):
            best.append((size, row))
    most = max((size for size, _ in best), default=0)
    top = [row for size, row in best if size == most]
    return top[0] if len(top) == 1 else None
