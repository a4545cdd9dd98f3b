from . import test_demo_base
