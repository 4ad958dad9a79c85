"""The steps by which the accounts service's database came to its present shape."""

from services.accounts.app import APIS
from services.accounts.database import Base
from shared.tables import technical

LOADED = APIS  # A table is known once its module is loaded, and the endpoints load them all.

METADATA = (technical, Base.metadata)
