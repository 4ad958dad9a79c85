"""What went out is remembered: what is new since, what changed after, the same file again."""

import csv
import json
import threading
import zipfile
from io import BytesIO

import pytest
from sqlalchemy import func, select

from services.exports.exported.models import ExportedDocument
from services.exports.jobs.models import Job
from shared.bus.process import Stop
from shared.contracts.accounts import CompanyChanged, DocumentRecorded
from shared.ids import new_id
from shared.outbox import outbox
from tests.exports.filling import fill
from tests.exports.formats.documents import COMPANY
from tests.exports.world import a_document, a_request, recorded

PATH = "/v1/accounts/acme/exported"
CHANGED = "exports.document.changed_after_export.v1"


@pytest.fixture
def world(either_world):
    return either_world


@pytest.fixture
def account(world):
    return world.has_account("acme")


@pytest.fixture
def owner(world, account):
    return world.person({account: "owner"})


def change(world, account, document, **changes):
    """The next version of a document, which comes over the bus."""
    newer = document | {"version": document["version"] + 1} | (changes or {"description": "inny"})
    world.hears(recorded(account, newer))
    world.make_time_pass()
    return newer


def listed(world, owner, *, prefix="acme", format="vat_register_csv", **asked):
    """The numbers of the documents in the file that an export makes."""
    done = world.exported(owner, prefix, format=format, **asked)
    assert done["state"] == "completed", done
    text = world.file(owner, done).data.decode("utf-8-sig") if done["file"] else ""
    return [row["NumerDokumentu"] for row in csv.DictReader(text.splitlines(), delimiter=";")]


def exported(world, owner, **query):
    answer = world.http.get(PATH, query_string=query, headers=owner.headers)
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def announced(world):
    with world.sessions() as session:
        rows = session.scalars(select(outbox.c.body).where(outbox.c.name == CHANGED))
        return [json.loads(body)["data"] for body in rows]


def test_only_what_is_new_or_changed_goes_out_again(world, account, owner):
    first, second = world.has_documents(account, 2)
    assert len(listed(world, owner, only="new_and_changed")) == 2
    assert listed(world, owner, only="new_and_changed") == []

    change(world, account, second, description="inny")
    world.hears(recorded(account, a_document(number="FV 3/10/2026")))

    found = listed(world, owner, only="new_and_changed")
    assert sorted(found) == [second["number"], "FV 3/10/2026"]
    assert len(listed(world, owner)) == 3
    assert first["number"] not in found


def test_what_went_out_in_one_format_is_new_in_another(world, account, owner):
    world.has_documents(account, 2)
    listed(world, owner)

    done = world.exported(owner, "acme", format="jpk_fa_4", only="new_and_changed")

    assert done["progress"]["total"] == 2


def test_what_a_colleague_exported_is_not_new(world, account, owner):
    world.has_documents(account, 2)
    listed(world, owner)

    assert listed(world, world.person({account: "admin"}), only="new_and_changed") == []


def test_a_document_that_was_left_out_stays_new(world, account, owner):
    world.has_documents(account, 1, kind="proforma")
    world.exported(owner, "acme")

    done = world.exported(owner, "acme", only="new_and_changed")

    assert [problem["code"] for problem in done["problems"]] == ["unsupported_document"]
    assert exported(world, owner) == []


def test_an_account_that_got_no_file_has_everything_new(world, account, owner):
    other = world.has_account("other", tax_office_code=None)
    both = world.person({account: "owner", other: "owner"})
    for each in (account, other):
        world.has_documents(each, 1)

    world.exported(both, "acme", "other", format="jpk_fa_4")
    world.hears(CompanyChanged(account_id=other, prefix="other", company=COMPANY))
    again = world.exported(both, "acme", "other", format="jpk_fa_4", only="new_and_changed")

    archive = zipfile.ZipFile(BytesIO(world.file(both, again).data))
    assert [name.split("/")[0] for name in archive.namelist()] == ["other", "summary.csv"]


def test_an_export_that_failed_or_was_cancelled_sent_nothing_out(world, gate, account, owner):
    world.has_documents(account, 2)
    world.exported(owner, "acme", format="broken")
    export = world.export(owner, "acme", format="slow").json
    running = threading.Thread(target=world.runner.step, args=[Stop()])
    running.start()
    assert gate.reached.wait(10)

    world.post(owner, f"/v1/exports/{export['id']}/cancel")
    running.join(10)

    assert exported(world, owner) == []
    with world.sessions() as session:
        assert session.scalar(select(func.count()).select_from(ExportedDocument)) == 0


def test_a_document_that_changes_after_it_went_out_is_announced_and_shown(world, account, owner):
    (made,) = world.has_documents(account, 1)
    done = world.exported(owner, "acme")
    archived = world.exported(owner, "acme", format="archive_zip")
    assert [item["changed"] for item in exported(world, owner)] == [False, False]

    change(world, account, made, number="FV 1a/10/2026")

    (said,) = announced(world)
    assert (said["document_id"], said["account_id"]) == (made["id"], account)
    assert (said["number"], said["version"]) == ("FV 1a/10/2026", 2)
    assert said["exports"] == [
        {"job_id": archived["id"], "format": "archive_zip", "version": 1},
        {"job_id": done["id"], "format": "vat_register_csv", "version": 1},
    ]
    (shown,) = exported(world, owner, changed=True, format="vat_register_csv")
    assert (shown["document"], shown["version"]) == ("FV 1a/10/2026", 1)
    assert (shown["current_version"], shown["changed"]) == (2, True)
    assert shown["exported_at"] == done["ended_at"]
    assert exported(world, owner, changed=False) == []


def test_once_it_went_out_again_it_is_as_exported(world, account, owner):
    (made,) = world.has_documents(account, 1)
    world.exported(owner, "acme")
    change(world, account, made, description="inny")

    world.exported(owner, "acme", only="new_and_changed")

    assert exported(world, owner, changed=True) == []
    assert [item["version"] for item in exported(world, owner)] == [2]
    assert len(announced(world)) == 1


def test_a_change_of_what_never_went_out_is_no_news(world, account, owner):
    (made,) = world.has_documents(account, 1)

    change(world, account, made, description="inny")

    assert announced(world) == []


def test_a_document_that_changes_while_it_is_written_is_announced_at_the_end(
    world, gate, account, owner
):
    made = world.has_documents(account, 2)
    world.export(owner, "acme", format="slow")
    running = threading.Thread(target=world.runner.step, args=[Stop()])
    running.start()
    assert gate.reached.wait(10)

    change(world, account, made[1])
    assert announced(world) == []
    gate.open.set()
    running.join(10)

    assert [said["document_id"] for said in announced(world)] == [made[1]["id"]]
    assert len(exported(world, owner, changed=True)) == 1


def test_the_doctor_tells_what_changed_after_it_went_out(world, account, owner):
    made = world.has_documents(account, 2)
    world.exported(owner, "acme")
    change(world, account, made[0])
    asked = {"accounts": ["acme"], "period": {"from": "2026-10-01", "to": "2026-10-31"}}

    def check(format_id):
        answer = world.post(owner, "/v1/exports/check", asked | {"format": format_id})
        found = answer.json["problems"]
        return [p["document"] for p in found if p["code"] == "changed_after_export"]

    assert (check("vat_register_csv"), check("jpk_fa_4")) == ([made[0]["number"]], [])


def test_what_went_out_is_listed_in_pages_to_those_who_may_export(world, account, owner):
    fill(world, account, 5)
    world.exported(owner, "acme")

    first = world.get(owner, f"{PATH}?limit=3").json
    second = world.get(owner, f"{PATH}?limit=3&cursor={first['next']}").json

    numbers = {item["document"] for item in first["items"] + second["items"]}
    assert (len(numbers), second["next"]) == (5, None)
    assert world.get(world.person({account: "member"}), PATH).status_code == 403
    assert world.get(world.person(), PATH).status_code == 404


def repeated(world, owner, export):
    answer = world.post(owner, f"/v1/exports/{export['id']}/repeat")
    assert answer.status_code == 202, answer.text
    world.run()
    return world.shown(owner, answer.json["id"])


@pytest.mark.parametrize("format_id", ["jpk_fa_4", "archive_zip", "vat_register_csv"])
def test_an_export_is_repeated_to_the_byte_whatever_came_since(world, account, owner, format_id):
    world.has_documents(account, 2)
    world.has_documents(account, 1, kind="proforma")
    first = world.exported(owner, "acme", format=format_id, only="new_and_changed")
    world.hears(recorded(account, a_document(number="FV 9/10/2026")))

    again = repeated(world, owner, first)
    once_more = repeated(world, owner, again)

    assert (again["state"], again["repeats"]) == ("completed", first["id"])
    assert again["file"]["sha256"] == first["file"]["sha256"]
    assert once_more["file"]["sha256"] == first["file"]["sha256"]


def test_a_repeat_of_what_changed_fails_and_leaves_no_file(world, account, owner):
    made = world.has_documents(account, 2)
    first = world.exported(owner, "acme")
    change(world, account, made[0], number="FV 1a/10/2026")

    failed = repeated(world, owner, first)

    assert (failed["state"], failed["error"]["code"]) == ("failed", "changed_after_export")
    assert len(list((world.settings.data_dir / "exports").iterdir())) == 1
    assert exported(world, owner, changed=True) != []


def test_what_has_no_file_can_not_be_repeated(world, account, owner):
    done = world.exported(owner, "acme", format="jpk_fa_4")

    answer = world.post(owner, f"/v1/exports/{done['id']}/repeat")

    assert (answer.status_code, answer.json["code"]) == (409, "step_refused")
    with world.sessions() as session:
        assert session.query(Job).count() == 1


def test_a_file_that_is_attached_later_is_new_to_archives_alone(world, account, owner):
    (document,) = world.has_documents(account)
    for format_ in ("archive_zip", "vat_register_csv"):
        world.exported(owner, "acme", format=format_)
    attachment = {
        "id": new_id(),
        "name": "umowa.pdf",
        "media_type": "application/pdf",
        "size": 3,
        "sha256": "0" * 64,
    }
    again = {**document, "version": document["version"] + 1}
    world.hears(DocumentRecorded(account_id=account, document=again, attachments=[attachment]))

    listed = world.get(owner, "/v1/accounts/acme/exported?changed=true").json["items"]
    checked = {
        format_: world.post(
            owner,
            "/v1/exports/check",
            a_request("acme", format=format_, only="new_and_changed"),
        ).json["documents"]
        for format_ in ("archive_zip", "vat_register_csv")
    }

    assert [row["format"] for row in listed] == ["archive_zip"]
    assert checked == {"archive_zip": 1, "vat_register_csv": 0}
