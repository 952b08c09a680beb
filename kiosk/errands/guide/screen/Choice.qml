import QtQuick
import kiosk.controls

// A large key with a line below its name.
Key {
    id: choice

    required property string name
    required property string hint
    required property string tag
    required what
    required arg

    label: name
    implicitHeight: Math.max(Theme.care ? 144 : 124, inside.implicitHeight + 40)

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: choice.pressed ? Theme.mist : Theme.sheet
        border.width: Theme.stroke
        border.color: Theme.line
    }
    Column {
        id: inside
        anchors { left: parent.left; leftMargin: 40; right: arrow.left; rightMargin: 24; verticalCenter: parent.verticalCenter }
        spacing: 4
        Words {
            width: parent.width
            text: choice.name
            strong: true
            font.pixelSize: Math.round(38 * Theme.type)
            lineHeight: 0.95
        }
        Words {
            width: parent.width
            visible: text !== ""
            text: (choice.tag !== "" ? choice.tag + " · " : "") + choice.hint
            color: Theme.quiet
            font.pixelSize: Theme.care ? 32 : 28
        }
    }
    Icon {
        id: arrow
        anchors { right: parent.right; rightMargin: 32; verticalCenter: parent.verticalCenter }
        name: "right"
        colour: Theme.pine
        side: 44
    }
}
