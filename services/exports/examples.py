"""Requests that work, and their answers, as the description of the API shows them."""

from typing import Any

from shared.web.api import Example

URL = "http://127.0.0.1:8003"
EXPORT_ID = "019ab3f0-7d5c-7cc2-9f5e-3d0f3b1a2c4d"
LINK_ID = "019ab3f0-8a11-7c02-b1de-5f60718293a4"
WEBHOOK_ID = "019ab3f0-9b22-7d13-a2ef-60718293a4b5"
DOCUMENT_ID = "019ab3ef-1c33-7e24-93f0-718293a4b5c6"
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

OF_EXPORT = {"export": EXPORT_ID}
PERIOD = {"from": "2026-10-01", "to": "2026-10-31"}
ASKED = {
    "accounts": ["acme"],
    "format": "vat_register_csv",
    "period": PERIOD,
    "date_basis": "issue",
}
PROBLEM = {
    "account": "acme",
    "document": "FV 7/10/2026",
    "document_id": DOCUMENT_ID,
    "code": "text_transliterated",
    "detail": "Letters were replaced in: Kontrahent.",
    "fix": None,
}
FILE = {
    "name": "acme_vat_register_csv_2026-10-01_2026-10-31.csv",
    "size": 18214,
    "sha256": SHA256,
    "media_type": "text/csv",
    "url": f"{URL}/v1/exports/{EXPORT_ID}/file",
}
QUEUED: dict[str, Any] = {
    "id": EXPORT_ID,
    "state": "queued",
    "progress": {"done": 0, "total": 0},
    "format": "vat_register_csv",
    "accounts": ["acme"],
    "period": PERIOD,
    "date_basis": "issue",
    "kinds": None,
    "direction": "all",
    "options": {},
    "only": None,
    "mark_booked": False,
    "repeats": None,
    "dated_at": None,
    "created_at": "2026-11-02T09:00:00.000000Z",
    "started_at": None,
    "ended_at": None,
    "expires_at": None,
    "file": None,
    "problems": [],
    "problem_count": 0,
    "error": None,
    "allowed": ["cancel"],
    "version": 1,
}
COMPLETED = QUEUED | {
    "state": "completed",
    "progress": {"done": 120, "total": 120},
    "started_at": "2026-11-02T09:00:00.210000Z",
    "ended_at": "2026-11-02T09:00:00.350000Z",
    "expires_at": "2026-12-02T09:00:00.350000Z",
    "file": FILE,
    "problems": [PROBLEM],
    "problem_count": 1,
    "allowed": [],
    "version": 4,
}
CANCELLED = QUEUED | {
    "state": "cancelled",
    "ended_at": "2026-11-02T09:00:00.350000Z",
    "allowed": [],
    "version": 2,
}
LINK = {
    "id": LINK_ID,
    "created_at": "2026-11-02T09:05:00.000000Z",
    "expires_at": "2026-11-09T09:05:00.000000Z",
}
WEBHOOK = {
    "id": WEBHOOK_ID,
    "url": "https://books.example/exports",
    "created_at": "2026-11-02T09:05:00.000000Z",
}
SETTINGS = {
    "account": "acme",
    "format": "jpk_pkpir_3",
    "settings": {},
    "schema": {"type": "object", "properties": {}, "additionalProperties": False},
    "version": 1,
    "updated_at": "2026-11-02T09:05:00.000000Z",
}
OF_SETTINGS = {"prefix": "acme", "format": "jpk_pkpir_3"}


def _page(*items: Any) -> dict[str, Any]:
    return {"items": list(items), "next": None}


EXAMPLES = {
    "list_formats": Example(
        answer=_page(
            {
                "id": "vat_register_csv",
                "name": "VAT register, CSV",
                "program": "Spreadsheets; programs that import columns",
                "media_type": "text/csv",
                "encoding": "utf-8-bom",
                "extension": "csv",
                "carries": ["sales", "costs", "vat_register"],
                "directions": ["sale", "cost"],
                "options": {"type": "object", "properties": {}, "additionalProperties": False},
                "settings": {"type": "object", "properties": {}, "additionalProperties": False},
            }
        )
    ),
    "queue_export": Example(body=ASKED, answer=QUEUED),
    "check_export": Example(
        body=ASKED,
        answer={
            "format": "vat_register_csv",
            "accounts": ["acme"],
            "period": PERIOD,
            "documents": 120,
            "problems": [PROBLEM],
            "problem_count": 1,
        },
    ),
    "list_exports": Example(query={"state": "completed"}, answer=_page(COMPLETED)),
    "get_export": Example(path=OF_EXPORT, answer=COMPLETED),
    "list_problems": Example(path=OF_EXPORT, answer=_page(PROBLEM)),
    "watch_export": Example(path=OF_EXPORT),
    "get_file": Example(path=OF_EXPORT),
    "cancel_export": Example(path=OF_EXPORT, answer=CANCELLED),
    "repeat_export": Example(path=OF_EXPORT, answer=QUEUED | {"repeats": EXPORT_ID}),
    "list_exported": Example(
        path={"prefix": "acme"},
        query={"changed": "true"},
        answer=_page(
            {
                "document": "FV 7/10/2026",
                "document_id": DOCUMENT_ID,
                "format": "vat_register_csv",
                "version": 1,
                "current_version": 2,
                "changed": True,
                "exported_at": "2026-11-02T09:00:00.350000Z",
            }
        ),
    ),
    "make_link": Example(
        path=OF_EXPORT,
        body={"days": 7},
        answer=LINK | {"url": f"{URL}/v1/links/{LINK_ID}?expires=1794215100&signature=Zm9v"},
    ),
    "list_links": Example(path=OF_EXPORT, answer=_page(LINK)),
    "take_link_back": Example(path=OF_EXPORT | {"link": LINK_ID}),
    "follow_link": Example(
        path={"link": LINK_ID}, query={"expires": "1794215100", "signature": "Zm9v"}
    ),
    "add_webhook": Example(
        body={"url": WEBHOOK["url"]}, answer=WEBHOOK | {"secret": "shown-this-once-only"}
    ),
    "list_webhooks": Example(answer=_page(WEBHOOK)),
    "remove_webhook": Example(path={"webhook": WEBHOOK_ID}),
    "list_deliveries": Example(
        path={"webhook": WEBHOOK_ID},
        answer=_page(
            {
                "id": "019ab3f0-ac33-7e24-b3f0-718293a4b5c6",
                "event": "export.completed",
                "attempts": 1,
                "created_at": "2026-11-02T09:00:00.350000Z",
                "next_at": None,
                "delivered_at": "2026-11-02T09:00:00.420000Z",
                "status": 204,
                "error": None,
            }
        ),
    ),
    "get_settings": Example(path=OF_SETTINGS, answer=SETTINGS),
    "save_settings": Example(path=OF_SETTINGS, body={"settings": {}}, answer=SETTINGS),
}
