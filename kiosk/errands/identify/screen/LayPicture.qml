import QtQuick
import kiosk.controls

// Where to lay the card, or hold the code: a drawing and a hand's movement.
Item {
    id: picture

    property bool card: true
    property bool reading: false
    readonly property real unit: Math.min(width / 760, height / 520)
    readonly property bool moving: visible && !reading && !Theme.still

    Rectangle {
        anchors.fill: parent
        radius: 36
        color: Theme.haze
    }
    Item {
        anchors.centerIn: parent
        width: 760 * picture.unit
        height: 520 * picture.unit
        clip: true

        Image {
            id: base
            anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 24 * picture.unit }
            width: 640 * picture.unit
            height: 300 * picture.unit
            sourceSize: Qt.size(width, height)
            source: picture.card ? "image://drawing/reader" : "image://drawing/scanner"
        }
        Rectangle {
            visible: picture.reading && picture.card
            anchors { horizontalCenter: base.horizontalCenter; bottom: base.bottom; bottomMargin: 62 * picture.unit }
            width: 356 * picture.unit
            height: 212 * picture.unit
            radius: 30 * picture.unit
            color: "transparent"
            border.color: Theme.pine
            border.width: 6
            SequentialAnimation on opacity {
                running: picture.visible && picture.reading && !Theme.still
                loops: Animation.Infinite
                NumberAnimation { from: 1; to: 0.2; duration: 480; easing.type: Easing.OutCubic }
                NumberAnimation { to: 1; duration: 480; easing.type: Easing.OutCubic }
            }
        }
        Image {
            id: mover
            readonly property real rest: picture.card ? base.y + (base.height - height) / 2 - 12 * picture.unit : base.y - 60 * picture.unit
            readonly property real away: rest - 190 * picture.unit
            property real lifted: picture.moving ? 1 : 0
            anchors.horizontalCenter: parent.horizontalCenter
            y: rest + (away - rest) * lifted
            width: (picture.card ? 312 : 150) * picture.unit
            height: (picture.card ? 190 : 250) * picture.unit
            sourceSize: Qt.size(width, height)
            source: picture.card ? "image://drawing/idcard" : "image://drawing/phone"

            SequentialAnimation {
                running: picture.moving
                loops: Animation.Infinite
                onRunningChanged: if (!running) { mover.lifted = 0; mover.opacity = 1; }
                ParallelAnimation {
                    NumberAnimation { target: mover; property: "lifted"; from: 1; to: 1; duration: 1 }
                    NumberAnimation { target: mover; property: "opacity"; from: 0; to: 1; duration: 240; easing.type: Easing.OutCubic }
                }
                PauseAnimation { duration: 300 }
                NumberAnimation { target: mover; property: "lifted"; to: 0; duration: 900; easing.type: Easing.OutCubic }
                PauseAnimation { duration: 1500 }
                NumberAnimation { target: mover; property: "opacity"; to: 0; duration: 240; easing.type: Easing.OutCubic }
                PauseAnimation { duration: 200 }
            }
        }
    }
}
