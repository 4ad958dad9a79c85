"""The edge of the pages: who looks, in which transaction, and what becomes of a refusal."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, redirect, request
from marshmallow import Schema
from sqlalchemy.orm import Session, sessionmaker

from shared.auth.caller import NOBODY, Caller
from shared.context import Context, act_as
from shared.contracts.pages import RENEW
from shared.errors import Unauthenticated
from shared.pages.cookies import ACCESS, Cookies, chosen_language
from shared.pages.drawing import Drawing, Moment
from shared.pages.forms import read_form
from shared.pages.guard import Guard
from shared.pages.once import Once
from shared.pages.places import Places
from shared.pages.routing import Go, PageEndpoint, Show, View
from shared.pages.siblings import answer_preflight, let_siblings_read
from shared.pages.trouble import Trouble, is_told
from shared.texts import say
from shared.web.api import Access, Runs
from shared.web.edge import Authenticate
from shared.web.problems import language
from shared.web.requests import JSON_LIMIT, UPLOAD_LIMIT, read_query


class PageEdge:
    """Runs page endpoints against one service's database."""

    def __init__(
        self,
        drawing: Drawing,
        cookies: Cookies,
        places: Places,
        authenticate: Authenticate,
        sessions: tuple[sessionmaker[Session], sessionmaker[Session]],
    ) -> None:
        self._drawing = drawing
        self._cookies = cookies
        self._places = places
        self._authenticate = authenticate
        self._writing, self._reading = sessions
        self.guard = Guard(cookies, drawing.sites)
        self._queries: dict[View, type[Schema] | None] = {}

    def wrap(self, endpoint: PageEndpoint) -> Callable[..., Response]:
        """The function that Flask calls for `endpoint`."""
        if endpoint.method == "GET":
            self._queries[endpoint.view] = endpoint.query

        def call(**path: str) -> Response:
            if request.method == "OPTIONS":
                return answer_preflight(self._drawing.sites)
            g.language = chosen_language()
            response = self._answer(endpoint, path)
            self._cookies.keep_language(response)
            self._cookies.keep_key(response)
            if endpoint.access is Access.PUBLIC:
                response.headers["Cache-Control"] = "no-store"  # Addresses hold secrets.
            if endpoint.from_siblings:
                let_siblings_read(response, self._drawing.sites)
            return response

        return call

    def tell(self, trouble: Trouble) -> Response:
        """A page about something that went wrong outside of any page."""
        g.language = chosen_language()
        return self._drawing.draw_trouble(trouble, Moment(caller=g.get("caller", NOBODY)))

    def _answer(self, endpoint: PageEndpoint, path: dict[str, str]) -> Response:
        request.max_content_length = UPLOAD_LIMIT if endpoint.takes else JSON_LIMIT
        try:
            caller = g.caller = self._caller(endpoint)
        except Unauthenticated:
            return self._renew()
        try:
            if endpoint.method == "POST":
                self.guard.check(caller, from_siblings=endpoint.from_siblings)
            return self._run(endpoint, caller, path)
        except Exception as error:
            if not is_told(error):
                raise
            return self._refused(endpoint, caller, path, Trouble.of(error))

    def _caller(self, endpoint: PageEndpoint) -> Caller:
        token = request.cookies.get(ACCESS, "")
        try:
            if not token:
                raise Unauthenticated("")
            with self._reading() as session:
                caller = self._authenticate(session, token)
            if caller.kind != "user":  # Products have the API.
                raise Unauthenticated("")
            return caller
        except Unauthenticated:
            if endpoint.access is Access.PUBLIC:
                return NOBODY
            raise

    def _renew(self) -> Response:
        """Let accounts renew the session; the browser sends what it sent once more after it."""
        if request.headers.get("HX-Request") and request.method == "POST":
            return Response(status=401)  # The page renews and asks again: what was typed stays.
        if request.headers.get("HX-Request"):
            here = request.headers.get("HX-Current-URL", "")
            return Response(status=401, headers={"HX-Redirect": self._renewal(here)})
        address = request.full_path if request.query_string else request.path
        return redirect(self._renewal(self._drawing.sites.url(self._drawing.service, address)), 307)  # type: ignore[return-value]

    def _renewal(self, back: str) -> str:
        return self._drawing.sites.url("accounts", f"{RENEW}?{urlencode({'next': back})}")

    def _run(self, endpoint: PageEndpoint, caller: Caller, path: Mapping[str, str]) -> Response:
        given = dict(path) | self._parsed(endpoint)
        if endpoint.runs is Runs.OWN:
            return self._shown(None, caller, endpoint.view(None, caller, **given))
        if endpoint.runs is Runs.READING:
            with self._reading() as session:
                return self._shown(session, caller, endpoint.view(session, caller, **given))
        with self._writing.begin() as session:
            request_id = request.environ["biurko.request_id"]
            act_as(session, Context(caller.actor, request_id, request_id))
            once = Once(caller.actor)
            answer = once.before(session)
            if answer is None:
                answer = endpoint.view(session, caller, **given)
                session.flush()
                once.keep(session, answer)
            return self._shown(session, caller, answer)

    def _refused(
        self, endpoint: PageEndpoint, caller: Caller, path: Mapping[str, str], trouble: Trouble
    ) -> Response:
        with self._reading() as session:
            if endpoint.again is None or not trouble.may_be_mended:
                moment = self._moment(session, caller)
                return self._drawing.draw_trouble(trouble, moment)
            query = self._queries.get(endpoint.again)
            given = dict(path) | ({"query": read_query(query)} if query else {})
            try:
                answer = endpoint.again(session, caller, **given)
            except Exception as error:
                if not is_told(error):
                    raise
                return self._drawing.draw_trouble(Trouble.of(error), self._moment(session, caller))
            return self._shown(session, caller, answer, trouble)

    def _shown(
        self, session: Session | None, caller: Caller, answer: Any, trouble: Trouble | None = None
    ) -> Response:
        if isinstance(answer, Go):
            return self._go(answer)
        if not isinstance(answer, Show):
            return answer  # type: ignore[no-any-return]
        if session is None:
            with self._reading() as reading:
                return self._shown(reading, caller, answer, trouble)
        response = self._drawing.draw(answer, self._moment(session, caller, trouble))
        self._cookies.forget_notice(response)
        return response

    def _moment(self, session: Session, caller: Caller, trouble: Trouble | None = None) -> Moment:
        said = self._cookies.notice()
        return Moment(
            caller=caller,
            places=self._places(session, caller) if caller.kind == "user" else (),
            token=self.guard.token(caller),
            notice=say(said[0], language(), said[1]) if said else None,
            trouble=trouble,
            typed=request.form if trouble else None,
        )

    def _go(self, go: Go) -> Response:
        response: Response = redirect(go.address, 303)  # type: ignore[assignment]
        if go.notice:
            self._cookies.say_once(response, go.notice, go.facts)
        return response

    def _parsed(self, endpoint: PageEndpoint) -> dict[str, Any]:
        given: dict[str, Any] = {}
        if endpoint.query:
            given["query"] = read_query(endpoint.query)
        if endpoint.form:
            given["form"] = read_form(endpoint.form)
        return given
