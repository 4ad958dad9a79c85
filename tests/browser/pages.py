"""The pages that every check of looks walks: a new page is added here."""

from dataclasses import dataclass

BUREAU = "biuro@biuro500.example"
FIRM = "firma@drukarnia.example"
OPERATOR = "operator@example.com"


@dataclass(frozen=True)
class Page:
    """A page, and who looks at it; None for nobody who is signed in."""

    name: str
    service: str
    path: str
    who: str | None = BUREAU


PAGES = (
    Page("sign-in", "accounts", "/sign-in", None),
    Page("home", "accounts", "/"),
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
    Page("frozen", "accounts", "/desk/frozen", OPERATOR),
    Page("missing", "accounts", "/account/none/settings/users"),
    Page("clients", "bureau", "/panel/biuro500/clients"),
    Page("clients-none", "bureau", "/panel/biuro500/clients?q=nothing-like-this"),
    Page("client", "bureau", "/panel/biuro500/clients/drukarnia"),
    Page("client-linked", "bureau", "/panel/biuro500/clients/piekarnia"),
    Page("add", "bureau", "/panel/biuro500/add"),
    Page("add-list", "bureau", "/panel/biuro500/add/list"),
    Page("figures", "bureau", "/panel/biuro500/figures"),
    Page("exports", "exports", "/export/biuro500"),
    Page("export-new", "exports", "/export/biuro500/new?client=drukarnia"),
    Page("export-new-own", "exports", "/export/drukarnia/new", FIRM),
    Page("export-settings", "exports", "/export/biuro500/settings"),
    Page("export-formats", "exports", "/export/biuro500/settings/drukarnia"),
    Page("export-symfonia", "exports", "/export/biuro500/settings/drukarnia/symfonia_fk"),
    Page("export-pkpir", "exports", "/export/biuro500/settings/drukarnia/jpk_pkpir_3"),
    Page("packages", "exports", "/export/drukarnia/packages", FIRM),
)
