"""Projects beside each other: two of them, two departments, a part of the whole, and what was not published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.format import plain
from search.figure_cells import FigurePlace
from search.question.answer import Answer, Item, evidence_of, money, refusal, table_rows
from search.question.figure_frame import FigureFrame
from search.question.figure_place import candidates, find_figure, place_of_row
from search.question.graph import PREFIXES, Graph, Row, iri_list, number_of, select, text_of
from search.question.project_answer import COLUMNS, TITLES, finished, project_evidence
from search.question.project_frame import ProjectFrame
from search.question.project_number import number_of_them
from search.question.project_plan import ProjectPlan, years_of
from search.question.project_query import project_query, total_of
from search.question.project_rows import project_rows
from search.question.project_words import condition_words, nothing_found, project_words, scope_words
from search.question.understanding import Understood

OF_PROJECTS = ("二级项目", "绩效目标管理")
"""What sentences on all projects of a department print beside 项目支出"""
COMPARED = ("count", "sum", "average", "list")


def departments_compared(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """Two departments' projects beside each other: how many, or how much, and the difference or ratio."""
    if replace(plan.frame, departments=(), years=()) == ProjectFrame() and "项目" not in u.text:
        return refusal(u.question, "没有看懂要比较两个部门的什么，请写明是项目还是哪一项收支。", PREFIXES + query)
    counted = plan.want == "count" or u.asks("count") or any("几" in u.printed(m) for m in u.of("compare") if m.value == "difference")
    sides = []
    for iri in plan.frame.departments:
        name = next(d.name for d in u.catalogue.departments if d.iri == iri)
        own = [row for row in rows if text_of(row, "department") == name]
        total = Decimal(len(own)) if counted else sum((number_of(row, "amount") or Decimal(0) for row in own), Decimal(0))
        total = (total / len(own)).quantize(Decimal("0.01")) if plan.want == "average" and own and not counted else total
        sides.append((name, total))
    (first, a), (second, b) = sides
    show = (lambda value: f"{value}个") if counted else (lambda value: f"平均每个{money(value)}") if plan.want == "average" else money
    unit = "个" if counted else "元"
    if u.has("compare", "ratio") and b:
        item = Item("倍数", plain((a / b).quantize(Decimal("0.01"))), "倍")
        text = f"{first}{show(a)}，{second}{show(b)}，前者是后者的{item.value}倍。"
    else:
        item = Item("相差", plain(abs(a - b)), unit)
        text = f"{first}{show(a)}，{second}{show(b)}，{first if a >= b else second}更多，相差{show(abs(a - b))}。"
    items = (item, Item(first, plain(a), unit), Item(second, plain(b), unit))
    return finished(u, plan, graph, query, rows, items, text)


def departments_ranked(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """Departments in the order of their projects: by number, or by amount where money is spoken of."""
    spoken = u.has("money") or u.has("concept", "预算总额", "支出总计", "支出合计", "项目支出")
    by_money = spoken or u.has("aggregate", "average") or bool(plan.frame.projects) or any(word in u.text for word in ("钱", "金额", "资金"))
    sums: dict[str, Decimal] = {}
    for row in rows:
        step = (number_of(row, "amount") or Decimal(0)) if by_money else Decimal(1)
        sums[text_of(row, "department")] = sums.get(text_of(row, "department"), Decimal(0)) + step
    if u.has("aggregate", "average"):
        numbers = Counter(text_of(row, "department") for row in rows)
        sums = {name: (total / numbers[name]).quantize(Decimal("0.01")) for name, total in sums.items()}
    if len({text_of(row, "department") for row in rows}) < 2 and plan.frame.projects:
        return refusal(u.question, f"只有一个部门有这个项目：{project_words(rows)}，没有可以比较的。", PREFIXES + query)
    less = u.has("aggregate", "min") or u.has("compare", "smaller")
    order = sorted(sums, key=lambda name: (sums[name] if less else -sums[name], name))
    ties = [name for name in order if sums[name] == sums[order[0]]]
    chosen = order if u.has("aggregate", "order") else ties
    show = money if by_money else (lambda value: f"{value}个")
    items = tuple(Item(name, plain(sums[name]), "元" if by_money else "个") for name in chosen)
    shown = "；".join(f"{name}{show(sums[name])}" for name in order)
    each = "平均每个" if u.has("aggregate", "average") else ""
    text = f"按项目{each}{'年度预算' if by_money else '个数'}{'从少到多' if less else '从多到少'}：{shown}。"
    text += f"{'、'.join(ties)}并列。" if len(ties) > 1 else ""
    if len(order) == 2 and len(ties) == 1 and u.has("compare", "difference"):
        gap = abs(sums[order[0]] - sums[order[1]])
        items, text = (*items, Item("相差", plain(gap), items[0].unit)), f"{text}相差{show(gap)}。"
    return finished(u, plan, graph, query, rows, items, text)


def share_of_projects(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """The share of the projects found in all projects of their department and year, or in its whole budget where that is named."""
    names = {text_of(row, "department") for row in rows}
    own = plan.frame.departments or tuple(d.iri for d in u.catalogue.departments if d.name in names or not (u.projects or plan.frame.projects))
    years = tuple(sorted({int(text_of(row, "year")) for row in rows})) if plan.frame.departments or plan.frame.projects else ()
    everything = ProjectFrame(departments=own, years=plan.frame.years or years, phase=plan.frame.phase)
    wide = [value for value in u.values("concept") if value in ("支出总计", "支出合计", "预算总额", "收入总计")]
    wide = [] if any(u.text[: m.start].endswith("项目") for m in u.of("concept")) else wide
    if wide:
        return share_of_figure(u, plan, graph, query, rows, everything, wide[0])
    if counted_share(u):
        everyone = len(project_rows(graph, everything))
        share = (Decimal(100 * len(rows)) / everyone).quantize(Decimal("0.01"))
        text = f"{scope_words(u, plan.frame, rows)}{condition_words(u, plan.frame)}的项目{len(rows)}个，占全部{everyone}个的{share}%。"
        return finished(u, plan, graph, query, rows, (Item("占比", plain(share), "%"), Item("项目数", str(len(rows)), "个")), text)
    if plan.frame.projects and len(plan.frame.funds) == 1:
        everything = replace(plan.frame, funds=(), fund_amount=False, only_funds=False)
    whole = number_of(select(graph, total_of(project_query(everything), "SUM"))[0], "value")
    if not whole or (len(names) > 1 and u.projects):
        return refusal(u.question, nothing_found(u, plan.frame), PREFIXES + query)
    return stated_share(u, plan, graph, query, rows, whole, "它的年度预算" if everything.projects else "全部项目")


def counted_share(u: Understood) -> bool:
    """Whether the share is of a number of projects, not of their money."""
    return u.asks("count") or any(word in u.text for word in ("项目总数", "项目个数", "项目数量", "项目数"))


def share_of_figure(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row], of: ProjectFrame, concept: str) -> Answer:
    """The share in a total of the tables, for one department and year."""
    found = candidates(graph, of.departments, of.years)
    whole = find_figure(found, FigureFrame(of.departments, of.years, concept), u)
    amount = sum((number_of(row, "value") or Decimal(0) for row in whole), Decimal(0))
    if not amount or len(of.departments) != 1 or len(of.years) != 1:
        return refusal(u.question, f"没有找到可以作分母的{concept}。", PREFIXES + query)
    return stated_share(u, plan, graph, query, rows, amount, concept)


def stated_share(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row], whole: Decimal, name: str) -> Answer:
    part = sum((number_of(row, "amount") or Decimal(0) for row in rows), Decimal(0))
    share = (part / whole * 100).quantize(Decimal("0.01"))
    what = project_words(rows) if plan.frame.projects else f"{condition_words(u, plan.frame)}的项目"
    what += "的" + condition_words(u, plan.frame) if plan.frame.projects and plan.frame.funds else ""
    text = f"{scope_words(u, plan.frame, rows)}{what}{money(part)}，占{name}{money(whole)}的{share}%。"
    summed = u.has("aggregate", "sum") and u.asks("amount")  # 前三的一共多少，占多少
    items = (Item("占比", plain(share), "%"), *((Item(what, plain(part), "元"),) if summed else ()))
    return finished(u, plan, graph, query, rows, items, text)


def undisclosed_answer(u: Understood, graph: Graph) -> Answer:
    """The amount of projects without a published page: 项目支出 of the department less the sum of its pages."""
    frame = ProjectFrame(departments=u.departments, years=years_of(u))
    query = total_of(project_query(replace(frame, pages_only=True)), "SUM")
    paged = number_of(select(graph, query)[0], "value") or Decimal(0)
    rows = stated_of_projects(graph, u.departments)
    if len(u.departments) != 1 or not rows:
        return refusal(u.question, "没有写明项目支出总额的文件，推不出未公开项目的预算。", PREFIXES + query)
    whole = number_of(rows[0], "value") or Decimal(0)
    name = next(d.name for d in u.catalogue.departments if d.iri in u.departments)
    if paged > whole:
        told = f"公开的项目合计{money(paged)}，多于文件写的项目支出{money(whole)}，推不出未公开项目的预算。"
        return refusal(u.question, told, PREFIXES + query)
    text = f"{name}项目支出共{money(whole)}，公开了绩效目标表的项目合计{money(paged)}，"
    text += f"相差{money(whole - paged)}，即未公开绩效表的项目预算；文件没有写它的名称。" if paged < whole else "没有未公开绩效表的项目。"
    pages = select(graph, project_query(replace(frame, pages_only=True)))
    evidence = (*evidence_of(graph, [text_of(r, "figure") for r in rows]), *project_evidence(graph, replace(frame, period_amount=True), pages))
    return Answer(u.question, "answer", text, (Item(f"{name}未公开绩效表的项目", plain(whole - paged), "元"),),
                  ("由项目支出总额减去公开的项目推算",), PREFIXES + query, TITLES, table_rows(pages, COLUMNS), evidence)  # fmt: skip


def stated_of_projects(graph: Graph, departments: Sequence[str]) -> list[Row]:
    """What the text of the departments states as the expenditure on all projects, the largest first."""

    def keep(place: FigurePlace) -> bool:
        return not place.table and place.unit == "元" and (place.row == "项目支出" or any(words in place.row for words in OF_PROJECTS))

    rows = [row for row in candidates(graph, departments, (), keep) if keep(place_of_row(row))]
    return sorted(rows, key=lambda row: -(number_of(row, "value") or Decimal(0)))


def with_unpublished(answer: Answer, u: Understood, frame: ProjectFrame, graph: Graph) -> Answer:
    """The answer about all projects of a department whose projects are known by their pages only, with what the text states
    of all of them where that is more: projects without a published page are none of the sum."""
    lines = f"""SELECT ?line WHERE {{ VALUES ?publisher {{ {iri_list(frame.departments)} }}
      GRAPH ?g {{ ?doc bk:publisher ?publisher . ?line a bk:BudgetLine }} }} LIMIT 1"""
    if replace(frame, departments=(), years=()) != ProjectFrame():
        return answer
    if len(frame.departments) != 1:
        return replace(answer, assumptions=(*answer.assumptions, *uncounted(u, frame, graph)))
    if select(graph, lines):
        return answer
    paged = number_of(select(graph, total_of(project_query(frame), "SUM"))[0], "value") or Decimal(0)
    stated = stated_of_projects(graph, frame.departments)
    whole = number_of(stated[0], "value") or Decimal(0) if stated else Decimal(0)
    if whole <= paged:
        return answer
    name = next(d.name for d in u.catalogue.departments if d.iri in frame.departments)
    said = f"文件写项目支出共{money(whole)}，其中{money(whole - paged)}的项目没有公开绩效表，不知道名称。"
    of_all = Item(f"{name}项目支出", plain(whole), "元", text_of(stated[0], "figure"))
    items = (of_all,) if answer.items and answer.items[0].unit == "元" and not of_published(u, answer) else ()
    evidence = (*evidence_of(graph, [text_of(stated[0], "figure")]), *answer.evidence)
    return replace(answer, text=answer.text + said, items=(*items, *answer.items), evidence=evidence)


PUBLISHED = re.compile("(?<!没)(?<!没有)(?<!未)(?:公开|公布|披露|晒出|填报|填了|附了|有)[了过出的]*(?:项目)?(?:绩效|目标)")


def of_published(u: Understood, answer: Answer) -> bool:
    """Whether only the projects with a published page are asked for: 公开了绩效表的, or as many of them as the question says."""
    return PUBLISHED.search(u.text) is not None or number_of_them(u) == len(answer.rows)


def uncounted(u: Understood, frame: ProjectFrame, graph: Graph) -> list[str]:
    """What the departments of a count or sum state of projects that no page and no line of theirs names; of many departments
    only that such are not counted."""
    own = [d for d in u.catalogue.departments if d.iri in (frame.departments or (d.iri,)) and set(d.years) & set(frame.years or d.years)]
    if len(own) > FEW:
        return ["没有公开绩效表、也没有列入项目支出预算表的项目不在内"]
    said = []
    for department in own:
        alone = with_unpublished(Answer("", "answer", ""), u, replace(frame, departments=(department.iri,)), graph)
        said += [f"{department.name}的{alone.text.rstrip('。')}，没有计入"] if alone.text else []
    return said


FEW = 12
"""Departments of which it is looked up what they state of their projects"""


def answer_compared(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    """Two named projects beside each other: difference or ratio."""
    query = project_query(plan.frame)
    rows = select(graph, query)
    sides: list[tuple[str, Decimal]] = []
    for match in u.projects[:2]:
        iris = set(u.catalogue.with_kin(iri for name in match.names for iri in u.catalogue.bare_projects[name]))
        own = [row for row in rows if text_of(row, "project") in iris]
        if not own:
            return refusal(u.question, f"没有找到“{match.names[0]}”的预算金额，无法比较。", PREFIXES + query)
        sides.append((project_words(own), sum((number_of(row, "amount") or Decimal(0) for row in own), Decimal(0))))
    (first, a), (second, b) = sides
    if u.has("compare", "ratio") and b:
        value, text = (a / b).quantize(Decimal("0.01")), f"{first}是{second}的{(a / b).quantize(Decimal('0.01'))}倍"
        item = Item("倍数", plain(value), "倍")
    else:
        value, text = abs(a - b), f"{first}{money(a)}，{second}{money(b)}，前者{'多' if a >= b else '少'}{money(abs(a - b))}"
        item = Item("差额", plain(value), "元")
    return finished(u, plan, graph, query, rows, (item,), text + "。")


def period_compared(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    """The whole period of a project beside its year: how many times, or how much more."""
    query = project_query(plan.frame)
    sides = [select(graph, query), select(graph, project_query(replace(plan.frame, period_amount=False)))]
    if not all(len(rows) == 1 for rows in sides):
        return refusal(u.question, nothing_found(u, plan.frame), PREFIXES + query)
    a, b = (number_of(rows[0], "amount") or Decimal(0) for rows in sides)
    text = f"{project_words(sides[0])}实施期资金总额{money(a)}，年度预算{money(b)}，"
    if u.has("compare", "ratio") and b:
        item = Item("倍数", plain((a / b).quantize(Decimal("0.01"))), "倍")
        text += f"前者是后者的{item.value}倍。"
    else:
        item = Item("相差", plain(abs(a - b)), "元")
        text += f"相差{money(abs(a - b))}。"
    return finished(u, plan, graph, query, sides[0], (item,), text)
