"""Questions about contracts, balances and the companies behind them (F3, F4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

from nlp.generate import Generated
from nlp.record import Contract
from tests.questions import Ask, Asked, Shelf, Want, number, said, some

BUILDERS = frozenset({"contractor", "supplier", "supervisor"})


def open_contracts(made: Generated) -> list[Contract]:
    return [contract for contract in made.truth.contracts if contract.has_balance]


def balances(contract: Contract) -> tuple[Decimal, Decimal]:
    """As stated and as computed; the one that is missing is the other."""
    stated, computed = contract.unpaid, contract.computed_unpaid
    first = stated if stated is not None else computed or Decimal(0)
    return first, computed if computed is not None else first


def owed_sums(contracts: list[Contract]) -> Want:
    """Both sums are right: of what is stated, and of what is computed, where a text contradicts itself."""
    both = [balances(contract) for contract in contracts]
    stated, computed = sum((a for a, _ in both), Decimal(0)), sum((b for _, b in both), Decimal(0))
    return number(stated, computed)


def single(made: Generated) -> list[Contract]:
    """Those whose label occurs once on its page."""
    count = Counter((c.project, c.label.removesuffix("尾款")) for c in made.truth.contracts)
    return [c for c in made.truth.contracts if count[c.project, c.label.removesuffix("尾款")] == 1 and c.project]


def each(of: Callable[[Contract], Want | None]) -> Ask:
    """Something about each contract that can be told from the others."""

    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        for contract in single(made):
            want = of(contract)
            if want is not None:
                yield {"project": contract.project or "", "label": contract.label, "kind": contract.amount_kind or ""}, want

    return ask


def owed(contract: Contract) -> Want | None:
    return number(*balances(contract)) if contract.has_balance else None


def amount(contract: Contract) -> Want | None:
    return number(contract.amount) if contract.amount is not None and contract.amount_kind not in (None, "费用", "租金") else None


def paid(contract: Contract) -> Want | None:
    return number(contract.paid) if contract.paid is not None else None


def builder(contract: Contract) -> Want | None:
    names = [party.name for party in contract.parties if party.role in BUILDERS]
    return said(*names) if len(names) == 1 else None


def owed_all(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    if found := open_contracts(made):
        yield {}, owed_sums(found)


def retained_all(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    kept = [c.retention for c in open_contracts(made) if c.retention is not None]
    if kept:
        yield {}, number(sum(kept, Decimal(0)))


def owing_projects(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    if found := open_contracts(made):
        yield {}, some([contract.project or "" for contract in found])


def companies(made: Generated, roles: frozenset[str] = BUILDERS) -> list[str]:
    return sorted({party.name for c in made.truth.contracts for party in c.parties if party.role in roles})


def works_of(made: Generated, name: str) -> list[Contract]:
    return [c for c in made.truth.contracts if any(party.name == name for party in c.parties)]


def owed_to(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    for name in companies(made):
        found = works_of(made, name)
        if all(contract.has_balance for contract in found):
            yield {"company": name}, owed_sums(found)


def company_projects(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    for name in companies(made):
        yield {"company": name}, some([contract.project or "" for contract in works_of(made, name)])


def role_list(role: str) -> Ask:
    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        if found := companies(made, frozenset({role})):
            yield {}, some(found)

    return ask


PAYABLES: dict[str, Ask] = {
    "owed": each(owed),
    "owed_all": owed_all,
    "retained_all": retained_all,
    "owing_projects": owing_projects,
    "contract_amount": each(amount),
    "contract_paid": each(paid),
    "owed_to": owed_to,
    "company_projects": company_projects,
    "who_did": each(builder),
    "supervisors": role_list("supervisor"),
    "agencies": role_list("agency"),
}
