from freezegun import freeze_time

from odoo.fields import Command

from odoo.addons.street_safety_base.tests.common import StreetCase

TODAY = "2026-03-10"  # a Tuesday


class InspectionCase(StreetCase):
    """The small street with an enterprise in grid A1 and a checklist of three items, on 10 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        freezer = freeze_time(f"{TODAY} 02:00:00")  # ten in the morning in China
        freezer.start()
        cls.addClassCleanup(freezer.stop)
        cls.company.safety_rectification_photo = False
        cls.enterprise = cls._enterprise("Sewing Ltd", cls.grid_a1, address="1 North Road", principal_name="Chen Wu")
        cls.checklist = cls.env["safety.checklist"].create(
            {
                "name": "Fire",
                "item_ids": [
                    Command.create({"section": section, "name": name, "measure": f"Do {name}", "sequence": index})
                    for index, (section, name) in enumerate(
                        [("Exits", "Exit open"), ("Exits", "Exit lit"), ("Power", "Wires in tubes")]
                    )
                ],
            }
        )
        cls.checklist.action_publish()
        cls.routine = cls.env.ref("street_safety_inspection.inspection_kind_routine")
        cls.reinspection = cls.env.ref("street_safety_inspection.inspection_kind_reinspection")

    @classmethod
    def _photo(cls, user=None, **vals):
        env = cls.env(user=user) if user else cls.env
        return env["ir.attachment"].create({"name": "photo.png", "datas": cls.signature, **vals})

    @classmethod
    def _draft(cls, user=None, enterprise=None, **vals):
        """Return an inspection with the three items, all conforming but those in ``findings``."""
        findings = vals.pop("findings", 0)
        inspection = (
            cls.env["safety.inspection"]
            .with_user(user or cls.cadre_user)
            .create(
                {
                    "enterprise_id": (enterprise or cls.enterprise).id,
                    "kind_id": cls.routine.id,
                    "checklist_id": cls.checklist.id,
                    "representative_name": "Chen Wu",
                    **vals,
                }
            )
        )
        for index, line in enumerate(inspection.line_ids):
            line.result = "not" if index < findings else "conform"
        return inspection

    @classmethod
    def _inspection(cls, user=None, enterprise=None, **vals):
        inspection = cls._draft(user, enterprise, **vals)
        inspection.action_done()
        return inspection

    @classmethod
    def _notice(cls, user=None, issue=True, findings=1, **vals):
        """Return a notice on an inspection of the cadre with ``findings`` findings."""
        inspection = cls._inspection(user, findings=findings, **vals)
        notice = cls.env["safety.notice"].with_user(user or cls.cadre_user)
        notice = notice.browse(inspection.action_create_notice()["res_id"])
        if issue:
            notice._sign("issue", cls.signature)
            notice.action_issue()
        return notice

    @classmethod
    def _hazard(cls, user=None, **vals):
        return (
            cls.env["safety.hazard"]
            .with_user(user or cls.grid_user)
            .create({"name": "Blocked exit", "enterprise_id": cls.enterprise.id, "deadline": "2026-03-17", **vals})
        )

    @classmethod
    def _reinspect(cls, notice, result, user=None, **vals):
        inspection = (
            cls.env["safety.inspection"]
            .with_user(user or cls.cadre_user)
            .with_context(default_notice_id=notice.id)
            .create({"notice_id": notice.id, **vals})
        )
        inspection.recheck_ids.result = result
        return inspection
