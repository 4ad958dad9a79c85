#!/bin/sh
# Puts the services' passwords into the definitions, which only the broker can read, and starts it.
set -eu
umask 077
sed -e "s|ACCOUNTS_PASSWORD|$ACCOUNTS_PASSWORD|" \
  -e "s|BUREAU_PASSWORD|$BUREAU_PASSWORD|" \
  -e "s|EXPORTS_PASSWORD|$EXPORTS_PASSWORD|" \
  /etc/biurko/definitions.json >/tmp/definitions.json
chown rabbitmq /tmp/definitions.json
exec docker-entrypoint.sh rabbitmq-server
