#!/bin/sh
# Makes what is missing in config/secrets/ (or the folder given): passwords, and a certificate signed by nobody until the real
# one is put there. Changes nothing that is there already. Needs openssl.
#
#   config/docker/make-secrets.sh [--domain NAME] [FOLDER]
set -eu

domain=localhost
if [ "${1:-}" = --domain ]; then
    domain=${2:?--domain needs a name}
    shift 2
fi
folder=${1:-$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)/secrets}

# The folder is closed to everybody else on the server. The files are not: Compose mounts them as they are, and each container
# reads them as a user of its own.
mkdir -p "$folder"
chmod 700 "$folder"
umask 022

for name in postgres_superuser_password postgres_odoo_password odoo_master_password odoo_login_password; do
    if [ -s "$folder/$name" ]; then
        echo "$name: kept"
    else
        openssl rand -hex 24 >"$folder/$name"
        echo "$name: made"
    fi
done

if [ -s "$folder/tls_certificate.pem" ] && [ -s "$folder/tls_private_key.pem" ]; then
    echo "tls_certificate.pem, tls_private_key.pem: kept"
else
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 \
        -subj "/CN=$domain" -addext "subjectAltName=DNS:$domain" \
        -keyout "$folder/tls_private_key.pem" -out "$folder/tls_certificate.pem" 2>/dev/null
    chmod 644 "$folder/tls_private_key.pem"
    echo "tls_certificate.pem, tls_private_key.pem: made for $domain, self-signed, 90 days; put the real ones in their place"
fi
