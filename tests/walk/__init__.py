"""The walk on the front page, taken as it stands there."""
