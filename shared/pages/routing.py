"""How a function becomes a page: who may see it, what it is given, what it gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema

from shared.web.api import Access, Runs

View = Callable[..., Any]


class Show:
    """A template with what it shows; `status` where it is not 200."""

    def __init__(
        self, template: str, /, *, status: int = 200, headers: Mapping[str, str] = {}, **facts: Any
    ) -> None:
        self.template = template
        self.status = status
        self.headers = headers
        self.facts = facts


class Go:
    """Go on to another page, after something was done; `notice` is said there, once.

    `notice` is a text of the catalogue, filled in with `facts`. An address that begins with
    `/` is one of the same service.
    """

    def __init__(self, address: str, notice: str | None = None, **facts: Any) -> None:
        self.address = address
        self.notice = notice
        self.facts = facts


@dataclass(frozen=True, kw_only=True)
class PageEndpoint:
    """All that is known of one page address and method."""

    method: str
    rule: str
    view: View
    access: Access = Access.SIGNED_IN
    runs: Runs = Runs.READING
    query: type[Schema] | None = None
    form: type[Schema] | None = None
    again: View | None = None  # Shows the form once more, where what it sent was refused.
    from_siblings: bool = False  # Taken from a page of another service of ours as well.
    codes: Sequence[str] = ()
    takes: Sequence[str] = field(default=())  # A form with files names what it takes.


class Pages:
    """The pages of one part of a service; kept apart from the API and its OpenAPI."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.endpoints: list[PageEndpoint] = []

    def read(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Answer `GET rule`: `view(session, caller, **path, query=…)` gives a Show or a Go."""
        return self._add("GET", rule, options)

    def write(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Answer `POST rule` in one transaction: `view(session, caller, **path, form=…)`.

        Where the form breaks a rule or the action refuses, nothing is kept and `again`, a view
        of the same path, shows the page with the reason and with what was typed.
        """
        return self._add("POST", rule, {"runs": Runs.WRITING} | options)

    def fragment(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Answer `GET rule` with a part of a page, which pages of our other services load."""
        return self._add("GET", rule, {"from_siblings": True} | options)

    def _add(self, method: str, rule: str, options: dict[str, Any]) -> Callable[[View], View]:
        def add(view: View) -> View:
            self.endpoints.append(PageEndpoint(method=method, rule=rule, view=view, **options))
            return view

        return add
