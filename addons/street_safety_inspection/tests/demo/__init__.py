from . import test_demo_inspection
