"""The settings of an account: its people and roles, its owner, its bureau, what programs may."""

from services.accounts.pages.settings.accountant.routes import pages as accountant
from services.accounts.pages.settings.audit.routes import pages as audit
from services.accounts.pages.settings.bureau.routes import pages as bureau
from services.accounts.pages.settings.company.routes import pages as company
from services.accounts.pages.settings.ending.routes import pages as ending
from services.accounts.pages.settings.mail.routes import pages as mail
from services.accounts.pages.settings.owner.routes import pages as owner
from services.accounts.pages.settings.people.routes import pages as people
from services.accounts.pages.settings.roles.routes import pages as roles
from services.accounts.pages.settings.tokens.routes import pages as tokens
from services.accounts.pages.settings.webhooks.routes import pages as webhooks

PAGES = (
    people,
    bureau,
    owner,
    ending,
    accountant,
    roles,
    company,
    tokens,
    webhooks,
    audit,
    mail,
)
