"""From the rows of a workbook to what would change in the street."""

from .findings import Findings
from .people import PeoplePlanner
from .seats import SeatPlanner
from .street import Street
from .units import UnitPlanner


class Plan:
    """What a workbook means for a street, without changing anything. Constant number of searches."""

    def __init__(self, env, company, content):
        self.env, self.company = env, company
        self.findings = Findings(env)
        for sheet, text in content.remarks:
            self.findings.remark(sheet, text)
        street = Street(env, company)
        self.units, self.people = UnitPlanner(street, self.findings), PeoplePlanner(street, self.findings)
        self.seats = SeatPlanner(street, self.findings)
        self.units.plan(content.unit)
        self.seats.plan(content.people, self.people.plan(content.people))

    @property
    def changes(self):
        """How many things are new or changed."""
        return sum(number for (_what, how), number in self.findings.counts.items() if how != "same")
