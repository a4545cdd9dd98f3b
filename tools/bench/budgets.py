"""The budgets of the design, each with its case or with the issue that its feature comes with."""

from . import appraisals, cases, close, coverage, district, figures, hazards, my_work, papers, views
from .harness import Budget

BUDGETS = (
    Budget("create duties in bulk, against one INSERT … SELECT", 0.3, True, cases.Duties),
    Budget("nightly run with 10 × the closed history", 1.3, False, cases.NightHistory),
    # Linear is 4, quadratic would be 16; the rest is for sorting and for the noise of a shared machine.
    Budget("nightly run with 4 × the open evidence (linear: 4)", 5, False, cases.NightLinear),
    Budget("nightly run: statements with 10 × the duties and evidence", 1, False, cases.NightStatements),
    Budget("district: a year of duties of five regulations, against one INSERT … SELECT", 0.3, True, district.Creation),
    Budget("district: the night, against one grouped query", None, False, district.Night),
    Budget("district: the night with 10 × the closed history", 1.3, False, district.NightHistory),
    Budget("district: statements of five streets' night, against small ones", 1, False, district.NightStatements),
    Budget("views of each role at 100 000 enterprises, against superuser", 1.5, False, views.Views),
    Budget("views of each role: p95 against a stock list of that size", 3, False, views.ViewsTail),
    Budget("My work of each role among 150 000 duties, against superuser", 1.5, False, my_work.MyWork),
    Budget("a horizon of meetings: statements of 400 hosts, against 40", 1, False, my_work.MeetingPlan),
    Budget("views of each role at 1 000 000 hazards, against superuser", 1.5, False, hazards.HazardViews),
    Budget("a notice as PDF, against a stock document of Odoo", 1.5, False, papers.NoticePdf),
    Budget("import of 10 000 enterprises, against stock contacts", 1, True, cases.Import),
    Budget("access of 300 people at 140 units: statements, against 30 at 14", 1, False, cases.AccessRebuild),
    Budget("certificates of each role at 100 000 enterprises, against superuser", 1.5, False, coverage.Coverage),
    Budget("certificates of each role: p95 against a stock list of that size", 3, False, coverage.CoverageTail),
    Budget("twelve-column monthly statistics, against one grouped query", 2, False, figures.Twelve),
    Budget("map and trends of each role at 1 000 000 hazards, against superuser", 1.5, False, figures.MapAndTrends),
    Budget("the 5th: 8 clients closing in parallel, against one", 1.5, True, close.Close),
    Budget("proposals: statements for 9 000 missed duties, against 900", 1, False, appraisals.Proposals),
    Budget("appraisal: statements for 1 000 subjects, 1 000 000 facts, against 100", 1, False, appraisals.Appraisal),
    Budget("appraisal workbook: memory for 1 000 subjects, against 100", 1.2, False, appraisals.Workbook),
)

PLANTED = Budget("planted: row by row, against one INSERT … SELECT", 0.3, True, cases.Planted)
