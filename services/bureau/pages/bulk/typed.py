"""What was typed for a bulk action, as the API takes it."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from services.bureau.assignments.models import CARER, DEPUTY
from services.bureau.bulk.schemas import BulkBody
from services.bureau.pages.bulk.words import NO_CLIENTS

Form = MultiDict[str, str]

BETWEEN = re.compile(r"[\s;,]+")
FLAT = ("clients", "add", "remove", "emails", "user_ids")
"""Lists that are typed into one field, which is told what is wrong with any of them."""


def body_of(action: str, form: Form, clients: Sequence[str] | None) -> dict[str, Any]:
    """The body of a dry run; raises ValidationError, its places named as the fields are.

    `clients` are those that were chosen by filters; else they stand in the form.
    """
    clients = clients_in(form) if clients is None else clients
    if not clients:
        raise ValidationError(_none_chosen(action))
    body = {
        "action": action,
        "clients": clients,
        "arguments": ARGUMENTS_OF[action](form),
        "dry_run": True,
    }
    try:
        return dict(BulkBody().load(body))
    except ValidationError as error:
        raise ValidationError(_flattened(error.messages_dict)) from error


def clients_in(form: Form) -> list[str]:
    """The prefixes that stand in the form; with their e-mails it is a line for each."""
    if "arguments/emails" in form:
        return list(_emails(form))
    return _words(form.get("clients", ""))


def _none_chosen(action: str) -> dict[str, Any]:
    told = [NO_CLIENTS]
    return {"arguments": {"emails": told}} if action == "handover" else {"clients": told}


def _emails(form: Form) -> dict[str, str | None]:
    lines = [_words(line) for line in form.get("arguments/emails", "").splitlines()]
    return {line[0]: line[1] if len(line) > 1 else None for line in lines if line}


def _handover(form: Form) -> dict[str, Any]:
    return {"emails": {prefix: email for prefix, email in _emails(form).items() if email}}


def _assign(form: Form) -> dict[str, Any]:
    duties = {duty: form.get(f"arguments/{duty}") or None for duty in (CARER, DEPUTY)}
    others = form.getlist("arguments/user_ids")
    people = dict.fromkeys([*others, *(person for person in duties.values() if person)])
    return {"user_ids": list(people), **duties}


def _export(form: Form) -> dict[str, Any]:
    period = {end: form.get(f"arguments/period/{end}") for end in ("from", "to")}
    chosen = {
        name: form[f"arguments/{name}"]
        for name in ("format", "date_basis", "direction", "only")
        if form.get(f"arguments/{name}")
    }
    return {**chosen, "period": {end: day for end, day in period.items() if day}}


def _nothing(_: Form) -> dict[str, Any]:
    return {}


def _note(form: Form) -> dict[str, Any]:
    return {"note": form.get("arguments/note", "")}


def _tag(form: Form) -> dict[str, Any]:
    return {name: _tags(form.get(f"arguments/{name}", "")) for name in ("add", "remove")}


ARGUMENTS_OF: Mapping[str, Callable[[Form], dict[str, Any]]] = {
    "handover": _handover,
    "assign": _assign,
    "export": _export,
    "note": _note,
    "tag": _tag,
    "detach": _nothing,
}


def _words(text: str) -> list[str]:
    return [word for word in BETWEEN.split(text) if word]


def _tags(text: str) -> list[str]:
    """Tags may be of several words, so commas and lines part them."""
    return [tag.strip() for tag in re.split(r"[,;\n]", text) if tag.strip()]


def _flattened(messages: Mapping[Any, Any]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for name, inner in messages.items():
        if name in FLAT:
            found[name] = list(dict.fromkeys(_leaves(inner)))
        else:
            found[name] = _flattened(inner) if isinstance(inner, Mapping) else inner
    return found


def _leaves(messages: Any) -> list[str]:
    if isinstance(messages, Mapping):
        return [leaf for inner in messages.values() for leaf in _leaves(inner)]
    return [str(text) for text in messages]
