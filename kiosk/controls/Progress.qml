import QtQuick

// Something is being waited for: three dots that take turns.
Row {
    id: progress

    property bool running: visible && !Theme.still
    property color colour: Theme.pine
    property int side: 20

    spacing: side * 0.8

    Repeater {
        model: 3
        Rectangle {
            id: dot
            required property int index
            width: progress.side
            height: width
            radius: width / 2
            color: progress.colour
            opacity: Theme.still ? 1 : 0.25

            SequentialAnimation on opacity {
                running: progress.running
                loops: Animation.Infinite
                PauseAnimation { duration: dot.index * 200 }
                NumberAnimation { to: 1; duration: 240; easing.type: Easing.OutCubic }
                NumberAnimation { to: 0.25; duration: 240; easing.type: Easing.OutCubic }
                PauseAnimation { duration: (2 - dot.index) * 200 }
            }
        }
    }
}
