#!/bin/sh
# Brings a backup back, as a database of its own or in place of the one that is there.
#
#   restore.sh list                                 the backups there are
#   restore.sh [--force] [--as-is] BACKUP DATABASE  BACKUP: <database>/<UTC time>, or <database>/latest
#   restore.sh drop DATABASE                        remove a database that a drill left
#
# DATABASE must not exist. --force: put it in the place of one that does; that one is kept, under another name.
# A copy under another name than the original is neutralised – no mail, no scheduled work, its own identity – unless
# --as-is.
#
# It is all made under a temporary name, counted against the backup, and renamed last: what fails leaves nothing behind that
# could be taken for a database.
set -eu

scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=config/docker/lib.sh
. "$scripts/lib.sh"

: "${BACKUP_DIR:=/backups}"
: "${ODOO_DATABASE:=street}"
: "${ODOO_DATA_DIR:=/var/lib/odoo}"
: "${POSTGRES_TEMPLATE:=street_template}"
: "${RESTORE_JOBS:=2}"

umask 027
export LC_ALL=C

usage() {
    sed -n '2,12s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

exists() {
    [ -n "$(sql postgres --set name="$1" <<'SQL'
SELECT 1 FROM pg_database WHERE datname = :'name';
SQL
    )" ]
}

connections() {
    sql postgres --set name="$1" <<'SQL'
SELECT count(*) FROM pg_stat_activity WHERE datname = :'name' AND backend_type = 'client backend';
SQL
}

rename_database() {
    sql postgres --set old="$1" --set new="$2" <<'SQL'
ALTER DATABASE :"old" RENAME TO :"new";
SQL
}

list_backups() {
    for manifest in "$BACKUP_DIR"/*/[0-9]*Z/manifest; do
        [ -e "$manifest" ] || { echo "no backups in $BACKUP_DIR"; return; }
        folder=${manifest%/manifest}
        printf '%s  %s  %s\n' "${folder#"$BACKUP_DIR"/}" "$(du -sh "$folder" | cut -f 1)" \
            "$(sed -n 's/^\(tables\|attachments\|release\)=/\1 /p' "$manifest" | tr '\n' ' ')"
    done
}

drop() {
    database_name "$1"
    [ "$1" != "$ODOO_DATABASE" ] || die "$1 is the database in service; this command only removes others"
    [ "$(connections "$1")" -eq 0 ] || die "somebody is connected to $1"
    dropdb --no-password --if-exists --maintenance-db=postgres "$1"
    rm -rf "${filestores:?}/$1"
    log "$1 is gone"
}

# find_backup NAME: sets source, backup, pool
find_backup() {
    source=${1%/*} taken=${1##*/}
    database_name "$source"
    if [ "$taken" = latest ]; then
        taken=$(stamps "$BACKUP_DIR/$source" | tail -n 1)
    fi
    case $taken in
        [0-9]*Z) ;;
        *) die "'$1' names no backup; 'restore.sh list' shows them" ;;
    esac
    backup=$BACKUP_DIR/$source/$taken
    pool=$BACKUP_DIR/$source/files
    [ -f "$backup/SHA256SUMS" ] || die "no backup $source/$taken; 'restore.sh list' shows them"
    (cd "$backup" && sha256sum --check --quiet --strict SHA256SUMS) >&2 || die "$source/$taken is damaged (above)"
}

restore_database() {
    log "$source/$taken: database into $1"
    # A copy of the prepared template: extensions need no superuser, and unaccent is immutable before the indexes that use
    # it are built (pg_dump does not record that).
    exists "$POSTGRES_TEMPLATE" || die "no database $POSTGRES_TEMPLATE on the server: run config/postgres/ once"
    createdb --no-password --maintenance-db=postgres --template="$POSTGRES_TEMPLATE" "$1"
    pg_restore --list "$backup/database.dump" | grep -Ev ' (EXTENSION|COMMENT - EXTENSION|SCHEMA - public) ' >"$work/contents"
    pg_restore --no-password --exit-on-error --no-owner --no-privileges --jobs="$RESTORE_JOBS" \
        --use-list="$work/contents" --dbname="$1" "$backup/database.dump"
    sql "$1" >"$work/rows" <<'SQL'
SELECT format('SELECT %L, count(*) FROM %I.%I', schemaname || '.' || tablename, schemaname, tablename)
  FROM pg_tables
 WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
 ORDER BY schemaname || '.' || tablename \gexec
SQL
    diff -u "$backup/rows.list" "$work/rows" >&2 || die "the restored rows are not those of the backup (above)"
    log "$source/$taken: the rows of all $(wc -l <"$work/rows") tables are those of the backup"
    # Quietly: of the server's own tables it would say, one by one, that they are not ours.
    sql "$1" -c 'SET client_min_messages = error' -c ANALYZE
}

restore_files() {
    if [ -f "$backup/missing.list" ]; then
        log "WARNING: $(wc -l <"$backup/missing.list") attachments were missing already when the backup was taken"
        comm -23 "$backup/filestore.list" "$backup/missing.list" >"$work/files"
    else
        cp "$backup/filestore.list" "$work/files"
    fi
    mkdir -p "$1"
    [ -s "$work/files" ] || return 0
    tar -C "$pool" -cf - -T "$work/files" | tar -C "$1" -xf -
    awk -F/ '{ print $2 "  " $0 }' "$work/files" >"$work/sums"
    (cd "$1" && sha1sum --check --quiet --strict "$work/sums") >&2 || die "attachments are missing or damaged (above)"
    log "$source/$taken: $(wc -l <"$work/files") attachments, all with the right content"
}

# A second database with the first one's identity would send the first one's letters.
neutralise() {
    log "$1 is a copy: no mail, no scheduled work, an identity of its own"
    odoo neutralize --database "$1"
    sql "$1" -c "UPDATE ir_config_parameter SET value = gen_random_uuid()::text WHERE key = 'database.uuid'" \
        -c "DELETE FROM ir_config_parameter WHERE key = 'web.base.url.freeze'"
}

force=""
as_is=""
filestores=$ODOO_DATA_DIR/filestore
while [ $# -gt 0 ]; do
    case $1 in
        --force) force=1 ;;
        --as-is) as_is=1 ;;
        -*) usage ;;
        *) break ;;
    esac
    shift
done
case ${1:-} in
    list) list_backups; exit ;;
    drop) [ $# -eq 2 ] || usage; drop "$2"; exit ;;
esac
[ $# -eq 2 ] || usage
case $1 in */*) ;; *) usage ;; esac
target=$2
database_name "$target"
# Room for _until_ and a time.
[ "${#target}" -le 40 ] || die "'$target' is longer than 40 characters"
find_backup "$1"

old=""
if exists "$target" || [ -e "$filestores/$target" ]; then
    [ -n "$force" ] || die "$target exists already (its database or its files): another name, or --force to put it aside"
    old=${target}_until_$(date -u +%Y%m%d%H%M%S)
    count=$(connections "$target")
    [ "$count" -eq 0 ] || die "$count connections to $target: stop web and cron on every node first"
fi

temporary=${target}_restoring
work=$(mktemp -d)
clean() {
    rm -rf "$work"
    [ -z "$temporary" ] || {
        dropdb --no-password --if-exists --maintenance-db=postgres "$temporary" 2>/dev/null || true
        rm -rf "${filestores:?}/$temporary"
    }
}
trap clean EXIT
trap 'exit 143' TERM INT HUP
# Left by a restore that was killed; its name says what it is.
! exists "$temporary" || dropdb --no-password --maintenance-db=postgres "$temporary"
rm -rf "${filestores:?}/$temporary"

restore_database "$temporary"
restore_files "$filestores/$temporary"
[ "$target" = "$source" ] || [ -n "$as_is" ] || neutralise "$temporary"

if [ -n "$old" ]; then
    ! exists "$target" || rename_database "$target" "$old"
    [ ! -e "$filestores/$target" ] || mv "$filestores/$target" "$filestores/$old"
    log "what was $target is now $old; remove it with 'restore.sh drop $old' when it is not needed any more"
fi
rename_database "$temporary" "$target"
mv "$filestores/$temporary" "$filestores/$target"
temporary=""
log "$target is restored from $source/$taken"
