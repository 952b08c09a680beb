import QtQuick
import kiosk.controls
import kiosk.models

// The personal list, and what to do with it: print it, take it along, take a number, go there.
Page {
    id: list

    required property ListModel model
    readonly property bool printing: model.paper === "printing"
    readonly property bool turned: model.turned !== ""
    readonly property bool dense: !Theme.portrait || Theme.care // what can be leafed through stands in the list
    readonly property bool narrow: !Theme.portrait && Theme.care // large type in the left column
    readonly property bool plain: !turned && !model.large

    component Told: Words {
        property real size: 28
        width: parent ? parent.width : 0
        visible: text !== ""
        font.pixelSize: Math.round(size * Theme.type)
    }

    // Three or four short words share one row.
    component Going: BigButton {
        property string pictured: ""
        size: going.size
        icon: going.tight ? "" : pictured
        width: going.tight ? going.each : implicitWidth
        enabled: !list.printing
    }

    telling: [
        Told { visible: text !== "" && !list.narrow; text: list.model.tag; color: Theme.quiet },
        Words {
            width: parent.width
            text: list.model.matter
            strong: true
            font.pixelSize: list.narrow ? 44 : Theme.care ? 60 : 52
            lineHeight: 0.95
        },
        Told { visible: text !== "" && !list.dense; text: list.model.given; color: Theme.pine },
        Told { visible: text !== "" && !list.dense; text: list.model.commit },
        Told { visible: text !== "" && !list.dense; text: list.model.doubt; color: Theme.amber },
        Told { visible: text !== "" && !list.dense; text: list.model.since; color: Theme.river; strong: true; size: 30 },
        Told {
            text: list.printing ? Say.words["guide.printing"] : list.model.paper === "printed" ? Say.words["guide.printed"] : ""
            color: Theme.pine
            strong: true
            size: 34
        }
    ]

    Card {
        id: sheet

        readonly property real begins: Theme.portrait ? list.tellColumn.y + list.tellHeight + Theme.gap : list.contentTop
        readonly property real ends: list.lowPortrait ? Theme.lowTop - 16 : Theme.portrait ? going.y - Theme.gap : list.footTop

        parent: list
        visible: !list.model.large
        x: Theme.portrait ? Theme.margin : list.touchArea.x
        y: begins
        width: list.touchArea.width - (pager.visible && !list.lowPortrait ? pager.width + Theme.gap : 0)
        height: Math.max(0, ends - begins)

        Leaves {
            id: leaves
            anchors { fill: parent; topMargin: 16; bottomMargin: 16; leftMargin: 8; rightMargin: 8 }
            visible: !list.turned
            heads: "head"
            model: list.model.lines
            page: pager.page
            delegate: Material {
                aside: list.dense
                where: list.narrow
                width: leaves.width
            }
        }
        Column {
            visible: list.turned
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.low ? 28 : 48 }
            spacing: Theme.low ? 12 : Theme.gutter
            Icon { visible: !Theme.low; name: "info"; colour: Theme.amber; side: 72 }
            Words { width: parent.width; text: Say.words["guide.turned"]; strong: true; font.pixelSize: Theme.key }
            Words { width: parent.width; text: list.model.turned; font.pixelSize: Math.round(34 * Theme.type) }
            Words { width: parent.width; visible: text !== ""; text: list.model.goThere; color: Theme.pine; font.pixelSize: Math.round(34 * Theme.type) }
        }
    }
    Pager {
        id: pager
        parent: list
        visible: pages > 1 && list.plain
        x: list.touchArea.x + list.touchArea.width - width
        y: list.lowPortrait ? list.touchArea.y : sheet.y
        pages: leaves.pages
    }
    Column {
        parent: list
        visible: list.model.large
        x: sheet.x
        y: sheet.begins
        width: list.touchArea.width
        spacing: Theme.gap
        Words {
            id: scan
            width: parent.width
            text: Say.words["guide.carry_title"]
            strong: true
            font.pixelSize: Theme.key
            horizontalAlignment: Text.AlignHCenter
        }
        Image {
            readonly property real side: Math.min(600, sheet.ends - sheet.begins - scan.implicitHeight - lead.implicitHeight - 2 * Theme.gap)
            anchors.horizontalCenter: parent.horizontalCenter
            width: side
            height: side
            sourceSize: Qt.size(side, side)
            source: list.model.large ? list.model.code : ""
            smooth: false
        }
        Words {
            id: lead
            width: parent.width
            text: list.model.codeLead
            color: Theme.quiet
            horizontalAlignment: Text.AlignHCenter
            font.pixelSize: Math.round(30 * Theme.type)
        }
    }

    Item {
        id: going // beside the list where the glass is broad, else below it

        readonly property int size: list.narrow || !Theme.care ? 32 : 40
        readonly property int shown: (list.model.queue !== "" ? 1 : 0) + (list.model.way ? 1 : 0) + (list.model.a4 ? 1 : 0) + (list.model.given !== "" ? 1 : 0)
        readonly property real each: (width - (shown - 1) * Theme.gap) / Math.max(1, shown)
        readonly property bool tight: shown > 2

        parent: list
        x: Theme.margin
        y: list.footTop - height
        width: Theme.column - (list.lowPortrait && pager.visible ? pager.width + Theme.gap : 0)
        height: row.y + row.height

        Words {
            id: where
            width: parent.width
            text: list.model.where
            visible: text !== "" && !list.narrow
            font.pixelSize: Math.round(30 * Theme.type)
        }
        Flow {
            id: row
            y: where.visible ? where.implicitHeight + 16 : 0
            width: parent.width
            spacing: Theme.gap
            Going { visible: list.model.queue !== ""; what: "queue"; arg: list.model.queue; pictured: "ticket"; label: Say.words["guide.queue"] }
            Going { visible: list.model.way; what: "way"; pictured: "window"; label: Say.words["guide.way"] }
            Going { visible: list.model.a4; what: "a4"; pictured: "printer"; label: Say.words["guide.a4"] }
            Going { visible: list.model.given !== ""; look: "quiet"; what: "answers"; label: Say.words["guide.change"] }
        }
    }

    keys: [
        BigButton {
            visible: !list.turned && list.model.code !== ""
            enabled: !list.printing
            icon: list.model.large ? "check" : "phone"
            what: "carry"
            label: list.model.large ? Say.words["guide.carry_close"] : Say.words["guide.carry"]
        },
        BigButton {
            visible: !list.turned
            enabled: !list.printing
            look: "primary"
            icon: "printer"
            what: "print"
            label: list.model.printKey
        },
        BigButton {
            visible: list.turned && list.model.goTo !== ""
            look: "primary"
            what: "matter"
            arg: list.model.goTo
            label: Say.words["guide.go"]
        }
    ]
}
