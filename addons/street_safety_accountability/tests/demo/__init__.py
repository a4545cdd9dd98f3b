from . import test_demo_accountability
