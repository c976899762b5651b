"""What a question about contracts says of them beside amounts: words each must bear, work that was done, companies.

Enters: an understood question. Leaves: words, projects, and for each kind of work (谁装的, 设计单位) the formal terms that
labels print for it; lexicon/wording.tsv has them by the everyday verb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.question.catalogue import LEGAL_FORM, bare
from search.question.graph import Row, text_of
from search.question.lexicon import wording
from search.question.numerals import parse_number
from search.question.project_plan import is_topic, project_iris
from search.question.understanding import Understood

RENT = "租"
NO_PROJECT = ("urn:none",)
GENERAL = ("工程", "款项", "业务", "工作")
"""Words that every contract is"""
LISTING = re.compile(
    r"""(?P<of>应支未支|应付未付|未付款|欠款)[”"]?(?:的)?(?:那张|那份)?(?:清单|名单|列表|款项)
        |(?P<in>应支未支|应付未付)[”"]?(?:款项?|项目)?(?:里面?|里头|当中|中)
        |列(?:了|出|着)?(?:一?[个张份])?[“"]?(?P<as>应支未支|应付未付)
        |(?P<among>应支未支|应付未付)[”"]?(?:款项?|项目|尾款)?的?(?:这|那)?(?:\d+|[一二三四五六七八九十]+)[笔项个](?:款项?|项目)?(?:里|中|当中)
        |(?:清单|名单|列表)(?:里面?|里头|当中|中|上)[^，。；]{0,20}[（(，](?:[一-龥]{2,8}的?)??(?P<after>应支未支|应付未付)""",
    re.X,
)
"""应支未支清单; 列了个“应支未支”; 清单里欠得最多的（某局应支未支）"""
REVIEWED = ("结算", "决算", "预算", "造价")
"""What reviewers look at"""
TERM = re.compile(r"[两二三四五六七八九十]年|[2-9]年")
"""三年的中标金额: the term of a contract"""
LEAD = 3
"""Characters of a place that stand before the part of a company's name that people say"""
YEARS = r"(?:20)?\d\d年"
OWED_TO = re.compile("欠(?:了|着|下)?(?!谁|哪)([一-龥]{2,20}?(?:院|局|中心|学校|大学|委员会|银行|所|站|厂))(?=多少|的?钱|几|了?多少|的?款)")
PART = re.compile("[东西南北中](?:部|片区|片|段|线|区)|第[一二三四五六七八九十]+(?:合同段|标段|片区|批)|[A-H](?:标段|标包|包|区|座|栋)")
"""A named part of a work, done by one company of several: 西片区, B包"""
RENTED = re.compile("房租|租金|房屋租")
OTHER_FEE = re.compile("[费款]|购|修")
AGREED = ("合同金额", "租金")
"""Kinds of amount of a contract that lies on the page of a lease, whatever its label calls it (九大队2025年)"""
DOES = re.compile("[干做](?:什么|啥|哪些)")
"""某某公司是干什么的"""


def deeds_of(u: Understood) -> tuple[tuple[str, ...], ...]:
    """For each kind of work said, the terms that contracts print for it."""
    goods = ["供货"] if any(u.printed(m).startswith(("供货", "供的")) for m in u.of("role")) else []
    years = [(chunk, *spelled(chunk)) for chunk in u.rest if TERM.fullmatch(chunk)]
    return (*((value, *wording("deed_of")[value].split("|")) for value in dict.fromkeys([*u.values("deed"), *goods])), *years)


def spelled(years: str) -> tuple[str, ...]:
    """A term of years as texts write it.

    >>> spelled("三年"), spelled("两年")
    (('3年', '三年'), ('2年', '两年', '二年'))
    """
    number = parse_number(years[0])
    return (f"{number}年", years, *(["二年"] if years[0] == "两" else []))


def contract_words(u: Understood) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that must occur in a contract, and the projects named."""
    words = [leased(u, chunk) for chunk in u.rest if len(chunk) >= 2 and chunk not in GENERAL and not TERM.fullmatch(chunk)]
    words += [value for value in u.values("contract_topic") if value != RENT]
    words += [counted[0] for chunk in u.rest if chunk.isdigit() and (counted := re.search(rf"(?<!\d){chunk}[一-龥]", u.text))]  # 5座煤矿
    rooms = {"办公用房面积": "办公"} if rent_word(u) else {}  # 办公楼, 办公室: 办公用房
    words += [rooms.get(m.value, bare(u.printed(m))) for m in u.of("concept", "label") if u.printed(m) not in ("项目支出", "支出", "收入")]
    for mention in u.of("organisation"):
        if mention.value != "company":
            words.append(bare(u.printed(mention)))
    if u.has("role", "reviewer"):
        words = [word for word in words if word not in REVIEWED]
    listing = LISTING.search(u.text)
    if listing:
        kind = next(filter(None, listing.groups()))
        said = [words for words in (listing[0], kind) if any(words in name for name in u.catalogue.projects)]
        named = {name: iris for name, iris in u.catalogue.projects.items() if said and said[0] in name}
        words += [word for m in u.of("project") if not any((word := bare(u.printed(m))) in bare(name) for name in named)]
        return tuple(dict.fromkeys(words)), tuple(iri for iris in named.values() for iri in iris) or NO_PROJECT
    if u.projects and not is_topic(u):
        return tuple(dict.fromkeys(words)), project_iris(u)
    words += [bare(u.printed(m)) for m in u.of("project")]
    return tuple(dict.fromkeys(words)), ()


def rent_word(u: Understood) -> str:
    """What is paid for the use of something, as the question calls it (房租, 租金), "" where it asks for none."""
    return next((u.printed(m) for m in u.of("contract_topic") if m.value == RENT), "")


def leased(u: Understood, chunk: str) -> str:
    """What is leased, of a chunk that says so beside a rent: 车库 of 租车库一年租金."""
    return chunk[1:] if rent_word(u) and chunk.startswith(RENT) and len(chunk) > 2 and not chunk.startswith(("租赁", "租用")) else chunk


def of_rent(rows: list[Row], rent: str) -> list[Row]:
    """The contracts for a lease: by their label, or a text that speaks of 房租 or 租金; where 房 is asked about, of no line or device."""
    if not rent:
        return rows
    house = re.compile(wording("house")["house"]) if "房" in rent else re.compile("")

    def leases(row: Row, *columns: str) -> bool:
        text = "".join(text_of(row, column) for column in columns)
        return RENTED.search(text) is not None or (RENT in text_of(row, columns[0]) and house.search(text) is not None)

    def agreed(row: Row) -> bool:
        return text_of(row, "amountKind") in AGREED and leases(row, "name") and not OTHER_FEE.search(text_of(row, "label"))

    return [row for row in rows if leases(row, "label", "quote") or agreed(row)]


def several_years(rows: Sequence[Row]) -> bool:
    """Whether the rents of one place are agreed year by year, so that they are told apart and not added."""
    places: dict[str, set[str]] = {}
    for row in rows:
        label = text_of(row, "label")
        if year := re.search(YEARS, label):
            places.setdefault(label[: year.start()], set()).add(year[0][-3:])
    return any(len(years) > 1 for years in places.values())


def company_wanted(u: Understood, companies: Sequence[str]) -> bool:
    """Whether companies are wanted; of one that is named (某某公司做了什么) its work is."""
    if not u.asks_company:
        return False
    if u.asks("who") or any("家" in u.printed(m) for m in u.of("want")):
        return True
    names = [m for m in u.of("noun") if m.value == "company"]
    attached = [m for m in names if any(n.end == m.start for n in u.of("organisation")) or any(of_company(u, chunk) for chunk in u.rest)]
    of_work = u.has("role") or u.has("deed") or DOES.search(u.text) is not None
    if attached and attached == names:
        return not (of_work and (u.asks("what", "list") or not u.of("want")))
    return bool(names) or not companies


def of_company(u: Understood, word: str) -> bool:
    """Whether an unexplained word stands right before 公司 or 企业: it is part of a company's name."""
    return any(m.value == "company" and u.printed(m) in ("公司", "企业") and u.text[: m.start].endswith((word, f"{word}的")) for m in u.of("noun"))


def shortened_company(u: Understood, word: str) -> str:
    """The one company whose name begins, but for its place, with ``word`` (青峰园林), "" where there is none or several."""
    if re.fullmatch("[一-龥]{2,4}[院所]", word):
        found = [n.iri for n in u.catalogue.organisations if abbreviates(word, n.name)]
    elif len(word) < 4:
        found = []
    else:
        found = [n.iri for n in u.catalogue.organisations if n.kind == "company" and 0 <= n.name.find(word) <= LEAD]
    return found[0] if len(found) == 1 else ""


def abbreviates(word: str, name: str) -> bool:
    """Whether an institute's name without its legal form begins and ends as ``word`` does and has its characters in order.

    >>> abbreviates("农科院", "农业科学研究院有限公司"), abbreviates("农科院", "省农业科学研究院"), abbreviates("林科院", "农业科学研究院")
    (True, False, False)
    """
    core = LEGAL_FORM.sub("", name)
    return bool(core) and core[0] == word[0] and re.fullmatch(".*".join(word), core) is not None


def budget_years(u: Understood) -> tuple[int, ...]:
    """Years of the documents; a year in which work was done (2025年做完没付的) is none of the department's."""
    own = {year for d in u.catalogue.departments if d.iri in u.departments or not u.departments for year in d.years}
    return tuple(year for year in u.years if year in own) if not u.projects else ()


def due_month(u: Understood) -> str | None:
    value = next(iter(u.values("due")), None)
    if value is None or len(value) == 7:
        return value
    years = [year for d in u.catalogue.departments if d.iri in u.departments or not u.departments for year in d.years]
    return f"{max(years, default=2026)}-{value}"


def planned_for(u: Understood) -> bool:
    """Whether a month is said to be that of a plan: 计划在8月底前付."""
    return any(re.search("(?:计划|安排|预计|拟|打算|准备|说好|承诺)(?:[在于]|是)?$", u.text[: m.start]) for m in u.of("due"))


def owed_to_whom(u: Understood) -> str:
    """The body that a question says something is owed to (欠市医院多少钱) and that is no company known, "" where it names none."""
    match = OWED_TO.search(u.text)
    companies = {u.printed(m) for m in u.of("organisation") if m.value == "company"}
    return match[1] if match and match[1] not in companies else ""


def won_amount(u: Understood) -> tuple[str, ...]:
    """The amount of the bid, where how much someone won is asked: 某某公司中的标是多少钱."""
    won = any(re.search("中.?标", u.printed(m)) for m in u.of("role"))
    return ("award",) if won and u.asks("amount") and not u.asks_company and u.of("organisation") else ()


def owes_most(u: Understood) -> bool:
    """Whether one of several departments is wanted: 三个局谁欠得最多, but not 三个局欠谁的最多."""
    owed = [m.start for m in u.of("contract")]
    asked = [m for m in u.of("want") if u.printed(m) in ("谁", "哪个", "哪家", "谁家")]
    return bool(asked and owed) and asked[0].end <= owed[0] and not u.has("noun", "company")
