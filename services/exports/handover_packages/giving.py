"""A verified package's file and certificate as they are given out, by the API and by pages."""

from typing import cast

from flask import Response, current_app, request

from services.exports.handover_packages.certificate import print_certificate
from services.exports.handover_packages.models import HandoverPackage
from services.exports.jobs import files
from services.exports.jobs.storage import Storage
from shared.web.versions import etag, is_known


def file_of(package: HandoverPackage) -> Response:
    """The package itself, whole or in ranges; its ETag is its SHA-256."""
    return files.response(request, cast("Storage", current_app.extensions["storage"]), package)


def certificate_of(package: HandoverPackage, language: str) -> Response:
    """The PDF that says what was handed over; `language` is `pl` or `en`."""
    tag = etag(f"{package.file_sha256}-{language}")
    if is_known(tag):
        return Response(status=304, headers={"ETag": tag})
    name = f"{(package.file_name or '').removesuffix('.zip')}_certificate.pdf"
    headers = {"ETag": tag, "Content-Disposition": f'attachment; filename="{name}"'}
    content = print_certificate(package, language)
    return Response(content, mimetype="application/pdf", headers=headers)
