from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError


class SafetyListing(models.Model):
    """Listing, progress, acceptance and delisting: what each step asks for."""

    _inherit = "safety.listing"

    def write(self, vals):
        """Write as Odoo does; what is listed, and by when, changes by steps and granted extensions only."""
        fixed = {"hazard_id", "unit_id", "subject", "authority", "deadline", "plan_due", "progress_months"}
        if fixed & vals.keys() and (listed := self.filtered(lambda listing: listing.state != "draft")):
            raise UserError(
                self.env._(
                    "“%s” is listed: what, by whom and by when no longer change. Ask for an extension instead.",
                    listed[0].display_name,
                )
            )
        return super().write(vals)

    def _signature_content(self):
        names = ("name", "authority", "reference", "reason", "demands", "plan_due", "deadline", "progress_months")
        return {name: str(self[name] or "") for name in names}

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_list(self):
        """Sign, number and issue the listing notice."""
        self.ensure_one()
        self._check_facts()
        content = self._signature_hash()
        signed = self.signature_ids.sudo().filtered(
            lambda sign: sign.purpose == "list" and sign.user_id == self.env.user and sign.content_hash == content
        )
        if not signed:
            self._safety_check_level("approve")
            return self.env["safety.sign.wizard"]._open_for(self, "list", "list")
        return self._workflow_do("list")

    def action_receipt(self):
        """Let whoever is listed sign for the notice on the screen."""
        self.ensure_one()
        return self.env["safety.sign.wizard"]._open_for(self, "receipt", outside=True)

    def action_progress(self):
        """Open the dialog that reports progress."""
        self.ensure_one()
        self.check_access("read")
        return self.env["safety.hazard.act.wizard"]._open_progress(self)

    def _note_progress(self, name, text, **vals):
        """Keep a progress report on a listed community as a completed work record."""
        self.ensure_one()
        kind = self.env.ref("street_safety_inspection.record_type_hazard_act")
        record = (
            self.env["safety.record"]
            .sudo()
            .create(
                {
                    "type_id": kind.id,
                    "name": name,
                    "unit_id": self.unit_id.id,
                    "date": self.company_id._safety_today(),
                    "user_id": self.env.uid,
                    "note": Markup("<p>%s</p>") % text,
                    **vals,
                }
            )
        )
        record._workflow_do("done")
        return record

    def action_ask(self):
        """Ask for acceptance; the superior body is told by the street where it is theirs to accept (XY-2.5g)."""
        self.check_access("read")
        self._safety_check_level("act")
        for listing in self:
            if listing.state != "listed":
                raise UserError(self.env._("“%s” is not listed.", listing.display_name))
            if listing.hazard_id and listing.hazard_id.sudo().state != "submitted":
                raise UserError(
                    self.env._("Hand in the rectification of “%s” first; then acceptance is asked for.", listing.name)
                )
            listing.sudo()._workflow_write(
                {"asked_on": listing.company_id._safety_today(), "asked_by_id": self.env.uid}
            )
            if listing.hazard_id:
                listing.hazard_id._note_act(
                    "superior_report",
                    self.env._("Acceptance asked for"),
                    listing_text(listing),
                    counterpart=listing.authority_name or listing._authority_label(),
                )
        return True

    def action_superior(self):
        """Open the dialog that records the acceptance by superiors."""
        self.ensure_one()
        self.check_access("read")
        return self.env["safety.listing.accept.wizard"]._open_for(self)

    def action_delist(self):
        """Ask why a community is delisted; a hazard is delisted by its acceptance."""
        return self._open_reason("delist", self.env._("Delist"))

    def action_void(self):
        """Ask why the listing was mistaken."""
        return self._open_reason("void", self.env._("Void"))

    def _authority_label(self):
        return dict(self._fields["authority"]._description_selection(self.env))[self.authority]

    # ---- guards and values -------------------------------------------------------------------------------------------

    def _check_listable(self):
        for listing in self:
            listing._check_facts()
        self._check_signatures("list")

    def _check_facts(self):
        today = self.company_id._safety_today()
        for name in ("deadline", "plan_due", "reason"):
            if not self[name]:
                raise UserError(
                    self.env._("The listing still needs “%s”.", self._fields[name]._description_string(self.env))
                )
        if self.deadline < today:
            raise UserError(self.env._("“To be settled by” has passed already."))
        if self.plan_due > self.deadline:
            raise UserError(self.env._("The treatment plan is due before all is settled, not after it."))
        if self.is_superior and not (self.authority_name and self.reference):
            raise UserError(
                self.env._("Listed above the street: fill in the authority's name and its document number.")
            )

    def _check_delistable(self):
        if hazards := self.filtered("hazard_id"):
            raise UserError(
                self.env._("“%s” is delisted by the acceptance of its rectification.", hazards[0].display_name)
            )

    def _list_values(self):
        company = self.company_id[:1]
        return {"listed_on": company._safety_today(), "listed_by_id": self.env.uid}

    def _after_list(self):
        for listing in self:
            listing.sudo()._workflow_write({"first_deadline": listing.deadline})
            if listing.hazard_id:
                listing.hazard_id._note_act("hazard_listing", self.env._("Listed for supervision"), listing.reason)
        self._issue_number()

    def _delist_values(self):
        return {"delisted_on": self[:1].company_id._safety_today(), "delisted_by_id": self.env.uid}

    def _after_void(self):
        for listing in self.filtered("number_id"):
            listing._void_number(listing.void_reason)

    def _accept_superior(self, body, day, reference):
        """Note that the superior body has accepted what it had listed.

        :raises UserError: a fact is missing, or the day lies ahead or before the rectification was handed in
        """
        self.ensure_one()
        self.check_access("read")
        self._safety_check_level("approve")
        if not self.is_superior:
            raise UserError(self.env._("“%s” was listed by the street: the street accepts it.", self.display_name))
        if self.state != "listed" or not self.asked_on:
            raise UserError(self.env._("Ask for acceptance first."))
        if not (body and reference):
            raise UserError(self.env._("Who accepted, and by which document?"))
        if day > self.company_id._safety_today() or day < self.asked_on:
            raise UserError(self.env._("Acceptance lies between the request and today."))
        self.sudo()._workflow_write(
            {"superior_body": body, "superior_accepted_on": day, "superior_reference": reference}
        )
        if self.hazard_id:
            self.hazard_id._note_act(
                "superior_acceptance", self.env._("Accepted by superiors"), reference, counterpart=body, date=day
            )


def listing_text(listing):
    """Return number and name of a listing in one line."""
    return " ".join(filter(None, (listing.number, listing.reference, listing.name)))
