from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError


class Transition(NamedTuple):
    """One arrow of a state machine.

    :param source: states it may start from
    :param target: state it ends in
    :param level: what the user's seats must reach on the record's unit (read | act | approve)
    :param group: xmlid of a group that is needed besides, or None
    :param guard: name of a method that raises UserError when the move is not allowed, or None
    :param values: name of a method returning the values set together with the state, or None
    :param after: name of a method called when the state has changed, or None
    """

    source: tuple[str, ...]
    target: str
    level: str = "act"
    group: str | None = None
    guard: str | None = None
    values: str | None = None
    after: str | None = None


class SafetyWorkflow(models.AbstractModel):
    """The workflow and freeze patterns.

    A concrete model declares ``state`` (Selection with a default), ``_workflow`` (name → :class:`Transition`),
    ``_workflow_frozen`` (states in which the record is evidence and closed to changes) and, where a transition sets
    more fields that nobody may set by hand, ``_workflow_fields``. These fields are refused in create, write, import
    and RPC, whatever the context says; only :meth:`_workflow_do` moves them. A frozen record is besides outside
    everybody's write rule (global rule on ``frozen_at``); comments in the chatter still work.
    """

    _name = "safety.workflow"
    _description = "Workflow"
    _mail_post_access = "read"

    _workflow: dict[str, Transition] = {}
    _workflow_frozen: tuple[str, ...] = ()
    _workflow_fields: tuple[str, ...] = ()
    # What the mail engine itself writes on a record that is commented or followed.
    _frozen_writable = frozenset({"message_main_attachment_id", "message_follower_ids", "activity_ids", "message_ids"})

    frozen_at = fields.Datetime(string="Frozen on", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        protected = self._workflow_protected()
        # Explicit values, because a default_state in the caller's context would otherwise win.
        initial = {name: self._workflow_initial(name) for name in protected}
        for vals in vals_list:
            forged = [name for name in protected & vals.keys() if (vals[name] or False) != initial[name]]
            self._workflow_refuse(forged)
        return super().create([vals | initial for vals in vals_list])

    def write(self, vals):
        self._workflow_refuse(self._workflow_protected() & vals.keys())
        if not self._frozen_writable.issuperset(vals):
            self._check_not_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_initial(self):
        initial = self._workflow_initial("state")
        if kept := self.filtered(lambda record: record.state != initial or record.frozen_at):
            raise UserError(
                self.env._(
                    "%(record)s is evidence and cannot be deleted. Void or correct it with a new record.",
                    record=kept[0].display_name,
                )
            )

    def _workflow_do(self, name):
        """Move the records along transition ``name``.

        :raises AccessError: the user's seats do not reach the level on a record's unit, or a group is missing
        :raises UserError: a record is in another state, or the guard refuses
        """
        step = self._workflow[name]
        self._workflow_check(name, step)
        extra = getattr(self, step.values)() if step.values else {}
        vals = {**extra, "state": step.target}
        if step.target in self._workflow_frozen:
            vals["frozen_at"] = fields.Datetime.now()
        self.sudo()._workflow_write(vals)
        if step.after:
            getattr(self, step.after)()
        return True

    def _workflow_check(self, name, step):
        self.browse().check_access("write")
        self.check_access("read")
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody is working on %s at this very moment. Wait a moment, reload and look where it stands.",
                    self[:1].display_name,
                )
            ) from error
        self.invalidate_recordset(["state"])
        if step.group and not self.env.user.has_group(step.group):
            raise AccessError(self.env._("Your posts do not allow this step on %s.", self[:1].display_name))
        self._safety_check_level(step.level)
        if wrong := self.filtered(lambda record: record.state not in step.source):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(record)s is “%(state)s”: this step starts from “%(allowed)s”.",
                    record=wrong[0].display_name,
                    state=labels.get(wrong[0].state),
                    allowed=", ".join(labels[source] for source in step.source),
                )
            )
        if step.guard:
            getattr(self, step.guard)()

    def _workflow_write(self, vals):
        """Write protected fields. Internal: callers are transitions, the engine and the demo data."""
        # Past the refusal in write(), on purpose.
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _workflow_protected(self):
        return {"state", "frozen_at", *self._workflow_fields}

    def _workflow_initial(self, name):
        default = self._fields[name].default
        return default(self) if default else False

    def _workflow_refuse(self, names):
        if names:
            field = self._fields[next(iter(names))]
            raise UserError(
                self.env._(
                    "“%(field)s” of %(model)s cannot be set by hand; it changes through the buttons of the form.",
                    field=field._description_string(self.env),
                    model=self.env["ir.model"]._get(self._name).name,
                )
            )

    def _check_not_frozen(self):
        if frozen := self.filtered("frozen_at"):
            raise UserError(
                self.env._(
                    "%s is closed and cannot be changed. Corrections are new records with a reason.",
                    frozen[0].display_name,
                )
            )
