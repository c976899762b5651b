"""Policies named by who issued them: 国务院的文件, 省应急厅发的通知, 市政府会议纪要, 国务院的哪个意见.

A document of an organ's general office (国务院办公厅, 市政府办公室) counts as the organ's. A department whose own budget is
in the graph issues nothing here: 能源局的文件 is the budget itself.
"""

from __future__ import annotations

import re

from search.question.catalogue import Catalogue, Policy, without_region
from search.question.mention import Mention
from search.question.organisation_names import named_departments, organisation_forms

WHAT = {"会议纪要": "minutes", "纪要": "minutes", "通知": "notice", "法规": "regulation", "条例": "regulation", "办法": "regulation"}
"""Word for a document -> the kind of policy it narrows to; 文件, 政策, 意见 narrow to none"""
DOCUMENTS = re.compile(
    r"(?:联合)?(?:发|印发|下发|出台|制定|发布|公布)?的?(?:哪[些个份几]|几[个份])?(?P<what>令(?!第|人|[〔（(]?\d)|批复|复函|函件?|方案|规定|规划|标准|细则|决定|会议纪要|纪要|通知|法规|条例|办法|(?:红头|政策)?文件|政策|意见|发文)"
)
TITLED = ("令", "批复", "复函", "函", "函件", "方案", "规定", "规划", "标准", "细则", "决定")
"""Words that the title or the number of the document says itself"""
OFFICE = re.compile(r"(?:办公厅|办公室|办)$")
MAYOR = re.compile("[省市县区]长(?:办公|专题)会议")
LONGEST = 20
"""characters of an issuer's name"""


def find_issued(text: str, catalogue: Catalogue) -> list[Mention]:
    """Issuer and word for its documents, as one mention; ``items`` are the policies."""
    forms = catalogue.derived("issuers", issuer_forms)
    found = []
    for match in DOCUMENTS.finditer(text):
        starts = range(max(0, match.start() - LONGEST), match.start() - 1)
        start = next((at for at in starts if text[at : match.start()] in forms), None)
        if start is None:
            continue
        wanted = WHAT.get(match["what"])
        issuer = text[start : match.start()]
        fits = [policy for policy in forms[issuer] if wanted in (None, policy.kind)]
        if match["what"] in TITLED:
            fits = [policy for policy in fits if bears(policy, match["what"])]
        if wanted == "minutes":
            fits += [policy for policy in catalogue.policies if policy.kind == wanted and policy not in fits and says_whose(policy, issuer)]
        if fits:
            found.append(Mention(start, match.end(), "issued", text[start : match.end()], tuple(p.iri for p in fits), 5.0 * (match.end() - start)))
    return found


def says_whose(policy: Policy, issuer: str) -> bool:
    """Whether the title of minutes says whose they are: 市政府会议纪要; what a mayor's meeting decides is the government's."""
    mayors = issuer.endswith("政府") and any(MAYOR.search(title) for title in policy.titles)
    return mayors or any(issuer in title for title in policy.titles)


def bears(policy: Policy, word: str) -> bool:
    """Whether the title says the word; of a decree or a letter the number may say it."""
    letter = "函" if "函" in word else word
    return any(letter in title for title in policy.titles) or (letter in "令函" and letter in policy.number)


def issuer_forms(catalogue: Catalogue) -> dict[str, list[Policy]]:
    """Every written form of an issuer -> its policies."""
    named = {named.name: named for named in catalogue.organisations}
    forms: dict[str, dict[str, Policy]] = {}
    for policy in catalogue.policies:
        for issuer in policy.issuers:
            if named_departments(issuer, catalogue) or named_departments(OFFICE.sub("", issuer), catalogue):
                continue
            others = named[issuer].others if issuer in named else ()
            for form in {form for name in (issuer, *others) for form in forms_of(name)}:
                forms.setdefault(form, {})[policy.iri] = policy
    for form, fits in organisation_forms(catalogue).items():
        for known in {name for organisation in fits for name in (organisation.name, *organisation.others)} & forms.keys():
            forms.setdefault(form, {}).update(forms[known])
    return {form: list(policies.values()) for form, policies in forms.items()}


def forms_of(issuer: str) -> set[str]:
    """An issuer as people write it.

    >>> sorted(forms_of("山西省人民政府办公厅"))
    ['山西省人民政府', '山西省人民政府办公厅', '山西省政府', '山西省政府办公厅', '省人民政府', '省人民政府办公厅', '省政府', '省政府办公厅']
    """
    names = {issuer, OFFICE.sub("", issuer)}
    names |= {name.replace("人民政府", "政府") for name in names}
    found = set(names)
    for name in names:
        core = without_region(name)
        region = name[: len(name) - len(core)]
        if region and region[-1] in "省市县区" and len(core) > 1:
            found.add(region[-1] + core)
    return {form for form in found if len(form) > 2}
