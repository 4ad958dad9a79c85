"""The formats that documents are exported in: a stream of documents in, a stream of bytes out.

Nothing here knows HTTP, a database or a clock, so the same run gives the same bytes.
A format is a `Format` in a module of its own and one line in `registry.FORMATS`.
"""
