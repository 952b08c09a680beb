import QtQuick

// A sheet over the dimmed screen, in the lower part where every hand reaches. Nothing below it is touched.
Item {
    id: overlay

    default property alias content: column.data
    property bool shown: false
    property string beside: "" // what a touch beside its keys says, if anything
    readonly property bool veiling: true

    visible: shown
    width: Theme.width
    height: Theme.height

    Rectangle {
        anchors.fill: parent
        color: Theme.veil
    }
    MouseArea {
        anchors.fill: parent
        onPressed: {
            if (overlay.beside !== "")
                Touch.touched(overlay.beside, "");
        }
    }
    Rectangle {
        id: sheet
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.min(Math.max(Theme.lowTop, parent.height - height - (Theme.portrait ? 200 : 120)), parent.height - height - 24)
        width: Theme.portrait ? Theme.width - Theme.margin : 1080
        height: column.implicitHeight + 112
        radius: 40
        color: Theme.paper

        Column {
            id: column
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: 56 }
            spacing: Theme.gutter
        }
    }
}
