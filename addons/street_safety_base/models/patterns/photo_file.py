"""What an uploaded photo really is, told by its first bytes, and a version of it that every browser and PDF shows."""

import io
import warnings

from PIL import (
    Image,
    ImageOps,
    WebPImagePlugin,  # noqa: F401 – registers itself; Odoo keeps Pillow from loading its further formats
)
from pillow_heif import register_heif_opener

register_heif_opener()

#: Longest side that is kept: enough to read a type plate. Larger, heavier or unusual files are converted to JPEG.
LONGEST_SIDE, QUALITY, LARGEST = 1920, 85, 1_500_000
#: A picture that claims more is no photo: it is made to fill the server's memory.
MOST_PIXELS = 150_000_000
PLAIN = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
OTHERS = (b"GIF8", b"BM")


class NoPhoto(ValueError):
    """The bytes are no picture."""


def looks_like(data):
    """Return ``image/jpeg``, ``image/png``, ``application/pdf``, ``other`` for further pictures, or None."""
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data.startswith(OTHERS):
        return "other"
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    return next((kind for start, kind in PLAIN if data.startswith(start)), None)


def ready(data):
    """Return (bytes, MIME type) of the photo ``data`` as it is kept.

    Small JPEG and PNG files stay as they are; HEIC, WebP and whatever is large is turned upright, scaled and saved as
    JPEG. A PDF stays a PDF.

    :raises NoPhoto: the content is no picture, whatever its name says
    """
    kind = looks_like(data)
    if not kind:
        raise NoPhoto
    if kind == "application/pdf" or (kind != "other" and len(data) <= LARGEST):
        return data, kind
    return _converted(data), "image/jpeg"


def anonymous(data):
    """Return (bytes, MIME type) of a photo without what the phone hid in it: place, time, device, owner.

    :raises NoPhoto: the content is no picture, whatever its name says; a PDF is none
    """
    if looks_like(data) in (None, "application/pdf"):
        raise NoPhoto
    return _converted(data), "image/jpeg"


def _converted(data):
    """Return the picture upright, scaled, as a JPEG with nothing but the picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data))
            if picture.width * picture.height > MOST_PIXELS:
                raise NoPhoto
            picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            picture = ImageOps.exif_transpose(picture).convert("RGB")
    except NoPhoto:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoPhoto from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture.info = {}  # a comment would be written along
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return stream.getvalue()
