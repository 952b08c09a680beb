import QtQuick
import kiosk.controls

// What the reader or the hall is doing, or what went wrong there.
Rectangle {
    id: said

    property bool bad: false
    property string text: ""
    readonly property color tint: bad ? Theme.vermilion : Theme.pine

    height: words.implicitHeight + 48
    radius: Theme.radius
    color: bad ? Theme.vermilionMist : Theme.mist

    Icon {
        id: mark
        x: 32
        y: 28
        name: said.bad ? "alert" : "clock"
        colour: said.tint
        side: 52
    }
    Words {
        id: words
        anchors { left: mark.right; leftMargin: 20; right: parent.right; rightMargin: 32; verticalCenter: parent.verticalCenter }
        text: said.text
        color: said.tint
        font.pixelSize: Math.round((Theme.chinese ? 34 : 30) * Theme.type)
    }
}
