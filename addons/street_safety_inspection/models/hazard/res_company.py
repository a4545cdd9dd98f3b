from odoo import fields, models

# Own words; what the office may say itself and what the law says where enforcement is delegated.
REMEDIES = (
    "如对本通知书所列问题有异议，可在收到之日起三个工作日内向本街道办事处书面陈述和申辩。"
    "整改完成后请及时告知，我们将到场复查；逾期未整改的，将报送有关主管部门依法处理。"
)
ORDER_REMEDIES = (
    "如不服本指令，可在收到之日起六十日内依法向有管辖权的人民政府申请行政复议，"
    "或者在六个月内依法向人民法院提起行政诉讼；复议、诉讼期间本指令不停止执行，法律另有规定的除外。"
    "逾期不整改或者整改不合格的，将依法处理。"
)


class ResCompany(models.Model):
    """The street's settings for hazards and notices: every figure here is its own choice."""

    _inherit = "res.company"

    safety_deadline_days = fields.Integer(
        string="Days to rectify",
        default=7,
        help="Proposed for a finding where the inspector sets no other deadline. 0: the same day.",
    )
    safety_rectification_photo = fields.Boolean(
        string="Photo of the rectification",
        default=True,
        help="A rectification counts only with a photo that shows it, also when put right on the spot.",
    )
    safety_overdue_post_ids = fields.Many2many(
        "safety.post",
        "res_company_safety_overdue_post_rel",
        string="Told of overdue hazards",
        default=lambda self: self._default_safety_overdue_post_ids(),
        help="Holders of these posts above it are told once a hazard is overdue or a re-inspection found it not fixed.",
    )
    safety_notice_remedies = fields.Text(
        string="Closing paragraph of notices",
        default=REMEDIES,
        help="Printed on rectification notices: what the enterprise may do if it disagrees.",
    )
    safety_order_remedies = fields.Text(
        string="Legal remedies on orders",
        default=ORDER_REMEDIES,
        help="Printed on orders to correct, where enforcement is delegated to the street.",
    )

    _safety_deadline_days_positive = models.Constraint(
        "CHECK(safety_deadline_days BETWEEN 0 AND 365)", "The days to rectify must lie between 0 and 365."
    )

    def _default_safety_overdue_post_ids(self):
        posts = self.env["safety.post"].sudo()
        return posts.search([("code", "in", ("work_point_head", "work_point_deputy_head"))]).ids
