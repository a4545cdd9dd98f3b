#!/bin/sh
# The backup service: one backup a day at BACKUP_TIME (HH:MM in the container's time zone), at once when there is none yet or
# the last one is due – after a night switched off, for example – and an hour after a failure again.
set -eu

scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=config/docker/lib.sh
. "$scripts/lib.sh"

: "${BACKUP_DIR:=/backups}"
: "${BACKUP_TIME:=02:30}"
: "${BACKUP_RETRY_SECONDS:=3600}"
: "${BACKUP_POLL_SECONDS:=30}"
: "${ODOO_DATABASE:=street}"
export BACKUP_DIR ODOO_DATABASE

case $BACKUP_TIME in
    [01][0-9]:[0-5][0-9] | 2[0-3]:[0-5][0-9]) ;;
    *) die "BACKUP_TIME: '$BACKUP_TIME' is not a time such as 02:30" ;;
esac
stamp=$BACKUP_DIR/$ODOO_DATABASE/last-success

# due: never done, or done before today's BACKUP_TIME when that has come, or before yesterday's.
due() {
    [ -e "$stamp" ] || return 0
    done_at=$(date -r "$stamp" +%Y%m%d%H%M)
    if [ "$(date +%H%M)" -ge "$(echo "$BACKUP_TIME" | tr -d :)" ]; then
        latest=$(date +%Y%m%d)$(echo "$BACKUP_TIME" | tr -d :)
    else
        latest=$(date -d yesterday +%Y%m%d)$(echo "$BACKUP_TIME" | tr -d :)
    fi
    [ "$done_at" -lt "$latest" ]
}

# A shell waits for its child before it looks at a signal, so the child is put behind it and waited for.
child=''
trap '[ -z "$child" ] || kill "$child" 2>/dev/null; exit 0' TERM INT
rest() {
    sleep "$1" &
    child=$!
    wait "$child" || true
    child=''
}

log "$ODOO_DATABASE: every day at $BACKUP_TIME $(date +%Z)"
while :; do
    if due; then
        "$scripts/backup.sh" &
        child=$!
        if ! wait "$child"; then
            child=''
            log "ERROR: no backup of $ODOO_DATABASE this time; next try in $BACKUP_RETRY_SECONDS s"
            rest "$BACKUP_RETRY_SECONDS"
            continue
        fi
        child=''
    fi
    rest "$BACKUP_POLL_SECONDS"
done
