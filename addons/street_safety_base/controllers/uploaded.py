from odoo.http import request


def uploaded(company, name):
    """Return [(file name, bytes)] of what was uploaded under ``name``, each read to one byte past the street's limit.

    The byte too many tells that a file is too large, without reading all of it.
    """
    most = company.safety_upload_mb * 1024 * 1024
    files = request.httprequest.files.getlist(name)
    return [(upload.filename, upload.read(most + 1)) for upload in files if upload.filename]
