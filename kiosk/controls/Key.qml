import QtQuick

// Anything that can be touched. What is touched leaves through Touch, under `what` and `arg`; a shaky finger may wander
// within the key.
Item {
    id: key

    property string what: ""
    property string arg: ""
    property string label: ""
    readonly property bool pressed: tap.pressed
    signal activated

    implicitWidth: Theme.touch
    implicitHeight: Theme.touch
    Accessible.role: Accessible.Button
    Accessible.name: label
    Accessible.onPressAction: key.press()

    function press() {
        key.activated();
        Touch.touched(key.what, key.arg);
    }

    TapHandler {
        id: tap
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: key.press()
    }
}
