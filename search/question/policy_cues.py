"""Which kind of document is asked for as a basis: 按什么办法执行, 根据哪个函件, 依据的法律是哪部, 可研批复文号; and when one
was issued: 是哪天印发的, 发文日期.

The words that stand between (可研, 环保) are left to the titles of the documents (policy_asked.py).
"""

from __future__ import annotations

import re

from search.question.mention import Mention

WORDS = "令|规范|办法|规定|通知|标准|意见|方案|复函|函件|函|法律|条例|制度|批复|细则|决定|纪要|规划|判决书?|裁定书?"
DONE = "执行|办理|办|发放|发|定|买|做|干|给|安排|开展|实施|收|补|采购|配备?|算"
CUES = "按照?|依照|依据|根据|凭借?|凭着|参照|遵照|遵循|对照着?|引用|援引|执行|落实|照着?|依着?"
ASKED = re.compile(
    rf"(?P<cue>(?:立项|设立|政策)?(?:{CUES}))(?:的|了)?(?:都|主要|分别)?是?(?P<want>哪[一几两二三四五]?[个些份项部条封篇件]?|什么|何种?)[一-龥]{{0,4}}?"
    rf"(?<!国家)(?<!行业)(?<!地方)(?P<word>{WORDS}|文件|政策|文号|标准号)(?:[和与、](?P<more>{WORDS}))?(?P<tail>(?:来|去)?(?:{DONE})?的?)(?=[？?。，,（(]|$)"
)
WHICH = re.compile(
    rf"(?P<cue>(?:立项|设立)?依据|根据|执行|参照|引用|援引)(?:了)?的?(?P<word>{WORDS})"
    rf"(?P<want>(?:是|有)哪[一几两二三四五]?[个些份项部条封篇件]?)"
)
NUMBER_OF = re.compile(
    rf"(?P<cue>{CUES})(?P<tail>(?:了|的)*(?:[一-龥]{{0,3}}政府|国务院|[省市县部])?的?)(?P<word>{WORDS})(?P<want>(?:是|的)?(?:编号|文号|号)?是?(?:第?(?:几|多少)[号次]令?|哪[一个]*号令?))"
)
"""依据的省政府令是第几号"""
NUMBERED = re.compile(rf"(?<!国家)(?<!行业)(?P<word>{WORDS})的?(?P<noun>发文字号|文号|编号)")

VERB = "印发|下发|发布|公布|颁布|出台|制定|成文|签发|发文|行文|落款|发|(?:开始)?(?:正式)?(?:施行|实施|执行|生效)"
DAY = "(?:什么|啥)(?:时候|时间|日子|日期)|何时|几时|哪一?天|哪一?日|几月几[号日]|[几哪]年几月(?:几[号日])?|哪年哪月(?:哪[天日])?|哪一?年|哪个月|几号"
SAID = "(?:出来|下来|出去|出|下|给[^，。？]{0,6})?(?:的|了)?(?:文件|文|呢)?"
WHEN = re.compile(
    rf"""
    (?:是|于|在|从|自)? (?:{DAY}) (?:起|才)? (?:由[^，。？]{{2,12}}?)? (?:正式)? (?:{VERB})? {SAID} (?=[？?。，,]|$)  # 是哪天印发的
    | (?:{VERB})(?:于|在) (?:{DAY}) (?=[？?。，,]|$)                                                           # 印发于哪一天
    | 的? (?:{VERB})的? (?:日期|时间|日子|年份|年月) (?:是|为|在)? (?:(?:{DAY})|多少|什么|哪个)?                   # 发文日期是哪天
    """,
    re.VERBOSE,
)


def basis_mentions(text: str) -> list[Mention]:
    """The parts of a question for a kind of document, each as a mention.

    >>> [(m.kind, m.value) for m in basis_mentions("救灾款按哪些办法执行")]
    [('cite', 'basis'), ('want', 'list'), ('policy_word', '办法'), ('filler', 'filler')]
    """
    found: list[Mention] = []
    for pattern in (ASKED, WHICH, NUMBER_OF, NUMBERED):
        for match in pattern.finditer(text):
            for name, place in match.re.groupindex.items():
                start, end = match.span(place)
                if end > start:
                    found.append(Mention(start, end, *meaning(name, match[place]), (), 9.0 * (end - start)))
    return found


def meaning(part: str, printed: str) -> tuple[str, str]:
    """Kind and value of a part."""
    if part in ("word", "more"):
        return ("noun", "policy") if printed in ("文件", "政策", "文号") else ("policy_word", printed)
    return {"cue": ("cite", "basis"), "want": ("want", "list"), "tail": ("filler", "filler"), "noun": ("noun", "policy")}[part]


def when_mentions(text: str) -> list[Mention]:
    """The words that ask for the day of issue, as one mention.

    >>> [(m.kind, m.value) for m in when_mentions("川财综〔2025〕3号是哪天印发的")]
    [('chain', 'when')]
    >>> when_mentions("川财综〔2025〕3号何时废止")
    []
    """
    return [
        Mention(m.start(), m.end(), "chain", "when", (), 6.0 * (m.end() - m.start()))
        for m in WHEN.finditer(text)
        if re.search(VERB, m[0])
    ]
