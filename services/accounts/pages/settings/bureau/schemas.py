"""What the forms of the bureau are sent."""

from services.accounts.bureaus.schemas import LinkBody

__all__ = ["BureauForm"]

BureauForm = LinkBody
