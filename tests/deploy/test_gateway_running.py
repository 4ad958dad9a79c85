"""What nginx does with our configuration, where nginx is: routes, streams, uploads, TLS."""

import ipaddress
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.environment import PORTS
from tests.deploy.gateway import NGINX, PAUSE, Gateway, ask, gateway
from tests.deploy.test_gateway import paths_of

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Gateway]:
    with gateway(tmp_path, "plain") as found:
        yield found


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A folder with a certificate of this machine, made for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "biuro.example")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(hours=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path / "tls"
    folder.mkdir()
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    unlocked = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, form, unlocked)
    (folder / "privkey.pem").write_bytes(pem)
    return folder


def test_every_address_comes_to_the_service_that_has_it(plain: Gateway) -> None:
    asked = {(service, path) for service in PORTS for path in paths_of(service)}

    with httpx.Client(base_url=plain.url) as client:
        reached = {(client.get(path).headers["served-by"], path) for _, path in asked}

    assert reached == asked


@pytest.mark.parametrize("service", PORTS)
@pytest.mark.parametrize(
    "path", ["/docs", "/docs/start.js", "/openapi.json", "/problems/not_found"]
)
def test_what_all_services_have_stands_under_their_names(
    plain: Gateway, service: str, path: str
) -> None:
    told = ask(plain, f"/{service}{path}").json()

    assert (told["service"], told["path"]) == (service, path)
    assert told["headers"]["X-Forwarded-Prefix"] == f"/{service}"


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/healthz"])
def test_states_and_measures_are_not_for_those_outside(plain: Gateway, path: str) -> None:
    assert ask(plain, path).status_code == 404


def test_a_service_hears_who_asked_and_how(plain: Gateway) -> None:
    said = {"X-Forwarded-For": "203.0.113.7"}

    headers = ask(plain, "/v1/me", headers=said).json()["headers"]
    behind_tls = ask(plain, "/v1/me", headers={"X-Forwarded-Proto": "https"}).json()["headers"]

    assert headers["X-Forwarded-For"] == "203.0.113.7, 127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "http"
    assert headers["Host"] == plain.url.removeprefix("http://")
    assert behind_tls["X-Forwarded-Proto"] == "https"


def test_a_stream_comes_as_it_is_written(plain: Gateway) -> None:
    moments = []
    with httpx.stream("GET", f"{plain.url}/v1/exports/abc/progress") as answer:
        for line in answer.iter_lines():
            if line.startswith("data"):
                moments.append(time.monotonic())

    assert len(moments) == 3
    assert moments[2] - moments[0] > PAUSE


def test_the_largest_upload_of_the_contract_goes_through(plain: Gateway) -> None:
    address = f"{plain.url}/v1/accounts/acme/documents/import"

    largest = httpx.post(address, content=bytes(50 * 1024 * 1024), timeout=60)
    larger = httpx.post(address, content=bytes(52 * 1024 * 1024), timeout=60)

    assert largest.status_code == 200, largest.text
    assert largest.json()["size"] == 50 * 1024 * 1024
    assert larger.status_code == 413


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/bureaus/biuro500/clients", "application/problem+json"),
        ("/panel/biuro500/clients", "text/html; charset=utf-8"),
    ],
)
def test_a_service_that_is_down_is_told_of_and_the_others_go_on(
    plain: Gateway, path: str, kind: str
) -> None:
    plain.services["bureau"].shutdown()
    plain.services["bureau"].server_close()

    answer = ask(plain, path)

    assert (answer.status_code, answer.headers["content-type"]) == (503, kind)
    assert answer.headers["retry-after"] == "5"
    if kind != "application/problem+json":
        assert "chwilowo nie działa" in answer.text
    else:
        assert (answer.json()["code"], answer.json()["instance"]) == ("unavailable", path)
    assert ask(plain, "/v1/me").json()["service"] == "accounts"


def test_tls_ends_here_and_plain_addresses_lead_to_it(tmp_path: Path, certificate: Path) -> None:
    trusted = ssl.create_default_context(cafile=str(certificate / "fullchain.pem"))

    with gateway(tmp_path, "tls", certificate) as found:
        plain = ask(found, "/v1/me?x=1")
        secure = httpx.get(f"{found.tls_url}/v1/me", verify=trusted)

    assert (plain.status_code, plain.headers["location"]) == (308, "https://127.0.0.1/v1/me?x=1")
    assert secure.json()["headers"]["X-Forwarded-Proto"] == "https"
    assert secure.headers["strict-transport-security"] == "max-age=31536000"
