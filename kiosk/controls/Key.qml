import QtQuick

// Anything that can be touched. What is touched leaves through Touch, under `what` and `arg`; a shaky finger may wander
// within the key, a slow one may rest on it.
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
        longPressThreshold: 0 // a slow finger is a finger: Qt drops a tap of more than 0.8 s otherwise
        onTapped: key.press()
    }
}
