#!/usr/bin/env python3
"""Makes small NRRD and MetaImage files, and expected.json with what ITK reads in them.

    pip install SimpleITK numpy
    python3 make_fixtures.py

Most files are written by ITK; those named hand_* are put together here, after the formats' definitions, and read by ITK. `affine` is three rows of
four, voxel (i, j, k) to RAS+ mm; `extent` is (z, y, x); `voxels` are in C order (channel, z, y, x).
"""
import json
import pathlib

import numpy as np
import SimpleITK as sitk

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(7)
expected = []


def affine(image):
    count = min(image.GetDimension(), 3)
    directions = np.array(image.GetDirection()).reshape(image.GetDimension(), -1)
    lps = np.eye(4)
    lps[:count, :count] = directions[:count, :count] * np.array(image.GetSpacing())[:count]
    lps[:count, 3] = image.GetOrigin()[:count]
    return (np.diag([-1, -1, 1, 1]) @ lps)[:3].flatten().tolist()


def note(name):
    image = sitk.ReadImage(str(HERE / name))
    voxels = sitk.GetArrayFromImage(image)
    if image.GetNumberOfComponentsPerPixel() > 1:
        voxels = np.moveaxis(voxels, -1, 0)
    elif image.GetDimension() < 4:
        voxels = voxels[None]
    extent = list(voxels.shape[1:])
    expected.append(
        {
            "file": name,
            "affine": affine(image),
            "extent": [1] * (3 - len(extent)) + extent,
            "channels": voxels.shape[0],
            "voxels": voxels.flatten().astype(float).tolist(),
        }
    )


def write(image, name, compressed):
    sitk.WriteImage(image, str(HERE / name), useCompression=compressed)
    note(name)


def orientations():
    yield "lps", np.eye(3)
    yield "ras", np.diag([-1.0, -1, 1])
    yield "sal", np.array([[0.0, 0, -1], [0, -1, 0], [1, 0, 0]])
    yield "iar", np.array([[0.0, 0, 1], [0, -1, 0], [-1, 0, 0]])
    for number in range(2):
        turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
        yield f"oblique{number}", turn


def placed(array, directions, is_vector=False):
    image = sitk.GetImageFromArray(array, isVector=is_vector)
    image.SetSpacing((0.75, 1.5, 3.25)[: image.GetDimension()])
    image.SetOrigin((-11.5, 20.25, 3.125)[: image.GetDimension()])
    image.SetDirection(tuple(np.asarray(directions).flatten()))
    return image


types = [np.int16, np.uint8, np.float32, np.uint16, np.float64, np.int32]
for (name, directions), kind in zip(orientations(), types):
    image = placed(rng.integers(0, 200, size=(2, 3, 4)).astype(kind), directions)
    for ending, compressed in [
        ("nrrd", False), ("nrrd", True), ("nhdr", True), ("mha", False), ("mha", True), ("mhd", True),
    ]:
        write(image, f"{name}_{'packed' if compressed else 'raw'}.{ending}", compressed)

flat = placed(rng.integers(0, 99, size=(3, 4)).astype(np.int16), [[0.6, -0.8], [0.8, 0.6]])
vector = placed(rng.normal(size=(2, 3, 4, 3)).astype(np.float32), np.eye(3), is_vector=True)
series = sitk.GetImageFromArray(rng.normal(size=(2, 2, 3, 4)).astype(np.float32), isVector=False)
for ending in ["nrrd", "mha"]:
    write(flat, f"flat.{ending}", False)
    write(vector, f"vector.{ending}", False)
    write(series, f"series.{ending}", False)

voxels = rng.integers(-500, 1000, size=(2, 3, 4)).astype(np.int16)


def by_hand(name, header, data):
    (HERE / name).write_bytes(header.encode() + data)
    note(name)


START = "NRRD0004\n# made by hand\ntype: int16\ndimension: 3\nsizes: 4 3 2\nencoding: raw\n"
DIRECTIONS = "space directions: (0,-1.5,0) (2,0,0) (0, 0, 3)\nspace origin: (5,6,7)\n"
for number, (fields, order) in enumerate(
    [
        (f"space: right-anterior-superior\n{DIRECTIONS}", "big"),
        (f"space: RAS\n{DIRECTIONS}", "little"),
        (f"space: left-anterior-superior\n{DIRECTIONS}", "big"),
        (f"space: left-posterior-superior\n{DIRECTIONS}", "big"),
        (f"space: 3D-right-handed\n{DIRECTIONS}", "little"),
        (f"space dimension: 3\n{DIRECTIONS}", "little"),
        ("spacings: 1.5 2 3\n", "little"),
        ("spacings: 1.5 2 3\naxis mins: 1 2 3\n", "little"),
        ("spacings: 1.5 2 3\naxis mins: 1 2 3\ncenters: node node node\n", "big"),
        ("", "little"),
    ]
):
    data = voxels.astype(">i2" if order == "big" else "<i2").tobytes()
    by_hand(f"hand_space{number}.nrrd", f"{START}endian: {order}\n{fields}\n", data)

little = voxels.astype("<i2").tobytes()
(HERE / "hand_slice0.raw").write_bytes(little[:24])
(HERE / "hand_slice1.raw").write_bytes(little[24:])
(HERE / "hand_behind.raw").write_bytes(b"a line\nanother\nxxxx" + little)
START += "endian: little\nspacings: 1 1 1\n"
by_hand("hand_list.nhdr", f"{START}data file: LIST\nhand_slice0.raw\nhand_slice1.raw\n", b"")
by_hand("hand_skip.nhdr", f"{START}line skip: 2\nbyte skip: 4\ndata file: hand_behind.raw\n", b"")
by_hand("hand_last.nhdr", f"{START}byte skip: -1\ndatafile: hand_behind.raw\n", b"")

START = "ObjectType = Image\nNDims = 3\nDimSize = 4 3 2\n"
TURN = "0 1 0 -1 0 0 0 0 1"
for number, fields in enumerate(
    [
        f"TransformMatrix = {TURN}\nOffset = 1 2 3\nElementSpacing = 1 2 3\nElementByteOrderMSB = True\n",
        f"Orientation = {TURN}\nPosition = 1 2 3\nElementSpacing = 1 2 3\nAnatomicalOrientation = LPS\n",
        f"Rotation = {TURN}\nOrigin = 1 2 3\nElementSize = 1 2 3\nBinaryDataByteOrderMSB = True\n",
        "Offset = 1 2 3\nAnatomicalOrientation = RAS\n",
    ]
):
    data = voxels.astype(">i2" if "MSB" in fields else "<i2").tobytes()
    by_hand(f"hand_place{number}.mha", f"{START}{fields}ElementType = MET_SHORT\nElementDataFile = LOCAL\n", data)
START += "BinaryData = True\n"
by_hand(
    "hand_long.mha", f"{START}ElementType = MET_LONG\nElementDataFile = LOCAL\n",
    (voxels.astype("<i4") * 1000).tobytes())
START += "ElementType = MET_SHORT\n"
by_hand("hand_list.mhd", f"{START}ElementDataFile = LIST\nhand_slice0.raw\nhand_slice1.raw\n", b"")
by_hand("hand_skip.mhd", f"{START}HeaderSize = 19\nElementDataFile = hand_behind.raw\n", b"")
by_hand("hand_last.mhd", f"{START}HeaderSize = -1\nElementDataFile = hand_behind.raw\n", b"")

with open(HERE / "expected.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(entry) for entry in expected) + "\n]\n")
