import QtQuick
import kiosk.controls
import kiosk.models

// One question; its answers as large keys; the list that they move beside it.
Page {
    id: ask

    required property AskModel model
    readonly property bool many: model.optionCount > 4

    telling: [
        Words {
            width: parent.width
            text: ask.model.matter
            color: Theme.pine
            strong: true
            font.pixelSize: Math.round(34 * Theme.type)
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: ask.model.given
            color: Theme.quiet
            font.pixelSize: Math.round(28 * Theme.type)
        },
        Words {
            width: parent.width
            text: ask.model.asked
            strong: true
            font.pixelSize: Theme.title
            lineHeight: 0.95
        },
        Words {
            width: parent.width
            text: ask.model.left
            color: Theme.quiet
            font.pixelSize: Math.round(28 * Theme.type)
        }
    ]

    Grid {
        id: options

        property real tallest: 0
        property real widest: 0
        readonly property int plain: Theme.low ? 36 : Math.round(36 * Theme.type)
        readonly property int lines: Math.ceil(widest / (each - 56)) // of the longest, as it is set plainly
        readonly property bool crowded: Math.ceil(ask.model.optionCount / columns) * (lines * plain * 1.4 + 36 + Theme.gap) > ask.touchArea.height + Theme.gap
        readonly property bool wide: !ask.many && widest > (width - Theme.gap) / 2 - 72
        readonly property real each: wide ? width : (width - Theme.gap) / 2

        function measure() {
            let high = 0, broad = 0;
            for (let i = 0; i < repeater.count; i++) {
                const key = repeater.itemAt(i);
                high = Math.max(high, key ? key.needed : 0);
                broad = Math.max(broad, key ? key.breadth : 0);
            }
            tallest = high;
            widest = broad;
        }

        width: parent.width
        columns: wide ? 1 : 2
        spacing: Theme.gap

        Repeater {
            id: repeater
            model: ask.model.options
            onItemAdded: Qt.callLater(options.measure)
            onItemRemoved: Qt.callLater(options.measure)
            Key {
                id: option

                required property string text
                required property bool chosen
                required property bool unsure
                required arg
                readonly property real needed: said.implicitHeight + 36
                readonly property real breadth: metrics.advanceWidth

                what: "answer"
                label: text
                width: options.each
                height: Math.max(Theme.touch, options.tallest)
                onNeededChanged: Qt.callLater(options.measure)

                TextMetrics {
                    id: metrics
                    font.family: said.font.family
                    font.pixelSize: options.plain
                    text: option.text
                }
                Rectangle {
                    anchors.fill: parent
                    radius: Theme.radius
                    color: option.pressed || option.chosen ? Theme.mist : option.unsure ? Theme.paper : Theme.sheet
                    border.width: option.chosen ? 4 : option.unsure ? Theme.stroke : 3
                    border.color: option.unsure && !option.chosen ? Theme.line : Theme.pine
                }
                Words {
                    id: said
                    anchors.centerIn: parent
                    width: parent.width - 56
                    horizontalAlignment: Text.AlignHCenter
                    text: option.text
                    strong: option.chosen
                    color: option.unsure ? Theme.ink : Theme.pine
                    font.pixelSize: options.crowded ? (Theme.care ? 36 : 30) : options.plain
                    lineHeight: 0.95
                }
            }
        }
    }

    Card {
        id: beside

        readonly property bool below: Theme.portrait && !Theme.low
        readonly property real begins: below ? ask.touchArea.y + options.implicitHeight + Theme.gutter : ask.tellColumn.y + ask.tellHeight + Theme.gutter
        readonly property real room: (below ? ask.footTop : ask.tellBottom - 24) - begins

        parent: ask
        readonly property bool rows: room > 300 * Theme.type

        visible: room > heading.implicitHeight + 40
        x: Theme.margin
        y: begins
        width: Theme.column
        height: rows ? room : heading.implicitHeight + 40

        Words {
            id: heading
            x: 36
            y: 20
            width: parent.width - 72
            text: ask.model.beside
            strong: true
            color: Theme.pine
            font.pixelSize: Math.round(28 * Theme.type)
        }
        Leaves {
            id: list
            x: 8
            y: heading.y + heading.implicitHeight + 8
            width: parent.width - 16
            height: parent.height - y - more.implicitHeight - 24
            visible: beside.rows
            model: ask.model.lines
            delegate: Material {
                brief: true
                width: list.width
            }
        }
        Words {
            id: more
            visible: beside.rows && list.pages > 1
            x: 36
            y: parent.height - implicitHeight - 16
            width: parent.width - 72
            text: Say.words["guide.page_more"].replace("{count}", list.count - list.shown)
            color: Theme.quiet
            font.pixelSize: Theme.small
        }
    }

    keys: [
        BigButton {
            visible: ask.model.given !== "" && !(Theme.low && ask.many)
            look: "quiet"
            what: "answers"
            label: Say.words["guide.change"]
        },
        BigButton {
            what: "list"
            icon: "slip"
            label: Say.words["guide.skip"]
        }
    ]
}
