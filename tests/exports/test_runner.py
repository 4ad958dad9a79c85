"""What a runner makes of an export: its file, its progress, its problems, its end."""

import csv
import io
import threading
import time
import zipfile
from datetime import timedelta

from services.exports.formats.archive_zip.verify import verify
from services.exports.runner.process import LONGEST_SETTLING
from shared.contracts.accounts import RolesChanged
from shared.contracts.bureau import ClientDetached
from tests.exports.filling import fill
from tests.exports.world import a_document, an_original, codes, recorded

NO_REVENUE = {"receivables": "200", "vat_due": "221"}


def rows(world, owner, export):
    text = world.file(owner, export).data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def numbers(world, owner, export):
    return [row[1] if row[0].isdigit() else row[0] for row in rows(world, owner, export)]


def listed(world, owner, **asked):
    """The documents that an export of the slow format holds, held up nowhere."""
    export = world.exported(owner, "acme", format="slow", **asked)
    return world.file(owner, export).data.decode().split("\n")[:-1] if export["file"] else []


def test_a_finished_export_tells_how_far_it_came(world, account, owner):
    world.has_documents(account, 3)

    done = world.exported(owner, "acme")

    assert (done["state"], done["progress"]) == ("completed", {"done": 3, "total": 3})
    assert done["started_at"] <= done["ended_at"] < done["expires_at"]
    assert (done["allowed"], done["error"]) == ([], None)


def test_documents_are_chosen_by_date_kind_and_direction(world, gate, account, owner):
    gate.open.set()
    made = {
        "first day": {"issue_date": "2026-10-01"},
        "last day": {"issue_date": "2026-10-31"},
        "before": {"issue_date": "2026-09-30", "vat_date": "2026-10-02"},
        "after": {"issue_date": "2026-11-01", "sale_date": "2026-10-30"},
        "cost": {"income": False, "issue_date": "2026-10-03"},
        "proforma": {"kind": "proforma", "issue_date": "2026-10-04"},
    }
    for number, facts in made.items():
        sale = {"sale_date": facts["issue_date"]}
        world.hears(recorded(account, a_document(number=number, **(sale | facts))))
    world.make_time_pass()

    issued = ["first day", "cost", "proforma", "last day"]
    assert listed(world, owner) == issued
    assert listed(world, owner, date_basis="sale") == [*issued[:3], "after", "last day"]
    assert listed(world, owner, date_basis="accounting") == [
        "first day", "before", "cost", "proforma", "after", "last day",
    ]  # fmt: skip
    assert listed(world, owner, kinds=["proforma"]) == ["proforma"]
    assert listed(world, owner, direction="cost") == ["cost"]
    assert listed(world, owner, direction="sale") == ["first day", "proforma", "last day"]


def test_documents_come_by_date_then_number_across_pages(world, gate, account, owner):
    gate.open.set()
    fill(world, account, 1203)

    found = listed(world, owner)

    assert found == sorted(f"FV {n}/10/2026" for n in range(1, 1204))


def test_a_format_that_carries_one_direction_is_asked_for_that_one(world, account, owner):
    export = world.export(owner, "acme", format="jpk_fa_4").json

    assert export["direction"] == "sale"


def test_a_period_without_documents_gives_an_empty_file_where_the_format_allows_it(world, owner):
    done = world.exported(owner, "acme", format="vat_register_csv")

    assert (done["state"], rows(world, owner, done)) == ("completed", [])


def test_a_period_without_documents_gives_no_file_where_the_format_allows_none(world, owner):
    done = world.exported(owner, "acme", format="jpk_fa_4")

    assert (done["state"], done["file"], done["error"]) == ("completed", None, None)
    assert codes(done) == [("acme", "no_documents")]
    assert world.file(owner, done).status_code == 404


def test_each_missing_setting_is_named_with_the_way_to_fill_it_in(world, account, owner):
    world.has_documents(account)
    saved = {"settings": NO_REVENUE}
    world.put(owner, "/v1/accounts/acme/settings/symfonia_fk", saved)

    failed = world.exported(owner, "acme", format="symfonia_fk", direction="sale")

    assert (failed["state"], failed["file"]) == ("failed", None)
    assert failed["error"]["code"] == "missing_setting"
    assert codes(failed) == [("acme", "missing_setting")]
    (problem,) = failed["problems"]
    assert "revenue" in problem["detail"]
    assert problem["fix"] == "http://exports.example/v1/accounts/acme/settings/symfonia_fk"


def test_what_the_company_lacks_is_filled_in_at_accounts(world):
    owner = world.person({world.has_account("acme", tax_office_code=None): "owner"})

    failed = world.exported(owner, "acme", format="jpk_fa_4")

    assert [problem["fix"] for problem in failed["problems"]] == [
        f"{world.settings.accounts_url}/v1/accounts/acme"
    ]


def test_saved_settings_are_used(world, account, owner):
    world.has_documents(account)
    saved = {"settings": NO_REVENUE | {"revenue": "701-special"}}
    world.put(owner, "/v1/accounts/acme/settings/symfonia_fk", saved)

    done = world.exported(owner, "acme", format="symfonia_fk", direction="sale")

    assert b"701-special" in world.file(owner, done).data


def test_several_accounts_are_one_zip_with_a_folder_each_and_a_summary(world, account, owner):
    second = world.has_account("second", name="=Formuła sp. z o.o.")
    empty = world.has_account("third", tax_office_code=None)
    both = world.person({account: "owner", second: "owner", empty: "owner"})
    world.has_documents(account, 2)
    world.has_documents(second, 1)

    done = world.exported(both, "acme", "typo", "second", "third", format="jpk_fa_4")

    archive = zipfile.ZipFile(io.BytesIO(world.file(both, done).data))
    name = "jpk_fa_4_2026-10-01_2026-10-31"
    assert archive.namelist() == [
        f"acme/acme_{name}.xml",
        f"second/second_{name}.xml",
        "summary.csv",
    ]
    assert (done["file"]["name"], done["file"]["media_type"]) == (f"{name}.zip", "application/zip")
    text = archive.read("summary.csv").decode("utf-8-sig")
    summary = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(row["prefix"], row["outcome"], row["documents"]) for row in summary] == [
        ("acme", "written", "2"),
        ("typo", "not_found", ""),
        ("second", "written", "1"),
        ("third", "missing_setting", "0"),
    ]
    assert summary[2]["name"] == "'=Formuła sp. z o.o."
    assert codes(done) == [("typo", "not_found"), ("third", "missing_setting")]
    assert done["state"] == "completed"


def test_with_no_file_for_any_account_there_is_no_zip(world, account, owner):
    second = world.has_account("second")
    both = world.person({account: "owner", second: "owner"})

    done = world.exported(both, "acme", "second", format="jpk_fa_4")

    assert (done["state"], done["file"]) == ("completed", None)
    assert codes(done) == [("acme", "no_documents"), ("second", "no_documents")]


def test_an_archive_is_the_same_bytes_whenever_it_is_made(world, account, owner):
    for n in range(3):
        content = f"<Faktura>{n}</Faktura>".encode()
        world.hears(recorded(account, a_document(number=f"FV {n}"), an_original(content)))
    world.make_time_pass()

    first = world.exported(owner, "acme", format="archive_zip")
    second = world.exported(owner, "acme", format="archive_zip")

    assert first["created_at"] != second["created_at"]
    assert first["file"]["sha256"] == second["file"]["sha256"]
    data = world.file(owner, first).data
    assert verify(io.BytesIO(data)) == []
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert len([name for name in names if name.startswith("originals/")]) == 3


def test_a_file_with_a_date_in_it_is_repeated_byte_for_byte_by_naming_its_moment(
    world, account, owner
):
    world.has_documents(account)
    first = world.exported(owner, "acme", format="jpk_fa_4")
    time.sleep(1.0)

    other = world.exported(owner, "acme", format="jpk_fa_4")
    again = world.exported(owner, "acme", format="jpk_fa_4", dated_at=first["created_at"])

    assert other["file"]["sha256"] != first["file"]["sha256"]
    assert again["file"]["sha256"] == first["file"]["sha256"]


def test_access_is_looked_at_again_when_the_export_runs(world, account):
    bureau = world.has_account("biuro")
    link = world.has_client(account, bureau)
    accountant = world.person({bureau: "owner"})
    export = world.export(accountant, "acme").json

    world.hears(ClientDetached(client_id=link, account_id=account, bureau_id=bureau))
    world.run()

    failed = world.shown(accountant, export["id"])
    assert (failed["state"], failed["error"]["code"]) == ("failed", "not_found")
    assert codes(failed) == [("acme", "not_found")]


def test_a_role_that_is_lost_before_the_run_counts(world, account, owner):
    export = world.export(owner, "acme").json

    world.hears(RolesChanged(user_id=owner.id, roles_version=2, roles={}))
    world.run()

    assert world.shown(owner, export["id"])["state"] == "failed"


def test_a_fault_of_ours_fails_the_export_and_leaves_no_file(world, gate, account, owner):
    failed = world.exported(owner, "acme", format="broken")

    assert (failed["state"], failed["error"]["code"]) == ("failed", "internal")
    assert failed["id"] in failed["error"]["detail"]
    assert list((world.settings.data_dir / "exports").iterdir()) == []


def test_all_problems_are_kept_and_given_in_pages(world, account, owner):
    fill(world, account, 1100, kind="proforma")

    done = world.exported(owner, "acme")

    assert (len(done["problems"]), done["problem_count"]) == (1000, 1100)
    assert len(world.get(owner, "/v1/exports").json["items"][0]["problems"]) == 20
    found, cursor = [], ""
    while cursor is not None:
        path = f"/v1/exports/{done['id']}/problems?limit=200{cursor and f'&cursor={cursor}'}"
        page = world.get(owner, path).json
        found += page["items"]
        cursor = page["next"]
    assert len({problem["document"] for problem in found}) == 1100


def test_documents_that_were_imported_just_before_are_waited_for(
    world, account, owner, monkeypatch
):
    monkeypatch.setattr("services.exports.runner.process.QUIET", timedelta(seconds=2))
    world.has_documents(account, 1)
    arrivals = [
        threading.Timer(after, world.hears, [recorded(account, a_document(number=f"late {after}"))])
        for after in (0.1, 0.4)
    ]

    export = world.export(owner, "acme").json
    for arrival in arrivals:
        arrival.start()
    world.run()

    assert world.shown(owner, export["id"])["progress"]["done"] == 3


def test_documents_that_keep_coming_are_not_waited_for_for_ever(world, account, owner):
    export = world.export(owner, "acme").json
    world.age(export["id"], created_at=LONGEST_SETTLING)
    world.hears(recorded(account, a_document()))

    world.run()

    assert world.shown(owner, export["id"])["state"] == "completed"
