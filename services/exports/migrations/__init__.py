"""The steps by which the exports service's database came to its present shape."""

from services.exports.app import create_app, create_runner
from services.exports.database import Base
from shared.database import technical

# A table is part of the metadata once its module is loaded, and the app loads them all.
LOADED = (create_app, create_runner)

METADATA = (technical, Base.metadata)
