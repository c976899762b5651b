"""Cues of a question that are read by their form: years, months, ranks, top numbers, levels that pay, contrasts, polar ends.

Enters: the question's text. Leaves: mentions; what they are for is decided by the families.
"""

from __future__ import annotations

import re

from search.question.deeds import deed_mentions
from search.question.measures import measured_mentions
from search.question.mention import Mention
from search.question.numerals import NUMERAL, parse_number
from search.question.owing import owing_mentions
from search.question.standing_cues import standing_mentions

YEAR = re.compile(r"(?<=[（(])((?:19|20)\d{2})年度?(?=的?[）)])|(?<![\d.〔\[（(【])((?:19|20)\d{2})(?:年度|年|度)?(?![\d.%〕\])】）万元亿月])")
SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})年(?:度)?")
DUE = re.compile(
    r"""(?:(?P<year>20\d{2}|今|明|本)年度?)?
        (?:(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|末|\d{1,2}[日号])?|(?P<half>上半年|年中)|(?P<end>年底|年末))
        (?P<before>之前|以前|前)?""",
    re.X,
)
TOP = re.compile(
    rf"""(?:排在?|位列|位居|列)?[前头](?P<a>{NUMERAL})(?:大|名|位|个|项(?!目)|高|多|笔|家)?             # 前三大
        |(?:TOP|Top|top)\s*(?P<b>\d+)                                  # TOP5
        |(?<!第)(?P<c>[二两三四五六七八九十]|\d{{1,2}})(?:大)(?=项目|支出|工程|合同)  # 五大项目
        |(?:排|倒数|垫底)(?:在)?(?:最后|末尾|倒数)?的?(?P<f>[二两三四五六七八九十]|\d{{1,2}})(?:个|名|位|项)   # 倒数三个
        |最(?:花钱|费钱|烧钱|吃钱|值钱|[多大高贵少低小])[的前]*(?P<d>{NUMERAL})(?!次性|般|些)(?:个|项(?!目)|笔|家|名|条|大)?    # 最多的五个
        |(?P<e>[二两三四五六七八九十]|\d{{1,2}})(?:个|项|笔|家)(?:项目|合同|公司)?
          (?:花钱|预算|金额|花费|支出|经费|资金)?最[多大高贵]    # 三个花钱最多""",
    re.X,
)
PAID_BY = re.compile(
    r"""(?<=[底日末份]前)(?:要|得|应|该)?(?:支付|拨付|偿付|偿还|兑付|兑现|付清|还清|结清|缴清|付|还|给|结)(?:的|掉)?(?=[，。？?是]|$)
        |(?:留到|拖到|放到|等到)(?:20\d\d年|今年|明年)(?:再|才)?(?:支付|付|给)""",
    re.X,
)
"""6月底前付; 留到2026年付"""
CONTRAST = re.compile(r"[（(](?:而|并)?(?:不是|而非|不包括)[^，。,；（）()]{1,12}[）)]|，(?:而不是|而非)[^，。,；（）()]{1,12}$")
QUARTER = {"上半年": "06", "年中": "06"}


def cue_mentions(text: str) -> list[Mention]:
    """Every cue in ``text``."""
    found = [*year_mentions(text), *due_mentions(text), *top_mentions(text), *rank_mentions(text)]
    return [*found, *contrast_mentions(text), *polar_mentions(text), *level_mentions(text), *table_mentions(text),
            *period_mentions(text), *name_mentions(text), *counted_mentions(text), *lot_mentions(text),
            *differing_mentions(text), *deed_mentions(text), *measured_mentions(text), *owing_mentions(text),
            *standing_mentions(text), *plan_mentions(text),
            *(Mention(m.start(), m.end(), "contract", "due", (), 6.0 * (m.end() - m.start())) for m in PAID_BY.finditer(text))]  # fmt: skip


PAY_PLAN = re.compile(
    r"""(?:(?P<year>20\d{2})年度?|今年|本年|当年|(?P<next>明年|下一年|下年))(?:的?预算)?[里中]?
        (?:(?:又|还|再|需|应|得|能|会|拟|安排|打算|计划|准备|预计|要|可以|用来|列)+(?:支付|拨付|付|还|偿还)(?:掉|清|出去)?(?:多少|几)(?:钱|工程款|采购款|货款|尾款|款)?
          |(?:还|再|又|仍|尚)(?:需要?|应|得|会|拟|打算|计划|准备|预计|要|列)*(?:安排|列|给|投|拨|花|用|准备)?(?:多少|几)(?:钱|预算|资金|经费|款|万)?)""",
    re.X,
)
"""2026年安排付多少; 2026年还要多少预算"""


def plan_mentions(text: str) -> list[Mention]:
    """What is to be paid in a year; the value is the year, 今年 or 明年.

    >>> [m.value for m in plan_mentions("2026年安排付多少")], [m.value for m in plan_mentions("今年打算付多少工程款")]
    (['2026'], ['今年'])
    """
    found = [(m, m["year"] or ("明年" if m["next"] else "今年")) for m in PAY_PLAN.finditer(text)]
    return [Mention(m.start(), m.end(), "pay_plan", year, (), 4.0 * (m.end() - m.start())) for m, year in found]


COUNTED = re.compile(
    r"(?P<c>有多少)个?(?=(?:[一-龥]{0,4})项目[？?。]?$)|项目(?:总共|一共|共)?(?P<a>有多少)(?![钱资经预万元亿金块费])|(?P<b>有多少)(?=个?是|个?项目)"
)
WHOLE_PERIOD = re.compile(r"实施期(?=[和与、及](?:年度|本年|今年|当年))")
BELOW = re.compile(
    r"""(?<!各)(?<!每)(?<!各个)(?<!每个)(?<!哪个)(?<!哪家)
        (?:(?:下属|所属|直属|二级)(?:事业|预算)?单位(?:的)?(?=(?:一次性|延续性|经常性)?项目)
          |由?(?:下属|所属|直属|二级)(?:事业|预算)?单位(?:来|去|自己)?(?:组织|具体|负责)?(?:实施|承担|负责|执行|做|搞|管|干)的?)""",
    re.X,
)
TERM = re.compile(
    rf"(?<![\d.])(?:这)?(?!(?:19|20)\d\d年){NUMERAL}年(?:里|间|下来)?(?:一共|总共|合计|加起来|累计|共)(?:要|需要)?(?:投入|投|花费|花|安排)?"
)


DIFFERS = re.compile(
    r"(?:实施期|全周期|总额|总投入)[^，。；]{0,16}?(?P<word>对不上(?:号|数|账)?的?|不一致的?|不相符的?|不符的?|不是(?:同)?一个数|有出入)"
)


def differing_mentions(text: str) -> list[Mention]:
    """The whole period set against the year: 实施期总额和今年预算对不上.

    >>> [m.value for m in differing_mentions("哪些项目实施期总额和年度预算对不上")]
    ['differs']
    """
    return [Mention(*m.span("word"), "compare", "differs", (), 8.0) for m in DIFFERS.finditer(text)]


LOT = re.compile(r"第[一二三四五六七八九十\d]{1,2}(?:合同段|标段|标包|标(?!准)|包(?!括))|(?<![A-Za-z])[A-H](?:标段|标包|包(?!括)|标(?!准))")
"""One of several contracts of a project: 第二合同段, B包"""


def lot_mentions(text: str) -> list[Mention]:
    """A lot by its number, as the label of its contract has it.

    >>> [m.value for m in lot_mentions("第二合同段还欠多少")]
    ['第二合同段']
    """
    return [Mention(m.start(), m.end(), "contract_topic", m[0], (), 4.0 * (m.end() - m.start()) ** 1.3) for m in LOT.finditer(text)]


def counted_mentions(text: str) -> list[Mention]:
    """项目有多少 counts projects; 三年一共要投, 实施期和年度金额 ask the whole period; 下属单位的项目."""
    found = [Mention(*span(m), "want", "count", (), 12.0) for m in COUNTED.finditer(text)]
    found += [Mention(m.start(), m.end(), "money", "period", (), 12.0) for m in WHOLE_PERIOD.finditer(text)]
    found += [Mention(m.start(), m.end(), "scope", "below", (), 12.0) for m in BELOW.finditer(text)]
    return found + [Mention(m.start(), m.end(), "money", "period", (), 2.0 * (m.end() - m.start())) for m in TERM.finditer(text)]


def span(match: re.Match[str]) -> tuple[int, int]:
    return next(match.span(name) for name in "abc" if match[name])


PERIOD = re.compile(
    rf"""(?:(?:项目期|项目周期|实施期|实施周期)(?:是|为|有|都是|定为|只有|只|就|仅|仅有|才|不过)*|(?:周期|期限|期)(?:是|为|有|都是|定为|只有|只|就|仅|仅有|才)+)
           (?P<a>{NUMERAL})年(?:的)?                                        # 项目期是1年
         |(?P<b>{NUMERAL})年期(?:的)?                                                                # 2年期的""",
    re.X,
)


def period_mentions(text: str) -> list[Mention]:
    """How many years a project is to take, where that is a condition.

    >>> [m.value for m in period_mentions("哪些项目的项目期是三年")]
    ['3年']
    """
    found = [(m, parse_number(m["a"] or m["b"])) for m in PERIOD.finditer(text)]
    return [Mention(m.start(), m.end(), "period", f"{int(n)}年", (), 6.0 * (m.end() - m.start())) for m, n in found if n is not None]


NAMED = re.compile(
    r"""(?:项目)?(?:名字|名称|名)(?:里|里面|中|当中)?(?:带有?|含有?|有|包含|出现)
        [“"]?(?P<word>[一-龥A-Za-z0-9]{1,8}?)(?:[”"](?:字样|二字|两个字|几个字)?|字样|二字|两个字)的?""",
    re.X,
)


def name_mentions(text: str) -> list[Mention]:
    """A word that the names of projects must have.

    >>> [m.value for m in name_mentions("名字里带“尾款”的项目")]
    ['尾款']
    """
    return [Mention(m.start(), m.end(), "name_has", m["word"], (), 8.0 * (m.end() - m.start())) for m in NAMED.finditer(text)]


TABLE = re.compile(r"(?:附|公开)?(?<!总)表(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?:号表)?(?:里面|里|中|上|内)?(?:列)?的?")
"""表6里的"""


def table_mentions(text: str) -> list[Mention]:
    """Tables by their number.

    >>> [m.value for m in table_mentions("表六里的绩效工资")]
    ['6']
    """
    found = [(m, parse_number(m["number"])) for m in TABLE.finditer(text)]
    return [Mention(m.start(), m.end(), "table", str(int(n)), (), 6.0) for m, n in found if n is not None]


RANK = re.compile(rf"第(?P<n>{NUMERAL})(?=[大高多贵名位]|的项目)(?:[大高多贵名位])?(?:的)?|排(?:名|在)?第(?P<m>{NUMERAL})(?:位|名)?(?:的)?")


RANKS = re.compile(
    rf"(?:排名?|排在|位列|位居)?第(?P<a>{NUMERAL})(?:名|位|大)?(?:到|至|-|—|～|~)第?(?P<b>{NUMERAL})(?:[大高多贵]?的?(?=项目)|[名位大](?:的)?)"
)
"""第四到第六名"""


def rank_mentions(text: str) -> list[Mention]:
    """第二大的项目: the one at that place alone.

    >>> [m.value for m in rank_mentions("第二大项目是哪个")]
    ['2']
    """
    found = []
    for match in RANKS.finditer(text):
        first, last = parse_number(match["a"]), parse_number(match["b"])
        if first is not None and last is not None and 0 < first < last <= 100:
            found.append(Mention(match.start(), match.end(), "rank", str(int(first)), (str(int(last)),), 8.0 * (match.end() - match.start())))
    for match in RANK.finditer(text):
        number = parse_number(match["n"] or match["m"])
        if number is not None and 1 < number <= 100:
            found.append(Mention(match.start(), match.end(), "rank", str(int(number)), (), 5.0 * (match.end() - match.start())))
    return found


LEVEL = re.compile(r"(?P<name>中央|国家|省|市县|市|县|区)(?:级|里|财政|上)*")
FULL = r"(?:中央|国家|(?:省|市县|市|县|区)(?:级|里|财政|上)+)"
LEVELS = re.compile(
    rf"""(?:{LEVEL.pattern.replace('?P<name>', '?:')}[、和与及，,]?)+                      # 中央、省、县
        (?P<verb>(?:各|分别|各自)?(?:出(?:了|的)?(?:资金|资|钱)?|承担|负担|拿|掏|配套)了?|(?:各|分别|各自)占)(?![台来现自面国差])
        |(?:{FULL}[、和与及，,]?)+(?P<part>占(?!地)|资金|的?钱|那部分)                        # 中央占几成
    """,
    re.X,
)
"""中央、省、县各出多少; 省里出了多少"""
LEVEL_FUNDS = {"中央": "central", "国家": "central", "省": "provincial"}


def level_mentions(text: str) -> list[Mention]:
    """Levels of government as the funds that they give, where they pay.

    >>> [(m.kind, m.value) for m in level_mentions("中央、省里各出多少")]
    [('fund', 'central'), ('fund', 'provincial'), ('filler', 'weak')]
    """
    found = []
    for match in LEVELS.finditer(text):
        verb = "verb" if match["verb"] else "part"
        names = list(LEVEL.finditer(text, match.start(), match.start(verb)))
        found += [Mention(m.start(), m.end(), "fund", LEVEL_FUNDS.get(m["name"], "municipal_county"), (), 6.0) for m in names]
        share = match[verb].endswith("占")
        found.append(Mention(match.start(verb), match.end(), "share" if share else "filler", "share" if share else "weak", (), 4.0))
    return found


POLAR_END = re.compile(r"(?:(?<![付结清完])了没有?|(?<![付结])了吗|(?<![付结清完]了)没有)(?=[，。？?]|$)")


def polar_mentions(text: str) -> list[Mention]:
    """没有 and 没 at the end ask whether: 付清了没有."""
    return [Mention(m.start(), m.end(), "want", "polar", (), 4.0 * (m.end() - m.start())) for m in POLAR_END.finditer(text)]


def year_mentions(text: str) -> list[Mention]:
    found = [Mention(m.start(), m.end(), "year", m[1] or m[2], (), 1.5 * (m.end() - m.start()) ** 1.3) for m in YEAR.finditer(text)]
    short = [m for m in SHORT_YEAR.finditer(text) if not any(f.start <= m.start() < f.end for f in found)]
    return found + [Mention(m.start(), m.end(), "year", f"20{m[1]}", (), 6.0) for m in short if 15 <= int(m[1]) <= 40]


def due_mentions(text: str) -> list[Mention]:
    """Months before which something is due; the value is YYYY-MM, or MM where no year is said.

    >>> [m.value for m in due_mentions("2026年6月底前要付")]
    ['2026-06']
    """
    found = []
    for match in DUE.finditer(text):
        month = QUARTER.get(match["half"] or "") or ("12" if match["end"] else None)
        if match["month"]:
            number = parse_number(match["month"])
            month = f"{int(number):02d}" if number else None
        if month is None or (match["end"] and not match["before"]):
            continue
        year = match["year"] if (match["year"] or "").isdigit() else None
        found.append(Mention(match.start(), match.end(), "due", f"{year}-{month}" if year else month, (), 3.0 * (match.end() - match.start())))
    return found


def top_mentions(text: str) -> list[Mention]:
    """How many of the largest are wanted.

    >>> [m.value for m in top_mentions("前三大项目")], [m.value for m in top_mentions("花钱最多的五个项目")]
    (['3'], ['5'])
    """
    found = []
    for match in TOP.finditer(text):
        number = parse_number(next(group for group in match.groups() if group))
        if number is not None and 0 < number <= 100:
            value = "min" if re.search(r"最[少低小后]|倒数|末尾|垫底", match[0]) else "max"
            found.append(Mention(match.start(), match.end(), "top", str(int(number)), (value,), 3.0 * (match.end() - match.start())))
    return found


def contrast_mentions(text: str) -> list[Mention]:
    return [Mention(m.start(), m.end(), "contrast", m[0], (), 8.0 * (m.end() - m.start())) for m in CONTRAST.finditer(text)]
