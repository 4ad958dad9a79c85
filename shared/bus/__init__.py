"""The bus: messages between services, on RabbitMQ or on one SQLite file."""
