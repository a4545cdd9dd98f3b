from odoo import models


class HazardFormReport(models.AbstractModel):
    """The report form of a major hazard on paper: facts, five elements, two signatures, seal, review, receipt."""

    _name = "report.street_safety_inspection.report_hazard_form"
    _description = "Report form of a major hazard"
    _inherit = ["report.street_safety_inspection.report_notice"]
    _document_model = "safety.hazard.form"


class ListingReport(models.AbstractModel):
    """The listing notice on paper: what is listed, by when the plan is due, how progress is reported, how to extend."""

    _name = "report.street_safety_inspection.report_listing"
    _description = "Listing notice"
    _inherit = ["report.street_safety_inspection.report_notice"]
    _document_model = "safety.listing"
