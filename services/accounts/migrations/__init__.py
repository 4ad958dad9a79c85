"""The steps by which the accounts service's database came to its present shape."""

from services.accounts.app import APIS
from services.accounts.database import Base
from services.accounts.handlers import HANDLERS
from shared.tables import technical

# A table is known once its module is loaded; the endpoints and the handlers load them all.
LOADED = (APIS, HANDLERS)

METADATA = (technical, Base.metadata)
