"""The settings of an account: its people and roles, its owner, its bureau and accountant."""

from services.accounts.pages.settings.accountant.routes import pages as accountant
from services.accounts.pages.settings.bureau.routes import pages as bureau
from services.accounts.pages.settings.ending.routes import pages as ending
from services.accounts.pages.settings.owner.routes import pages as owner
from services.accounts.pages.settings.people.routes import pages as people
from services.accounts.pages.settings.roles.routes import pages as roles

PAGES = (people, bureau, owner, ending, accountant, roles)
