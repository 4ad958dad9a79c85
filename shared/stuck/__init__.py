"""Stuck work on the operator's desk: dead letters and parked messages, alike in every service."""
