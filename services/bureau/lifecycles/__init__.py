"""The lifecycles of this service, as they run, for whoever asks."""
