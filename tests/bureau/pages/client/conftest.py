"""The client `alfa`, its page, and who looks at it; on SQLite and on PostgreSQL."""

import re

import pytest

CLIENT = "/panel/biuro500/clients/alfa"
API = "/v1/bureaus/biuro500/clients/alfa"


@pytest.fixture
def stage(stage_on_each):
    return stage_on_each


@pytest.fixture
def member(stage, owner):
    """Looks after the client `alfa`, which owns its account."""
    stage.client("alfa")
    member = stage.worker("biuro500", "member", name="Anna")
    stage.call("PUT", f"{API}/assignments", owner, {"user_ids": [member.id]})
    return member


def ways(page):
    """The titles of what can happen next, each with its stage."""
    listed = re.findall(r'<li class="w-(\w+)"><p><b>([^<]+)</b>', page.text)
    return {title: stage for stage, title in listed}


def actions(page):
    """Where the forms of the page lead."""
    return set(re.findall(r'<form method="post" action="([^"]+)"', page.text))
