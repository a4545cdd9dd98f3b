from datetime import time, timedelta

from odoo import models
from odoo.fields import Command

#: What evidence may be about, with the field of it that keeps the files; those of a plan stay in its chatter.
ABOUT = {"drill_id": "photo_ids", "training_id": "material_ids", "plan_id": None}
#: Of what an enterprise held by itself: the kind that is sent, what is made of it, and the field that keeps its files.
OWN = {
    "training_type_id": ("training_id", "safety.training", "material_ids"),
    "drill_type_id": ("drill_id", "safety.drill", "photo_ids"),
}
#: When it began is not asked: the day is what counts, whoever completes it may correct the hour.
BEGINS, LASTS = time(9), timedelta(hours=1)


class SafetyCorrection(models.Model):
    """Accepted evidence goes where it belongs, kind by kind: statements do not grow with the proposals accepted."""

    _inherit = "safety.correction"

    def _take_over_files(self):
        """Put the files where the evidence belongs; what is no evidence goes to the chatter of the enterprise."""
        certificates, plans = self.filtered("certificate_type_id"), self.filtered("plan_type_id")
        own = {name: self.filtered(name) for name in OWN}
        made = certificates | plans | self.browse().union(*own.values())
        about = {name: (self - made).filtered(name) for name in ABOUT}
        certificates._take_over_certificates()
        plans._take_over_plans()
        for name, corrections in about.items():
            corrections._take_over_evidence(name)
        for name, corrections in own.items():
            corrections._take_over_own(name)
        evidence = made.union(*about.values())
        return super(SafetyCorrection, self - evidence)._take_over_files()

    def _take_over_certificates(self):
        """Make the certificates, all in one creation. The originals of the files stay."""
        if not self:
            return
        files = self._copied_files()
        made = self.env["safety.certificate"].create(
            [
                {
                    "enterprise_id": correction.enterprise_id.id,
                    "type_id": correction.certificate_type_id.id,
                    "name": correction.certificate_holder,
                    "number": correction.certificate_number,
                    "date_issue": correction.certificate_date,
                    **({"date_end": correction.certificate_date_end} if correction.certificate_date_end else {}),
                    "scan_ids": [Command.set(files[correction].ids)],
                }
                for correction in self
            ]
        )
        self._keep_made("certificate_id", made)

    def _take_over_plans(self):
        """Make drafts: the next version of a plan in force, or a new plan; who may approve them reads them first."""
        if not self:
            return
        newer = self._next_versions()
        without = self.filtered(lambda one: one not in newer)
        made = self.env["safety.plan"].create([one._plan_vals() for one in without])
        drafts = newer | dict(zip(without, made, strict=True))
        kept, files = {}, self._copied_files()
        for correction, plan in drafts.items():  # two proposals may be about one plan: the files of both are kept
            kept.setdefault(plan, self.env["ir.attachment"])
            kept[plan] |= files[correction]
        self._keep_files("file_ids", kept)
        self._keep_made("plan_id", [drafts[one] for one in self])

    def _next_versions(self):
        """Return {correction: draft of the next version} of those whose kind of plan is in force already."""
        plans = self.env["safety.plan"].search(
            [
                ("enterprise_id", "in", self.enterprise_id.ids),
                ("type_id", "in", self.plan_type_id.ids),
                ("state", "=", "in_force"),
            ]
        )
        first = {}
        for plan in plans:
            first.setdefault((plan.enterprise_id, plan.type_id), plan)
        present = {one: first.get((one.enterprise_id, one.plan_type_id)) for one in self}
        newer = plans.browse().union(*filter(None, present.values()))._new_versions()
        return {one: newer[plan] for one, plan in present.items() if plan}

    def _plan_vals(self):
        enterprise, kind = self.enterprise_id, self.plan_type_id
        return {
            "name": self.env._("%(kind)s of %(enterprise)s", kind=kind.name, enterprise=enterprise.name),
            "type_id": kind.id,
            "unit_id": enterprise.unit_id.id,
            "enterprise_id": enterprise.id,
        }

    def _take_over_own(self, name):
        """Make drafts of the trainings or drills; the officer adds who was there, completes them, and then they count.

        :param name: the field of the kind that was sent, a key of ``OWN``
        """
        if not self:
            return
        made_in, model, files_in = OWN[name]
        files = self._copied_files()
        made = self.env[model].create(
            [{**one._own_vals(name), files_in: [Command.set(files[one].ids)]} for one in self]
        )
        for correction, record in zip(self, made, strict=True):
            files[correction].sudo().write({"res_model": model, "res_id": record.id})
        self._keep_made(made_in, made)

    def _own_vals(self, name):
        kind, enterprise = self[name], self.enterprise_id
        begins = self.company_id._safety_instant(self.held_on, BEGINS)
        values = {
            "name": f"{enterprise.name} {kind.name}",
            "type_id": kind.id,
            "unit_id": enterprise.unit_id.id,
            "enterprise_ids": [Command.set(enterprise.ids)],
            "date_start": begins,
            "place": enterprise.address,
        }
        if name == "training_type_id":
            return {**values, "date_end": begins + LASTS, "enterprise_mode": "selected", "note": self.note}
        return {**values, "head_count": self.head_count}

    def _take_over_evidence(self, name):
        """Put the files to what they are about, with a message for each proposal; what is closed gets the message only.

        :param name: the field of what it is about, a key of ``ABOUT``
        """
        if not self:
            return
        files, kept = self._copied_files(), {}
        words = {
            one: self.env._(
                "Evidence from %(enterprise)s. %(note)s", enterprise=one.enterprise_id.name, note=one.note or ""
            )
            for one in self
        }
        self._log_files([(one[name], words[one], files[one]) for one in self])
        if ABOUT[name]:
            for one in self.filtered(lambda one: not one[name].frozen_at):
                kept.setdefault(one[name], self.env["ir.attachment"])
                kept[one[name]] |= files[one]
            self._keep_files(ABOUT[name], kept)

    def _keep_files(self, name, kept):
        """Add the files to field ``name`` of their records, all in one pass, with the rights of the user.

        :param kept: {record: files}, all records of one model
        """
        if not kept:
            return
        records = next(iter(kept)).union(*kept)
        records.check_access("write")
        for record, files in kept.items():
            files.sudo().write({"res_model": record._name, "res_id": record.id})
        # write() takes one value for all records; the field itself takes each record's own.
        links = [(record, [Command.link(file.id) for file in files]) for record, files in kept.items()]
        records._fields[name].write_batch(links)

    def _keep_made(self, name, made):
        for correction, record in zip(self.sudo(), made, strict=True):
            correction._workflow_write({name: record.id})
