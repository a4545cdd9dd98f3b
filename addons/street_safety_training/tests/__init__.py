from .session import test_training, test_training_attendance, test_training_duty
from .demo import test_demo_training
