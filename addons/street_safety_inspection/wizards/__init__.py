from . import safety_notice_serve_wizard
