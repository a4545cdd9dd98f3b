#!/bin/sh
# Is this container doing its work? Argument: web, cron or backup. Silent and 0 when it is.
set -eu

answers() {
    curl --fail --silent --show-error --max-time 10 --output /dev/null "$1"
}

http="http://127.0.0.1:${ODOO_HTTP_PORT:-8069}/web/health?db_server_status=1"
websocket="http://127.0.0.1:${ODOO_GEVENT_PORT:-8072}/websocket/health"

case ${1:-web} in
    web)
        answers "$http"
        answers "$websocket"
        ;;
    cron)
        answers "$http"
        ;;
    backup)
        # 26 hours: last night's backup, or its first retry, must have ended well.
        stamp=${BACKUP_DIR:-/backups}/${ODOO_DATABASE:-street}/last-success
        if [ -z "$(find "$stamp" -mmin "-${BACKUP_MAX_AGE_MINUTES:-1560}" 2>/dev/null)" ]; then
            echo "no good backup in the last ${BACKUP_MAX_AGE_MINUTES:-1560} minutes" >&2
            exit 1
        fi
        ;;
    *)
        echo "usage: healthcheck.sh web|cron|backup" >&2
        exit 2
        ;;
esac
