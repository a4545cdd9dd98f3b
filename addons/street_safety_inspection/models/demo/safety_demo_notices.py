import base64

from odoo import models
from odoo.fields import Command

from odoo.addons.street_safety_base.models.demo import pictures

#: Out of a hundred notices, those not signed by the receiver.
LEFT, REFUSED = 6, 4


class SafetyDemo(models.AbstractModel):
    """The notices of the past: listed hazards, number, signatures, service, as the buttons leave them."""

    _inherit = "safety.demo"

    def _build_notices(self, fates, rng, roster):
        """Create one notice for each fate, in the order of issue, and keep it in the fate."""
        self.env.flush_all()
        notices = self.env["safety.notice"].create([self._notice_vals(fate) for fate in fates])
        rows, signatures = [], []
        for fate, notice in zip(fates, notices, strict=True):
            fate["notice"] = notice
            row = self._notice_row(fate, rng, roster)
            rows.append(row)
            signatures += self._signatures(notice, fate, row, roster)
        self.env["safety.signature"].create(signatures)
        self._rewrite("safety.notice", rows)

    def _notice_vals(self, fate):
        major = "major" in fate["hazards"].mapped("severity")
        lines = [
            Command.create(
                {
                    "hazard_id": hazard.id,
                    "name": hazard.name,
                    "measure": hazard.measure,
                    "deadline": fate["deadline"],
                }
            )
            for hazard in fate["hazards"]
        ]
        return {
            "inspection_id": fate["hazards"].inspection_id.id,
            "date": fate["issued"],
            "line_ids": lines,
            "interim_measures": self._findings()["interim"] if major else False,
        }

    def _notice_row(self, fate, rng, roster):
        """Return the columns of the issued notice; its number is the next of the register on that day."""
        notice, issued, served = fate["notice"], fate["issued"], fate["served"]
        number = self.env["safety.number"]._issue(notice, notice._number_code, issued)
        issuer = roster.holder("stationed_cadre", notice.unit_id.parent_id, issued)
        server = roster.holder("grid_member", notice.unit_id, served or issued) or issuer
        drawn = rng.randint(1, 100)
        how = "refused" if drawn <= REFUSED else "left" if drawn <= REFUSED + LEFT else "signed"
        moment = max(self._instant(issued, rng), fate["visit"]["moment"])
        return {
            "id": notice.id,
            "state": "served" if served else "issued",
            "number_id": number.id,
            "number": number.name,
            "issued_on": issued,
            "issuer_id": issuer.id,
            "delegated": self._company().safety_delegated,
            "remedies": self._company().safety_notice_remedies,
            "served_on": served,
            "served_by_id": server.id if served else None,
            "served_how": how if served else None,
            "receiver_name": notice.principal_name if served else None,
            "witness_name": server.name if served and how != "signed" else None,
            "create_uid": issuer.id or self.env.uid,
            **self._stamps(moment),
        }

    def _signatures(self, notice, fate, row, roster):
        """Return the values of the issuer's signature and, where signed for, the receiver's."""
        common = {
            "res_model": notice._name,
            "res_id": notice.id,
            "unit_id": notice.unit_id.id,
            "content_hash": notice._signature_hash(),
            "signed_at": row["frozen_at"],
        }
        issuer = self.env["res.users"].browse(row["issuer_id"])
        signatures = [
            {
                **common,
                "purpose": "issue",
                "user_id": issuer.id,
                "signer_name": issuer.name,
                "appointment_id": roster.seat(issuer, notice.unit_id, fate["issued"]),
                "image": base64.b64encode(pictures.signature(issuer.login)),
            }
        ]
        if row["served_how"] == "signed":
            receipt = {
                "purpose": "receipt",
                "signer_name": row["receiver_name"],
                "signed_at": self._company()._safety_instant(fate["served"]),
                "image": base64.b64encode(pictures.signature(row["receiver_name"])),
            }
            signatures.append({**common, **receipt})
        return signatures
