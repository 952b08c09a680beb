import QtQuick

// Things side by side where they fit, spread over the width; otherwise one under another.
Grid {
    id: grid

    readonly property var shown: children.filter(c => c.visible)
    readonly property real needed: shown.reduce((sum, c) => sum + c.implicitWidth, 0)
    readonly property bool fits: needed + (shown.length - 1) * Theme.gap <= width

    columns: fits ? Math.max(1, shown.length) : 1
    columnSpacing: fits && columns > 1 ? Math.min(120, (width - needed) / (columns - 1)) : 0
    rowSpacing: Theme.gap
}
