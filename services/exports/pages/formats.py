"""What a person reads of each format before choosing it: what the file is for."""

from shared.texts import N_

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Accounting programs"), ("symfonia_fk", "edi_epp", "optima_xml", "wapro_xml")),
    (
        N_("Files for the tax office (JPK)"),
        ("jpk_v7m_3", "jpk_v7k_3", "jpk_fa_4", "jpk_pkpir_3", "jpk_ewp_4", "jpk_mag_2"),
    ),
    (
        N_("Registers and invoices as they are"),
        ("vat_register_xlsx", "vat_register_csv", "ksef_xml", "ubl_2_1"),
    ),
    (N_("To keep or to hand over"), ("archive_zip",)),
)
"""All formats, as they are offered."""

PURPOSES = {
    "symfonia_fk": N_(
        "Entries with journal lines for Symfonia FK. Needs the firm's account map first."
    ),
    "edi_epp": N_("Invoices and contractors for Rewizor, Rachmistrz and Subiekt (.epp)."),
    "optima_xml": N_("VAT registers for Comarch ERP Optima; enova365 reads them too."),
    "wapro_xml": N_("Invoices and contractors for WAPRO Kaper and WAPRO Fakir."),
    "jpk_v7m_3": N_("The records part of the monthly VAT file, from the documents that are here."),
    "jpk_v7k_3": N_("The same for those who settle VAT by the quarter; a file per month."),
    "jpk_fa_4": N_("Sales invoices, when the tax office asks; many programs read it as well."),
    "jpk_pkpir_3": N_("The tax book of revenues and expenses of a year."),
    "jpk_ewp_4": N_("Revenues of those who pay the flat-rate tax."),
    "jpk_mag_2": N_("Warehouse documents: PZ, WZ, RW and MM."),
    "vat_register_xlsx": N_("Sales and purchases by rate, ready to open in Excel."),
    "vat_register_csv": N_("The same as plain text, for programs that import columns."),
    "ksef_xml": N_("The XML files as they came from KSeF, unchanged."),
    "ubl_2_1": N_("Sales invoices for buyers abroad, in the European format."),
    "archive_zip": N_("Everything of the period: prints, original files, attachments, register."),
}
"""One sentence per format."""
