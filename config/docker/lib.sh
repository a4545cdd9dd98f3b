# shellcheck shell=sh
# What the container scripts share. Sourced, never run; POSIX sh, because the proxy's image has nothing else.

log() {
    printf '%s %s: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "${0##*/}" "$*" >&2
}

die() {
    log "ERROR: $*"
    exit 1
}

# read_secret NAME: sets NAME from the file that NAME_FILE names, or leaves the value that the environment gave.
# Both at once is a mistake worth stopping for: nobody would know which one counts.
read_secret() {
    eval "_value=\${$1:-} _file=\${$1_FILE:-}"
    if [ -n "$_file" ]; then
        [ -z "$_value" ] || die "$1 and $1_FILE are both set; keep one"
        [ -r "$_file" ] || die "$1_FILE: cannot read $_file (see 'Secrets' in docs/deployment.md)"
        _value=$(cat "$_file")
    fi
    [ -n "$_value" ] || die "$1 is not set: give $1_FILE (a file) or $1 (the environment)"
    single_line "$1" "$_value"
    eval "$1=\$_value"
    unset _value "$1_FILE"
}

# single_line LABEL VALUE: refuses a line break, with which a value could add options of its own to a configuration.
single_line() {
    case $2 in
        *"
"*) die "$1 holds a line break" ;;
    esac
}

# database_name VALUE: refuses what would need quoting in SQL, in a path or in the dbfilter's regular expression.
database_name() {
    case $1 in
        '' | [!a-z]* | *[!a-z0-9_]*) die "'$1' is not a database name: small letters, digits and _, a letter first" ;;
    esac
    [ "${#1}" -le 63 ] || die "'$1' is longer than PostgreSQL's 63 characters"
}

# render TEMPLATE TARGET NAME...: copies TEMPLATE to TARGET with each @NAME@ replaced by that variable's value, literally:
# no character of a password means anything. A placeholder that is not named, or left over, is an error.
render() {
    _template=$1 _target=$2
    shift 2
    for _name in "$@"; do
        eval "_value=\${$_name-}"
        single_line "$_name" "$_value"
        eval "RENDER_$_name=\$_value"
        export "RENDER_$_name"
    done
    (
        umask 077
        RENDER_NAMES="$*" awk '
            BEGIN { count = split(ENVIRON["RENDER_NAMES"], names, " ") }
            /^[[:space:]]*[;#]/ { print; next }
            {
                rest = $0; line = ""
                while (match(rest, /@[A-Z][A-Z0-9_]*@/)) {
                    name = substr(rest, RSTART + 1, RLENGTH - 2); known = 0
                    for (i = 1; i <= count; i++) if (names[i] == name) known = 1
                    if (!known) { print "unknown placeholder @" name "@, line " NR > "/dev/stderr"; exit 3 }
                    line = line substr(rest, 1, RSTART - 1) ENVIRON["RENDER_" name]
                    rest = substr(rest, RSTART + RLENGTH)
                }
                print line rest
            }' "$_template" >"$_target.part"
    ) || die "cannot render $_template"
    mv -f "$_target.part" "$_target"
    for _name in "$@"; do
        unset "RENDER_$_name"
    done
    unset _value
}

# write_pgpass TARGET USER PASSWORD: libpq's password file, which psql, pg_dump and Odoo all read through PGPASSFILE. So the
# password is in no command line, no environment and no configuration.
write_pgpass() {
    _escaped=$(PGPASS_VALUE=$3 awk 'BEGIN { v = ENVIRON["PGPASS_VALUE"]; gsub(/[\\:]/, "\\\\&", v); print v }')
    (umask 077 && printf '*:*:*:%s:%s\n' "$2" "$_escaped" >"$1.part")
    mv -f "$1.part" "$1"
    unset _escaped
}

# sql DATABASE [psql options]: runs SQL from standard input or -c, unaligned, and stops at the first error.
sql() {
    _database=$1
    shift
    psql --no-psqlrc --no-password --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --dbname "$_database" "$@"
}

# wait_for_postgres SECONDS: until a login works, not only until the port is open; then says which server it is.
wait_for_postgres() {
    _deadline=$(($(date +%s) + $1))
    until _answer=$(sql postgres -c 'SHOW server_version' 2>&1); do
        case $_answer in
            *"password authentication failed"* | *"no password supplied"* | *"does not exist"*)
                die "PostgreSQL at ${PGHOST:-the local socket} refuses the login: $_answer" ;;
        esac
        [ "$(date +%s)" -lt "$_deadline" ] || die "no PostgreSQL at ${PGHOST:-the local socket} after $1 s: $_answer"
        sleep 1
    done
    log "PostgreSQL $_answer at ${PGHOST:-the local socket}"
}

# stamps FOLDER: the finished backups in it, oldest first.
stamps() {
    for _backup in "$1"/[0-9]*Z; do
        if [ -f "$_backup/SHA256SUMS" ]; then
            echo "${_backup##*/}"
        fi
    done
}
