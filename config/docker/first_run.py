"""What a new database needs once; run by init.sh in Odoo's shell, where ``env`` is given."""

import os

parameters = env["ir.config_parameter"]  # noqa: F821
parameters.set_param("web.base.url", os.environ.get("STREET_SAFETY_URL", "https://localhost"))
# Otherwise the next administrator to log in through another name changes every link in every letter.
parameters.set_param("web.base.url.freeze", "True")
# wkhtmltopdf fetches the style sheets of a document from the container it runs in, not around the proxy.
parameters.set_param("report.url", "http://127.0.0.1:8069")

administrator = env.ref("base.user_admin")  # noqa: F821
administrator.write(
    {
        "password": os.environ["ODOO_LOGIN_PASSWORD"],
        "lang": "zh_CN",
        # Not TZ: Odoo sets that to UTC for itself.
        "tz": os.environ.get("STREET_SAFETY_TZ") or "Asia/Shanghai",
    }
)
env.cr.commit()  # noqa: F821
