"""Contracts and payables of the graph as a list: filtered, sorted, totalled with double counting removed and named.

Enters: a reader of the graph and a ``ContractFilter``. Leaves: a ``ContractList``. A total counts an obligation once: tellings
linked to a fuller one (bk:sameObligationAs) and sums stated over items (bk:totalOver) stand beside it, each with its reason.
Where the text says that something is owed but not how much, the contract is listed and counted apart, never estimated.

>>> from kg.store import open_reader
>>> owed = list_contracts(open_reader(Path("data")), ContractFilter(unpaid=True, org="应急局"))   # doctest: +SKIP
>>> owed.total.words                                                                              # doctest: +SKIP
'未付余额合计 480,000 元，共 3 笔；另有 1 笔写明未付清而未写数额；…'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from kg.backend import Row
from nlp.errors import UsageError
from nlp.format import yuan

SORTS = ("balance", "amount", "due", "department", "contractor", "document")
PAYEES = ("contractor", "supplier", "other")
"""roles of those who are paid under a contract; agencies, reviewers and supervisors are paid where the fee is theirs"""


class Selects(Protocol):
    """What a list needs of a store: a SPARQL SELECT. Readers and backends both have it."""

    def select(self, sparql: str) -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class ContractFilter:
    """Conditions that all must hold; the defaults ask for every contract that is more than a plan."""

    unpaid: bool = False
    """only what is still owed"""
    org: str | None = None
    """paying department, by its name or a short form (应急局)"""
    contractor: str | None = None
    """a party, by its name or part of it"""
    minimum: Decimal | None = None
    """least balance (with ``unpaid``) or amount, yuan"""
    due_before: str | None = None
    """latest month due, YYYY-MM, inclusive; contracts without a date do not match"""
    year: int | None = None
    planned: bool = False
    """purchases that are only planned, too"""
    sort: str = "balance"


@dataclass(frozen=True, slots=True)
class PartyRow:
    name: str
    role: str
    iri: str


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One contract as read; sums in yuan. ``document``, ``line``, ``start``, ``end`` are where it stands."""

    iri: str
    label: str
    project: str | None
    department: str | None
    year: int | None
    document: str
    line: int
    start: int
    end: int
    quote: str
    parties: tuple[PartyRow, ...]
    amount: Decimal | None
    amount_kind: str | None
    paid: Decimal | None
    unpaid: Decimal | None
    computed_unpaid: Decimal | None
    balance: Decimal | None
    retention: Decimal | None
    budgeted_now: Decimal | None
    signed: str | None
    due: str | None
    has_balance: bool | None
    consistent: bool | None
    planned: bool
    clause: str | None
    total_over: int
    same_as: str | None
    """IRI of the fuller telling of the same obligation"""
    reason: str | None
    """why it is the same"""
    retention_due: str | None = None
    """month of the retained deposit where it is not ``due``"""

    @property
    def payees(self) -> tuple[PartyRow, ...]:
        """Those who are paid: contractors and suppliers, else a supervisor or reviewer who is the only party named."""
        found = tuple(party for party in self.parties if party.role in PAYEES)
        alone = len(self.parties) == 1 and self.parties[0].role in ("supervisor", "reviewer")
        return found or (self.parties if alone else ())


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of balances and what it leaves out."""

    balance: Decimal
    counted: int
    unknown: tuple[ContractRow, ...]
    """owed by the words of the text, without a sum"""
    repeated: tuple[ContractRow, ...]
    """told again elsewhere; counted once, under ``same_as``"""
    stated: tuple[ContractRow, ...]
    """sums that the text states over several items"""
    doubtful: tuple[ContractRow, ...]
    """counted as stated though the text contradicts itself"""

    @property
    def words(self) -> str:
        """What the total includes and leaves out, in one Chinese sentence."""
        parts = [f"未付余额合计 {yuan(self.balance)}，共 {self.counted} 笔"]
        if self.unknown:
            parts.append(f"另有 {len(self.unknown)} 笔写明未付清而未写数额")
        if self.repeated:
            again = sum((row.balance or Decimal(0) for row in self.repeated), Decimal(0))
            parts.append(f"{len(self.repeated)} 笔（{yuan(again)}）为同一债务的重复记载，未重复计入")
        if self.stated:
            parts.append(f"{len(self.stated)} 个文中合计数未计入")
        if self.doubtful:
            parts.append(f"其中 {len(self.doubtful)} 笔文中前后不一致，按所述未付数计入")
        return "；".join(parts) + "。"


@dataclass(frozen=True, slots=True)
class ContractList:
    """Contracts that match, sorted, and their total. ``rows`` are the obligations counted once each."""

    rows: tuple[ContractRow, ...]
    total: Total


QUERY = """SELECT ?c ?label ?project ?department ?year ?stem ?line ?start ?end ?quote ?amount ?kind ?paid ?unpaid ?computed
  ?balance ?retention ?now ?signed ?due ?has ?consistent ?planned ?clause ?over ?same ?reason ?kept WHERE {
  ?c a bk:Contract ; bk:label ?label ; bk:document ?doc ; bk:evidence ?e . ?doc bk:stem ?stem ; bk:year ?year .
  ?e bk:line ?line ; bk:start ?start ; bk:end ?end .
  OPTIONAL { ?e bk:quote ?quote } OPTIONAL { ?c bk:project/skos:prefLabel ?project }
  OPTIONAL { ?c bk:organisation/skos:prefLabel ?department } OPTIONAL { ?c bk:amount ?amount }
  OPTIONAL { ?c bk:amountKind ?kind } OPTIONAL { ?c bk:paid ?paid } OPTIONAL { ?c bk:unpaid ?unpaid }
  OPTIONAL { ?c bk:computedUnpaid ?computed } OPTIONAL { ?c bk:balance ?balance } OPTIONAL { ?c bk:retention ?retention }
  OPTIONAL { ?c bk:budgetedNow ?now } OPTIONAL { ?c bk:signed ?signed } OPTIONAL { ?c bk:due ?due } OPTIONAL { ?c bk:retentionDue ?kept }
  OPTIONAL { ?c bk:hasBalance ?has } OPTIONAL { ?c bk:consistent ?consistent } OPTIONAL { ?c bk:planned ?planned }
  OPTIONAL { ?c bk:balanceClause ?clause } OPTIONAL { ?c bk:totalOver ?over }
  OPTIONAL { ?c bk:sameObligationAs ?same . OPTIONAL { ?c bk:matchReason ?reason } }
}"""
PARTIES = """SELECT ?c ?party ?name ?role WHERE {
  ?c a bk:Contract ; bk:party ?p . ?p bk:organisation ?party ; bk:role ?role . ?party skos:prefLabel ?name }"""


def list_contracts(graph: Selects, wanted: ContractFilter | None = None) -> ContractList:
    """Contracts that match a filter, with their total. Raises UsageError for a sort or a month that does not exist."""
    wanted = wanted or ContractFilter()
    check(wanted)
    found = [row for row in read_contracts(graph) if matches(row, wanted)]
    kept = {row.iri for row in found}
    repeated = tuple(row for row in found if row.same_as in kept)
    stated = tuple(row for row in found if row.total_over)
    aside = {row.iri for row in (*repeated, *stated)}
    rows = [row for row in found if row.iri not in aside]
    owed = [row for row in rows if row.has_balance]
    counted = [row for row in owed if row.balance is not None]
    total = Total(
        sum((row.balance for row in counted if row.balance is not None), Decimal(0)), len(counted),
        tuple(row for row in owed if row.balance is None), repeated, stated,
        tuple(row for row in counted if row.consistent is False),
    )  # fmt: skip
    return ContractList(tuple(sorted(rows, key=lambda row: sort_key(row, wanted.sort))), total)


def read_contracts(graph: Selects) -> list[ContractRow]:
    """Every contract of the graph, in the order of documents and lines; evidence is its first place."""
    parties: dict[str, set[PartyRow]] = {}
    for row in graph.select(PARTIES):
        party = PartyRow(row["name"].value, row["role"].value, row["party"].value)
        parties.setdefault(row["c"].value, set()).add(party)
    found: dict[str, ContractRow] = {}
    for row in graph.select(QUERY):
        contract = to_row(row, parties.get(row["c"].value, set()))
        known = found.get(contract.iri)
        if known is None or place(contract) < place(known):
            found[contract.iri] = contract
    return sorted(found.values(), key=lambda row: (place(row), row.iri))


def to_row(row: Row, parties: Iterable[PartyRow]) -> ContractRow:
    return ContractRow(
        iri=row["c"].value, label=row["label"].value, project=text(row, "project"), department=text(row, "department"),
        year=int(row["year"].value), document=row["stem"].value, line=int(row["line"].value), start=int(row["start"].value),
        end=int(row["end"].value), quote=text(row, "quote") or "",
        parties=tuple(sorted(parties, key=lambda party: (party.role not in PAYEES, party.role, party.name))),
        amount=money(row, "amount"), amount_kind=text(row, "kind"), paid=money(row, "paid"), unpaid=money(row, "unpaid"),
        computed_unpaid=money(row, "computed"), balance=money(row, "balance"), retention=money(row, "retention"),
        budgeted_now=money(row, "now"), signed=text(row, "signed"), due=text(row, "due"), has_balance=flag(row, "has"),
        consistent=flag(row, "consistent"), planned=flag(row, "planned") is True, clause=text(row, "clause"),
        total_over=int(text(row, "over") or 0), same_as=text(row, "same"), reason=text(row, "reason"), retention_due=text(row, "kept"),
    )  # fmt: skip


def place(row: ContractRow) -> tuple[str, int, int]:
    return row.document, row.line, row.start


def text(row: Row, name: str) -> str | None:
    return row[name].value if name in row else None


def money(row: Row, name: str) -> Decimal | None:
    return Decimal(row[name].value) if name in row else None


def flag(row: Row, name: str) -> bool | None:
    return row[name].value in ("true", "1") if name in row else None


def check(wanted: ContractFilter) -> None:
    if wanted.sort not in SORTS:
        raise UsageError(f"sort={wanted.sort}：应为 {'、'.join(SORTS)} 之一")
    due = wanted.due_before
    if due is not None and not (len(due) == 7 and due[4] == "-" and due[:4].isdigit() and due[5:] in MONTHS):
        raise UsageError(f"due_before={due}：应为 YYYY-MM，例如 2026-06")


MONTHS = frozenset(f"{month:02d}" for month in range(1, 13))


def matches(row: ContractRow, wanted: ContractFilter) -> bool:
    """Do all conditions hold for a contract?"""
    if wanted.unpaid and row.has_balance is not True and not (row.total_over and row.unpaid):
        return False
    if (row.planned and not wanted.planned) or (wanted.year is not None and row.year != wanted.year):
        return False
    if wanted.org and not names_it(wanted.org, row.department):
        return False
    if wanted.contractor and not any(names_it(wanted.contractor, party.name) for party in row.parties):
        return False
    if wanted.minimum is not None:
        value = row.balance if wanted.unpaid else row.amount
        if value is None or value < wanted.minimum:
            return False
    return wanted.due_before is None or (row.due is not None and row.due[:7] <= wanted.due_before)


def names_it(said: str, name: str | None) -> bool:
    """Does a short form mean this name: a part of it, or its characters in order (应急局 -> 云岭市应急管理局)?

    >>> names_it("应急局", "云岭市应急管理局"), names_it("能源局", "云岭市应急管理局")
    (True, False)
    """
    if not name:
        return False
    if said in name:
        return True
    rest = iter(name)
    return len(said) > 2 and said[-1] == name[-1] and all(char in rest for char in said)


def sort_key(row: ContractRow, sort: str) -> tuple[object, ...]:
    """Largest first for sums, earliest first for dates, then by place."""
    value = row.balance if sort == "balance" else row.amount
    first = {
        "balance": (value is None, -(value or Decimal(0))), "amount": (value is None, -(value or Decimal(0))),
        "due": (row.due is None, row.due or ""), "department": (row.department is None, row.department or ""),
        "contractor": (not row.payees, row.payees[0].name if row.payees else ""), "document": (False, ""),
    }[sort]  # fmt: skip
    return (*first, *place(row), row.iri)
