import QtQuick

// A service with its wait; touching it chooses it. `overPine`: a quiet tile on the pine hero; otherwise a card with its
// letter and hint. What does not fit beside goes below; a hint that does not fit at all is left out.
Key {
    id: row

    required property string id
    required property string letter
    required property string name
    required property string hint
    required property string wait
    required property string windows
    required property bool open
    property bool overPine: false

    readonly property real pad: overPine ? 32 : 36
    readonly property real room: width - 2 * pad - (overPine ? 0 : badge.width + 28)
    readonly property bool stacked: nameWords.implicitWidth + waitColumn.needed + 40 > room
    readonly property color nameColour: !open ? (overPine ? Theme.overPineQuiet : Theme.quiet) : overPine ? Theme.overPine : Theme.ink

    what: "service"
    arg: id
    label: name
    enabled: open
    implicitHeight: Math.max(Theme.touch, (stacked ? nameWords.implicitHeight + waitColumn.implicitHeight : nameWords.implicitHeight) + 36)

    Rectangle {
        anchors.fill: parent
        radius: row.overPine ? 20 : Theme.radius
        color: row.overPine ? (row.pressed ? Theme.pineDown : Theme.pineTile) : row.pressed ? Theme.mist : row.open ? Theme.sheet : Theme.paper
        border.width: row.overPine ? 0 : Theme.stroke
        border.color: Theme.line
    }
    Rectangle {
        id: badge
        visible: !row.overPine
        x: row.pad
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.care ? 104 : 96
        height: width
        radius: width / 2
        color: row.open ? Theme.mist : Theme.haze
        Words {
            anchors.centerIn: parent
            text: row.letter
            strong: true
            color: row.open ? Theme.pine : Theme.quiet
            font.pixelSize: 48
        }
    }
    Column {
        x: row.overPine ? row.pad : badge.x + badge.width + 28
        width: row.stacked ? row.room : row.room - waitColumn.width - 24
        anchors.verticalCenter: parent.verticalCenter
        Words {
            id: nameWords
            width: parent.width
            text: row.name
            color: row.nameColour
            strong: !row.overPine
            font.pixelSize: row.overPine ? Math.round(36 * Theme.type) : Theme.key
        }
        Words {
            id: hintWords
            visible: !row.overPine && text !== "" && !(Theme.care && implicitWidth > width) && row.height >= nameWords.implicitHeight + implicitHeight + (row.stacked ? waitColumn.implicitHeight : 0) + 32
            width: parent.width
            text: row.hint
            color: Theme.quiet
            font.pixelSize: Math.round(28 * Theme.type)
        }
        Item {
            visible: row.stacked
            width: 1
            height: waitColumn.implicitHeight
        }
    }
    Column {
        id: waitColumn
        readonly property real needed: Math.max(waitWords.implicitWidth, row.overPine ? 0 : windowWords.implicitWidth)
        x: row.stacked ? (row.overPine ? row.pad : badge.x + badge.width + 28) : row.width - row.pad - width
        y: row.stacked ? row.height - (row.height - parts.height) / 2 - height : (row.height - height) / 2
        width: row.stacked ? row.room : Math.ceil(needed)
        Words {
            id: waitWords
            width: parent.width
            horizontalAlignment: row.stacked ? Text.AlignLeft : Text.AlignRight
            text: row.wait
            color: row.overPine ? Theme.overPineQuiet : row.open ? Theme.pine : Theme.quiet
            font.pixelSize: Math.round(30 * Theme.type)
        }
        Words {
            id: windowWords
            visible: !row.overPine && text !== "" && !(row.stacked && Theme.care)
            width: parent.width
            horizontalAlignment: row.stacked ? Text.AlignLeft : Text.AlignRight
            text: row.windows
            color: Theme.quiet
            font.pixelSize: Math.round(28 * Theme.type)
        }
    }
    Item {
        id: parts
        height: nameWords.implicitHeight + (hintWords.visible ? hintWords.implicitHeight : 0) + waitColumn.implicitHeight
    }
}
