# Street Safety on Odoo's official image: the OCA addons, ours, Chinese fonts, and one entrypoint for every service
# (web, cron, init, backup, restore). docs/deployment.md says how it is used.
#
# The tag moves. Give a dated one (odoo:19.0-YYYYMMDD) or a digest to build the same thing twice:
#   docker build --build-arg ODOO_IMAGE=odoo:19.0-YYYYMMDD .
ARG ODOO_IMAGE=odoo:19.0
# hadolint ignore=DL3006
FROM ${ODOO_IMAGE}

# hadolint ignore=DL3066
USER root
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]

# Noto CJK: without it every Chinese PDF is boxes. The official image has it today; here it is required, not assumed.
# hadolint ignore=DL3008
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends fonts-noto-cjk tzdata \
    && rm -rf /var/lib/apt/lists/*

# Pinned, and without dependencies: "odoo" among them is the image's own package and must stay that. Pillow comes in the
# version that the tests run with, because pillow_heif cannot read a phone's HEIC photo with the image's older one.
# PIP_INDEX_URL as a build argument points pip to a mirror.
ARG PIP_INDEX_URL
COPY requirements/addons.txt requirements/odoo.txt /opt/street-safety/requirements/
RUN grep -i '^pillow==' /opt/street-safety/requirements/odoo.txt >/opt/street-safety/requirements/pillow.txt \
    && pip3 install --no-cache-dir --no-deps --break-system-packages \
        --requirement /opt/street-safety/requirements/addons.txt \
        --requirement /opt/street-safety/requirements/pillow.txt

COPY config/odoo-production.conf /opt/street-safety/config/
COPY config/docker/ /opt/street-safety/docker/
COPY addons/ /opt/street-safety/addons/

# What the addons need is there; pg_dump is not older than the server of docker-compose.yml; RELEASE says what this image
# brings, for the init service to compare with the database. Volumes get the owner of these folders.
RUN python3 /opt/street-safety/docker/check_addons.py /opt/street-safety/addons \
    && pg_dump --version | awk '{ split($3, v, "."); exit v[1] < 17 }' \
    && find /opt/street-safety/addons /opt/street-safety/requirements -type f ! -name '*.pyc' -print0 \
        | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c -16 >/tmp/addons \
    && echo "$(odoo --version | awk '{ print $NF }') $(cat /tmp/addons)" >/opt/street-safety/RELEASE \
    && rm /tmp/addons \
    && ln -s /opt/street-safety/docker/healthcheck.sh /usr/local/bin/street-safety-health \
    && mkdir -p /backups /run/street-safety \
    && chown odoo /backups /run/street-safety /var/lib/odoo \
    && chmod 0700 /run/street-safety

ENV ODOO_RC=/run/street-safety/odoo.conf \
    PGPASSFILE=/run/street-safety/pgpass \
    LANG=C.UTF-8 \
    TZ=Asia/Shanghai

# By name: the number is the base image's affair.
# hadolint ignore=DL3066
USER odoo
WORKDIR /var/lib/odoo
EXPOSE 8069 8072
HEALTHCHECK --interval=30s --timeout=15s --start-period=180s --retries=3 \
    CMD ["street-safety-health", "web"]
ENTRYPOINT ["/opt/street-safety/docker/entrypoint.sh"]
CMD ["web"]
