"""Documents are counted once, in the month of their issue, however often they change."""

import pytest

from services.bureau.activity.models import LastExport, MonthActivity
from shared.errors import Missing


def counts(stage, month="2026-10", prefix="acme"):
    with stage.sessions() as session:
        row = session.get(MonthActivity, (stage.accounts[prefix], month))
        return (row.sales, row.costs) if row else (0, 0)


@pytest.fixture
def account(stage_on_each):
    stage_on_each.open_account("acme")
    return stage_on_each


def test_sales_and_costs_are_counted_apart(account):
    for income in (True, True, False):
        account.document("acme", issued="2026-10-05", income=income)

    assert counts(account) == (2, 1)


def test_a_document_that_changes_is_counted_where_it_is_now(account):
    document = account.document("acme", issued="2026-10-05")
    account.document("acme", issued="2026-10-06", id=document, income=False)
    same_month = counts(account)

    account.document("acme", issued="2026-11-02", id=document, income=False)

    assert same_month == (0, 1)
    assert (counts(account), counts(account, "2026-11")) == ((0, 0), (0, 1))


@pytest.mark.parametrize("kind", ["canceled", "wz", "mm"])
def test_what_is_called_off_or_moves_goods_is_neither_sale_nor_cost(account, kind):
    document = account.document("acme", issued="2026-10-05")

    account.document("acme", issued="2026-10-05", id=document, kind=kind)

    assert counts(account) == (0, 0)


def test_the_last_document_is_the_newest_by_its_day(account):
    for day in ("2026-10-05", "2026-10-20", "2026-10-01"):
        account.document("acme", issued=day)

    with account.sessions() as session:
        row = session.get_one(MonthActivity, (account.accounts["acme"], "2026-10"))
    assert row.last_document.isoformat() == "2026-10-20"


def test_the_last_export_is_the_newest_one(account):
    account.exported("acme")
    with account.sessions() as session:
        first = session.get_one(LastExport, account.accounts["acme"]).at
    account.exported("acme")

    with account.sessions() as session:
        assert session.get_one(LastExport, account.accounts["acme"]).at > first


def test_news_of_a_document_that_was_not_heard_of_yet_comes_again(account):
    with pytest.raises(Missing):
        account.changed_after_export("acme", "unknown")
