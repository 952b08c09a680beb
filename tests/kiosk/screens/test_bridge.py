"""Faces come from other threads; the glass never waits for anybody."""

from dataclasses import replace
from threading import Thread

from kiosk.kit.views import Face, HomeView
from kiosk.qt.bridge import Bridge
from kiosk.screens.samples import SERVICES, faces


def test_faces_from_another_thread_arrive_and_the_last_one_stands(look, qtbot):
    looked = look()
    face = faces()["home"]

    def clerk() -> None:
        for waiting in range(1, 301):
            service = SERVICES[0].model_copy(update={"waiting": waiting})
            looked.glass.show(Face(face.frame, HomeView((service,))))

    thread = Thread(target=clerk)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: any("前面 300" in text for text in looked.written()), timeout=2000)


def test_faces_nobody_had_time_for_are_dropped(qapp):
    shown = []
    bridge = Bridge(lambda touched: None)
    bridge.face.connect(shown.append)
    home = faces()["home"]
    for n in range(50):
        bridge.show(replace(home, frame=replace(home.frame, hall_zh=str(n))))
    qapp.processEvents()
    assert [f.frame.hall_zh for f in shown] == ["49"]


def test_the_window_may_have_any_size_and_keys_stay_under_the_finger(look):
    looked = look()
    looked.glass.window.resize(500, 700)
    looked.show(faces()["home"])
    for key in looked.keys:
        assert looked.touch(key).what == key.what
