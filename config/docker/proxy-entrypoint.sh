#!/bin/sh
# Starts nginx with the configuration that fits this server. Runs in the stock nginx image, as its unprivileged user.
set -eu

scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=config/docker/lib.sh
. "$scripts/lib.sh"

: "${NGINX_TEMPLATE:=/opt/street-safety/nginx/nginx.conf.template}"
: "${NGINX_RUN:=/tmp/nginx}"
: "${SERVER_NAME:=_}"
: "${HTTP_PORT:=8080}"
: "${HTTPS_PORT:=8443}"
: "${STATUS_PORT:=8081}"
# The port that the world sees, for redirects: ":8443", or nothing for 443.
: "${PUBLIC_PORT_SUFFIX:=}"
: "${WEB_UPSTREAM:=web:8069}"
: "${WEBSOCKET_UPSTREAM:=web:8072}"
# Docker's own name server: asked again every few seconds, so that a web container may come, go and be many.
: "${RESOLVER:=127.0.0.11}"
: "${TLS_CERTIFICATE:=/run/secrets/tls_certificate}"
: "${TLS_PRIVATE_KEY:=/run/secrets/tls_private_key}"
: "${ACME_ROOT:=/var/www/acme}"
: "${MAX_BODY_SIZE:=64m}"
# Two years once the certificate is known to stay; a browser that was told so does not take plain HTTP any more.
: "${HSTS_SECONDS:=31536000}"

case $SERVER_NAME in
    *[!A-Za-z0-9._\ *-]*) die "SERVER_NAME: '$SERVER_NAME' is not a host name" ;;
esac
for file in "$TLS_CERTIFICATE" "$TLS_PRIVATE_KEY"; do
    [ -r "$file" ] || die "cannot read $file: put the certificate there, or let make-secrets.sh make one"
done

mkdir -p "$NGINX_RUN"
render "$NGINX_TEMPLATE" "$NGINX_RUN/nginx.conf" NGINX_RUN SERVER_NAME HTTP_PORT HTTPS_PORT STATUS_PORT PUBLIC_PORT_SUFFIX \
    WEB_UPSTREAM WEBSOCKET_UPSTREAM RESOLVER TLS_CERTIFICATE TLS_PRIVATE_KEY ACME_ROOT MAX_BODY_SIZE HSTS_SECONDS

if [ "${1:-}" = render ]; then
    exit 0
fi
nginx -t -q -c "$NGINX_RUN/nginx.conf"
exec nginx -c "$NGINX_RUN/nginx.conf" -g 'daemon off;'
