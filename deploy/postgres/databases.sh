#!/bin/sh
# Runs once, when the server's folder is empty: a database and a user for each service, which
# sees nothing of the others.
set -eu

create() {
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "${POSTGRES_DB:-$POSTGRES_USER}" \
    --set service="$1" --set password="$2" <<'SQL'
CREATE USER :"service" PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE CONNECT ON DATABASE :"service" FROM PUBLIC;
SQL
}

create accounts "$ACCOUNTS_PASSWORD"
create bureau "$BUREAU_PASSWORD"
create exports "$EXPORTS_PASSWORD"
