"""The pages that every check of looks walks: a new page is added here."""

from dataclasses import dataclass
from urllib.parse import urljoin

from tests.browser.visitor import Visitor

BUREAU = "biuro@biuro500.example"
FIRM = "firma@drukarnia.example"
OPERATOR = "operator@example.com"


@dataclass(frozen=True)
class Page:
    """A page, and who looks at it; None for nobody who is signed in.

    Where its address holds an id, `path` is of a page whose first `link` leads to it, and `on`
    is what follows there.
    """

    name: str
    service: str
    path: str
    who: str | None = BUREAU
    link: str = ""
    on: str = ""

    def address(self, visitor: Visitor) -> str:
        """Where the page is."""
        there = visitor.url(self.service, self.path)
        if not self.link:
            return there
        tab = visitor.page()
        tab.goto(there)
        found = tab.locator(self.link).first.get_attribute("href")
        tab.close()
        return urljoin(there, f"{found}{self.on}")


DOCUMENTS = "/account/drukarnia/documents"
A_DOCUMENT = STUCK = "tbody th a"

PAGES = (
    Page("sign-in", "accounts", "/sign-in", None),
    Page("sign-up", "accounts", "/sign-up", None),
    Page("home", "accounts", "/"),
    Page("add-account", "accounts", "/add-account"),
    Page("start", "accounts", "/account/drukarnia/start", FIRM),
    Page("me", "accounts", "/me", FIRM),
    Page("me-email", "accounts", "/me/email", FIRM),
    Page("me-password", "accounts", "/me/password", FIRM),
    Page("me-sessions", "accounts", "/me/sessions", FIRM),
    Page("me-second-factor", "accounts", "/me/second-factor", FIRM),
    Page("users", "accounts", "/account/drukarnia/settings/users", FIRM),
    Page("users-bureau", "accounts", "/account/biuro500/settings/users"),
    Page("user-add", "accounts", "/account/drukarnia/settings/users/add", FIRM),
    Page("owner", "accounts", "/account/drukarnia/settings/owner", FIRM),
    Page("owner-bureau", "accounts", "/account/apteka-lesna/settings/owner"),
    Page("ending", "accounts", "/account/drukarnia/settings/ending", FIRM),
    Page("ending-bureau", "accounts", "/account/apteka-lesna/settings/ending"),
    Page("accountant", "accounts", "/account/drukarnia/settings/accountant", FIRM),
    Page("roles", "accounts", "/account/drukarnia/settings/roles", FIRM),
    Page("role-add", "accounts", "/account/drukarnia/settings/roles/add", FIRM),
    Page("company", "accounts", "/account/drukarnia/settings/company", FIRM),
    Page("tokens", "accounts", "/account/drukarnia/settings/tokens", FIRM),
    Page("webhooks", "accounts", "/account/drukarnia/settings/webhooks", FIRM),
    Page("mails", "accounts", "/account/drukarnia/settings/mail", FIRM),
    Page("audit", "accounts", "/account/drukarnia/settings/audit", FIRM),
    Page("audit-bureau", "accounts", "/account/drukarnia/settings/audit"),
    Page("seen", "accounts", "/account/drukarnia/settings/audit/seen", FIRM),
    Page("desk", "bureau", "/desk", OPERATOR),
    Page("desk-bureau", "bureau", "/desk/bureaus/biuro500", OPERATOR),
    Page("desk-package", "bureau", "/desk/bureaus/biuro500/package?package_size=5", OPERATOR),
    Page("desk-seats", "bureau", "/desk/bureaus/biuro500/seats", OPERATOR),
    Page("frozen", "accounts", "/desk/frozen", OPERATOR),
    Page("stuck", "bureau", "/desk/stuck", OPERATOR),
    Page("stuck-service", "accounts", "/desk/stuck/accounts", OPERATOR),
    Page("stuck-none", "bureau", "/desk/stuck/bureau", OPERATOR),
    Page("stuck-message", "exports", "/desk/stuck/exports?state=dead", OPERATOR, STUCK),
    Page("stuck-behind", "exports", "/desk/stuck/exports?state=gap", OPERATOR, STUCK),
    Page("stuck-missing", "accounts", "/desk/stuck/accounts?state=gap", OPERATOR, STUCK),
    Page("documents", "accounts", DOCUMENTS, FIRM),
    Page("documents-bureau", "accounts", DOCUMENTS),
    Page("documents-none", "accounts", f"{DOCUMENTS}?q=nothing-like-this", FIRM),
    Page("document", "accounts", DOCUMENTS, FIRM, A_DOCUMENT),
    Page("document-bureau", "accounts", DOCUMENTS, BUREAU, A_DOCUMENT),
    Page("document-change", "accounts", DOCUMENTS, FIRM, A_DOCUMENT, "/change"),
    Page("document-correct", "accounts", DOCUMENTS, FIRM, A_DOCUMENT, "/correct"),
    Page("document-new", "accounts", f"{DOCUMENTS}/new", FIRM),
    Page("cost-new", "accounts", f"{DOCUMENTS}/new?side=costs", FIRM),
    Page("warehouse-new", "accounts", f"{DOCUMENTS}/new?side=warehouse", FIRM),
    Page("document-import", "accounts", f"{DOCUMENTS}/import", FIRM),
    Page("contractors", "accounts", "/account/drukarnia/contractors", FIRM),
    Page("contractor-new", "accounts", "/account/drukarnia/contractors/new", FIRM),
    Page("products", "accounts", "/account/drukarnia/products", FIRM),
    Page("product-new", "accounts", "/account/drukarnia/products/new", FIRM),
    Page("missing", "accounts", "/account/none/settings/users"),
    Page("clients", "bureau", "/panel/biuro500/clients"),
    Page("clients-none", "bureau", "/panel/biuro500/clients?q=nothing-like-this"),
    Page("client", "bureau", "/panel/biuro500/clients/drukarnia"),
    Page("client-linked", "bureau", "/panel/biuro500/clients/piekarnia"),
    Page("client-owned", "bureau", "/panel/biuro500/clients/budmax"),
    Page("client-offered", "bureau", "/panel/biuro500/clients/studio-cma"),
    Page("client-detached", "bureau", "/panel/biuro500/clients/foto-blysk"),
    Page("handover", "bureau", "/panel/biuro500/clients/budmax/handover"),
    Page("handover-whom", "bureau", "/panel/biuro500/clients/budmax/handover/to"),
    Page("handover-awaited", "bureau", "/panel/biuro500/clients/studio-cma/handover"),
    Page("detach", "bureau", "/panel/biuro500/clients/drukarnia/detach"),
    Page("detach-reason", "bureau", "/panel/biuro500/clients/drukarnia/detach/reason"),
    Page("detach-refused", "bureau", "/panel/biuro500/clients/budmax/detach"),
    Page("add", "bureau", "/panel/biuro500/add"),
    Page("add-list", "bureau", "/panel/biuro500/add/list"),
    Page("clients-risk", "bureau", "/panel/biuro500/clients?sort=-score"),
    Page("people", "bureau", "/panel/biuro500/people"),
    Page("bulk", "bureau", "/panel/biuro500/bulk?action=handover&all=true"),
    Page("bulk-assign", "bureau", "/panel/biuro500/bulk?action=assign&clients=drukarnia"),
    Page("bulk-export", "bureau", "/panel/biuro500/bulk?action=export&clients=drukarnia"),
    Page("jobs", "bureau", "/panel/biuro500/jobs"),
    Page("figures", "bureau", "/panel/biuro500/figures"),
    Page("exports", "exports", "/export/biuro500"),
    Page("export-new", "exports", "/export/biuro500/new?client=drukarnia"),
    Page("export-new-own", "exports", "/export/drukarnia/new", FIRM),
    Page("export-settings", "exports", "/export/biuro500/settings"),
    Page("export-formats", "exports", "/export/biuro500/settings/drukarnia"),
    Page("export-symfonia", "exports", "/export/biuro500/settings/drukarnia/symfonia_fk"),
    Page("export-webhooks", "exports", "/export/biuro500/webhooks"),
    Page("export-pkpir", "exports", "/export/biuro500/settings/drukarnia/jpk_pkpir_3"),
    Page("packages", "exports", "/export/drukarnia/packages", FIRM),
)
