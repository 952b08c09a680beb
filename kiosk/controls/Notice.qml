import QtQuick
import kiosk.models

// One line under the header: what the visitor should know now.
Item {
    id: notice

    required property FrameModel frame
    readonly property color tint: frame.urgent ? Theme.amber : Theme.river

    visible: frame.notice !== ""
    implicitHeight: visible ? strip.height + Theme.gap : 0

    Rectangle {
        id: strip
        width: parent.width
        height: Math.max(72, words.implicitHeight + 24)
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
            anchors { left: icon.right; leftMargin: 16; right: parent.right; rightMargin: 24; verticalCenter: parent.verticalCenter }
            text: notice.frame.notice
            color: notice.tint
            font.pixelSize: Math.round(28 * Theme.type)
        }
    }
}
