from odoo.fields import Command

from ..common import InspectionCase


class MajorCase(InspectionCase):
    """The small street with two community principals, a safety officer and a linked leader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.safety_user = cls._person("test_safety", "safety_officer", cls.community_a)
        cls.secretary_user = cls._person("test_secretary", "community_party_secretary", cls.community_a)
        cls.principal_user = cls._person("test_principal", "community_principal", cls.community_a)
        cls.leader_user = cls._person(
            "test_leader", "linked_leader", cls.street, served_unit_ids=[Command.set(cls.community_a.ids)]
        )

    @classmethod
    def _major(cls, user=None, settle=True, **vals):
        """Return a major hazard with all that its order asks for."""
        hazard = cls._hazard(
            user,
            severity="major",
            **{
                "suspension": "Second floor closed",
                "equipment_stopped": "Press line off",
                "people_withdrawn": "Twelve workers left",
                "listing_authority": "street",
                **vals,
            },
        )
        if settle:
            cls._settle(hazard)
        return hazard

    @classmethod
    def _settle(cls, hazard, proved=True):
        for element in hazard.element_ids:
            facts = {"funds": {"amount": 20000}, "deadline": {"date": "2026-03-17"}}.get(element.kind)
            element.write(facts or {"text": f"Settled: {element.kind}"})
            if proved:
                photo = cls._photo(element.env.user)
                element.evidence_ids = photo

    @classmethod
    def _form(cls, hazard, upto="received"):
        """Return the report form of ``hazard``, brought through its steps by the people of the street."""
        forms = cls.env["safety.hazard.form"]
        form = forms.browse(hazard.with_user(cls.safety_user).action_form()["res_id"]).with_user(cls.safety_user)
        steps = ("verified", "signed", "reviewed", "received")
        for step in steps[: steps.index(upto) + 1]:
            getattr(cls, f"_form_{step}")(form)
        return form

    @classmethod
    def _form_verified(cls, form):
        form.verification = "Exit locked, goods stacked"
        form.action_verify()

    @classmethod
    def _form_signed(cls, form):
        form.sealed = True
        for user in (cls.secretary_user, cls.principal_user):
            form.with_user(user)._sign("sign", cls.signature)
        form.with_user(cls.principal_user).action_signed()

    @classmethod
    def _form_reviewed(cls, form):
        form.with_user(cls.leader_user)._do_because("review", "Agreed, list it")

    @classmethod
    def _form_received(cls, form):
        form.with_user(cls.office_user).action_receive()

    @classmethod
    def _list(cls, hazard, **vals):
        listing = hazard.listing_ids.with_user(cls.office_user)
        listing.write({"reason": "Locked exit", "plan_due": "2026-03-12", **vals})
        if isinstance(listing.action_list(), dict):  # asks for the signature
            listing._sign("list", cls.signature)
            listing.action_list()
        return listing
