"""Everything that starts the services: the supervisor for one machine, images, examples."""
