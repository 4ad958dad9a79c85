"""Parts of a page for the pages of our other services: read with cookies, by these only."""

from flask import Response, request

from shared.pages.sites import Sites

HEADERS = "hx-request, hx-request-type, hx-current-url, hx-target, hx-source, x-form-token"


def answer_preflight(sites: Sites) -> Response:
    """Whether a page of another origin may ask for a part."""
    response = Response(status=204)
    let_siblings_read(response, sites)
    response.headers["Access-Control-Allow-Headers"] = HEADERS
    response.headers["Access-Control-Max-Age"] = "600"
    return response


def let_siblings_read(response: Response, sites: Sites) -> None:
    """Let a page of ours read the answer; to all others it stays closed."""
    origin = request.headers.get("Origin", "")
    response.vary.add("Origin")
    if origin in sites.origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
