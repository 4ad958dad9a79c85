"""Dead letters and parked messages of this service on the operator's desk."""

from shared.stuck.pages import stuck_pages

pages = stuck_pages("exports")
