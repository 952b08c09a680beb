import QtQuick

// One of assets/icons in any colour, drawn at its own size.
Image {
    property string name: ""
    property color colour: Theme.ink
    property int side: 56

    width: side
    height: side
    sourceSize: Qt.size(side, side)
    source: name ? "image://icon/" + name + "/" + Theme.hex(colour) : ""
}
