"""What the pages of clients are asked."""

from services.bureau.served.schemas import ClientQuery
from shared.pages.queries import lenient

PanelQuery = lenient(ClientQuery)
