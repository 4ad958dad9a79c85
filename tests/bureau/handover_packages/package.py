"""What accounts and exports tell the bureau about hand-over packages of its clients."""

from shared.contracts.accounts import ClientAskedForPackage, ClientWaivedPackage
from shared.contracts.exports import HandoverPackageFailed, HandoverPackageVerified
from shared.ids import new_id


def asked(stage, prefix="acme", package_id=None, link_id=None):
    """The client asked for a package; gives the package's id."""
    package_id = package_id or new_id()
    link = of_link(stage, prefix) | ({"link_id": link_id} if link_id else {})
    stage.hear(ClientAskedForPackage(package_id=package_id, **link))
    return package_id


def waived(stage, package_id, prefix="acme"):
    """The client goes without it."""
    stage.hear(ClientWaivedPackage(package_id=package_id, **of_link(stage, prefix)))


def verified(stage, package_id, prefix="acme"):
    """The package is ready, and as it should be."""
    ids = _ids(stage, package_id, prefix)
    stage.hear(HandoverPackageVerified(**ids, documents=1, sha256="ab" * 32))


def failed(stage, package_id, prefix="acme"):
    """The package does not hold what it should."""
    stage.hear(HandoverPackageFailed(**_ids(stage, package_id, prefix), differences=1))


def of_link(stage, prefix="acme"):
    """The client's link to its bureau, as accounts names it."""
    return {
        "account_id": stage.accounts[prefix],
        "link_id": stage.links[prefix],
        "bureau_id": stage.accounts["biuro500"],
    }


def _ids(stage, package_id, prefix):
    return {
        "package_id": package_id,
        "client_id": stage.links[prefix],
        "account_id": stage.accounts[prefix],
        "bureau_id": stage.accounts["biuro500"],
        "asked_by": "client",
    }
