"""How a question asks for facts of a body as such: its second names, what it was formed of, its level.

Enters: the question's text. Leaves: mentions of kind ``standing``; search/question/standing.py reads the facts themselves.
"""

from __future__ import annotations

import re

from search.question.mention import Mention

WHICH = "(?:哪(?:些|几[个家块]|[两三四五六]?[个家块])|什么|谁|啥)"
BODY = "(?:部门|单位|机构|委办局|处室|队伍|支队|局|委|办|所|站|处)"
OLD = "(?:原来的?|原先的?|原|以前的?|过去的?|老的?|老|旧的?|旧)"
JOINED = "(?:整合|合并|归并|撤并|重组|组合|改组|改制|转隶|划转|组建|组成|更名|改名|并|合|拼|改|变)"
PLATE = "(?:牌子|牌匾|招牌)"
STANDING = {
    "plaque": re.compile(
        rf"""(?:除了?(?:本名|自己的名字)[外,，]?)?(?:还|又|另外?|同时|对外)*[加增]?挂[着了的]?(?:是|有|为)?(?:哪些|哪几[块个]|哪块|什么|啥|几块)?的?{PLATE}
            (?:是什么|有哪些|是啥|叫什么|都有什么|都有啥|是哪些)?                                  # 还挂着什么牌子
          |[加增]挂[的了]?[是有]?(?:什么|哪些|啥)                                              # 加挂了什么
          |(?:还|又|另外|另|同时|对外)+(?:有|叫|称|用)(?:着|了)?{WHICH}(?:别的|其他|另外的?)?(?:{PLATE}|名称|名义|名字|名号)   # 对外还叫什么名字
          |(?:另一块|另外一块|第二块|另外那块|另外的){PLATE}(?:是|叫|上写的?|写着)*(?:什么|啥|哪个|哪块)?          # 另一块牌子是什么
        """,
        re.X,
    ),
    "formed": re.compile(
        rf"""(?:是|由|从|在|把|拿|用|靠|以|将)*{OLD}?{WHICH}(?:个|家)?{OLD}?{BODY}?(?:的)?(?:基础上|底子上|基础)?(?:来|给)?(?!合同){JOINED}+
             (?:组建|成立|而成|而来|起来|过来|成|来|出来|到一起|在一起)*(?:的)?(?!时|日)                # 由哪几个老部门合并来的
          |(?:整合|合并|归并|并入|吸收|划入|并)(?:进来)?了?(?:原来的?|原)?{WHICH}(?:个|家)?{OLD}?{BODY}?     # 合并了哪几个部门
          |前身(?:是|为|叫)*{WHICH}?(?:个|家)?{BODY}?
          |(?:原来|以前|过去|从前|原先|组建前|成立前|合并前)(?:是|叫|都是)+{WHICH}(?:个|家)?(?:{BODY}|名字|名称)?      # 原来叫什么
        """,
        re.X,
    ),
    "level": re.compile("[正副](?:厅|处|科|股|县|乡)级(?:行政|事业)?(?:单位|部门|机构|建制)?"),
}


def standing_mentions(text: str) -> list[Mention]:
    """The second name of a body, what it was formed of, and its level by name.

    >>> [m.value for m in standing_mentions("水利局加挂了什么牌子")], [m.value for m in standing_mentions("水利局是正处级单位吗")]
    (['plaque'], ['level'])
    >>> [m.value for m in standing_mentions("执法队是由哪几个老单位合并来的")], standing_mentions("水利局是什么时候组建的")
    (['formed'], [])
    """
    found = [(what, m) for what, cue in STANDING.items() for m in cue.finditer(text)]
    return [Mention(m.start(), m.end(), "standing", what, (), 4.0 * (m.end() - m.start())) for what, m in found]
