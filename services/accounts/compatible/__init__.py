"""The API that programs for Fakturownia already speak: an adapter with no rule of its own."""

from services.accounts.compatible.account.routes import api as account
from services.accounts.compatible.attachments.routes import api as attachments
from services.accounts.compatible.clients.routes import api as clients
from services.accounts.compatible.invoices.routes import api as invoices
from services.accounts.compatible.payments.routes import api as payments
from services.accounts.compatible.products.routes import api as products
from services.accounts.compatible.warehouse.routes import api as warehouse
from services.accounts.compatible.webhooks.routes import api as webhooks

COMPATIBLE = (account, attachments, clients, invoices, payments, products, warehouse, webhooks)
"""The endpoints of each kind of thing."""
