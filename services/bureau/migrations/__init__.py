"""The steps by which the bureau service's database came to its present shape."""

from services.bureau.app import create_app
from services.bureau.database import Base
from shared.database import technical

# A table is part of the metadata once its module is loaded, and the app loads them all.
LOADED = (create_app,)

METADATA = (technical, Base.metadata)
