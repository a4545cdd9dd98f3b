from datetime import timedelta

from stdnum.cn import ric

from odoo import models

#: Of a hundred people who need a certificate, how many have one, and how many of these have let it lapse.
HELD, LAPSED = 92, 4
#: Days in which the certificates lapse that the first screens show.
SOON = (5, 12, 24, 28, 61, 80)


class SafetyDemo(models.AbstractModel):
    """The part of certificates: principals, safety managers and operators; some lapse soon, some have lapsed."""

    _inherit = "safety.demo"

    def _build_certificates(self):
        """Register who has which certificate in the enterprises of twenty staff and more."""
        content, rng = self._content("certificates.json", "street_safety_training"), self._random()
        firms = self.env["safety.enterprise"].search(
            [("company_id", "=", self._company().id), ("headcount", ">=", 20)], order="id"
        )
        rows = [vals for firm in firms for vals in self._certificates_of(firm, content, rng)]
        soon = [vals for vals in rows if vals.get("number")]
        for days, vals in zip(SOON, soon[:: max(len(soon) // len(SOON), 1)], strict=False):
            self._lapse_on(vals, self._today() + timedelta(days=days))
        quiet = self.env["safety.certificate"].with_context(tracking_disable=True, mail_create_nolog=True)
        quiet.create(rows)
        self.env["safety.certificate"]._propose_hazards(self._company())

    def _certificates_of(self, firm, content, rng):
        people = [("principal", firm.principal_name, ""), ("manager", firm.safety_manager_name, "")]
        if (firm.industry or "").startswith("C"):
            for kind, number in (("special_operation", rng.randint(1, 2)), ("special_equipment", rng.randint(0, 1))):
                for operation in rng.sample(content["operations"][kind], number):
                    name = rng.choice(content["surnames"]) + rng.choice(content["given"])
                    people.append((kind, name, operation))
        for kind, name, operation in people:
            if name:
                yield self._certificate_vals(firm, kind, name, operation, content, rng)

    def _certificate_vals(self, firm, kind, name, operation, content, rng):
        vals = {
            "enterprise_id": firm.id,
            "type_id": self.env.ref(f"street_safety_training.certificate_type_{kind}").id,
            "name": name,
            "operation": operation,
        }
        chance = rng.randint(1, 100)
        if chance > HELD:
            return vals
        number = f"{rng.randint(100000000, 999999999)}"
        if kind == "special_operation":
            born = f"{rng.randint(1966, 2001)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
            code = f"350000{born}{rng.randint(100, 999)}"
            number = f"T{code}{ric.calc_check_digit(code + '0')}"
        vals |= {"number": number, "issuer": content["issuers"][kind]}
        until = self._today() + timedelta(days=rng.randint(100, 330))
        self._lapse_on(vals, until if chance > LAPSED else self._today() - timedelta(days=rng.randint(3, 40)))
        return vals

    def _lapse_on(self, vals, day):
        """Let the certificate hold until ``day``: issued a year before, all of its dates."""
        vals |= {"date_issue": day - timedelta(days=364), "date_end": day, "date_review": False}
