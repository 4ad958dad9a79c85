"""The page at which everybody begins."""

from sqlalchemy.orm import Session

from services.accounts.pages.places import places_of
from services.accounts.users.me import me_view
from services.accounts.users.people import person
from shared.auth.caller import Caller
from shared.contracts.pages import HOME
from shared.pages.routing import Pages, Show

pages = Pages("home")


@pages.read(HOME)
def show_home(session: Session, caller: Caller) -> Show:
    """The person's accounts; the clients of a bureau are in its panel."""
    me = me_view(session, person(session, caller))
    roles = {each["prefix"]: each for each in me["accounts"] if each["via"] == "user"}
    return Show("home/home.html", me=me, roles=roles, accounts=places_of(session, caller))
