"""Tokeny API: which programs have access, one more, and out with one."""

from typing import Any

from sqlalchemy.orm import Session

from services.accounts.access import account_for, locked_account_for
from services.accounts.pages.settings.frame import frame
from services.accounts.pages.settings.tokens.schemas import CursorQuery, NewTokenForm
from services.accounts.tokens import actions
from services.accounts.tokens.models import ApiToken
from services.accounts.webhooks.actions import count_of
from shared.auth.caller import Caller
from shared.pages.routing import Go, Pages, Show
from shared.texts import N_
from shared.web.lists import Page, mapped, paginate

pages = Pages("tokens")

NOT_STORED = {"Cache-Control": "no-store"}

TOKENS = "/account/<prefix>/settings/tokens"

REVOKED = N_("The token is revoked. Programs that use it are shut out.")


@pages.read(TOKENS, query=CursorQuery)
def show_tokens(session: Session, caller: Caller, prefix: str, query: dict[str, Any]) -> Show:
    """The account's API tokens, without their secrets."""
    account = account_for(session, caller, prefix, "settings")
    mine = actions.tokens_of(account.id)
    found: Page[ApiToken] = paginate(
        session, mine, by=[ApiToken.id], limit=50, descending=True, **query
    )
    known = actions.holders_of(session, found.items)
    return Show(
        "settings/tokens/list.html",
        **frame(session, account, "tokens"),
        tokens=mapped(found, lambda token: (token, known[token.id])),
        webhooks=count_of(session, account),
    )


@pages.write(TOKENS, form=NewTokenForm, again=show_tokens)
def give_token(session: Session, caller: Caller, prefix: str, form: dict[str, Any]) -> Show:
    """Make a token, and show it this once."""
    account = locked_account_for(session, caller, prefix, "settings")
    token, text = actions.give_by(session, caller, account, **form)
    return Show(
        "settings/tokens/given.html",
        headers=NOT_STORED,
        **frame(session, account, "tokens"),
        token=token,
        text=text,
    )


@pages.write(f"{TOKENS}/<token_id>/revoke")
def revoke_token(session: Session, caller: Caller, prefix: str, token_id: str) -> Go:
    """Shut the program out."""
    account = locked_account_for(session, caller, prefix, "settings")
    actions.revoke(session, account, token_id)
    return Go(f"/account/{account.prefix}/settings/tokens", REVOKED)
