"""Small drawn pictures for the demonstration street: scenes instead of photos, signatures, the street's emblem."""

import io
import random

from PIL import Image, ImageDraw

SIZE = (480, 360)
WALL, FLOOR, INK = (222, 216, 203), (176, 166, 150), (52, 58, 70)


def photo(scene, fixed, seed, stamp):
    """Return the bytes of a JPEG: ``scene`` (a key of SCENES) as found or, if ``fixed``, as put right.

    :param stamp: ASCII text in the corner, as cameras print the time
    """
    rng = random.Random(f"{scene} {seed}")
    picture = Image.new("RGB", SIZE, WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 270, 480, 360), fill=FLOOR)
    SCENES[scene](draw, fixed, rng)
    draw.text((330, 340), stamp, fill=(255, 180, 40))
    return _bytes(picture, "JPEG", quality=70)


def signature(seed):
    """Return the bytes of a PNG with a stroke that differs with ``seed``."""
    rng = random.Random(f"signature {seed}")
    picture = Image.new("RGBA", (240, 80), (255, 255, 255, 0))
    points = [(12 + 12 * step, rng.randint(12, 68)) for step in range(19)]
    ImageDraw.Draw(picture).line(points, fill=(16, 24, 80, 255), width=3, joint="curve")
    return _bytes(picture, "PNG")


def emblem():
    """Return the bytes of a PNG: a shield with a tick."""
    picture = Image.new("RGBA", (128, 128), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(64, 6), (116, 24), (116, 66), (64, 122), (12, 66), (12, 24)], fill=(28, 100, 160, 255))
    draw.line([(38, 60), (58, 82), (92, 40)], fill=(255, 255, 255, 255), width=12, joint="curve")
    return _bytes(picture, "PNG")


def _bytes(picture, kind, **options):
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def _wires(draw, fixed, rng):
    draw.rectangle((60, 60, 130, 150), fill=(236, 236, 232), outline=INK, width=3)
    if fixed:
        for y in (80, 100, 120):
            draw.line([(130, y), (400, y), (400, 240)], fill=(245, 245, 240), width=9)
        return
    for color in ((190, 40, 40), (40, 80, 170), (60, 60, 60), (200, 160, 30), (40, 130, 70)):
        points = [(130 + step * 27, rng.randint(60, 300)) for step in range(11)]
        draw.line(points, fill=color, width=4, joint="curve")


def _exit(draw, fixed, rng):
    draw.rectangle((170, 70, 310, 290), fill=(120, 140, 130), outline=INK, width=4)
    draw.rectangle((190, 34, 290, 60), fill=(20, 140, 70))
    draw.text((222, 42), "EXIT", fill="white")
    if not fixed:
        for row in range(4):
            for column in range(rng.randint(3, 5)):
                x, y = 140 + column * 52 - row * 5, 286 - row * 48
                draw.rectangle((x, y, x + 50, y + 46), fill=(184, 138, 84), outline=(120, 84, 44), width=2)


def _extinguisher(draw, fixed, rng):
    draw.rectangle((150, 200, 330, 300), fill=(236, 236, 236), outline=INK, width=3)
    for index in range(2 if fixed else rng.randint(0, 1)):
        x = 185 + index * 65
        draw.rounded_rectangle((x, 120, x + 44, 285), 16, fill=(200, 30, 30), outline=INK, width=2)
        draw.rectangle((x + 14, 100, x + 30, 122), fill=INK)


def _drums(draw, fixed, rng):
    for index in range(2 if fixed else rng.randint(4, 6)):
        x = 40 + index * 68
        draw.ellipse((x, 150, x + 60, 175), fill=(60, 110, 170))
        draw.rectangle((x, 162, x + 60, 300), fill=(44, 90, 150))
    if fixed:
        draw.rectangle((10, 90, 200, 320), outline=(230, 180, 20), width=8)
    else:
        draw.polygon([(400, 300), (440, 300), (420, 240)], fill=(240, 140, 30))


def _gas(draw, fixed, rng):
    draw.rectangle((60, 150, 260, 180), fill=(150, 150, 155))
    draw.rounded_rectangle((350, 170, 420, 300), 20, fill=(90, 150, 100), outline=INK, width=3)
    hose = [(385, 165), (330, 120 + (0 if fixed else rng.randint(60, 130))), (250, 165)]
    draw.line(hose, fill=(240, 190, 40) if fixed else (130, 60, 30), width=7, joint="curve")


def _bed(draw, fixed, rng):
    if fixed:
        for index in range(3):
            draw.rectangle((60 + index * 130, 150, 160 + index * 130, 300), fill=(150, 120, 90), outline=INK, width=3)
        return
    for y in (120, 230):
        draw.rectangle((80, y, 400, y + 24), fill=(100, 130, 180), outline=INK, width=2)
        draw.rectangle((80, y - 16, 140, y), fill="white")
    draw.line([(80, 90), (80, 320)], fill=INK, width=8)
    draw.line([(400, 90), (400, 320)], fill=INK, width=8)


def _people(draw, fixed, rng):
    draw.rectangle((150, 40, 330, 130), fill=(250, 250, 250), outline=INK, width=4)
    draw.line([(170, 70), (310, 70)], fill=(200, 40, 40), width=8)
    draw.line([(170, 95), (270, 95)], fill=INK, width=5)
    for row in range(2):
        for column in range(6):
            x, y = 30 + column * 75 + row * 25, 190 + row * 70
            shade = rng.randint(60, 150)
            draw.ellipse((x + 12, y, x + 42, y + 30), fill=(235, 200, 170))
            draw.rounded_rectangle((x, y + 30, x + 54, y + 80), 14, fill=(shade, shade + 20, shade + 60))


#: What a picture can show; "people" is a gathering and the same before and after.
SCENES = {
    "wires": _wires,
    "exit": _exit,
    "extinguisher": _extinguisher,
    "drums": _drums,
    "gas": _gas,
    "bed": _bed,
    "people": _people,
}
