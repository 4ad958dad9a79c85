"""An account that is offered to who is signed in: take it over, or decline."""
