"""All that is reached from a client's page, for the service to show."""

from services.bureau.pages.client.detach import pages as detach
from services.bureau.pages.client.handover import pages as handover
from services.bureau.pages.client.months import pages as months
from services.bureau.pages.client.notes import pages as notes
from services.bureau.pages.client.package import pages as package
from services.bureau.pages.client.people import pages as people
from services.bureau.pages.client.routes import pages as client

PAGES = (client, people, notes, months, package, handover, detach)
