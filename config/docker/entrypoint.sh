#!/bin/sh
# What a container of the image is for, its first argument:
#
#   web                      serve people: HTTP workers and the websocket
#   cron                     run scheduled work, nothing else; HTTP on its own loopback for health checks and PDF assets
#   init                     one shot: make the database, or bring it to this image's addons
#   backup [now]             the nightly backup, for ever; "now": one, at once
#   restore ...              see restore.sh
#   odoo ...                 Odoo's own command line (shell, neutralize, i18n ...) with the production configuration
#   anything else            that command, with the same surroundings
#
# Secrets come from files (NAME_FILE, preferred) or the environment (NAME): ODOO_ADMIN_PASSWD, ODOO_DB_PASSWORD.
# What stays is $STREET_SAFETY_RUN/odoo.conf and pgpass, mode 0600, in memory.
set -eu

scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=config/docker/lib.sh
. "$scripts/lib.sh"

: "${STREET_SAFETY_HOME:=/opt/street-safety}"
: "${STREET_SAFETY_RUN:=/run/street-safety}"
: "${STREET_SAFETY_ADDONS:=$STREET_SAFETY_HOME/addons}"
: "${STREET_SAFETY_TEMPLATE:=$STREET_SAFETY_HOME/config/odoo-production.conf}"
: "${ODOO_DATABASE:=street}"
: "${ODOO_DATA_DIR:=/var/lib/odoo}"
: "${PGUSER:=odoo}"
: "${DATABASE_TIMEOUT:=60}"
export STREET_SAFETY_HOME STREET_SAFETY_RUN ODOO_DATABASE ODOO_DATA_DIR PGUSER
export ODOO_RC="$STREET_SAFETY_RUN/odoo.conf" PGPASSFILE="$STREET_SAFETY_RUN/pgpass"

configure() {
    database_name "$ODOO_DATABASE"
    read_secret ODOO_ADMIN_PASSWD
    read_secret ODOO_DB_PASSWORD
    mkdir -p "$STREET_SAFETY_RUN"
    render "$STREET_SAFETY_TEMPLATE" "$ODOO_RC" \
        ODOO_DATABASE ODOO_ADMIN_PASSWD STREET_SAFETY_ADDONS ODOO_DATA_DIR
    write_pgpass "$PGPASSFILE" "$PGUSER" "$ODOO_DB_PASSWORD"
    # Odoo would read these from the environment, and wkhtmltopdf and everything else it starts would inherit them.
    unset ODOO_ADMIN_PASSWD ODOO_DB_PASSWORD PGPASSWORD
    # Compose turns an unset variable into an empty one; Odoo takes an empty replica for a request to simulate one.
    [ -n "${PGHOST_REPLICA:-}" ] || unset PGHOST_REPLICA
    [ -n "${PGPORT_REPLICA:-}" ] || unset PGPORT_REPLICA
}

# Nothing may be read by more than it needs to: what Odoo writes is for its own user.
umask 027

role=${1:-web}
[ $# -eq 0 ] || shift
case $role in
    web)
        configure
        wait_for_postgres "$DATABASE_TIMEOUT"
        exec odoo "$@"
        ;;
    cron)
        # One HTTP worker stays: the health check and wkhtmltopdf ask it, on the container's own loopback.
        export ODOO_WORKERS="${ODOO_WORKERS:-1}" ODOO_MAX_CRON_THREADS="${ODOO_MAX_CRON_THREADS:-2}"
        export ODOO_LIMIT_TIME_CPU="${ODOO_LIMIT_TIME_CPU:-3600}" ODOO_HTTP_INTERFACE="${ODOO_HTTP_INTERFACE:-127.0.0.1}"
        configure
        wait_for_postgres "$DATABASE_TIMEOUT"
        exec odoo "$@"
        ;;
    init | restore)
        configure
        wait_for_postgres "$DATABASE_TIMEOUT"
        exec "$scripts/$role.sh" "$@"
        ;;
    backup)
        configure
        wait_for_postgres "$DATABASE_TIMEOUT"
        case ${1:-} in
            now) exec "$scripts/backup.sh" ;;
            '') exec "$scripts/backup-loop.sh" ;;
            *) die "backup: '$1' is not known; 'now' or nothing" ;;
        esac
        ;;
    odoo)
        configure
        wait_for_postgres "$DATABASE_TIMEOUT"
        exec odoo "$@"
        ;;
    *)
        exec "$role" "$@"
        ;;
esac
