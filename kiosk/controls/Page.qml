import QtQuick

// The page every screen is laid out on: it tells (title, pictures, results) and it is touched.
//   portrait   telling above, touching below, a row of keys at the foot
//   low        telling and pictures in the upper part, everything touchable within the lower 900
//   landscape  telling in the left column, touching in the right
Item {
    id: page

    default property alias touching: touchArea.data
    property alias telling: tellColumn.data
    property alias keys: foot.data
    property alias tellColumn: tellColumn
    property alias touchArea: touchArea
    property alias tellHeight: tellColumn.implicitHeight
    property bool leavable: true // false where a key of the screen itself ends the visit
    property real contentTop: Theme.header + Theme.noticed
    // Where touching begins, whether a notice stands above or not: what is aimed at must not move away under the finger.
    readonly property real touchTop: Theme.header + Math.max(Theme.notice, Theme.noticed) + tellColumn.implicitHeight + 40
    property bool pictured: false // in low position a drawing fills the upper part
    readonly property bool lowPortrait: Theme.portrait && Theme.low
    readonly property real contentBottom: Theme.height - Theme.dock - (Theme.portrait && !Theme.low ? 36 : 24)
    readonly property real footTop: foot.implicitHeight > 0 ? contentBottom - foot.implicitHeight - (Theme.low ? Theme.gap : Theme.gutter) : contentBottom
    readonly property real tellBottom: lowPortrait ? Theme.lowTop : Theme.portrait ? touchArea.y : footTop
    readonly property int leaving: Theme.motion // how long the old page stays, ms

    width: Theme.width
    height: Theme.height

    function stand() {
        opacity = 1;
    }
    function enter() {
        if (Theme.motion > 0)
            entrance.start();
    }
    function leave() {
        enabled = false;
        if (Theme.motion > 0)
            exit.start();
        else
            opacity = 0;
    }

    ParallelAnimation {
        id: entrance
        NumberAnimation { target: page; property: "opacity"; from: 0; to: 1; duration: Theme.motion; easing.type: Easing.OutCubic }
        NumberAnimation { target: page; property: "y"; from: 32; to: 0; duration: Theme.motion; easing.type: Easing.OutCubic }
    }
    NumberAnimation { id: exit; target: page; property: "opacity"; to: 0; duration: Theme.motion * 0.8; easing.type: Easing.OutCubic }

    Image {
        readonly property real room: Theme.lowTop - tellColumn.y - tellColumn.implicitHeight
        visible: page.pictured && page.lowPortrait && room > 360
        y: Theme.lowTop - height - 32
        width: Theme.width
        height: 400
        sourceSize: Qt.size(width, height)
        source: visible ? "image://drawing/band" : ""
    }
    Column {
        id: tellColumn
        x: Theme.margin
        y: page.contentTop
        width: Theme.column
        spacing: Theme.gap
    }
    Item {
        id: touchArea
        x: Theme.portrait ? Theme.margin : 2 * Theme.margin + Theme.column - 16
        y: page.lowPortrait ? Theme.lowTop + 4 : Theme.portrait ? page.touchTop
           : Math.max(Theme.header + 20, Theme.low ? Theme.lowTop + 4 : 0)
        width: Theme.width - Theme.margin - x
        height: page.footTop - y
    }
    Foot {
        id: foot
        leaving: Theme.low && Theme.visited && page.leavable
        x: Theme.margin
        y: page.contentBottom - implicitHeight
        width: Theme.width - 2 * Theme.margin
    }
}
