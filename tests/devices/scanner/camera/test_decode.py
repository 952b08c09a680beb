"""A frame's codes: every symbology, every symptom, right to the letter or not at all."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from devices.scanner.camera import decode
from devices.scanner.camera.kinds import KINDS
from devices.scanner.camera.preparations import denoised
from devices.scanner.camera.simulator import with_code
from tests.devices.scanner.frames import lamp, light, synthetic
from tests.devices.scanner.frames.photographs import photographs

# The receipt code of RFC 9285 base45 with a space inside
SJ1 = (
    "SJ1:RRQ$-8P609O0B90B7B35L$.CQKD*9EY7FCF3 SDE8GBF370GF8GS49TK404DGWL.AU100992:60100A9209E4H9846C%6NF6$96646*96JL61"
    "00B92R49000000000/10788HNV.OA3UGD8H881B:92RJZ8RDNSTCECR3HSSE%J/EET51BPOEN0FGE%YBCR5L1F4JRLFI/:9E92VFR7DVM3UDUKY.I"
    "JG3E0"
)


LIT = (21, 32, 78)


def read(frame, **options):
    return {(code.symbology, code.text) for code in decode(frame, **{"budget": None} | options)}


def framed(gray):
    return cv2.cvtColor(np.pad(gray, 60, constant_values=200), cv2.COLOR_GRAY2BGR)


@pytest.mark.parametrize("kind", sorted(set(KINDS)))
def test_each_symbology_is_read_and_named(kind):
    sample = synthetic.easy(np.random.default_rng(5), kind)
    assert read(sample.frame) == sample.expected


@pytest.mark.parametrize("degrees", [27, 63, 118, 205])
def test_a_stacked_code_held_askew_is_read(degrees):
    frame = np.full((720, 1280, 3), 90, np.uint8)
    gray = synthetic.symbol("pdf417", "SJ2026-0012345")
    synthetic.lay(frame, gray, synthetic.Pose(640, 360, 3.0, degrees))
    assert read(frame) == {("pdf417", "SJ2026-0012345")}


def test_a_receipt_code_keeps_its_inner_space():
    assert read(framed(synthetic.qr_symbol(SJ1))) == {("qr", SJ1)}


CHINESE = ["松江区建设工程审批", "沪A", "䶮〇龘", "㎡一二", "茗点", "随申码 1", "ＳＪ－２", "a\\000026松"]


@pytest.mark.parametrize("text", CHINESE)
@pytest.mark.parametrize("eci", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_is_read_as_written_with_or_without_an_eci(text, encoding, eci):
    assert read(framed(synthetic.qr_symbol(text, encoding, eci)), kinds=["qr"]) == {("qr", text)}


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("松江", {"mode": "hanzi"}),  # GB/T 18284 7.4.5
        ("点茗", {"mode": "kanji"}),  # ISO/IEC 18004 7.4.6: Shift JIS, and no ECI says so
        ("茗点", {"mode": "kanji"}),  # whose bytes are valid UTF-8 of something else
        ("幕牆", {"encoding": "big5", "eci": True}),
        ("カナ", {"encoding": "shift-jis", "eci": True, "mode": "byte"}),
        ("Größe", {"encoding": "latin-1", "eci": True}),
    ],
)
def test_other_encodings_are_read_where_the_symbol_names_them(text, options):
    assert read(framed(synthetic.qr_symbol(text, **options)), kinds=["qr"]) == {("qr", text)}


@pytest.mark.parametrize("kind", ["datamatrix", "pdf417", "aztec"])
def test_chinese_is_read_in_other_matrix_codes(kind):
    assert read(framed(synthetic.symbol(kind, "松江区建设工程"))) == {(kind, "松江区建设工程")}


def test_several_codes_in_one_frame_are_all_read():
    rng = np.random.default_rng(8)
    frame = synthetic.background(rng)
    expected = {("qr", "松江"), ("datamatrix", "SJ2026-1"), ("code128", "SJ44128"), ("microqr", "20261123")}
    for place, (kind, text) in enumerate(sorted(expected)):
        pose = synthetic.Pose(330 + 620 * (place % 2), 190 + 350 * (place // 2), 3, turn=3 * place)
        synthetic.lay(frame, synthetic.symbol(kind, text), pose)
    assert read(frame) == expected


@pytest.mark.parametrize("make", synthetic.HARD, ids=lambda make: make.__name__)
def test_hard_frames_are_read_or_left_never_misread(make):
    """The share of each symptom is the benchmark's; here: more than none, and nothing false."""
    samples = [make(np.random.default_rng(seed), kind) for seed, kind in enumerate(("qr", "datamatrix", "code128"))]
    said = [read(sample.frame) for sample in samples]
    assert all(texts <= sample.expected for texts, sample in zip(said, samples, strict=True))
    assert any(said)


@pytest.mark.parametrize("n", LIT)
def test_a_pass_under_a_lamp_is_read(n):
    """None of these was, before the light of the whole frame was mended."""
    sample = lamp.under_a_lamp(np.random.default_rng((7, n)), n)
    assert read(sample.frame) == sample.expected


@pytest.mark.parametrize("photo", photographs(), ids=lambda photo: photo.symptom)
def test_photographs_of_other_readers_are_read(photo):
    assert read(photo.frame) == photo.expected


def test_bars_that_are_no_code_are_none():
    rng = np.random.default_rng(17)
    for module in (2, 3, 4):
        bars = np.repeat((rng.random(150) < 0.5).astype(np.uint8) * 200, module)
        frame = np.full((720, 1280, 3), 128, np.uint8)
        for row in range(5):
            frame[60 + 130 * row : 140 + 130 * row, 40 : 40 + bars.size] = np.roll(bars, 7 * row)[None, :, None]
        assert decode(light.sensor(frame, rng, 4), budget=None) == []


def test_a_desk_without_a_code_says_nothing():
    assert [decode(sample.frame) for sample in synthetic.empty_set(6)] == [[]] * 6


def test_grain_is_smoothed_and_a_clean_frame_left_alone():
    rng = np.random.default_rng(21)
    clean = synthetic.easy(rng, "qr")
    gray = cv2.cvtColor(light.sensor(clean.frame, rng, 6), cv2.COLOR_BGR2GRAY)
    assert denoised(gray) is gray
    grainy = light.sensor(clean.frame, rng, 35)
    assert cv2.Laplacian(denoised(cv2.cvtColor(grainy, cv2.COLOR_BGR2GRAY)), cv2.CV_64F).std() < 40
    assert read(grainy) == clean.expected


def test_everyday_frames_of_chinese_and_several_codes_are_read_whole():
    samples = synthetic.daily_set(16, 6)
    assert [read(sample.frame) for sample in samples] == [sample.expected for sample in samples]


@pytest.mark.parametrize("kind", ["qr", "pdf417", "code128"])
def test_a_code_that_fills_the_frame_is_no_noise(kind):
    """A phone held close: edges are everywhere."""
    gray = synthetic.symbol(kind, "SJ20261234")[16:-16, 16:-16]
    frame = cv2.cvtColor(cv2.resize(gray, (1280, 720), interpolation=cv2.INTER_AREA), cv2.COLOR_GRAY2BGR)
    assert read(frame) == {(kind, "SJ20261234")}


def test_a_small_code_beside_a_large_one_in_one_patch_is_read_too():
    """The patch is read at half size first, where the small one's modules are a pixel wide."""
    frame = np.full((1080, 1920, 3), 230, np.uint8)
    large, small = synthetic.qr_symbol("large")[24:-24, 24:-24], synthetic.qr_symbol("small 松江", "utf-8")
    frame[100:900, 100:900] = cv2.resize(large, (800, 800), interpolation=cv2.INTER_AREA)[..., None]
    frame[400:480, 880:960] = cv2.resize(small, (80, 80), interpolation=cv2.INTER_AREA)[..., None]
    assert read(frame) == {("qr", "large"), ("qr", "small 松江")}


def test_corners_lie_on_the_symbol_from_its_own_top_left():
    frame = np.full((720, 1280, 3), 120, np.uint8)
    gray = synthetic.qr_symbol("corners")
    synthetic.lay(frame, gray, synthetic.Pose(640, 360, 6, turn=90))
    ((code),) = decode(frame)
    half = (gray.shape[0] / 8 - 8) * 6 / 2  # without the quiet zone; a quarter turn puts its top left at the top right
    expected = [(640 + half, 360 - half), (640 + half, 360 + half), (640 - half, 360 + half), (640 - half, 360 - half)]
    assert np.abs(np.array(code.corners) - expected).max() < 6
    assert code.engine == "zxing-cpp"


def test_corners_found_in_a_turned_and_enlarged_patch_are_the_frames():
    rng = np.random.default_rng(3)
    for _ in range(3):
        sample = synthetic.inverted(rng, "code128")
        ((code),) = decode(sample.frame, budget=None)
        middle = np.array(code.corners).mean(axis=0)
        assert abs(middle[0] - 640) < 90
        assert abs(middle[1] - 360) < 50


def test_only_the_kinds_asked_for_are_read():
    frame = with_code("4006381333931", "ean13")
    assert read(frame, kinds=["qr", "code128"]) == set()
    assert read(frame, kinds=["ean13"]) == {("ean13", "4006381333931")}


def test_a_code_39_of_two_letters_is_no_code_for_print_holds_such():
    assert read(with_code("AB", "code39")) == set()
    assert read(with_code("ABC", "code39")) == {("code39", "ABC")}


def test_repr_hides_a_pass():
    assert "secret" not in repr(decode(with_code("secret")))


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (None, "not NoneType"),
        ("frame", "not str"),
        (np.zeros((10, 10, 3), np.float32), "uint8, not float32"),
        (np.zeros((10, 10), np.uint8), "not 10 × 10"),
        (np.zeros((10, 10, 4), np.uint8), "not 10 × 10 × 4"),
        (np.zeros((0, 10, 3), np.uint8), "empty"),
        (np.zeros((1, 9000, 3), np.uint8), "beyond 8192"),
    ],
)
def test_what_is_no_frame_is_refused_with_a_sentence(frame, said):
    with pytest.raises(ValueError, match=said):
        decode(frame)


@pytest.mark.parametrize("kinds", [[], ["qrcode"], "qr", ["qr", "itf"]])
def test_unknown_kinds_are_refused_with_a_sentence(kinds):
    with pytest.raises(ValueError, match="kinds must be some of qr, microqr"):
        decode(np.zeros((10, 10, 3), np.uint8), kinds)


@settings(max_examples=150, deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(1, 70), st.integers(1, 70), st.just(3))))
def test_nonsense_frames_break_nothing(frame):
    assert all(code.symbology in KINDS for code in decode(frame))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 400), st.integers(1, 400), st.sampled_from([0.02, 0.5, 1.0]))
def test_noise_is_never_a_code(seed, height, width, coarse):
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 2, (max(1, int(height * coarse)), max(1, int(width * coarse))), np.uint8) * 255
    gray = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)
    assert decode(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR)) == []


def test_a_micro_qr_that_corrects_nothing_is_believed_only_when_seen_twice():
    """In this frame an M1 of 1.8 pixels a module was read 1262 where 2542 is written."""
    sample = synthetic.several(np.random.default_rng(2), "code128")
    assert read(sample.frame) <= sample.expected


def test_a_frame_that_is_a_view_or_upside_down_is_read_all_the_same():
    frame = with_code("view")
    assert read(frame[::-1, ::-1]) == {("qr", "view")}
    assert read(np.asfortranarray(frame)) == {("qr", "view")}
    assert read(frame[:, 200:1000]) == {("qr", "view")}
