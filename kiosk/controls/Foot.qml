import QtQuick

// The row of keys under a screen: the last one at the bottom right, the others from the left. Where they do not fit in
// a row (long English, care mode) they stand in a column, the last one at the bottom.
Item {
    id: foot

    property bool leaving: false // in low position the header's key comes down here
    readonly property var shown: {
        let found = [];
        for (let i = 0; i < children.length; i++) {
            const c = children[i];
            if (c instanceof Key && c.visible)
                found.push(c);
        }
        return found;
    }
    readonly property real needed: shown.reduce((sum, k) => sum + k.implicitWidth + Theme.gap, -Theme.gap)
    readonly property bool stacked: needed > width

    implicitHeight: {
        if (shown.length === 0)
            return 0;
        return stacked ? shown.length * (Theme.keyHeight + Theme.gap) - Theme.gap : Theme.keyHeight;
    }
    onShownChanged: Qt.callLater(arrange)
    onStackedChanged: Qt.callLater(arrange)
    onNeededChanged: Qt.callLater(arrange)
    onWidthChanged: Qt.callLater(arrange)
    Component.onCompleted: arrange()

    function arrange() {
        let x = 0;
        for (let i = 0; i < shown.length; i++) {
            const key = shown[i], last = i === shown.length - 1;
            key.width = stacked ? width : key.implicitWidth;
            key.x = stacked ? 0 : last && (i > 0 || key.look === "primary") ? width - key.width : x;
            key.y = stacked ? i * (Theme.keyHeight + Theme.gap) : 0;
            x += key.width + Theme.gap;
        }
    }

    BigButton {
        visible: Theme.low && Theme.kept
        what: "kept"
        label: Say.words["frame.kept.open"]
    }
    BigButton {
        visible: foot.leaving
        enabled: Theme.leavable
        look: "quiet"
        icon: "leave"
        what: "leave"
        label: Say.words["frame.leave"]
    }
}
