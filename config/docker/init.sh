#!/bin/sh
# Makes the database, or brings it to the addons of this image; does nothing, in a second, when it is there already.
# One shot, run by entrypoint.sh before web and cron start.
#
# What the database was last brought to is kept in it (system parameter street_safety.release), written last: an
# interrupted run is taken up again by the next.
set -eu

scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=config/docker/lib.sh
. "$scripts/lib.sh"

: "${STREET_SAFETY_MODULES:=street_safety_base,street_safety_inspection,street_safety_training,street_safety_accountability}"
: "${STREET_SAFETY_RELEASE_FILE:=$STREET_SAFETY_HOME/RELEASE}"
: "${POSTGRES_TEMPLATE:=street_template}"
: "${BACKUP_BEFORE_UPDATE:=1}"

# One process, no port, no scheduled work beside it; hours if it must.
odoo_once() {
    ODOO_WORKERS=0 ODOO_MAX_CRON_THREADS=0 ODOO_HTTP_ENABLE=0 ODOO_LIMIT_MEMORY_HARD=0 ODOO_LIMIT_MEMORY_SOFT=0 \
        odoo --database "$ODOO_DATABASE" --stop-after-init "$@"
}

parameter() {
    sql "$ODOO_DATABASE" --set key="$1" <<'SQL'
SELECT value FROM ir_config_parameter WHERE key = :'key';
SQL
}

set_parameter() {
    sql "$ODOO_DATABASE" --set key="$1" --set value="$2" <<'SQL'
INSERT INTO ir_config_parameter (key, value, create_uid, create_date, write_uid, write_date)
VALUES (:'key', :'value', 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC')
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, write_date = EXCLUDED.write_date;
SQL
}

# absent | empty | halfway (Odoo's own base is not installed) | ready
database_state() {
    if [ -z "$(sql postgres --set name="$ODOO_DATABASE" <<'SQL'
SELECT 1 FROM pg_database WHERE datname = :'name';
SQL
    )" ]; then
        echo absent
    elif [ -z "$(sql "$ODOO_DATABASE" -c "SELECT to_regclass('public.ir_module_module')")" ]; then
        echo empty
    elif [ "$(sql "$ODOO_DATABASE" -c "SELECT state FROM ir_module_module WHERE name = 'base'")" = installed ]; then
        echo ready
    else
        echo halfway
    fi
}

# install absent|empty
install() {
    log "new database $ODOO_DATABASE: Odoo and Simplified Chinese"
    if [ "$1" = absent ]; then
        # A copy of the prepared template; Odoo would make one too, and log an error over the extensions it may not touch.
        createdb --no-password --maintenance-db=postgres --template="$POSTGRES_TEMPLATE" "$ODOO_DATABASE"
    fi
    # The language first: what an addon translates, it translates into the languages that are there when it is installed.
    odoo_once --init base --load-language zh_CN
    install_addons
}

install_addons() {
    log "installing $STREET_SAFETY_MODULES"
    odoo_once --init "$STREET_SAFETY_MODULES"
    log "addresses, the administrator's password and language"
    read_secret ODOO_LOGIN_PASSWORD
    export ODOO_LOGIN_PASSWORD
    ODOO_WORKERS=0 ODOO_MAX_CRON_THREADS=0 odoo shell --database "$ODOO_DATABASE" --no-http \
        <"$scripts/first_run.py"
    unset ODOO_LOGIN_PASSWORD
}

# The tables change under an update, so nobody may be working: web and cron, here or on another node, must be stopped. An
# idle Odoo may hold no connection to its database; its cron workers and its websocket listen on "postgres".
refuse_company() {
    others=$(sql "$ODOO_DATABASE" -c "SELECT count(*) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
          AND (datname = current_database() OR datname = 'postgres' AND application_name LIKE 'odoo-%')")
    [ "$others" -eq 0 ] || die "$others connections to $ODOO_DATABASE: stop web and cron on every node, then start again"
}

update() {
    refuse_company
    if [ "$BACKUP_BEFORE_UPDATE" = 1 ]; then
        log "backup before the update"
        "$scripts/backup.sh"
    fi
    if [ "${known%% *}" = "${wanted%% *}" ]; then
        updated=$STREET_SAFETY_MODULES
    else
        log "Odoo itself changed, from ${known%% *} to ${wanted%% *}: everything is updated"
        updated=base
    fi
    # --init installs what came with this image and was not there before; it leaves the installed ones alone.
    odoo_once --update "$updated" --init "$STREET_SAFETY_MODULES"
}

wanted=$(cat "$STREET_SAFETY_RELEASE_FILE")
state=$(database_state)
case $state in
    absent | empty)
        install "$state"
        ;;
    halfway)
        die "$ODOO_DATABASE was left half made by an interrupted first start and holds nothing yet:" \
            "drop it (docs/deployment.md, 'When the first start was interrupted') and start again"
        ;;
    ready)
        known=$(parameter street_safety.release)
        if [ "$known" = "$wanted" ]; then
            log "$ODOO_DATABASE is at $wanted; nothing to do"
            exit 0
        elif [ -z "$known" ]; then
            refuse_company
            install_addons
        else
            log "$ODOO_DATABASE: from $known to $wanted"
            update
        fi
        ;;
esac
set_parameter street_safety.release "$wanted"
log "$ODOO_DATABASE is at $wanted"
