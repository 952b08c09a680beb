import QtQuick
import kiosk.models

// The hall's name and the time; the visitor, masked, with one touch to leave; the time left when it matters.
Item {
    id: header

    required property FrameModel frame
    readonly property bool leaves: frame.visited && !Theme.low

    height: Theme.header

    Words {
        id: hall
        anchors { left: parent.left; leftMargin: Theme.margin; verticalCenter: parent.verticalCenter }
        width: Math.min(implicitWidth, clock.x - Theme.margin - Theme.gutter)
        text: header.frame.hall
        visible: !header.leaves || !Theme.portrait
        font.pixelSize: Theme.chinese || !Theme.portrait ? 30 : 28
        maximumLineCount: 2
    }
    Row {
        anchors { left: parent.left; leftMargin: Theme.margin; verticalCenter: parent.verticalCenter }
        visible: header.leaves && Theme.portrait
        spacing: 16
        Icon { name: "person"; colour: Theme.pine; side: 44; anchors.verticalCenter: parent.verticalCenter }
        Words { text: header.frame.visitor; font.pixelSize: 30; anchors.verticalCenter: parent.verticalCenter; wrapMode: Text.NoWrap }
    }
    Row {
        id: clock
        anchors { right: parent.right; rightMargin: Theme.margin; verticalCenter: parent.verticalCenter }
        spacing: Theme.gap
        Row {
            anchors.verticalCenter: parent.verticalCenter
            visible: header.frame.visited && (!Theme.portrait || Theme.low)
            spacing: 12
            Icon { name: "person"; colour: Theme.pine; side: 44; anchors.verticalCenter: parent.verticalCenter }
            Words { text: header.frame.visitor; font.pixelSize: 30; anchors.verticalCenter: parent.verticalCenter; wrapMode: Text.NoWrap }
        }
        Key {
            visible: header.leaves
            width: leave.implicitWidth + 56
            height: Theme.touch
            what: "leave"
            label: Say.words["frame.leave"]
            Rectangle {
                anchors.centerIn: parent
                width: parent.width
                height: 76
                radius: height / 2
                color: parent.pressed ? Theme.mist : Theme.haze
            }
            Row {
                id: leave
                anchors.centerIn: parent
                spacing: 12
                Icon { name: "leave"; colour: Theme.ink; side: 36; anchors.verticalCenter: parent.verticalCenter }
                Words { text: Say.words["frame.leave"]; font.pixelSize: 30; wrapMode: Text.NoWrap; anchors.verticalCenter: parent.verticalCenter }
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
