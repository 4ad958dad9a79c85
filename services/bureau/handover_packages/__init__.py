"""Hand-over packages: asked for by client or bureau, made by exports, awaited before the end."""
