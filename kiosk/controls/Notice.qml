import QtQuick
import kiosk.models

// A line under the header: what the visitor should know now; where something was kept, a key that shows it.
Item {
    id: notice

    required property FrameModel frame
    readonly property color tint: frame.urgent ? Theme.amber : Theme.river

    readonly property bool look: frame.kept && !Theme.low // in low position the key is at the foot

    visible: frame.notice !== ""
    implicitHeight: visible ? strip.height + Theme.gap + (look ? Theme.gap - 8 : 0) : 0

    Rectangle {
        id: strip
        width: parent.width
        height: notice.look ? Theme.touch : Math.max(72, words.implicitHeight + 24)
        radius: 20
        color: notice.frame.urgent ? Theme.amberMist : Theme.haze
        Icon {
            id: icon
            x: 24
            anchors.verticalCenter: parent.verticalCenter
            name: notice.frame.urgent ? "alert" : "offline"
            colour: notice.tint
            side: 44
        }
        Words {
            id: words
            anchors { left: icon.right; leftMargin: 16; right: key.visible ? key.left : parent.right; rightMargin: 24; verticalCenter: parent.verticalCenter }
            text: notice.frame.notice
            color: notice.tint
            font.pixelSize: Math.round(28 * Theme.type)
        }
        Key {
            id: key
            visible: notice.look
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            width: open.implicitWidth + 72
            height: Theme.touch
            what: "kept"
            label: Say.words["frame.kept.open"]
            Rectangle {
                anchors.fill: parent
                anchors.margins: 16
                radius: height / 2
                color: key.pressed ? Theme.pineDown : Theme.pine
            }
            Words { id: open; anchors.centerIn: parent; text: key.label; color: Theme.overPine; wrapMode: Text.NoWrap; font.pixelSize: Math.round(30 * Theme.type) }
        }
    }
}
