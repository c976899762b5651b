"""Records to RDF: everything one reading says, as the quads of its document's graph.

Enters: a Reading (and the Source, for quotes as printed). Leaves: quads that all stand in the document's own graph and
describe only things that stand in the document. What several documents share (organisations, projects, policies,
accounts) is only pointed at; a bk:Record says what this document tells of it, and kg/entities.py makes the shared
description from the records of all documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pyoxigraph import NamedNode, Quad

from kg.accounts import account_of
from kg.builder import GraphBuilder
from kg.decisions import Decisions
from kg.identity import Names, names_of
from kg.indicator_value import parse_indicator_value
from kg.iri import Iris
from kg.policy_identity import PolicyKeys, policy_keys
from kg.project_identity import continuations, department_of, pages_of_lines
from kg.shared import Shared
from kg.terms import BK, DCTERMS, QB, RDF
from nlp.contract_links import link_contracts
from nlp.record import (
    BudgetLine,
    Contract,
    Figure,
    Finding,
    Indicator,
    Party,
    PolicyMention,
    ProjectPage,
    Reading,
    Span,
)
from nlp.source import Source, normalise

ATTRIBUTE_KINDS = {"一次性": "1年结束", "延续性": "阶段开展", "经常性": "长期开展"}
"""Kinds of 项目属性, each with the note that the form prints after it: 延续性项目（阶段开展）"""
DATES = {"written": BK.writtenOn, "printed": BK.printedOn, "effective": BK.effectiveOn}
RELATIONS = {"forwards": BK.forwards, "repeals": BK.repeals, "basis": BK.basedOn}


def to_quads(
    reading: Reading,
    findings: Iterable[Finding] = (),
    *,
    source: Source | None = None,
    iris: Iris | None = None,
    decisions: Decisions | None = None,
) -> list[Quad]:
    """The document's graph, sorted. ``findings`` are those of the audit; the reading's own are always included."""
    build = DocumentQuads(reading, source, iris or Iris(), decisions)
    build.document()
    for figure in reading.figures:
        build.figure(figure)
    for page in reading.pages:
        build.page(page)
    for line in reading.budget_lines:
        build.budget_line(line)
    for first, again in continuations(reading.pages):
        build.graph.add(build.pages[id(again)], BK.continuationOf, build.pages[id(first)])
    for mention in reading.policies:
        build.mention(mention)
    tellings = [build.contract(contract) for contract in reading.contracts]
    for link in link_contracts(reading.contracts):
        build.graph.add(tellings[link.other], BK.sameObligationAs, tellings[link.keeper])
        build.graph.add(tellings[link.other], BK.matchReason, link.reason)
    build.organisations()
    build.paragraphs()
    build.catalogue()
    for finding in (*reading.findings, *findings):
        build.finding(finding)
    build.shared.write(build.graph)
    return build.graph.finished()


class DocumentQuads:
    """The state of one conversion: the names of the document and the nodes made so far."""

    def __init__(self, reading: Reading, source: Source | None, iris: Iris, decisions: Decisions | None) -> None:
        self.reading = reading
        self.iris = iris
        self.graph = GraphBuilder(reading.document.id, iris, source)
        self.names: Names = names_of(reading.document, reading.organisations)
        self.keys: PolicyKeys = policy_keys(reading.policies, reading.document.unit)
        self.shared = Shared(iris, decisions)
        self.department = department_of(reading.document, reading.pages, self.names)
        self.publisher = self.organisation(reading.document.unit)
        self.pages: dict[int, NamedNode] = {}
        self.page_at: dict[int, ProjectPage] = {}
        matches = pages_of_lines(reading.budget_lines, reading.pages)
        self.page_of_line = {id(line): (page, reason) for line, page, reason in matches}
        self.codes = frozenset(figure.row_code for figure in reading.figures if figure.row_code)

    def organisation(self, name: str | None, span: Span | None = None) -> NamedNode | None:
        """The organisation a name means in this document; None for no name."""
        if not name or not name.strip():
            return None
        return self.shared.organisation(self.names.resolve(name), span)

    def document(self) -> None:
        doc = self.reading.document
        self.graph.describe(
            self.graph.document,
            (
                (RDF.type, BK.Document),
                (DCTERMS.title, doc.title),
                (BK.publisher, self.publisher),
                (BK.year, doc.year),
                (BK.documentKind, doc.kind),
                (BK.level, doc.level),
                (BK.stem, doc.id),
                (BK.sha256, doc.sha256),
                (BK.sourceName, doc.source),
            ),
        )

    def figure(self, figure: Figure) -> None:
        iri = self.graph.node_at("figure", BK.Figure, (figure.span,), figure.printed)
        account = account_of(figure, self.reading.document.year, self.codes)
        concept = self.shared.account(account, figure.span) if account else None
        self.graph.describe(
            iri,
            (
                (RDF.type, QB.Observation),
                (BK.organisation, self.publisher),
                (BK.year, self.reading.document.year),
                (BK.table, figure.table),
                (BK.row, figure.row),
                (BK.rowCode, figure.row_code),
                (BK.account, concept),
                (BK.column, " / ".join(figure.column)),
                (BK.columnLeaf, figure.column[-1] if figure.column else None),
                (BK.value, figure.value),
                (BK.unit, figure.unit),
                (BK.printed, figure.printed),
                (BK.section, figure.section),
                (BK.of, figure.of),
                (BK.rowPath, " / ".join(figure.row_path)),
            ),
        )

    def budget_line(self, line: BudgetLine) -> None:
        iri = self.graph.node_at("budgetLine", BK.BudgetLine, (line.span,), line.name)
        page, reason = self.page_of_line.get(id(line), (None, None))
        project = self.shared.project(self.department, line.name, line.span, page.name if page else None)
        self.graph.describe(
            iri,
            (
                (BK.organisation, self.publisher),
                (BK.unitOrganisation, self.organisation(line.unit, line.span)),
                (BK.project, project),
                (BK.page, self.pages[id(page)] if page else None),
                (BK.matchReason, reason),
                (BK.name, line.name),
                (BK.phase, line.table),
                (BK.year, self.reading.document.year),
                (BK.amount, line.total),
                (BK.generalFund, line.funds.general),
                (BK.govFund, line.funds.gov_fund),
                (BK.stateCapital, line.funds.state_capital),
                (BK.specialAccount, line.funds.special_account),
                (BK.unitFunds, line.funds.unit_funds),
            ),
        )

    def page(self, page: ProjectPage) -> None:
        iri = self.graph.node("page", str(page.span.line), BK.ProjectPage, (page.span,), page.name)
        self.pages[id(page)] = iri
        self.page_at.setdefault(page.span.line, page)
        department = department_of(self.reading.document, (page,), self.names)
        project = self.shared.project(department, page.name, page.span)
        attribute = normalise(page.attribute) if page.attribute else None
        self.graph.describe(
            iri,
            (
                (BK.project, project),
                (BK.organisation, self.organisation(department)),
                (BK.implementer, self.organisation(page.unit, page.span)),
                (BK.name, page.name),
                (BK.departmentCode, page.dept_code),
                (BK.year, page.year or self.reading.document.year),
                (BK.attribute, attribute),
                (BK.attributeKind, attribute_kind(attribute)),
                (BK.period, page.period),
                (BK.totalAmount, page.total_amount),
                (BK.yearAmount, page.year_amount),
                (BK.centralFund, page.funds_year.central),
                (BK.provincialFund, page.funds_year.provincial),
                (BK.municipalCountyFund, page.funds_year.municipal_county),
                (BK.selfRaisedFund, page.funds_year.self_raised),
                (BK.otherFund, page.funds_year.other),
                (BK.periodCentralFund, page.funds_period.central),
                (BK.periodProvincialFund, page.funds_period.provincial),
                (BK.periodMunicipalCountyFund, page.funds_period.municipal_county),
                (BK.periodSelfRaisedFund, page.funds_period.self_raised),
                (BK.periodOtherFund, page.funds_period.other),
                (BK.filledAt, page.filled_at),
                (BK.lastLine, page.last),
            ),
        )
        for field in page.fields:
            spans = self.graph.stretch(field.stretch)
            node = self.graph.node("field", f"{page.span.line}-{field.name}", BK.Field, spans, field.text)
            self.graph.describe(node, ((BK.page, iri), (BK.name, field.name), (BK.text, field.text)))
        for indicator in page.indicators:
            self.indicator(indicator, iri, project)

    def indicator(self, indicator: Indicator, page: NamedNode, project: NamedNode) -> None:
        iri = self.graph.node_at("indicator", BK.Indicator, (indicator.span,), indicator.l3)
        value = parse_indicator_value(normalise(indicator.value))
        self.graph.describe(
            iri,
            (
                (BK.page, page),
                (BK.project, project),
                (BK.stage, indicator.stage),
                (BK.level1, indicator.l1),
                (BK.level2, indicator.l2),
                (BK.level3, normalise(indicator.l3)),
                (BK.indicatorValue, normalise(indicator.value)),
                (BK.operator, value.operator if value else None),
                (BK.number, value.number if value else None),
                (BK.unit, value.unit if value else None),
            ),
        )

    def page_of(
        self, line: int | None, told_under: str | None, span: Span
    ) -> tuple[NamedNode | None, NamedNode | None, NamedNode | None]:
        """Page, project and paying department of what stands on the page that begins at ``line``, or under the heading of a project."""
        page = self.page_at.get(line) if line is not None else None
        if page is None:
            return None, self.shared.project(self.department, told_under, span) if told_under else None, self.publisher
        department = department_of(self.reading.document, (page,), self.names)
        project = self.shared.project(department, page.name, page.span)
        return self.pages[id(page)], project, self.organisation(department)

    def policy(self, mention: PolicyMention) -> NamedNode:
        key = self.keys.key(mention.number, mention.title) or mention.printed
        return self.shared.policy(key, mention)

    def mention(self, mention: PolicyMention) -> None:
        iri = self.graph.node_at("mention", BK.PolicyMention, (mention.span,), mention.printed)
        page, project, _ = self.page_of(mention.page, mention.project, mention.span)
        policy = self.policy(mention)
        subject_key = self.keys.key(mention.subject_number, None)
        subject = self.shared.subject(subject_key, mention.subject_number, mention.span) if subject_key else None
        self.graph.describe(
            iri,
            (
                (BK.policy, policy),
                (BK.page, page),
                (BK.project, project),
                (BK.organisation, self.publisher),
                (BK.fieldName, mention.field),
                (BK.relation, mention.relation),
                (BK.subject, subject),
                (BK.printed, mention.printed),
                (DCTERMS.title, mention.title),
                (BK.documentNumber, mention.number),
            ),
        )
        for date in mention.dates:
            self.graph.add(iri, DATES[date.kind], date.iso)
            self.graph.add(iri, BK.evidence, self.graph.evidence(date.span, date.iso))
            self.shared.dated(policy, DATES[date.kind], date.iso)
        if mention.relation == "repeals":
            self.shared.repealed(policy)
        if subject and mention.field == f"附件（{mention.subject_number}）":  # inside the attached text itself
            self.shared.has_text(subject)
        if subject and subject != policy and mention.relation in RELATIONS:
            self.shared.relate(subject, RELATIONS[mention.relation], policy)

    def contract(self, contract: Contract) -> NamedNode:
        iri = self.graph.node_at("contract", BK.Contract, (contract.span,), contract.quote)
        page, project, payer = self.page_of(contract.page, contract.project, contract.span)
        self.graph.describe(
            iri,
            (
                (BK.page, page),
                (BK.project, project),
                (BK.organisation, payer),
                (BK.year, self.reading.document.year),
                (BK.label, contract.label),
                (BK.amount, contract.amount),
                (BK.amountKind, contract.amount_kind),
                (BK.paid, contract.paid),
                (BK.unpaid, contract.unpaid),
                (BK.computedUnpaid, contract.computed_unpaid),
                (BK.balance, balance(contract)),
                (BK.retention, contract.retention),
                (BK.hasBalance, contract.has_balance),
                (BK.consistent, contract.consistent),
                (BK.planned, contract.planned),
                (BK.signed, contract.signed),
                (BK.due, contract.due),
                (BK.retentionDue, contract.retention_due),
                (BK.budgetedNow, contract.budgeted_now),
                (BK.balanceClause, contract.balance_clause),
                (BK.totalOver, contract.total_over or None),
            ),
        )
        for n, party in enumerate(contract.parties, 1):
            self.party(party, iri, contract, n)
        for n, amount in enumerate(contract.amounts, 1):
            node = self.graph.node("amount", f"{key_of(iri)}-{n}", BK.RoledAmount, (amount.span,))
            self.graph.describe(
                node, ((BK.contract, iri), (BK.role, amount.role), (BK.amount, amount.value), (BK.date, amount.date))
            )
        return iri

    def party(self, party: Party, contract: NamedNode, record: Contract, n: int) -> None:
        span = party.span or record.span
        organisation = self.organisation(party.name, span)
        if organisation is None:
            return
        iri = self.graph.node("party", f"{key_of(contract)}-{n}", BK.PartyRole, (span,), party.name)
        self.graph.describe(iri, ((BK.organisation, organisation), (BK.role, party.role), (BK.contract, contract)))
        self.graph.add(contract, BK.party, iri)

    def organisations(self) -> None:
        unit = self.names.resolve(self.reading.document.unit)
        self.shared.organisation(unit, level=self.reading.document.level, region=self.names.region.name)
        for organisation in self.reading.organisations:
            parent = self.organisation(organisation.parent)
            self.shared.read_organisation(self.names.resolve(organisation.name), organisation, parent)

    def paragraphs(self) -> None:
        for paragraph in self.reading.paragraphs:
            spans = self.graph.stretch(paragraph.stretch)
            iri = self.graph.node_at("paragraph", BK.Paragraph, spans, paragraph.text)
            self.graph.describe(iri, ((BK.section, paragraph.section), (BK.text, paragraph.text)))

    def catalogue(self) -> None:
        for entry in self.reading.catalogue:
            iri = self.graph.node_at("catalogue", BK.CatalogueEntry, (entry.span,), entry.name)
            self.graph.describe(
                iri,
                (
                    (BK.code, entry.code),
                    (BK.name, entry.name),
                    (BK.path, " / ".join(entry.path)),
                    (BK.departmentName, entry.department),
                ),
            )

    def finding(self, finding: Finding) -> None:
        iri = self.graph.node_at("finding", BK.Finding, finding.spans, part=f"{finding.rule}-")
        self.graph.describe(
            iri,
            (
                (BK.organisation, self.publisher),
                (BK.rule, finding.rule),
                (BK.severity, finding.severity),
                (BK.message, finding.message),
                (BK.expected, finding.expected),
                (BK.found, finding.found),
            ),
        )


def key_of(iri: NamedNode) -> str:
    return iri.value.rsplit("/", 1)[-1]


def attribute_kind(attribute: str | None) -> str | None:
    """The kind in a printed 项目属性.

    The note in brackets tells it where the word itself is misprinted.

    >>> attribute_kind("延续性项目（阶段开展）"), attribute_kind("持续性项目(阶段开展)"), attribute_kind("其他")
    ('延续性', '延续性', None)
    """
    said = attribute or ""
    noted = (kind for kind, note in ATTRIBUTE_KINDS.items() if note in said)
    return next((kind for kind in ATTRIBUTE_KINDS if kind in said), None) or next(noted, None)


def balance(contract: Contract) -> Decimal | None:
    """What is owed, yuan: the stated unpaid amount before the computed one, only where a balance is sure."""
    if not contract.has_balance:
        return None
    return contract.unpaid if contract.unpaid is not None else contract.computed_unpaid
