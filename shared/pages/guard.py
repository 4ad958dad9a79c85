"""Forms are taken from our own pages only, and from the session that they were shown to."""

import hmac

from flask import request

from shared.auth.caller import Caller
from shared.errors import Forbidden
from shared.pages.cookies import Cookies
from shared.pages.drawing import Moment
from shared.pages.sealing import SEAL
from shared.pages.sites import Sites
from shared.texts import N_

HEADER = "X-Form-Token"

NOT_OURS = N_("This form was opened before you signed in, or not here. Send it once more.")


class Guard:
    """Makes the token of a service's forms, and refuses a form without it."""

    def __init__(self, cookies: Cookies, sites: Sites) -> None:
        self._cookies = cookies
        self._sites = sites

    def token(self, caller: Caller) -> str:
        """What a form shown to `caller` has to send: bound to the browser and the session."""
        return self._cookies.signed(f"form {caller.session_id or ''}")

    def moment(self, caller: Caller) -> Moment:
        """What a part of a page is drawn with, so that the forms in it can be sent."""
        return Moment(caller=caller, token=self.token(caller))

    def check(self, caller: Caller, *, from_siblings: bool) -> None:
        """Raise Forbidden for a form that no page of ours sent.

        With `from_siblings` a page of another service of ours may have sent it. A form that was
        sent again after a renewal comes from the origin `null`, so that alone says nothing.
        """
        site = request.headers.get("Sec-Fetch-Site")
        if site == "cross-site":
            raise Forbidden(NOT_OURS)
        if from_siblings and (site in ("same-origin", "same-site") or self._from_ours()):
            return
        given = request.headers.get(HEADER) or request.form.get(SEAL) or ""
        if not hmac.compare_digest(given.encode(), self.token(caller).encode()):
            raise Forbidden(NOT_OURS)

    def _from_ours(self) -> bool:
        return request.headers.get("Origin") in self._sites.origins
