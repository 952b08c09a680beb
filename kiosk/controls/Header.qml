import QtQuick
import kiosk.models

// The hall's name and the time; the visitor, masked, with one touch to leave; the time left when it matters.
Item {
    id: header

    required property FrameModel frame
    readonly property bool leaves: frame.visited && !Theme.low

    height: Theme.header

    Column {
        anchors { left: parent.left; leftMargin: Theme.margin; verticalCenter: parent.verticalCenter }
        width: clock.x - Theme.margin - Theme.gutter
        spacing: 2
        Words {
            width: parent.width
            text: header.frame.hall
            font.pixelSize: Theme.chinese && !header.frame.visited ? 30 : 26
            lineHeight: 0.92
        }
        Row {
            visible: header.frame.visited
            spacing: 12
            Icon { name: "person"; colour: Theme.pine; side: 36; anchors.verticalCenter: parent.verticalCenter }
            Words { text: header.frame.visitor; color: Theme.pine; font.pixelSize: 30; wrapMode: Text.NoWrap }
        }
    }
    Row {
        id: clock
        anchors { right: parent.right; rightMargin: Theme.margin; verticalCenter: parent.verticalCenter }
        spacing: Theme.gap
        Key {
            visible: header.leaves
            width: leave.implicitWidth + 56
            height: Theme.touch
            what: "leave"
            label: Say.words["frame.leave"]
            enabled: Theme.leavable
            readonly property color tint: enabled ? Theme.ink : Theme.off
            Rectangle {
                anchors.centerIn: parent
                width: parent.width
                height: 76
                radius: height / 2
                color: parent.pressed ? Theme.mist : Theme.haze
            }
            Row {
                id: leave
                readonly property color tint: parent.tint
                anchors.centerIn: parent
                spacing: 12
                Icon { name: "leave"; colour: leave.tint; side: 36; anchors.verticalCenter: parent.verticalCenter }
                Words { text: Say.words["frame.leave"]; color: leave.tint; font.pixelSize: 30; wrapMode: Text.NoWrap; anchors.verticalCenter: parent.verticalCenter }
            }
        }
        Ring {
            anchors.verticalCenter: parent.verticalCenter
            visible: header.frame.ring > 0
            part: header.frame.ring
            seconds: header.frame.seconds
            side: 72
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: header.frame.time
            color: Theme.quiet
            font.pixelSize: 32
            wrapMode: Text.NoWrap
        }
    }
}
