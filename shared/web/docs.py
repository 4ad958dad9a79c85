"""`/docs`: the API to read and try, drawn by Swagger UI from files of this machine only."""

import re
from html import escape
from pathlib import Path

import flask_swagger_ui
from flask import Flask, Response, request, send_from_directory

ASSETS = Path(flask_swagger_ui.__file__).parent / "dist"

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title}</title>
  <link rel="stylesheet" href="{below}/docs/swagger-ui.css">
  <link rel="icon" href="{below}/docs/favicon-32x32.png">
</head>
<body>
  <main id="api">
    This page shows <a href="{below}/openapi.json">openapi.json</a> with JavaScript.
  </main>
  <script src="{below}/docs/swagger-ui-bundle.js"></script>
  <script src="{below}/docs/start.js"></script>
</body>
</html>
"""

START = """SwaggerUIBundle({
  url: "BELOW/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "list",
  persistAuthorization: false,
  validatorUrl: null,
});
"""

POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
"""Swagger UI sets styles on elements; scripts come from this service only."""


def register_docs(app: Flask, title: str) -> None:
    """Show the service's `/openapi.json` to people."""

    @app.get("/docs", strict_slashes=False)
    def docs() -> Response:
        text = PAGE.format(title=escape(title), below=_below())
        page = Response(text, mimetype="text/html")
        page.headers["Content-Security-Policy"] = POLICY
        return page

    @app.get("/docs/start.js")
    def docs_start() -> Response:
        return Response(START.replace("BELOW", _below()), mimetype="text/javascript")

    @app.get("/docs/<path:name>")
    def docs_asset(name: str) -> Response:
        return send_from_directory(ASSETS, name, max_age=3600)


def _below() -> str:
    """The path under which a gateway has this service's own, as it says; nothing without one."""
    said = request.headers.get("X-Forwarded-Prefix", "")
    return said if re.fullmatch(r"/[a-z]+", said) else ""
