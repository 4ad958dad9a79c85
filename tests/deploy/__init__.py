"""What starts the system: supervisor, server, migrations, images."""
