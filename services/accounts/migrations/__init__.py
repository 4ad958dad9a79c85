"""The steps by which the accounts service's database came to its present shape."""

from services.accounts.app import create_app
from services.accounts.database import Base
from shared.auth import knowledge
from shared.database import technical

# A table is part of the metadata once its module is loaded, and the app loads them all;
# `knowledge` is what the other two services use, and every service has the same technical tables.
LOADED = (create_app, knowledge)

METADATA = (technical, Base.metadata)
