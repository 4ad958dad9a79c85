"""JPK_V7M(3): the records of VAT of a taxpayer who settles by the month.

Specification: the Ministry of Finance's schema JPK_V7M(3) version 1-0E, for months from 02.2026.
Encoding: UTF-8. Line ends: LF. What goes in, and by which rules, is said in `jpk_v7`.
"""

from services.exports.formats.jpk_v7 import records_format
from shared.texts import N_

FORMAT = records_format(
    id="jpk_v7m_3",
    name=N_("JPK_V7M(3), records"),
    system_code="JPK_V7M (3)",
    namespace="http://crd.gov.pl/wzor/2025/12/19/14090/",
)
