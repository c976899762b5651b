"""The work that a question says someone did (谁装的, 哪家公司修的, 设计单位), and which contracts are for it.

Enters: the question's text, or rows of contracts. Leaves: mentions of kind ``deed``; the rows that are for the work. The
formal terms that labels print for an everyday verb are in lexicon/wording.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from search.question.graph import Row, text_of
from search.question.lexicon import wording
from search.question.mention import Mention, word_bounds

WHO = "(?:由|请|找|让|叫)?谁家?|哪家(?:公司|单位|企业|机构)?|哪[个些](?:公司|单位|企业|机构|厂家|人)|哪几家(?:公司|单位|企业)?|什么(?:公司|单位)"
FROM = "(?:从|在|向|找|跟)(?:谁那?里?|哪(?:家|里|儿|个公司|家公司|家单位)?)"
"""从哪家买的, 在哪买的"""
FIRM = "单位|公司|机构|企业|方(?![案面式法针向便])|商(?![品务场])|厂家|队伍|院(?![内校])"
RENTED_FROM = re.compile(
    r"(?P<rent>租(?:赁|用)?(?:的|了|住的)?)(?:是|自|了)*(?P<who>谁家?|哪家(?:公司|单位|企业)?|哪个(?:公司|单位|企业))(?:的)?(?P<thing>房子?|房屋|地方|场地|楼)?(?=[，。？?]|$)"
)
"""租的是谁家的房子"""
OWNER = ("采购", "建设")
"""采购单位 and 建设单位 are those who pay"""


@cache
def deed_pattern() -> re.Pattern[str]:
    """Who did it, or the firm that does it.

    >>> deed_pattern().search("暖气片是谁给装的")["done"], deed_pattern().search("康复楼的设计单位")["firm"]
    ('装', '设计')
    """
    told = sorted(wording("deed_of"), key=len, reverse=True)
    verbs = "|".join(verb if len(verb) > 1 else f"{verb}(?=[的了过好起，。？?]|$)" for verb in told)  # 运的, but 运|营
    firms = "|".join(verb for verb in wording("deed_of") if len(verb) > 1 and verb not in OWNER)
    done = rf"(?:(?P<who>{WHO})|(?P<from>{FROM}))(?:在|来|给|帮|负责|去|承包|中标)*(?P<done>{verbs})(?:起来|好)?[的了过]{{0,2}}"
    turned = rf"(?P<deed>{'|'.join(told)})(?P<thing>[一-龥]{{2,8}}?)的(?:{FIRM})?是?(?={WHO})"
    return re.compile(rf"{done}|(?P<firm>{firms})的?(?P<of>{FIRM})|{turned}")


def deed_mentions(text: str) -> list[Mention]:
    """The work that a question says was done by someone.

    >>> [(m.start, m.end, m.value) for m in deed_mentions("雨水管是哪家公司修的")]
    [(8, 10, '修')]
    >>> [(m.kind, m.value) for m in deed_mentions("给大楼修雨水管的是谁")]
    [('deed', '修'), ('contract_topic', '雨水管'), ('filler', 'filler')]
    """
    found: list[Mention] = []
    for match in deed_pattern().finditer(text):
        if match["done"]:
            found.append(weighed(match.start("done"), match.end(), "deed", match["done"]))
            group = "from" if match["from"] else "who"
            found += [weighed(*match.span(group), "want", "who")] if match["from"] or "谁" in match["who"] else []
        elif match["firm"]:
            found.append(weighed(match.start("firm"), match.start("of"), "deed", match["firm"]))
            found.append(weighed(*match.span("of"), "noun", "company"))
        elif match.span("deed") in word_bounds(text):
            found.append(weighed(*match.span("deed"), "deed", match["deed"]))
            found.append(weighed(*match.span("thing"), "contract_topic", match["thing"]))
            found.append(weighed(match.end("thing"), match.end(), "filler", "filler"))
    for match in RENTED_FROM.finditer(text):
        found += [weighed(*match.span("rent"), "contract_topic", "租"), weighed(*match.span("who"), "want", "who")]
        found += [weighed(*match.span("thing"), "filler", "filler")] if match["thing"] else []
    return found


def weighed(start: int, end: int, kind: str, value: str) -> Mention:
    return Mention(start, end, kind, value, (), 3.0 * (end - start) ** 1.3)


PLACES = (["label"], ["quote"], ["name"], ["company"])
"""Where a contract says its work, the surest first"""


def of_deed(rows: list[Row], deeds: Sequence[tuple[str, ...]]) -> list[Row]:
    """The contracts for the work said: by their labels, else by their text, else by their project's name."""
    for terms in deeds:
        rows = next((near for names in PLACES if (near := [row for row in rows if says(row, names, terms)])), [])
    return rows


def says(row: Row, names: Sequence[str], terms: Sequence[str]) -> bool:
    text = " ".join(text_of(row, name) for name in names)
    return any(re.search(rf"(?<!\d){re.escape(term)}", text) is not None for term in terms)
