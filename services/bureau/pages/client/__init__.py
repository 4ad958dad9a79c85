"""A client's page, and the guided ways that lead on from it: hand-over and detach."""
