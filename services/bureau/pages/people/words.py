"""What the panel calls roles and duties."""

from shared.texts import N_

ROLES = {
    "owner": N_("Owner of the bureau"),
    "admin": N_("Administrator"),
    "member": N_("Member"),
    "custom": N_("Role of its own"),
}

DUTIES = {"carer": N_("Carer"), "deputy": N_("Deputy"), None: N_("helps")}
