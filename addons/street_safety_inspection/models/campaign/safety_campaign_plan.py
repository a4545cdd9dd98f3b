from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL


class SafetyCampaign(models.Model):
    """From the table to the duties: the plan is a regulation in force, tasks and returns are its rules."""

    _inherit = "safety.campaign"

    def action_hand_out(self):
        """Hand out the tasks that were added since it started."""
        self.ensure_one()
        self._workflow_check("hand_out", self._workflow["close"]._replace(guard=None))
        self.task_ids._check_complete()
        self._hand_out()
        return True

    def _hand_out(self):
        """Make rules of the tasks that have none yet, launch them, and let returns be owed from now on."""
        self.ensure_one()
        tasks = self.task_ids._to_hand_out()
        self._propose_posts(self.task_ids.unit_ids.type_id)
        plan = self._ensure_plan()
        rules = self.env["safety.duty.rule"].sudo()
        new = rules.create([task._rule_vals(plan) for task in tasks])
        if self.return_every != "none" and not rules.search_count(
            [("campaign_id", "=", self.id), ("campaign_task_id", "=", False)], limit=1
        ):
            rules.create(self._return_rule_vals(plan))
        self._launch(new)

    def _ensure_plan(self):
        """Return the plan of the campaign, made and put in force when there is none yet."""
        if not self.plan_id:
            plan = (
                self.env["safety.regulation"]
                .sudo()
                .create(
                    {
                        "name": self.name,
                        "code": f"ZX{self.id}",
                        "document_number": self.document_number,
                        "issuer": self.unit_id.name,
                        "unit_id": self.unit_id.id,
                        "date_issued": self.company_id._safety_today(),
                        "date_from": self.date_from,
                        "date_to": self.date_to,
                        "note": self.note,
                    }
                )
            )
            plan._workflow_write({"state": "in_force"})
            self.sudo()._workflow_write({"plan_id": plan.id})
        return self.sudo().plan_id

    def _propose_posts(self, types):
        """Choose, for the kinds of units in which nobody of the chosen posts is, the post that most people hold there.

        :raises UserError: a kind of unit has no post at all
        """
        bare = types.filtered(lambda kind: not kind & self.post_ids.unit_type_ids)
        if not bare:
            return
        seats = self.env["safety.appointment"].sudo()
        held = seats._read_group(
            Domain(seats._in_office(self.company_id._safety_today()))
            & Domain("unit_id", "in", self.task_ids.unit_ids.ids)
            & Domain("unit_id.type_id", "in", bare.ids),
            ["post_id"],
            ["__count"],
        )
        counts = dict(held)
        posts = self.env["safety.post"].search([("unit_type_ids", "in", bare.ids), ("level", "!=", "read")])
        chosen = posts.browse()
        for kind in bare:
            here = posts.filtered(lambda post, kind=kind: kind in post.unit_type_ids)
            if not here:
                raise UserError(self.env._("No post exists at units of the kind “%s”.", kind.name))
            chosen |= here.sorted(lambda post: (-counts.get(post, 0), post.level != "approve", post.sequence, post.id))[
                :1
            ]
        self.sudo().post_ids |= chosen

    def _rule_places(self, units):
        """Return the values of a rule that say where it holds and who owes it."""
        types = units.type_id
        return {
            "unit_type_id": types[:1].id,
            "other_unit_type_ids": [Command.set(types[1:].ids)],
            "unit_ids": [Command.set(units.ids)],
            "post_ids": [Command.set(self.post_ids.filtered(lambda post: post.unit_type_ids & types).ids)],
            "actor_mode": "any",
        }

    def _return_rule_vals(self, plan):
        daily = self.return_every == "day"
        what = self.env._("Daily return of “%s”") if daily else self.env._("Weekly return of “%s”")
        return {
            **self._rule_places(self.task_ids.unit_ids),
            "name": what % self.name,
            "regulation_id": plan.id,
            "campaign_id": self.id,
            "sequence": 1000,
            "kind_id": self.env.ref("street_safety_inspection.duty_kind_campaign_return").id,
            "evidence_domain": f"[('campaign_id', '=', {self.id})]",
            "cause": "calendar",
            "period_unit": self.return_every,
            "only_weekdays": "1,2,3,4,5" if daily and self.return_workdays else False,
            "due_kind": "offset_days" if self.return_grace else "window_end",
            "due_value": self.return_grace,
            "edge_mode": "clip",
        }

    def _launch(self, rules):
        """Let the duties of ``rules`` begin, and those of returns as far as duties are planned ahead."""
        duties = self.env["safety.duty"].sudo()
        if rules:
            first = max(self.date_from, self.company_id._safety_today())
            launch = (
                self.env["safety.duty.launch"]
                .sudo()
                .create(
                    {
                        "name": self.name,
                        "reason": self.theme or self.name,
                        "rule_ids": [Command.set(rules.ids)],
                        "unit_id": self.unit_id.id,
                        "started_at": self.company_id._safety_instant(first),
                        "campaign_id": self.id,
                    }
                )
            )
            launch._workflow_write({"state": "launched", "frozen_at": fields.Datetime.now()})
            duties._generate_launched(launch)
        duties._generate(self.company_id, *duties._horizon(self.company_id))
        mine = self.env["safety.duty.rule"].sudo().search([("campaign_id", "=", self.id)])
        duties._open_due(self.company_id, mine)
        duties._evaluate(self.company_id, mine)

    # ---- the end -----------------------------------------------------------------------------------------------------

    def _repeal_plan(self):
        """End the plans: what is open stays owed until its time, no further return is planned."""
        for campaign in self.sudo().filtered("plan_id"):
            last = max(campaign.date_from, campaign.company_id._safety_today())
            campaign.plan_id._workflow_write({"state": "repealed", "date_to": last, "frozen_at": fields.Datetime.now()})

    def _waive_open(self):
        """Waive what is still open or planned of the campaigns. One statement."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty SET state = 'waived', closed_on = %s
                 WHERE state IN ('planned', 'open')
                   AND rule_id IN (SELECT id FROM safety_duty_rule WHERE campaign_id = ANY(%s))
                """,
                self[:1].company_id._safety_today(),
                self.ids,
            )
        )
        self.env["safety.duty"].invalidate_model()


class SafetyCampaignTask(models.Model):
    """What a task says as a rule."""

    _inherit = "safety.campaign.task"

    def _rule_vals(self, plan):
        """Return the values of the rule of ``plan`` that the task becomes."""
        self.ensure_one()
        campaign = self.campaign_id
        first = self._first_day()
        covered = self.kind_model == "safety.inspection" and self.target_domain not in (False, "[]")
        return {
            **campaign._rule_places(self.unit_ids),
            "name": self.name,
            "code": self.clause_code,
            "note": self.text,
            "sequence": self.sequence,
            "regulation_id": plan.id,
            "campaign_id": campaign.id,
            "campaign_task_id": self.id,
            "kind_id": self.kind_id.id,
            "evidence_domain": f"[('campaign_task_id', '=', {self.id})]",
            "cause": "launched",
            "launch_occasion": "campaign",
            "offset_to": ((self.deadline or campaign.date_to) - first).days,
            "required_count": self.required_count,
            "coverage": "all" if covered else "none",
            "target_domain": self.target_domain if covered else "[]",
        }
