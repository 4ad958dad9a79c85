"""The problem codes of the HTTP contract: what each means and its HTTP status."""

from shared.texts import N_

CODES: dict[str, tuple[int, str]] = {
    "bad_request": (400, N_("The request can't be read. Its JSON, XML or form is broken.")),
    "unauthenticated": (401, N_("Nobody is signed in, or the token has run out.")),
    "second_factor_required": (
        401,
        N_("The password is right; send a good code of the second factor as “code” too."),
    ),
    "forbidden": (403, N_("You see this, and your role does not allow it.")),
    "not_found": (404, N_("There is no such thing, or none that you may know of.")),
    "method_not_allowed": (405, N_("The address does not take this method; see “Allow”.")),
    "step_refused": (409, N_("The thing's state does not allow this step now.")),
    "owner_is_bureau": (
        409,
        N_("The bureau owns the account. Hand it over to the client first; see “fix”."),
    ),
    "prefix_taken": (409, N_("Another account has this prefix. Take another one.")),
    "module_inactive": (409, N_("The bureau's module is not active.")),
    "package_full": (409, N_("All seats of the package are used. Ask for a larger package.")),
    "transfer_pending": (409, N_("The account is being offered to somebody already.")),
    "ownership_fresh": (
        409,
        N_("The account has a new owner. It can't be given away or deleted for 72 hours."),
    ),
    "account_frozen": (
        409,
        N_("Somebody objected to the account's new owner. An operator has to decide first."),
    ),
    "last_owner": (409, N_("The owner can't be removed or lowered. Transfer ownership first.")),
    "email_not_verified": (409, N_("Confirm the e-mail address first; the link was mailed.")),
    "not_a_party": (422, N_("The account is neither seller nor buyer of the invoice.")),
    "number_taken": (409, N_("There is another document of this seller with this number.")),
    "missing_setting": (422, N_("The format needs a setting that the account lacks.")),
    "package_not_ready": (409, N_("The hand-over package that the client asked for is not ready.")),
    "in_progress": (409, N_("The first request with this Idempotency-Key still runs.")),
    "version_conflict": (412, N_("The thing changed since you read it. Read it again.")),
    "payload_too_large": (413, N_("The body is larger than what is read here.")),
    "unsupported_media_type": (415, N_("The body's Content-Type is not read here.")),
    "invalid": (422, N_("The request breaks a rule; “errors” says where.")),
    "bureau_unknown": (422, N_("There is no bureau with this prefix.")),
    "idempotency_key_reused": (422, N_("The Idempotency-Key was used for another request.")),
    "too_many_requests": (429, N_("Too many tries. Wait as long as “Retry-After” says.")),
    "unavailable": (503, N_("A part that this needs does not answer now. Try again.")),
}
"""`package_not_ready` and the like are 409: the same request may pass later."""
