"""A broker without a server: a kombu transport on one SQLite file.

It keeps the promises that the bus needs of RabbitMQ. A message is stored once for each queue
that is bound for it, all in one transaction on disk. A consumer claims messages; they come
back when it dies, at once and in their old place. Unlike kombu's own transports without a
server it loses nothing when a process is killed between receiving and acknowledging.
"""
