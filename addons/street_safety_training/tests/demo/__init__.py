from . import test_demo_training
