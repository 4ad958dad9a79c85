"""What each bulk action is called, what it will do, and the formats of an export."""

from shared.texts import N_

WHAT = {
    "export": N_("One export with a file for each of the companies."),
    "assign": N_("These people will look after the companies, and nobody else of the bureau."),
    "tag": N_("Tags group the companies of your list. What is not named here stays as it is."),
    "note": N_("The note replaces the one that each of the companies has now."),
    "handover": N_(
        "Each person gets a mail in which they take the account over. Until they accept, nothing "
        "changes; afterwards the account is the client's, and its seat stays used until you end "
        "the co-operation."
    ),
    "detach": N_(
        "The co-operation ends: the bureau sees the company no more, and the client keeps "
        "everything. This can't be undone. Accounts that the bureau still owns are left out; hand "
        "them over first."
    ),
}

DANGEROUS = ("handover", "detach")

FORMATS = (
    ("jpk_v7m_3", "JPK_V7M (3)"),
    ("jpk_v7k_3", "JPK_V7K (3)"),
    ("jpk_fa_4", "JPK_FA (4)"),
    ("jpk_mag_2", "JPK_MAG (2)"),
    ("jpk_pkpir_3", "JPK_PKPIR (3)"),
    ("jpk_ewp_4", "JPK_EWP (4)"),
    ("symfonia_fk", "Symfonia"),
    ("optima_xml", "Comarch Optima"),
    ("wapro_xml", "WAPRO"),
    ("edi_epp", "EDI++ (EPP)"),
    ("ksef_xml", "KSeF (XML)"),
    ("ubl_2_1", "UBL 2.1"),
    ("vat_register_xlsx", N_("VAT register (XLSX)")),
    ("vat_register_csv", N_("VAT register (CSV)")),
    ("archive_zip", N_("All documents (ZIP)")),
)
"""The formats of exports by their ids in its API; whether one exists it says itself."""

NO_CLIENTS = N_("Choose companies on the list, or write their prefixes here.")
TOO_MANY = N_("At most %(most)s companies at once. Narrow the list down first.")
