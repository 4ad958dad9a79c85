"""Dead letters and parked messages of this service, for operators."""

from shared.stuck.routes import stuck_api

api = stuck_api("exports")
