"""Which addresses a webhook may have, and where they lead."""

from ipaddress import ip_address

import pytest

from shared.webhooks.addresses import Forbidden, check_form, is_public, networks, target_of


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_a_public_address_may_be_called(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.2.1", "::1", "::",
        "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_a_loopback_private_or_local_address_may_not(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost:8003/", "http://[::1]/", "http://2130706433/",
        "http://0x7f.1/", "http://0/",
    ],
)  # fmt: skip
def test_a_name_that_leads_to_this_machine_is_not_called(url):
    with pytest.raises((Forbidden, OSError)):
        target_of(url, [])


def test_the_operator_may_allow_a_network():
    target = target_of("https://127.0.0.1/a?b=c", ["127.0.0.0/8"])

    assert target == ("https", "127.0.0.1", "127.0.0.1", 443, "/a?b=c")
    with pytest.raises(Forbidden):
        target_of("http://127.0.0.1/", ["10.0.0.0/8", "::/0"])


@pytest.mark.parametrize(
    "url",
    [
        "", "acme.example", "ftp://acme.example/", "file:///etc/passwd", "http://", "http:///x",
        "http://user:password@acme.example/", "http://@acme.example/", "http://acme.example:port/",
        "http://acme.example/a b", "http://acme.example/\r\nHost: other", "http://[::1/",
        "http://ąę.example/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(url):
    with pytest.raises(Forbidden):
        check_form(url)


def test_networks_are_read_as_they_are_written():
    assert networks("10.0.0.0/8, fd00::/8") == ("10.0.0.0/8", "fd00::/8")
    assert networks("") == ()
    with pytest.raises(ValueError, match="nowhere"):
        networks("nowhere")
