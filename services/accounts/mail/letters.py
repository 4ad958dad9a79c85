"""Letters about signing in, owners of accounts, bureaus' modules and hand-over packages."""

from dataclasses import dataclass

from shared.texts import N_


@dataclass(frozen=True)
class Letter:
    """A subject and what stands before and after the link, which leads to `page`."""

    subject: str
    before: str
    after: str
    page: str | None = None


FOR_72_HOURS = N_(
    "Follow the link only if this is wrong. It freezes the account until an operator has decided, "
    "and works for 72 hours; for as long the account can't be given away or deleted."
)
WRITE_TO_OPERATOR = N_("If you think that this is wrong, write to the operator.")
DOCUMENTS_GO_ON = N_("Documents can be issued and read meanwhile.")

OF_SIGNING_IN = {
    "password_reset": Letter(
        N_("A new password"),
        N_("Somebody, probably you, forgot the password to Biurko. Choose a new one here:"),
        N_("The link is good for one hour and once. If it was not you, do nothing."),
        "password",
    ),
    "password_changed": Letter(
        N_("Your password was changed"),
        N_("The password with which you sign in at Biurko was changed just now."),
        N_("If it was not you, have a new password mailed to you at once, by “forgot password”."),
    ),
    "email_change_old": Letter(
        N_("Is your e-mail address to change?"),
        N_("Somebody who knows your password wants you to sign in with %(new_email)s. Agree here:"),
        N_("The link is good for one day. If it was not you, change your password."),
        "email",
    ),
    "email_change_new": Letter(
        N_("Confirm your new e-mail address"),
        N_("Somebody, probably you, wants to sign in at Biurko with this address. Confirm it:"),
        N_("The link is good for one day. If it was not you, do nothing."),
        "email",
    ),
    "email_changed": Letter(
        N_("Your e-mail address was changed"),
        N_("You sign in at Biurko with %(new_email)s from now on, and no more with %(old_email)s."),
        N_("If it was not you, tell whoever runs Biurko for you at once."),
    ),
    "second_factor_on": Letter(
        N_("The second factor is on"),
        N_("Signing in at Biurko needs your password and a code of your app from now on."),
        N_("Keep the recovery codes where you find them without your phone."),
    ),
    "second_factor_off": Letter(
        N_("The second factor is off"),
        N_("Signing in at Biurko needs your password alone from now on."),
        N_("If it was not you, change your password at once."),
    ),
}

OF_OWNERSHIP = {
    "owner_before": Letter(
        N_("The account of %(firm)s has a new owner"),
        N_(
            "The account “%(prefix)s” of %(firm)s belongs to %(new_owner)s from now on. "
            "If you did not want that, say so here:"
        ),
        FOR_72_HOURS,
        "objection",
    ),
    "owner_now": Letter(
        N_("You own the account of %(firm)s"),
        N_(
            "You own the account “%(prefix)s” of %(firm)s from now on. "
            "If it was not you who took it over, say so here:"
        ),
        FOR_72_HOURS,
        "objection",
    ),
    "account_frozen": Letter(
        N_("The account of %(firm)s is frozen"),
        N_(
            "Somebody objected to the new owner of the account “%(prefix)s” of %(firm)s. Until an "
            "operator has decided, its owner, users and settings stay as they are."
        ),
        DOCUMENTS_GO_ON,
    ),
    "account_kept": Letter(
        N_("The account of %(firm)s stays with its new owner"),
        N_(
            "The operator decided that the account “%(prefix)s” of %(firm)s stays with its new "
            "owner. The reason: %(reason)s"
        ),
        N_("Everything in the account works again."),
    ),
    "account_returned": Letter(
        N_("The account of %(firm)s goes back to its former owner"),
        N_(
            "The operator decided that the account “%(prefix)s” of %(firm)s goes back to its "
            "former owner. The reason: %(reason)s"
        ),
        N_("Whoever had taken it over has no access to it any more."),
    ),
    "deletion": Letter(
        N_("Delete the account of %(firm)s?"),
        N_(
            "You asked for the account “%(prefix)s” of %(firm)s to be deleted. "
            "Confirm it here within two days:"
        ),
        N_(
            "After that there are 30 days in which you can take it back. "
            "If it was not you, do not follow the link, and change your password."
        ),
        "deletion",
    ),
    "deletion_confirmed": Letter(
        N_("The account of %(firm)s will be deleted on %(until)s"),
        N_("The owner of the account “%(prefix)s” of %(firm)s confirmed that it is to be deleted."),
        N_("Until %(until)s the owner can take it back. Download what you need before."),
    ),
    "deletion_withdrawn": Letter(
        N_("The account of %(firm)s stays"),
        N_("The account “%(prefix)s” of %(firm)s will not be deleted; its owner took that back."),
        N_("You need not do anything."),
    ),
    "deletion_done": Letter(
        N_("The account of %(firm)s is deleted"),
        N_("The account “%(prefix)s” of %(firm)s is deleted. Nobody has access to it any more."),
        N_("Its documents are kept under seal for as long as tax law demands; nobody uses them."),
    ),
    "leaving_started": Letter(
        N_("%(firm)s wants its account from the bureau"),
        N_(
            "%(taker)s asked %(bureau)s to hand the account “%(prefix)s” of %(firm)s over. The "
            "bureau has 10 working days for it, until the end of %(until)s."
        ),
        N_("If it does not hand it over by then, the account belongs to %(taker)s."),
    ),
    "leaving_reminder": Letter(
        N_("The account of %(firm)s is to be handed over by %(until)s"),
        N_(
            "%(bureau)s has not handed the account “%(prefix)s” of %(firm)s over to %(taker)s yet. "
            "It has until the end of %(until)s."
        ),
        N_("If it does not hand it over by then, the account belongs to %(taker)s."),
    ),
    "leaving_withdrawn": Letter(
        N_("%(firm)s stays with the bureau"),
        N_("%(firm)s no longer asks %(bureau)s for the account “%(prefix)s”."),
        N_("You need not do anything."),
    ),
    "leaving_stopped": Letter(
        N_("The account of %(firm)s stays with the bureau for now"),
        N_(
            "An operator stopped the hand-over of the account “%(prefix)s” of %(firm)s from "
            "%(bureau)s to %(taker)s. The reason: %(reason)s"
        ),
        WRITE_TO_OPERATOR,
    ),
    "leaving_completed": Letter(
        N_("The account of %(firm)s belongs to the firm"),
        N_(
            "The 10 working days are over, and the account “%(prefix)s” of %(firm)s went from "
            "%(bureau)s to %(taker)s. The bureau is accountant in it until it is detached."
        ),
        WRITE_TO_OPERATOR,
    ),
}

OF_MODULES = {
    "module_expiry": Letter(
        N_("Your bureau's module ends on %(until)s"),
        N_(
            "The module of the bureau “%(prefix)s” is paid until %(until)s; days left: %(days)s. "
            "After that you can't add firms; your clients go on working as before."
        ),
        N_("Buy the next package from the operator."),
    ),
    "module_suspended": Letter(
        N_("Your bureau's module is suspended"),
        N_(
            "The module of the bureau “%(prefix)s” was paid until %(until)s. You can't add firms "
            "now. Your clients go on working as before, and you see them as before."
        ),
        N_("Buy the next package from the operator, and it works again."),
    ),
    "package_filling": Letter(
        N_("%(percent)s%% of your package is used"),
        N_("The bureau “%(prefix)s” uses %(used)s of the %(size)s seats of its package."),
        N_("When all are used, no firm can be added. Ask the operator for a larger package."),
    ),
}

OF_PACKAGES = {
    "package_verified": Letter(
        N_("The hand-over package of %(firm)s is ready"),
        N_(
            "The hand-over package of %(firm)s (“%(prefix)s”) is made and verified. It holds every "
            "document of the time in which %(bureau)s served the firm."
        ),
        N_("It is kept for the firm in Biurko. Nobody has to wait for it any more."),
    ),
    "package_failed": Letter(
        N_("The hand-over package of %(firm)s could not be verified"),
        N_(
            "The hand-over package of %(firm)s (“%(prefix)s”), of the time in which %(bureau)s "
            "served the firm, is not whole: it differs from what the account holds."
        ),
        N_("Whoever asked for it may ask for a new one, or go without it."),
    ),
}
