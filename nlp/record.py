"""What reading a document yields: frozen records, each pointing at the characters it was read from.

Money is ``Decimal`` yuan (元). Lines are 1-based; ``start``/``end`` are half-open code-point offsets inside
that line of the text as printed, before any normalising. ``None`` means "not printed" (a blank cell) - a printed
0 is ``Decimal(0)``; an unreadable cell is ``None`` plus a Finding that names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

KINDS = ("部门预算", "单位预算", "部门决算", "单位决算")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start:end`` of line ``line`` as printed; ``page`` is the PDF page (1-based) where there is one."""

    line: int
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """``size`` characters of a stretch from ``at`` on, printed on ``line``; character i stands at ``offsets[i]``."""

    at: int
    line: int
    offsets: Sequence[int]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Running text put together from parts of lines (a table cell, a paragraph over a page break), normalised."""

    text: str
    pieces: tuple[Piece, ...]

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Printed places of ``text[start:end]``, one for each line it lies on.

        >>> Stretch("甲乙丙", (Piece(0, 7, range(4, 6)), Piece(2, 9, range(0, 1)))).spans(1, 3)
        (Span(line=7, start=5, end=6, page=None), Span(line=9, start=0, end=1, page=None))
        """
        end = len(self.text) if end is None else end
        found = []
        for piece in self.pieces:
            a, b = max(start - piece.at, 0), min(end - piece.at, len(piece.offsets))
            if a < b:
                found.append(Span(piece.line, piece.offsets[a], piece.offsets[b - 1] + 1, piece.page))
        return tuple(found)

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Printed place of ``text[start:end]``; where it lies on several lines, the part on the first."""
        return self.spans(start, end)[0]


@dataclass(frozen=True, slots=True)
class Document:
    """One disclosure. ``id`` is the file's stem and names its graph; ``unit`` the publishing department or unit."""

    id: str
    title: str
    unit: str
    year: int
    kind: str
    """one of KINDS"""
    level: str | None
    """中央 | 省级 | 市级 | 县级, None where the text does not tell"""
    source: str
    """file name"""
    sha256: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines below it up to the next heading of the same or a higher rank."""

    title: str
    rank: int
    first: int
    """line of the heading"""
    last: int
    """last line that belongs to it, inclusive"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: a cell of a table (``table`` is its title without year and note) or one stated in prose (None)."""

    table: str | None
    row: str | None
    row_code: str | None
    column: tuple[str, ...]
    """header path, outer to inner"""
    value: Decimal | None
    unit: str
    """元 | % | 个 | 辆 | 人 | 平方米 | ...; money is always scaled to 元"""
    printed: str
    span: Span
    section: str | None = None
    """heading it stands under, for prose"""
    of: str | None = None
    """what a share or an increase refers to"""
    row_path: tuple[str, ...] = ()
    """labels of the rows above it in the account hierarchy, outer to inner; a row's second account (政府经济科目) comes last"""


@dataclass(frozen=True, slots=True)
class Funds:
    """Columns of 项目支出预算表 by source, yuan."""

    general: Decimal | None = None
    gov_fund: Decimal | None = None
    state_capital: Decimal | None = None
    special_account: Decimal | None = None
    unit_funds: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A leaf row of 项目支出预算表; ``table`` is 本年预算 or 上年结转, ``unit`` the unit subtotal row above it."""

    table: str
    unit: str | None
    name: str
    total: Decimal | None
    funds: Funds
    span: Span


@dataclass(frozen=True, slots=True)
class FundSources:
    """Fund rows of a project page (项目资金), yuan."""

    central: Decimal | None = None
    provincial: Decimal | None = None
    municipal_county: Decimal | None = None
    self_raised: Decimal | None = None
    other: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One 绩效指标 row: ``stage`` period (实施期) or year (年度); l1..l3 一/二/三级指标; ``value`` as printed, cleaned."""

    stage: str
    l1: str | None
    l2: str | None
    l3: str
    value: str
    span: Span
    """of the l3 cell"""


@dataclass(frozen=True, slots=True)
class Field:
    """A narrative field of a project page (项目概况, 立项依据, ...): a run of whole or part lines."""

    name: str
    """项目概况 | 立项依据 | 项目设立必要性 | 保证项目实施的制度、措施 | 项目实施计划 | 总体目标（实施期） | 总体目标（年度）"""
    stretch: Stretch

    @property
    def text(self) -> str:
        return self.stretch.text


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """One 项目支出绩效目标表 (continuation pages are records of their own)."""

    name: str
    dept_code: str | None
    dept: str | None
    unit: str | None
    attribute: str | None
    period: str | None
    total_amount: Decimal | None
    year_amount: Decimal | None
    funds_period: FundSources
    funds_year: FundSources
    filled_at: str | None
    indicators: tuple[Indicator, ...]
    fields: tuple[Field, ...]
    span: Span
    """of the name cell; its line is the page's line"""
    last: int
    """last line of the page, inclusive"""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class PolicyDate:
    """A date of an attached notice: below its issuer (written), in its foot, 印发 (printed), or from which it holds (effective)."""

    kind: str
    """written | printed | effective"""
    iso: str
    span: Span


@dataclass(frozen=True, slots=True)
class PolicyMention:
    """A policy, law, standard or minutes named at one place."""

    span: Span
    printed: str
    page: int | None
    """line of the project page it stands on"""
    project: str | None
    field: str
    title: str | None
    number: str | None
    """canonical 发文字号 晋市财综〔2025〕20号, or standard number"""
    issuer: str | None
    kind: str
    """law | regulation | notice | minutes | standard | plan | letter | request | other"""
    relation: str
    """basis | mentions | forwards | repeals | publishes | attaches"""
    subject_number: str | None = None
    """number of the document that does it"""
    dates: tuple[PolicyDate, ...] = ()
    """printed at the end of its own text, where the document attaches it"""


@dataclass(frozen=True, slots=True)
class Party:
    name: str
    role: str
    """contractor | supplier | supervisor | agency | reviewer | client | investor | other"""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class RoledAmount:
    """An amount with the role the words around it give: 合同金额, 审定金额, 已支付, 尾款, 质保金, 今年安排, ..."""

    role: str
    value: Decimal
    span: Span
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract, procurement or payable described in narrative text. Amounts in yuan."""

    span: Span
    quote: str
    page: int | None
    project: str | None
    label: str
    parties: tuple[Party, ...]
    amount: Decimal | None
    amount_kind: str | None
    paid: Decimal | None
    unpaid: Decimal | None
    retention: Decimal | None
    signed: str | None
    due: str | None
    budgeted_now: Decimal | None
    computed_unpaid: Decimal | None
    consistent: bool | None
    has_balance: bool | None
    planned: bool
    amounts: tuple[RoledAmount, ...] = ()
    balance_clause: str | None = None
    """the words that decide has_balance"""
    total_over: int = 0
    """number of items this is a stated total of; 0 for a contract of its own"""
    retention_due: str | None = None
    """when the retained deposit is due, where that is another month than ``due``"""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation named in the document, under its full name."""

    name: str
    type: str
    """government | public_institution | company | party | other"""
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the text itself shows to be wrong, doubtful or unreadable."""

    rule: str
    """stable id, e.g. table-sum, cell-unreadable"""
    severity: str
    """error | warning | info"""
    message: str
    """Chinese sentence"""
    expected: str | None
    found: str | None
    spans: tuple[Span, ...]

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(sorted({span.line for span in self.spans}))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose outside tables and project pages, normalised, with its place."""

    section: str | None
    stretch: Stretch

    @property
    def text(self) -> str:
        return self.stretch.text


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A row of an attached service catalogue (政府购买服务指导性目录): code, name, its path, the department column."""

    code: str
    name: str
    path: tuple[str, ...]
    department: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one document."""

    document: Document
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    budget_lines: tuple[BudgetLine, ...] = ()
    pages: tuple[ProjectPage, ...] = ()
    policies: tuple[PolicyMention, ...] = ()
    contracts: tuple[Contract, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    catalogue: tuple[CatalogueEntry, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
