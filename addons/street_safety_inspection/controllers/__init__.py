from . import self_check
