"""VAT rates of an e-invoice: the groups of its sums, and what each row's rate is.

Source: FA(2) and FA(3), elements P_12, P_13_*, P_14_*. FA(3) spells the canonical rates.
FA(2) writes `0` and `np` for several of them, and both put two rates into one sum.
"""

from dataclasses import dataclass

from services.accounts.documents.ksef.node import Node

MARGIN = "margin"
OUTSIDE = "np I"


@dataclass(frozen=True)
class Group:
    """One sum of an e-invoice: the elements of its net and VAT, the rates that share it."""

    net: str
    rates: tuple[str, ...]  # The one in force first.
    vat: str | None = None

    @property
    def vat_pln(self) -> str:
        return f"{self.vat}W"


GROUPS = (
    Group("P_13_1", ("23", "22"), "P_14_1"),
    Group("P_13_2", ("8", "7"), "P_14_2"),
    Group("P_13_3", ("5",), "P_14_3"),
    Group("P_13_4", ("4", "3"), "P_14_4"),
    # Sales in the special procedures (OSS) are taxed in another state: for Polish records
    # they are outside the country, as JPK_FA(4) has them in its P_13_5 and P_14_5.
    Group("P_13_5", (OUTSIDE,), "P_14_5"),
    Group("P_13_6_1", ("0 KR",)),
    Group("P_13_6_2", ("0 WDT",)),
    Group("P_13_6_3", ("0 EX",)),
    Group("P_13_7", ("zw",)),
    Group("P_13_8", (OUTSIDE,)),
    Group("P_13_9", ("np II",)),
    Group("P_13_10", ("oo",)),
    Group("P_13_11", (MARGIN,)),
)


def summed_groups(fa: Node) -> list[Group]:
    """Those of which the invoice states a sum, in the order of the structure."""
    return [group for group in GROUPS if group.net in fa.said]


_AMBIGUOUS = {"0": ("0 KR", "0 WDT", "0 EX"), "np": (OUTSIDE, "np II")}


class RateReader:
    """Tells the canonical rate of each row of one invoice."""

    def __init__(self, fa: Node) -> None:
        self._summed = {group.rates[0] for group in summed_groups(fa)}
        self._margin = fa.marks("Adnotacje/PMarzy/P_PMarzy")

    def rate(self, given: str | None, special: str | None) -> str | None:
        """The canonical rate of a row with P_12 `given` and P_12_XII `special`.

        An FA(2) `0` or `np` is the one of its meanings that the invoice has a sum for; where
        it has several sums, no reading is certain and the row stays without a rate.
        A row without a rate is a margin one where the invoice is in the margin procedure.
        """
        if special is not None:
            return OUTSIDE
        if given is None:
            return MARGIN if self._margin else None
        if given not in _AMBIGUOUS:
            return given
        meant = [rate for rate in _AMBIGUOUS[given] if rate in self._summed]
        return meant[0] if len(meant) == 1 else None
