"""What an uploaded file is, told by its first bytes: a name or a header says whatever its sender likes."""

SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"%PDF-", "application/pdf"))
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
EXTENSIONS = {"image/png": ".png", "image/jpeg": ".jpg", "application/pdf": ".pdf", "image/heic": ".heic"}


def content_type(data):
    """Return the MIME type of ``data`` (bytes) if it is a PNG, JPEG, HEIC or PDF; else None."""
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return "image/heic"
    return next((kind for start, kind in SIGNATURES if data.startswith(start)), None)


def safe_name(name, kind):
    """Return a file name without path and with the extension of what the file really is."""
    stem = (name or "").replace("\\", "/").rpartition("/")[2].rpartition(".")[0].strip()
    return f"{stem[:80] or 'file'}{EXTENSIONS[kind]}"
