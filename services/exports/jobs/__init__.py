"""Exports as jobs: asked for, watched, fetched, cancelled."""
