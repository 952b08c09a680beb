import QtQuick
import kiosk.controls
import kiosk.models

// What brings you here, as the register has it: the first errand large, its services one touch away, the others below,
// the rest by laying something down.
Page {
    id: home

    required property HomeModel model
    pictured: true
    readonly property bool bandBelow: Theme.portrait && !Theme.low

    telling: [
        Words {
            width: parent.width
            text: Say.words["home.title"]
            strong: true
            font.pixelSize: Theme.display
            lineHeight: 0.92
        },
        Words {
            width: parent.width
            visible: !Theme.care // the band says it too
            text: home.model.lead
            color: Theme.quiet
        },
        Row {
            visible: home.model.attention !== ""
            width: parent.width
            spacing: 16
            Icon { name: "info"; colour: Theme.amber; side: 44 }
            Words { width: parent.width - 60; text: home.model.attention; color: Theme.amber; font.pixelSize: Math.round(28 * Theme.type) }
        },
        Item {
            visible: !home.bandBelow
            width: 1
            height: 8
        },
        ScanBand {
            visible: !home.bandBelow
            width: parent.width
            card: home.model.card
            code: home.model.code
        }
    ]

    Rectangle {
        id: hero

        readonly property real room: home.touchArea.height - (home.bandBelow ? band.height + 40 : 0) - (home.model.otherCount > 0 ? others.implicitHeight + Theme.gap : 0)
        readonly property real inside: room - take.least - Theme.gap
        readonly property int most: Theme.care ? 3 : 4
        readonly property var heights: repeater.heights
        readonly property int rows: { // as many as fit, the first first
            let used = 0, n = 0;
            while (n < heights.length && n < most && used + heights[n] + Theme.gap <= inside) {
                used += heights[n] + Theme.gap;
                n += 1;
            }
            return n;
        }
        readonly property real used: heights.slice(0, rows).reduce((sum, h) => sum + h + Theme.gap, 0)
        readonly property real spare: Math.max(0, inside - used)
        readonly property real stretch: rows > 0 ? Math.min(40, spare * 0.7 / rows) : 0

        width: parent.width
        height: take.height + Theme.gap + used + rows * stretch
        radius: 36
        color: Theme.pine

        Key {
            id: take

            readonly property real least: Theme.low ? 124 : Theme.portrait && !others.visible ? 200 : 168

            width: parent.width
            height: least + Math.min(96, hero.spare * 0.3)
            what: home.model.firstTouch
            label: home.model.first

            Rectangle {
                anchors.fill: parent
                visible: take.pressed
                radius: 36
                color: Theme.pineDown
            }
            Icon {
                id: ticket
                x: 48
                anchors.verticalCenter: words.verticalCenter
                name: home.model.firstIcon
                colour: Theme.overPine
                side: 104
            }
            Column {
                id: words
                anchors { left: ticket.right; leftMargin: 36; right: arrow.left; rightMargin: 24; verticalCenter: parent.verticalCenter; verticalCenterOffset: 12 }
                Words {
                    width: parent.width
                    text: take.label
                    color: Theme.overPine
                    strong: true
                    font.pixelSize: Math.max(64, Theme.title)
                    lineHeight: 0.92
                }
                Words {
                    width: parent.width
                    id: hint
                    readonly property int more: home.model.count - hero.rows
                    visible: take.height > words.children[0].implicitHeight + implicitHeight + (more > 0 ? 8 : 24)
                    text: more > 0 && home.model.firstHint !== "" ? home.model.more(more) : home.model.firstHint
                    color: Theme.overPineQuiet
                    font.pixelSize: Math.round(30 * Theme.type)
                }
            }
            Rectangle {
                id: arrow
                anchors { right: parent.right; rightMargin: 48; verticalCenter: words.verticalCenter }
                width: 88
                height: 88
                radius: 44
                color: Theme.pineTile
                Icon { anchors.centerIn: parent; visible: !number.visible; name: "right"; colour: Theme.overPine; side: 48 }
                Words { // where there is no room for the sentence
                    id: number
                    anchors.centerIn: parent
                    visible: hint.more > 0 && !hint.visible
                    text: `+${hint.more}`
                    color: Theme.overPine
                    strong: true
                }
            }
        }
        Column {
            x: 32
            y: take.height + Theme.gap
            width: parent.width - 64
            spacing: Theme.gap
            Repeater {
                id: repeater
                property var heights: []
                function measure() {
                    let found = [];
                    for (let i = 0; i < count; i++)
                        found.push(itemAt(i) ? itemAt(i).implicitHeight : Theme.touch);
                    heights = found;
                }
                model: home.model.services
                onItemAdded: Qt.callLater(measure)
                onItemRemoved: Qt.callLater(measure)
                ServiceRow {
                    required property int index
                    visible: index < hero.rows
                    width: hero.width - 64
                    height: implicitHeight + hero.stretch
                    overPine: true
                    onImplicitHeightChanged: Qt.callLater(repeater.measure)
                }
            }
        }
    }
    Grid {
        id: others
        visible: home.model.otherCount > 0
        y: hero.height + Theme.gap
        width: parent.width
        columns: Theme.care ? 1 : 2
        spacing: Theme.gap
        Repeater {
            model: home.model.others
            BigButton {
                required property string id
                required property string text
                required icon
                width: (others.width - (others.columns - 1) * Theme.gap) / others.columns
                what: id
                label: text
            }
        }
    }
    ScanBand {
        id: band
        visible: home.bandBelow
        y: Math.min(hero.height + (others.visible ? others.implicitHeight + Theme.gap : 0) + 96, parent.height - height)
        width: parent.width
        card: home.model.card
        code: home.model.code
    }

    keys: BigButton {
        visible: !(Theme.low && Theme.kept)
        look: "quiet"
        icon: Theme.low ? "high" : "low"
        what: "low"
        size: Theme.body
        label: Theme.low ? Say.words["frame.low_off"] : Say.words["frame.low"]
    }
}
