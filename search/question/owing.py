"""What of a question says that something is owed, by its form: 没交的, 尚未兑付, 不算质保金, 应支未支的9笔里, 2021年的差额.

Enters: the question's text. Leaves: mentions of kind ``contract``, ``contract_topic`` and ``filler``. The verbs of paying
are in lexicon/wording.tsv.
"""

from __future__ import annotations

import re
from functools import cache

from search.question.graph import Row, text_of
from search.question.lexicon import wording
from search.question.mention import Mention
from search.question.numerals import NUMERAL

WITHOUT = re.compile(
    """(?:不算|不含|不包括|不计|不要|除去|刨去|刨开|扣除|扣掉|去掉|撇开|除了?)(?:那部分|那笔|里面的?)?(?P<what>质保金|质量保证金|保修金|质量保修金|保留金)
       (?:那部分|那笔)?(?:以外|之外|外|的话|不算)?""",
    re.X,
)
"""不算质保金, 除质保金外"""
UNDUE = re.compile("(?:还|尚)?(?:没有|没|未|不)到期(?:的)?(?:那部分)?")
"""质保金有多少没到期"""
AMONG = re.compile(rf"(?:这|那)?{NUMERAL}(?:笔|项)(?:款项?|欠款|债)?(?:里面?|里头|当中|中)")
"""应支未支的9笔里"""
GAP = re.compile("差额(?=(?:还|一共|总共|共|合计)?(?:是|有|为)?(?:多少|几))")
COMPARED = re.compile("[和与跟比较同]|相[比差]|之间")
LOT = re.compile("(?P<of>[一-龥]{2})(?P<lot>(?:[那这]个?|的那?个?)(?:标包|标段|包(?![括含揽])))")
"""戏曲那个包: a lot by what is in it"""


@cache
def unpaid_pattern() -> re.Pattern[str]:
    """Not paid, by any verb of paying.

    >>> [unpaid_pattern().search(text)[0] for text in ("没交的房租", "还没有兑付", "尚未拨付到位", "一直没结清")]
    ['没交的', '还没有兑付', '尚未拨付到位', '一直没结清']
    """
    verbs = "|".join(sorted(wording("pay")["pay"].split("|"), key=len, reverse=True))
    return re.compile(
        rf"(?:还|仍|仍然|尚|一直|始终|都)?(?<!有)(?:没有|没能|没|未能|未)(?:给)?(?:{verbs})(?:清|完|出去|下来|齐|够|足|到位|给|过|掉|上)?(?:的(?:那?部分)?)?(?![文件公布])"
    )


def told_so(text: str, rows: list[Row]) -> list[Row]:
    """The contracts whose own text says what the question says of them: a difference, a deposit that is not yet due."""
    said = ["差额"] if not COMPARED.search(text) and GAP.search(text) else ["未到期", "没到期"] if UNDUE.search(text) and "质保金" in text else []
    return [row for row in rows if not said or any(word in text_of(row, "quote") for word in said)]


def of_lot(text: str, rows: list[Row]) -> list[Row]:
    """The contracts of the lot that the question names by what is in it: A包 of 戏曲那个包 where a text prints A包（戏曲）."""
    match = LOT.search(text)
    if match is None:
        return rows
    named = [row for row in rows if re.search(f"{re.escape(text_of(row, 'label'))}[（(][^（）()]*{match['of']}", text_of(row, "quote"))]
    return named or [row for row in rows if match["of"] in text_of(row, "label")]


def owing_mentions(text: str) -> list[Mention]:
    """The cues of owing in ``text``.

    >>> [(m.kind, m.value) for m in owing_mentions("三大队没交的房租")], [(m.kind, m.value) for m in owing_mentions("尾款不算质保金")]
    ([('contract', 'unpaid')], [('contract', 'unretained')])
    """
    found = [(m.span(), "contract", "unpaid") for m in unpaid_pattern().finditer(text)]
    found += [(m.span(), "contract", "unretained") for m in WITHOUT.finditer(text)]
    found += [(m.span(), "contract", "undue") for m in UNDUE.finditer(text) if "质保金" in text]
    found += [(m.span(), "filler", "filler") for m in AMONG.finditer(text)]
    if not COMPARED.search(text):
        found += [(m.span(), "contract", "gap") for m in GAP.finditer(text)]
    for match in LOT.finditer(text):
        found += [(match.span("of"), "contract_topic", match["of"]), (match.span("lot"), "filler", "filler")]
    return [Mention(start, end, kind, value, (), 3.0 * (end - start) ** 1.3) for (start, end), kind, value in found]
