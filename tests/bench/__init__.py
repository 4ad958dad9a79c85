"""Ratios measured in one run: the product next to the bare thing on the same machine."""
