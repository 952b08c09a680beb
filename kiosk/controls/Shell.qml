import QtQuick
import kiosk.models

// The whole glass: the layout of 1080×1920 or 1920×1080 scaled into whatever window there is; the frame around the
// screens; what lies over them.
Rectangle {
    id: shell

    required property FrameModel frame
    readonly property bool covered: frame.asking || frame.help !== ""

    color: Theme.paper

    Binding { target: Theme; property: "care"; value: shell.frame.care }
    Binding { target: Theme; property: "low"; value: shell.frame.low }
    Binding { target: Theme; property: "chinese"; value: shell.frame.chinese }
    Binding { target: Theme; property: "visited"; value: shell.frame.visited }
    Binding { target: Theme; property: "leavable"; value: shell.frame.canHome }
    Binding { target: Theme; property: "kept"; value: shell.frame.kept }
    Binding { target: Theme; property: "noticed"; value: notice.implicitHeight }

    Item {
        id: stage
        anchors.centerIn: parent
        width: Theme.width
        height: Theme.height
        scale: Math.min(shell.width / width, shell.height / height)

        Image {
            anchors { bottom: parent.bottom; bottomMargin: Theme.dock }
            visible: !shell.frame.attract
            width: parent.width
            height: 420
            sourceSize: Qt.size(width, height)
            source: Theme.portrait ? "image://drawing/hills" : "image://drawing/hills-wide"
        }
        Item {
            objectName: "screens"
            anchors.fill: parent
            enabled: !shell.covered
        }
        Header {
            width: parent.width
            visible: !shell.frame.attract
            enabled: !shell.covered
            frame: shell.frame
        }
        Notice {
            id: notice
            x: Theme.margin
            y: Theme.header - 12 + (notice.look ? Theme.gap - 8 : 0) // a key keeps its distance from the header's
            width: shell.frame.attract ? parent.width - 2 * Theme.margin : Theme.column
            frame: shell.frame
            enabled: !shell.covered
        }
        Dock {
            anchors.bottom: parent.bottom
            width: parent.width
            enabled: !shell.covered
            frame: shell.frame
        }
        StillThere { frame: shell.frame }
        HelpPanel { frame: shell.frame }
    }
}
