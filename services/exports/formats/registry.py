"""All formats, in the contract's order. A new one is a module and a line here."""

from collections.abc import Mapping
from types import MappingProxyType

from services.exports.formats import (
    archive_zip,
    edi_epp,
    jpk_ewp_4,
    jpk_fa_4,
    jpk_mag_2,
    jpk_pkpir_3,
    jpk_v7k_3,
    jpk_v7m_3,
    ksef_xml,
    optima_xml,
    symfonia_fk,
    ubl_2_1,
    vat_register_csv,
    vat_register_xlsx,
    wapro_xml,
)
from services.exports.formats.format import Format

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        module.FORMAT.id: module.FORMAT
        for module in (
            symfonia_fk,
            edi_epp,
            optima_xml,
            wapro_xml,
            jpk_fa_4,
            jpk_v7m_3,
            jpk_v7k_3,
            jpk_mag_2,
            jpk_pkpir_3,
            jpk_ewp_4,
            ksef_xml,
            ubl_2_1,
            vat_register_csv,
            vat_register_xlsx,
            archive_zip,
        )
    }
)
