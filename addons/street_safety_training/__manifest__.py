{
    "name": "Street Safety – Training",
    "summary": "Who was taught what, when and by whom",
    "version": "19.0.1.0.0",
    "category": "Services/Street Safety",
    "author": "Street Safety founders",
    "license": "AGPL-3",
    "depends": ["street_safety_inspection"],
    "data": [
        "security/session/ir.model.access.csv",
        "security/session/session_rules.xml",
        "data/session/safety_training_type_data.xml",
        "views/session/safety_training_type_views.xml",
        "views/session/safety_training_attendee_views.xml",
        "views/session/safety_training_views.xml",
        "views/session/safety_training_form.xml",
        "views/street_safety_training_menus.xml",
        "data/session/safety_duty_kind_data.xml",
    ],
    "demo": [
        "demo/street_safety_training_demo.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
