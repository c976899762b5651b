"""The projects that a question means without naming them in full: by what they are about, or by a name that several have.

Enters: a plan. Leaves: the plan narrowed to the projects of the topic with what was left out said, or a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from search.question.answer import Answer, listed, refusal
from search.question.graph import Graph
from search.question.project_plan import ProjectPlan, topic_chunks
from search.question.refusal import unknown_words
from search.question.topic import Topic, find_mentioning, find_topic, is_wide, topic_words
from search.question.topic_terms import in_field_terms
from search.question.understanding import Understood
from search.question.words import says


def narrowed(u: Understood, plan: ProjectPlan, graph: Graph) -> ProjectPlan | Answer:
    """The plan within the topic of the question, or the refusal where nothing is about it."""
    chunks = topic_chunks(u)
    if plan.frame.projects:
        chunks = [chunk for chunk in chunks if not all(any(says(name, chunk) for name in match.names) for match in u.projects)]
    if not chunks:
        return plan
    if plan.frame.projects:
        return unknown_words(u)
    if plan.want == "average" and not u.has("noun", "project") and not u.has("topic"):
        return unknown_words(u)  # 平均工资 is no average of projects
    topic = topic_of(u, chunks, plan, graph)
    if not topic.projects or (not cued(u) and not all(in_name(topic.projects, word) for word in topic_words(chunks))):
        return unknown_words(u)
    whole = any(not any(word in chunk for word in topic.unused) for chunk in chunks)
    if topic.unused and (not u.has("topic") or not whole or (plan.want in ("sum", "average") and not u.asks("list"))):
        return unknown_words(u)
    where = "名称" if u.theme_character or is_wide(plan.frame.departments, u.catalogue) else "名称、绩效目标和指标"
    said = [f"按{where}主要讲“{'”“'.join(topic.used)}”的项目计"]
    passing = touched_by(chunks, topic, plan, u, graph)
    if passing:
        named = listed(list(dict.fromkeys(project.rpartition("/")[2] for project in passing)), 6)
        said.append(f"只是顺带提到的没有计入：{named}")
    if topic.unused:
        said.append(f"没有项目主要讲“{'”“'.join(topic.unused)}”，未作为条件")
    frame = replace(plan.frame, projects=u.catalogue.with_kin(topic.projects))
    want = "list" if plan.want in ("sum", "list") and u.asks("list") else plan.want
    return replace(plan, frame=frame, want=want, assumptions=(*plan.assumptions, *said))


def touched_by(chunks: list[str], topic: Topic, plan: ProjectPlan, u: Understood, graph: Graph) -> tuple[str, ...]:
    """Projects that mention the theme in passing: those of the topic and, where a list is wanted, those whose texts say all its words."""
    told = find_mentioning(chunks, plan.frame.departments, u.catalogue, graph) if u.has("topic") and plan.want == "list" and len(chunks) == 1 else ()
    return (*topic.mentioned, *(project for project in told if project not in {*topic.mentioned, *topic.projects}))


def about(chunks: list[str], plan: ProjectPlan, u: Understood, graph: Graph) -> Topic:
    """The projects about the chunks, read in the words of forms where none is about them as they are."""
    topic = find_topic(chunks, plan.frame.departments, u.catalogue, graph)
    again = in_field_terms(chunks) if not topic.projects or topic.unused else []
    others = [find_topic(reading, plan.frame.departments, u.catalogue, graph) for reading in again]
    found = [other for other in others if other.projects and not other.unused]
    return of_any([""] * len(found), found) if found else next((other for other in others if other.projects), topic)


SEVERAL = re.compile("[、和与及或]|以及|还有|或者")
"""What stands between themes of which any will do"""

FRONTED = 4
"""Characters of a theme whose front half the one after it may share: 森林|防火"""


def topic_of(u: Understood, chunks: list[str], plan: ProjectPlan, graph: Graph) -> Topic:
    """The projects about any of the themes side by side; about all of the words together where one of them alone finds none."""
    themes = adjoining(u, chunks)
    if stand_apart(u, themes):
        each = [about([theme], plan, u, graph) for theme in with_fronts(themes)]
        whole = [replace(topic, projects=()) if len(topic.unused) > len(topic.used) else topic for topic in each]
        topic = of_any(themes, whole if any(t.projects for t in whole) else each)
        if topic.projects:
            return topic
    return about(themes, plan, u, graph)


def adjoining(u: Understood, chunks: list[str]) -> list[str]:
    """The chunks in the order of the question, those that follow each other without a gap as one (信息|系统)."""
    found: list[str] = []
    for chunk in sorted(chunks, key=u.text.find):
        if found and u.text.find(found[-1] + chunk) >= 0:
            found[-1] += chunk
        else:
            found.append(chunk)
    return found


DOING = re.compile("修缮|维修|改造|购置|采购|购买|建设|租赁|更新|维护|养护|治理|整治|监测|检测")
"""What is done with each of the things behind it: 修缮|办公楼、车库"""


def with_fronts(themes: list[str]) -> list[str]:
    """Each theme with the front that it shares with the one before it.

    >>> with_fronts(["森林防火", "灭火"]), with_fronts(["路灯", "绿化"]), with_fronts(["修缮办公楼", "车库"])
    (['森林防火', '森林灭火'], ['路灯', '绿化'], ['修缮办公楼', '修缮车库'])
    """
    deed = DOING.match(themes[0])
    if deed and deed.end() < len(themes[0]) and not any(DOING.search(theme) for theme in themes[1:]):
        return [themes[0], *(deed[0] + theme for theme in themes[1:])]
    shared = [before[: -len(theme)] if len(before) == FRONTED == 2 * len(theme) else "" for before, theme in pairwise(themes)]
    return [themes[0], *(front + theme for front, theme in zip(shared, themes[1:], strict=True))]


def stand_apart(u: Understood, themes: list[str]) -> bool:
    """Whether several themes stand side by side (大气污染、空气质量)."""
    between = [u.text[u.text.find(a) + len(a) : u.text.find(b)].strip("的") for a, b in pairwise(themes)]
    return len(themes) > 1 and all(SEVERAL.fullmatch(words) for words in between)


def of_any(themes: Sequence[str], topics: Sequence[Topic]) -> Topic:
    """The projects of any of the topics; a theme that nothing is about is unused."""
    projects = tuple(dict.fromkeys(project for topic in topics for project in topic.projects))
    mentioned = tuple(dict.fromkeys(p for topic in topics for p in topic.mentioned if p not in projects))
    unused = [word for theme, topic in zip(themes, topics, strict=True) for word in (topic.unused if topic.projects else (theme,))]
    return Topic(projects, tuple(dict.fromkeys(word for topic in topics for word in topic.used)), tuple(unused), mentioned)


def cued(u: Understood) -> bool:
    """Whether the question says that its words are what projects are about, or speaks of money or projects at all."""
    priced = any(re.search("[钱元万亿金额资经费]", u.printed(m)) for m in u.of("want"))
    said = u.of("topic", "money", "facet", "aggregate", "phase", "attribute", "bound", "share", "fund", "contract_topic")
    return priced or u.has("noun", "project", "contract", "company") or bool(said)


def in_name(projects: tuple[str, ...], word: str) -> bool:
    """Whether the names of all projects have a word."""
    return all(word in iri.rpartition("/")[2] for iri in projects)


def of_like_names(u: Understood, plan: ProjectPlan) -> ProjectPlan:
    """With the projects of other departments whose names hold the words as well, where no department is named (仓库租赁费)."""
    if plan.want != "sum" or len(u.projects) != 1 or u.departments or u.projects[0].share >= 0.6 or not plan.frame.projects:
        return plan
    stem = re.sub("(?:费用?|经费|项目|工程|资金)+$", "", "".join(u.text[a:b] for a, b in u.projects[0].spans))
    names = {iri.rsplit("/", 2)[1] for iri in plan.frame.projects}
    like = {iri for name, iris in u.catalogue.bare_projects.items() if len(stem) >= 4 and stem in name for iri in iris}
    others = sorted(iri for iri in like if iri.rsplit("/", 2)[1] not in names)
    return replace(plan, frame=replace(plan.frame, projects=(*plan.frame.projects, *u.catalogue.with_kin(others)))) if others else plan


def which_one(u: Understood, plan: ProjectPlan) -> Answer | None:
    """Of several projects that a topic found none is chosen, and their funds are not mixed."""
    if u.projects or len(plan.frame.projects) == 1:
        return None
    names = dict.fromkeys(iri.rpartition("/")[2] for iri in plan.frame.projects)
    kin = {u.catalogue.with_kin([iri]) for iri in plan.frame.projects}
    if len(names) == 1 or len({frozenset(group) for group in kin}) == 1:
        return None
    return refusal(u.question, f"与问题有关的项目有{len(names)}个：{listed(list(names), 8)}。请写明是哪一个。")
