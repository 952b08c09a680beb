import QtQuick

// Things side by side in columns of one width where they fit; otherwise one under another.
Grid {
    id: grid

    readonly property var shown: children.filter(c => c.visible)
    readonly property real widest: shown.reduce((most, c) => Math.max(most, c.implicitWidth), 0)
    readonly property bool fits: shown.length * (widest + Theme.gap) - Theme.gap <= width

    columns: fits ? Math.max(1, shown.length) : 1
    columnSpacing: fits && columns > 1 ? Math.min(120, (width - shown.length * widest) / (columns - 1)) : 0
    rowSpacing: Theme.gap
}
