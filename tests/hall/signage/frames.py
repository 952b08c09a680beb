"""Frames as hypothesis makes them: every field, every character a screen may meet."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from hall.contract.frame import Call, Frame, Line, NoticeLine

DIRECTIONS = (
    "ahead",
    "right_ahead",
    "right",
    "right_behind",
    "behind",
    "left_behind",
    "left",
    "left_ahead",
    "up",
    "down",
    "here",
)
NAMES = ("toilet", "lift", "stairs", "kiosk")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "综合窗口",
        "洗手间 · 电梯",
        'a"b\\c',
        "\u2028\u2029",
        "\x7f\x00\n",
        "𠮷野家",
        "مرحبا",
        "<b>不是标记</b>",
        "1–5",
        "长" * 400,
    ]
)
NUMBERS = st.integers(0, 2**53 - 1)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC]))


def lines() -> st.SearchStrategy[Line]:
    return st.builds(
        Line,
        direction=st.sampled_from(DIRECTIONS),
        zh=TEXTS,
        en=TEXTS,
        tag=TEXTS,
        floor_zh=TEXTS,
        pictograms=st.lists(st.sampled_from(NAMES), max_size=3).map(tuple),
        floor_en=TEXTS,
        step_free=st.booleans(),
        metres=st.integers(0, 10**6),
        places=st.lists(TEXTS, max_size=3).map(tuple),
    )


def calls() -> st.SearchStrategy[Call]:
    return st.builds(
        Call,
        id=NUMBERS,
        number=TEXTS,
        window=TEXTS,
        direction=st.sampled_from(DIRECTIONS),
        direction_zh=TEXTS,
        direction_en=TEXTS,
        service_zh=TEXTS,
        service_en=TEXTS,
        sentence=TEXTS,
        at=MOMENTS,
    )


def notices() -> st.SearchStrategy[NoticeLine]:
    return st.builds(
        NoticeLine,
        id=NUMBERS,
        priority=st.integers(1, 9),
        zh=TEXTS,
        en=TEXTS,
        starts=MOMENTS,
        ends=MOMENTS.map(lambda at: at + timedelta(days=1)),
    )


def frames() -> st.SearchStrategy[Frame]:
    colours = st.sampled_from(["#1B2A26", "#FBFAF6", "#ffffff", "#AbCdEf"])
    return st.builds(
        Frame,
        screen=st.just("s4"),
        revision=NUMBERS,
        mode=st.sampled_from(["normal", "evacuation", "drill", "blank"]),
        layout=st.sampled_from(["guidance", "board", "both", "strip"]),
        title_zh=TEXTS,
        title_en=TEXTS,
        letter_mm=st.floats(1e-7, 10_000) | st.sampled_from([60.0, 84.2, 1e-05, 0.0001]),
        glass=st.tuples(st.integers(0, 50_000), st.integers(0, 50_000)),
        pages=st.lists(st.lists(lines(), max_size=3).map(tuple), max_size=2).map(tuple),
        page_seconds=st.integers(3, 120),
        languages=st.sampled_from(["both", "turns"]),
        ink=colours,
        ground=colours,
        plate=TEXTS,
        plate_zh=TEXTS,
        plate_en=TEXTS,
        calls=st.lists(calls(), max_size=3).map(tuple),
        notices=st.lists(notices(), max_size=2).map(tuple),
        guidance_lease=st.none() | NUMBERS,
        calls_lease=st.none() | NUMBERS,
    )
