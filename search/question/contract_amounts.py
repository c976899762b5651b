"""What is owed, paid or agreed: the sum of a measure over contracts, each of several measures, contradictions said.

A total that the text states over the same items is preferred to our own sum, and both are said where they differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.amounts import to_yuan
from nlp.format import plain
from search.question.answer import Answer, Item, listed, money, refusal
from search.question.catalogue import bare
from search.question.contract_answer import (
    finished,
    label_words,
    measure_name,
    measure_of,
    merged_contracts,
    of_year,
    where,
)
from search.question.contract_frame import ContractFrame
from search.question.contract_query import contract_query
from search.question.contract_rows import contract_rows
from search.question.extract import rows_over
from search.question.graph import PREFIXES, Graph, Row, iri_list, number_of, select, text_literal, text_of
from search.question.understanding import Understood

SETTLED = re.compile("审定|决算|结算")
"""Kinds of amount that are no price agreed on: said where the price of the contract is asked for and not printed"""
AGREED = re.compile("合同|中标|成交|审定|决算|结算|租金")
"""Kinds of amount that a contract agrees on; a fee or a payable is none"""


def answer_sum(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """The sum of a measure, or one for each of several."""
    if frame.apart:
        return answer_each(u, frame, graph, query, rows)
    counted = [(row, value) for row in rows if (value := measure_of(row, frame)) is not None]
    if not counted:
        return refusal(u.question, f"没有从文件里读到{where(u, frame)}{measure_name(frame)}的数字。", PREFIXES + query)
    several = projects_apart(u, [row for row, _ in counted])
    if several:
        return refusal(u.question, f"与问题有关的项目有{len(several)}个：{listed(several, 8)}。请写明是哪一个。", PREFIXES + query)
    agreed = [(row, v) for row, v in counted if AGREED.search(text_of(row, "amountKind"))]
    if frame.measures == ("amount",) and len(counted) > len(agreed) > 0:
        counted = agreed
    value = sum((v for _, v in counted), Decimal(0))
    name = measure_name(frame, rows)
    said = ["同一笔欠款在多处出现的只计一次", "只计写明还没付清的款项"] if name == "未付余额" else []
    stated = stated_total(graph, frame) if frame.words and len(counted) > 1 else None
    text = f"{where(u, frame)}{name}合计{money(value)}，共{len(counted)}笔：{listed([label_words(r, frame) for r, _ in counted], 8)}。"
    if len(counted) == 1:
        kind = text_of(counted[0][0], "amountKind")
        name = kind if kind and (name == "金额" or (name == "合同金额" and SETTLED.search(kind))) else name
        text = f"{text_of(counted[0][0], 'label').removesuffix('的')}的{name}为{money(value)}。"
    extra: list[str] = []
    if stated is not None:
        total, node = stated
        if total != value:
            text += f"文件写明的合计是{money(total)}，与逐笔相加的{money(value)}不一致。"
            value = total
            said.append("采用文件写明的合计数")
        extra.append(node)
    text += contradiction_words([row for row, _ in counted])
    items = [Item(f"{where(u, frame)}{name}", plain(value), "元", text_of(counted[0][0], "contract"))]
    parts = by_department(u, frame, counted)
    if parts:
        text = f"{text.rstrip('。')}；按部门分：{'、'.join(f'{item.label}{money(Decimal(item.value or 0))}' for item in parts)}。"
        items = [*items, *parts] if u.has("aggregate", "sum") else parts
        said.append("问题没有说明部门，按部门分别列出")
    return finished(u, graph, query, [row for row, _ in counted], tuple(items), text, tuple(said), extra)


def projects_apart(u: Understood, rows: list[Row]) -> list[str]:
    """Names of the projects that the debts are of, where one name of the question stands for several and no sum is asked; [] else."""
    names = {u.catalogue.with_kin([iri]): text_of(row, "name") for row in rows if (iri := text_of(row, "project"))}
    return list(names.values()) if len(u.projects) == 1 < len(names) and not u.has("aggregate", "sum") else []


def by_department(u: Understood, frame: ContractFrame, counted: Sequence[tuple[Row, Decimal]]) -> list[Item]:
    """What each department has of a sum, where the question names none and several have some."""
    sums: dict[str, Decimal] = {}
    for row, value in counted:
        sums[text_of(row, "department")] = sums.get(text_of(row, "department"), Decimal(0)) + value
    if frame.departments or frame.companies or u.projects or len(sums) < 2:
        return []
    return [Item(department, plain(value), "元") for department, value in sums.items()]


def answer_settled(u: Understood, frame: ContractFrame, graph: Graph, owed_too: bool = False) -> Answer:
    """付清了没有: yes or no for each contract, with what is still owed, first where that is asked as well (``owed_too``:
    付了没有，还欠多少); unknown where the text does not say."""
    query = contract_query(frame)
    found = of_year(u, frame, merged_contracts(contract_rows(graph, frame)))
    rows = [row for row in called(frame, found) if row.get("hasBalance") is not None]
    if not rows:
        return refusal(u.question, f"文件没有写{where(u, frame)}是否付清。", PREFIXES + query)
    owed = [row for row in rows if row.get("hasBalance") is True]
    parts = [
        text_of(row, "label") + (owed_words(number_of(row, "balance")) if row in owed else "已付清") for row in rows
    ]  # fmt: skip
    items: tuple[Item, ...] = (Item("没有付清" if owed else "已付清", "false" if owed else "true"),)
    left = [number_of(row, "balance") for row in owed]
    if owed_too and all(value is not None for value in left):
        items = (Item(f"{where(u, frame)}未付余额", plain(sum((v for v in left if v is not None), Decimal(0))), "元"), *items)
    return finished(u, graph, query, rows, items, f"{'没有' if owed else '已'}付清：{'；'.join(parts[:8])}。")


def owed_words(balance: Decimal | None) -> str:
    return "还没付清，文件没有写还差多少" if balance is None else f"还有{money(balance)}没付"


def answer_portion(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """付到几成了: what is paid of each contract's amount, where the text states both."""
    both = [(row, paid, amount) for row in rows if (paid := number_of(row, "paid")) is not None and (amount := number_of(row, "amount"))]
    if not both:
        return refusal(u.question, f"文件没有同时写明{where(u, frame)}的合同金额和已付金额，算不出付了多少成。", PREFIXES + query)
    shares = [(row, paid, amount, (paid * 100 / amount).quantize(Decimal("0.01"))) for row, paid, amount in both]
    items = tuple(Item(text_of(row, "label"), plain(share), "%", text_of(row, "contract")) for row, _, _, share in shares)
    parts = [f"{text_of(row, 'label')}已付{money(paid)}，是合同金额{money(amount)}的{plain(share)}%" for row, paid, amount, share in shares]
    text = "；".join(parts[:8])
    return finished(u, graph, query, [row for row, *_ in shares], items, text + "。", ("由已付金额除以合同金额算出",))


def called(frame: ContractFrame, rows: list[Row]) -> list[Row]:
    """Those whose own label says the words of the question, where some do, else those whose text does: the project's name
    and the text around say the same of others."""
    pools = ([row for row in rows if all(bare(word) in bare(text_of(row, name)) for word in frame.words)] for name in ("label", "quote"))
    pool = next((pool for pool in pools if pool), None) or most_said(frame, rows)
    unnamed = {text_of(row, "name") for row in pool if text_of(row, "label") == text_of(row, "name")}  # a label that is only the project's name
    return [row for row in rows if row in pool or (row.get("name") in unnamed and all(bare(w) in bare(text_of(row, "name")) for w in frame.words))]


def most_said(frame: ContractFrame, rows: list[Row]) -> list[Row]:
    """Those whose own text says the most words, of which the project's name says the others for all (租金 of 仓库租赁)."""
    own = [sum(bare(word) in bare(text_of(row, "label") + text_of(row, "quote")) for word in frame.words) for row in rows]
    most = max(own, default=0)
    return [row for row, count in zip(rows, own, strict=True) if count == most]


def answer_each(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """合同金额、已付和未付: each measure by itself; of 尾款 and 质保金 the rest without what is retained, and what is."""
    items, parts = [], []
    for measure in frame.measures:
        one = replace(frame, measures=(measure,), joined=False, apart=False)
        counted = [(row, value) for row in rows if (value := measure_of(row, one)) is not None]
        name = measure_name(one)
        if measure == "unpaid" and frame.joined:
            counted = [(row, value - (number_of(row, "retention") or Decimal(0))) for row, value in counted]
            name = "未付余额（不含质保金）"
        if not counted:
            parts.append(f"没有写{name}")
            continue
        value = sum((v for _, v in counted), Decimal(0))
        items.append(Item(f"{where(u, frame)}{name}", plain(value), "元"))
        parts.append(f"{name}{money(value)}" + (f"（{len(counted)}笔）" if len(counted) > 1 else ""))
    if not items:
        return refusal(u.question, f"文件里没有写{where(u, frame)}的这些数字。", PREFIXES + query)
    text = f"{where(u, frame)}：{'，'.join(parts)}。{contradiction_words(rows)}"
    return finished(u, graph, query, rows, tuple(items), text)


def stated_total(graph: Graph, frame: ContractFrame) -> tuple[Decimal, str] | None:
    """The total that the text itself states over items that bear the frame's words."""
    scope = f"VALUES ?publisher {{ {iri_list(frame.departments)} }}" if frame.departments else ""
    tests = " ".join(f'FILTER(CONTAINS(CONCAT(?label, " ", COALESCE(?name, "")), {text_literal(word)}))' for word in frame.words)
    totals = f"{scope} GRAPH ?g {{ ?doc bk:publisher ?publisher . ?contract a bk:Contract ; bk:totalOver ?over ; bk:label ?label }}"
    found = [text_of(row, "contract") for row in select(graph, f"SELECT DISTINCT ?contract WHERE {{ {totals} }}")]
    rows = [] if not found else rows_over(graph, f"""SELECT ?contract ?value ?over WHERE {{
      {totals} OPTIONAL {{ ?contract bk:project ?project . ?project skos:prefLabel ?name }}
      OPTIONAL {{ ?contract bk:unpaid ?unpaid }} OPTIONAL {{ ?contract bk:amount ?whole }}
      BIND(COALESCE(?unpaid, ?whole) AS ?value) {tests} }} ORDER BY DESC(?over)""", found)
    for row in rows:
        value = number_of(row, "value")
        if value is not None:
            return value, text_of(row, "contract")
    return None


NAMED_TERM = re.compile(r"(?P<how>扣除|扣减|减去|加上|另加)[^，。；]*?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元)")
"""扣除5%质保金1.34万元，加上评审费0.4万元"""


def adds_up(row: Row) -> bool:
    """Whether what is unpaid is the rest once the terms are counted that the text names as taken off and added."""
    amount, paid, unpaid = number_of(row, "amount"), number_of(row, "paid"), number_of(row, "unpaid")
    terms = [(m["how"] in ("加上", "另加"), to_yuan(m["number"], m["unit"])) for m in NAMED_TERM.finditer(text_of(row, "quote"))]
    if not terms or amount is None or paid is None or unpaid is None:
        return False
    return amount - paid + sum((value if added else -value for added, value in terms), Decimal(0)) == unpaid


def contradiction_words(rows: Sequence[Row]) -> str:
    """Both values where the text states an unpaid sum that is not amount less paid."""
    parts = []
    for row in rows:
        amount, paid, unpaid = number_of(row, "amount"), number_of(row, "paid"), number_of(row, "unpaid")
        if row.get("consistent") is False and not adds_up(row) and amount is not None and paid is not None and unpaid is not None:
            sums = f"{money(amount)}减已付{money(paid)}为{money(amount - paid)}"
            parts.append(f"{text_of(row, 'label')}：文中写未付{money(unpaid)}，但{sums}，前后不一致")
    return f"注意{'；'.join(parts[:3])}。" if parts else ""
