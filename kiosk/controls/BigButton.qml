import QtQuick

// A key with a label. `look`: primary (one a screen), outline, quiet.
Key {
    id: key

    property string look: "outline"
    property string icon: ""
    property int size: Theme.key
    readonly property bool full: look === "primary"
    readonly property color tint: !enabled ? Theme.off : full ? Theme.overPine : look === "quiet" ? Theme.ink : Theme.pine

    implicitHeight: Theme.keyHeight
    implicitWidth: Math.max(240, row.implicitWidth + 2 * 52)

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: {
            if (key.full)
                return !key.enabled ? Theme.mist : key.pressed ? Theme.pineDown : Theme.pine;
            return key.pressed ? Theme.mist : Theme.sheet;
        }
        border.width: key.full ? 0 : key.look === "quiet" ? Theme.stroke : 3
        border.color: key.enabled && key.look === "outline" ? Theme.pine : Theme.line
    }
    Row {
        id: row
        anchors.centerIn: parent
        spacing: 20
        Icon {
            visible: key.icon !== ""
            anchors.verticalCenter: parent.verticalCenter
            name: key.icon
            colour: key.tint
            side: Math.round(key.size * 1.25)
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: key.label
            color: key.tint
            wrapMode: Text.NoWrap
            font.pixelSize: key.size
        }
    }
}
