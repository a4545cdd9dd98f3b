#!/bin/sh
# Runs once, when the database server is made: the role that Odoo logs in as, and the template that its databases are copies
# of. The official image runs it as its superuser; for a server of your own run it by hand, with PGHOST and PGUSER of
# an administrator.
#
# Odoo is no superuser. It may make databases, because a restore does; each is a copy of street_template:
#   C collation         LIKE 'prefix%' uses the ordinary index: the tree of units, every search by code
#   a UTF-8 character type, so that pg_trgm sees Chinese characters (with LC_CTYPE C it sees none)
#   pg_trgm, unaccent   the latter immutable, as Odoo wants it, which only its owner may declare
set -eu

: "${POSTGRES_USER:=${PGUSER:-postgres}}"
: "${ODOO_DB_USER:=odoo}"
: "${ODOO_DB_CTYPE:=C.UTF-8}"
if [ -n "${ODOO_DB_PASSWORD_FILE:-}" ]; then
    ODOO_DB_PASSWORD=$(cat "$ODOO_DB_PASSWORD_FILE")
fi
[ -n "${ODOO_DB_PASSWORD:-}" ] || { echo "ODOO_DB_PASSWORD_FILE or ODOO_DB_PASSWORD is needed" >&2; exit 1; }
export ODOO_DB_USER ODOO_DB_PASSWORD ODOO_DB_CTYPE

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv user ODOO_DB_USER
\getenv password ODOO_DB_PASSWORD
\getenv ctype ODOO_DB_CTYPE

-- The password is not to be seen in the server's log.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SELECT format('CREATE ROLE %I', :'user') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec
ALTER ROLE :"user" LOGIN CREATEDB NOSUPERUSER NOCREATEROLE PASSWORD :'password';

SELECT format(
    'CREATE DATABASE street_template TEMPLATE template0 ENCODING ''UTF8'' LC_COLLATE ''C'' LC_CTYPE %L', :'ctype'
) WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'street_template') \gexec

ALTER DATABASE street_template WITH ALLOW_CONNECTIONS true;
\connect street_template
SELECT count(*) = 2 AS contrib FROM pg_available_extensions WHERE name IN ('pg_trgm', 'unaccent') \gset
\if :contrib
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
ALTER FUNCTION unaccent(text) IMMUTABLE;
\else
\warn 'WARNING: this server has no pg_trgm or no unaccent (contrib): searching by a part of a name will be slow'
\endif
\connect postgres
ALTER DATABASE street_template WITH IS_TEMPLATE true ALLOW_CONNECTIONS false;
SQL
