"""The pages that every check of looks walks: a new page is added here."""

from dataclasses import dataclass

BUREAU = "biuro@biuro500.example"
FIRM = "firma@drukarnia.example"


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
    Page("figures", "bureau", "/panel/biuro500/figures"),
    Page("exports", "exports", "/export/biuro500"),
    Page("export-new", "exports", "/export/biuro500/new?client=drukarnia"),
    Page("export-new-own", "exports", "/export/drukarnia/new", FIRM),
    Page("export-settings", "exports", "/export/biuro500/settings"),
    Page("export-formats", "exports", "/export/biuro500/settings/drukarnia"),
    Page("export-symfonia", "exports", "/export/biuro500/settings/drukarnia/symfonia_fk"),
    Page("export-pkpir", "exports", "/export/biuro500/settings/drukarnia/jpk_pkpir_3"),
)
