import QtQuick

Rectangle {
    color: Theme.sheet
    radius: Theme.radius
    border.color: Theme.line
    border.width: Theme.stroke
}
