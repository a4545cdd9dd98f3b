from . import test_tour_months
