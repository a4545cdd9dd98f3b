#!/bin/sh
# One backup of the database and its files, checked before it counts. Run by entrypoint.sh ("backup now"), nightly by
# backup-loop.sh, and by init.sh before an update.
#
#   $BACKUP_DIR/<database>/<UTC time>/   database.dump   pg_dump, custom format
#                                        filestore.list  the attachments that this dump refers to
#                                        missing.list    those of them that were not on the disk (should not exist)
#                                        rows.list       rows of every table, from the same snapshot as the dump
#                                        manifest        what, when, with which versions
#                                        SHA256SUMS      of all these
#   $BACKUP_DIR/<database>/files/        every attachment of every backup kept, once
#   $BACKUP_DIR/<database>/last-success  its time is that of the last good backup
#
# Odoo names an attachment after the SHA-1 of its content and never changes it, so a night costs what the day added, not a copy
# of all photos ever taken, and every file proves itself. Copy the folder elsewhere with rsync, files/ first.
set -eu

scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=config/docker/lib.sh
. "$scripts/lib.sh"

: "${BACKUP_DIR:=/backups}"
: "${BACKUP_KEEP_DAILY:=14}"
: "${BACKUP_KEEP_MONTHLY:=12}"
: "${ODOO_DATABASE:=street}"
: "${ODOO_DATA_DIR:=/var/lib/odoo}"

umask 027
export LC_ALL=C

database_name "$ODOO_DATABASE"
filestore=$ODOO_DATA_DIR/filestore/$ODOO_DATABASE
home=$BACKUP_DIR/$ODOO_DATABASE
pool=$home/files
stamp=$(date -u +%Y%m%dT%H%M%SZ)
work=$home/.unfinished-$stamp

mkdir -p "$pool"
exec 9>"$home/.lock"
flock --nonblock 9 || die "another backup of $ODOO_DATABASE is running"
# Of runs that were killed; nobody else is at work here, we hold the lock.
rm -rf "$home"/.unfinished-* "$home/.incoming"
mkdir "$work"
trap 'rm -rf "$work" "$home/.incoming"' EXIT
trap 'exit 143' TERM INT HUP

# A dump by an older pg_dump is refused by PostgreSQL itself, in words; this only records who spoke with whom.
client=$(pg_dump --version)
server=$(sql "$ODOO_DATABASE" -c 'SHOW server_version')

log "$ODOO_DATABASE: dumping"
# One snapshot for the dump, the row counts and the list of attachments: what a restore counts can then be compared exactly.
export BACKUP_WORK="$work" BACKUP_DATABASE="$ODOO_DATABASE"
sql "$ODOO_DATABASE" <<'SQL' >/dev/null
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot \gset
\setenv BACKUP_SNAPSHOT :snapshot
\! pg_dump --no-password --format=custom --snapshot="$BACKUP_SNAPSHOT" --file="$BACKUP_WORK/database.dump" --dbname="$BACKUP_DATABASE" && : >"$BACKUP_WORK/.dumped"
\getenv work BACKUP_WORK
\set target :work '/rows.list'
\o :target
SELECT format('SELECT %L, count(*) FROM %I.%I', schemaname || '.' || tablename, schemaname, tablename)
  FROM pg_tables
 WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
 ORDER BY schemaname || '.' || tablename \gexec
\set target :work '/filestore.list'
\o :target
SELECT DISTINCT store_fname COLLATE "C" FROM ir_attachment WHERE store_fname <> '' ORDER BY 1;
\o
COMMIT;
SQL
[ -e "$work/.dumped" ] || die "pg_dump failed"
rm "$work/.dumped"

# ---- the attachments
# Anything but aa/<40 hexadecimal digits> would be a path that somebody made up.
if grep -Evxq '[0-9a-f]{2}/[0-9a-f]{40}' "$work/filestore.list"; then
    die "unexpected attachment names: $(grep -Evx '[0-9a-f]{2}/[0-9a-f]{40}' "$work/filestore.list" | head -n 3)"
fi
(cd "$pool" && find . -type f | sed 's|^\./||' | sort) >"$work/.pool"
comm -23 "$work/filestore.list" "$work/.pool" >"$work/.new"
: >"$work/missing.list"
: >"$work/.copy"
while read -r file; do
    if [ -f "$filestore/$file" ]; then
        echo "$file" >>"$work/.copy"
    else
        echo "$file" >>"$work/missing.list"
    fi
done <"$work/.new"
if [ -s "$work/.copy" ]; then
    log "$ODOO_DATABASE: $(wc -l <"$work/.copy") new attachments"
    mkdir "$home/.incoming"
    tar -C "$filestore" -cf - -T "$work/.copy" | tar -C "$home/.incoming" -xf -
    # The name is the checksum: a file that was cut short, or that the disk has changed, does not get in.
    awk -F/ '{ print $2 "  " $0 }' "$work/.copy" >"$work/.sums"
    (cd "$home/.incoming" && sha1sum --check --quiet --strict "$work/.sums") >&2 ||
        die "attachments whose content is not what their name says (above): the filestore's disk is to be looked at"
    sync -f "$home/.incoming"
    for folder in "$home/.incoming"/*; do
        mkdir -p "$pool/${folder##*/}"
        find "$folder" -type f -exec mv -t "$pool/${folder##*/}" {} +
    done
    rm -rf "$home/.incoming"
fi
if [ -s "$work/missing.list" ]; then
    log "WARNING: $(wc -l <"$work/missing.list") attachments are in the database and not on the disk, see missing.list"
else
    rm "$work/missing.list"
fi
rm -f "$work"/.[a-z]*

# ---- is it any good
pg_restore --list "$work/database.dump" >"$work/.contents" || die "the dump cannot be listed"
grep -q 'TABLE DATA public ir_module_module ' "$work/.contents" || die "the dump holds no Odoo database"
pg_restore --file=/dev/null "$work/database.dump" || die "the dump cannot be read to its end"
rm "$work/.contents"

{
    echo "database=$ODOO_DATABASE"
    echo "taken=$stamp"
    echo "server=$server"
    echo "client=$client"
    echo "tables=$(wc -l <"$work/rows.list")"
    echo "attachments=$(wc -l <"$work/filestore.list")"
    echo "release=$(sql "$ODOO_DATABASE" -c "SELECT value FROM ir_config_parameter WHERE key = 'street_safety.release'")"
} >"$work/manifest"
(cd "$work" && sha256sum -- * >.sums && mv .sums SHA256SUMS)
sync -f "$work"
mv "$work" "$home/$stamp"
trap - EXIT
touch "$home/last-success"
log "$ODOO_DATABASE: $stamp is good, $(du -sh "$home/$stamp" | cut -f 1) and $(du -sh "$pool" | cut -f 1) of files in all"

# ---- what is no longer needed: keep all of the two latest days (one may be from just before an update that went wrong), the
# last of each of the latest days, the last of each of the latest months
stamps "$home" | sort -r | awk \
    -v daily="$BACKUP_KEEP_DAILY" -v monthly="$BACKUP_KEEP_MONTHLY" '
    {
        day = substr($0, 1, 8); month = substr($0, 1, 6); keep = 0
        if (day != last_day) { last_day = day; if (++days <= daily) keep = 1 }
        if (days <= 2) keep = 1
        if (month != last_month) { last_month = month; if (++months <= monthly) keep = 1 }
        if (!keep) print
    }' | while read -r old; do
    log "$ODOO_DATABASE: $old is past its time"
    rm -rf "${home:?}/$old"
done
sort -u -- "$home"/*/filestore.list >"$home/.wanted"
(cd "$pool" && find . -type f | sed 's|^\./||' | sort | comm -23 - ../.wanted | tr '\n' '\0' | xargs -0 -r rm -f --)
rm -f "$home/.wanted"
