"""Which contracts a frame means: as it was read, else without what was read too narrowly.

Enters: a frame. Leaves: the frame that finds contracts, and their rows: without a project that is hardly named, of a
subordinate unit's projects, with its words in smaller pieces, of the year that a label names. What it does not do: ask less than
the question does: every word stays, if in another place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from search.question.catalogue import bare
from search.question.contract_amounts import called
from search.question.contract_answer import of_year
from search.question.contract_frame import ContractFrame
from search.question.contract_labels import MARKS
from search.question.contract_projects import plan_fields
from search.question.contract_rows import contract_rows, project_labels
from search.question.contract_words import PART, of_rent
from search.question.deeds import of_deed
from search.question.graph import Graph, Row, iri_list, select, text_of
from search.question.mention import segmenter
from search.question.numerals import NUMERAL
from search.question.understanding import Understood

WEAK = 0.6
"""Share of a project's name below which its words may as well be those of a contract (安泰大厦修缮)"""
KEPT = re.compile(rf"(?<!\d){NUMERAL}(?:[大中支]?队|标段|[号期组站院校所楼村幢栋座])|{PART.pattern}|{MARKS.pattern}")
"""Words that tell one of a row: 三大队, 2号线; and labels as they are printed"""


def found_frame(u: Understood, frame: ContractFrame, graph: Graph) -> tuple[ContractFrame, list[Row]]:
    """The frame that finds contracts: as read; without a project that is hardly named; with its words in smaller pieces."""
    rows = found(frame, graph)
    if not rows and frame.due_only:
        rows = planned_rows(frame, graph)
    if not rows and frame.projects and u.projects and frame.measures == ("unpaid",):
        rows = listed_elsewhere(u, frame, graph)
    if not rows and frame.years and not frame.departments:
        frame = replace(frame, years=())  # 2024年那批: the year of the work, not of the budget
        years = [f"{year % 100}年" for year in u.years]
        of_years = of_year(u, frame, of_rent(contract_rows(graph, frame), frame.rent))
        rows = [row for row in of_years if any(year in text_of(row, "label") + text_of(row, "quote") for year in years)]
    if not rows and u.projects and frame.projects and all(match.share < WEAK for match in u.projects):
        said = (*frame.words, *(bare(u.printed(m)) for m in u.of("project")))
        frame = replace(frame, projects=(), words=tuple(dict.fromkeys(said)))
        rows = found(frame, graph)
    if rows and frame.projects and unsaid_projects(u, rows):
        frame = replace(frame, projects=(), words=tuple(dict.fromkeys((*frame.words, *(bare(u.printed(m)) for m in u.of("project"))))))
        return frame, found(frame, graph)
    units = tuple(iri for iri in frame.companies if iri in u.catalogue.units)
    if not rows and units:
        names = {bare(u.printed(m)) for m in u.of("organisation") if set(map(str, m.items)) & set(units)}
        own = replace(frame, units=units, words=tuple(word for word in frame.words if word not in names))
        own = replace(own, companies=tuple(iri for iri in frame.companies if iri not in units))
        rows = found(own, graph)
        if rows:
            return own, rows
    institutes = tuple(str(iri) for m in u.of("organisation") if m.value != "company" for iri in m.items)
    finer = replace(frame, words=smaller_words(frame.words), companies=tuple(iri for iri in frame.companies if iri not in institutes))
    if rows or finer == frame or not finer.words:
        return frame, rows
    near = [row for row in found(finer, graph) if own_words(row, finer.words, frame)]
    return (finer, near) if near else (frame, rows)


def found(frame: ContractFrame, graph: Graph) -> list[Row]:
    """The contracts for the work said; where a company is asked for, those whose own label says the words before others."""
    rows = of_rent(of_deed(contract_rows(graph, frame), frame.deeds), frame.rent)
    marked = any(MARKS.search(word) for word in frame.words)  # the label of one contract, as it is printed
    rows = labelled_all(frame, rows) if marked else rows
    if not rows and frame.words and not frame.totals and set(frame.measures) <= {"unpaid", "amount"}:
        rows = stated_totals(frame, graph)
    return called(frame, rows) if frame.want == "companies" else rows


def planned_rows(frame: ContractFrame, graph: Graph) -> list[Row]:
    """What is owed of projects whose plan names the month in which it is to be paid."""
    rows = contract_rows(graph, replace(frame, due=None, due_only=False))
    month = re.compile(rf"(?<!\d){int((frame.due or '0000-01')[5:7])}月(?:底|末|份|\d+日)?(?:之|以)?前[^。；;]{{0,8}}(?:付|拨|结清|兑现)")
    plans = plan_fields(graph, {text_of(row, "project") for row in rows})
    return [row for row in rows if any(month.search(text) for text in plans.get(text_of(row, "project"), ()))]


def listed_elsewhere(u: Understood, frame: ContractFrame, graph: Graph) -> list[Row]:
    """What a list of another project (应支未支款项) says is owed of the projects named: items that bear their names."""
    rows = contract_rows(graph, replace(frame, projects=()))
    return [row for row in rows if any(bare(text_of(row, "label")) in match.names for match in u.projects)]


def unsaid_projects(u: Understood, rows: Sequence[Row]) -> bool:
    """Whether one of the projects that a question joins (甲和乙那笔尾款) has none of the contracts: the words are of one label."""
    own = {text_of(row, "project") for row in rows}
    joined = any(re.search(f"{re.escape(u.printed(a))}(?:[和与及、]|以及){re.escape(u.printed(b))}", u.text) for a, b in pairwise(u.of("project")))
    names = {name: set(u.catalogue.with_kin(u.catalogue.bare_projects.get(name, ()))) for match in u.projects for name in match.names}
    return joined and any(not own & set().union(*(names[name] for name in match.names)) for match in u.projects)


def stated_totals(frame: ContractFrame, graph: Graph) -> list[Row]:
    """Totals over items that the question names as the text does; what is said to be owed in all is their balance."""
    rows = contract_rows(graph, replace(frame, totals=True, measures=()))
    return [row | {"balance": owed} if (owed := row.get("unpaid")) is not None else row for row in labelled_all(frame, rows)]


def labelled_all(frame: ContractFrame, rows: list[Row]) -> list[Row]:
    return [row for row in rows if all(bare(word) in bare(text_of(row, "label")) for word in frame.words)]


def own_words(row: Row, words: Sequence[str], frame: ContractFrame) -> bool:
    """Whether the contract's own label, clause or company say the words: a project's name holds for all its contracts. Of
    companies the label must say them: pieces of words stand somewhere in many a clause. Of one that is named with a company
    the label must say most."""
    label, text = bare(text_of(row, "label")), bare(text_of(row, "quote") + text_of(row, "company"))
    if (frame.companies or frame.want == "companies") and 2 * sum(bare(word) in label for word in words) > len(words):
        return all(bare(word) in label + text + bare(text_of(row, "name")) for word in words)
    return all(bare(word) in (label if frame.want == "companies" else label + text) for word in words)


def labelled(u: Understood, frame: ContractFrame, graph: Graph) -> ContractFrame:
    """The frame narrowed to the contract that the question names in full beside its project."""
    if not frame.projects or not u.projects:
        return frame
    label = max((label for label in labels_of(frame, graph) if len(label) >= 4 and label in bare(u.text)), key=len, default="")
    if not label or any(label in bare(name) for match in u.projects for name in match.names):
        return frame
    return replace(frame, words=(label, *(word for word in frame.words if bare(word) not in label)))


def labels_of(frame: ContractFrame, graph: Graph) -> list[str]:
    """Labels of the contracts of the projects named, bare."""
    return [bare(label) for label in project_labels(graph, frame.projects)]


def longest_list(frame: ContractFrame, graph: Graph) -> tuple[str, ...]:
    """Of several projects whose names fit a list (应支未支清单), the one that has the most items."""
    scope = f"VALUES ?publisher {{ {iri_list(frame.departments)} }}" if frame.departments else ""
    rows = select(graph, f"""SELECT ?project (COUNT(DISTINCT ?contract) AS ?count) WHERE {{ VALUES ?project {{ {iri_list(frame.projects)} }}
      ?contract a bk:Contract ; bk:project ?project ; bk:document ?doc . ?doc bk:publisher ?publisher . {scope} }}
      GROUP BY ?project ORDER BY DESC(?count) ?project""")
    return (text_of(rows[0], "project"),) if rows else frame.projects


def smaller_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words in the smallest pieces that mean something.

    >>> smaller_words(["设施修缮", "医疗费"])
    ('设施', '修缮', '医疗')
    >>> smaller_words(["三大队"])  # a number is never left out
    ('三大队',)
    """
    pieces = [part for word in words for part in (segmenter()(word) if len(word) > 2 and not KEPT.search(word) else [word])]
    bared = [part.removesuffix("费") if len(part) > 2 else part for part in pieces]
    return tuple(dict.fromkeys(part for part in bared if len(part) > 1 or part in words))
