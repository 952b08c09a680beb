import QtQuick
import kiosk.controls
import kiosk.models

// Which service; then, truthfully, what is being waited for.
Page {
    id: ticket

    required property TicketModel model
    pictured: !busy
    readonly property bool busy: model.working !== ""

    telling: [
        Words {
            width: parent.width
            text: ticket.busy ? ticket.model.chosenName : Say.words["ticket.title"]
            strong: true
            font.pixelSize: Theme.title
        },
        Words {
            width: parent.width
            visible: !ticket.busy
            text: ticket.model.lead
            color: Theme.quiet
        },
        Row {
            visible: !ticket.busy && ticket.model.attention !== ""
            width: parent.width
            spacing: 16
            Icon { name: "info"; colour: Theme.amber; side: 44 }
            Words { width: parent.width - 60; text: ticket.model.attention; color: Theme.amber; font.pixelSize: Math.round(28 * Theme.type) }
        }
    ]

    Item {
        id: list

        property real tallest: 0
        readonly property real least: Math.max(Theme.care ? 176 : 136, tallest)
        readonly property real room: ticket.touchArea.height
        readonly property int per: Math.max(1, Math.min(Theme.care ? 4 : 8, Math.floor((room + Theme.gap) / (least + Theme.gap))))
        readonly property int shown: Math.min(per, Math.max(1, ticket.model.count))
        readonly property real rowHeight: Math.min(Math.max(tallest, Theme.care ? 280 : 200), (room - (shown - 1) * Theme.gap) / shown)

        anchors.fill: parent
        visible: !ticket.busy

        Repeater {
            id: repeater
            function measure() {
                let most = 0;
                for (let i = 0; i < count; i++)
                    most = Math.max(most, itemAt(i) ? itemAt(i).implicitHeight : 0);
                list.tallest = most;
            }
            model: ticket.model.services
            onItemAdded: Qt.callLater(measure)
            ServiceRow {
                required property int index
                visible: Math.floor(index / list.per) === pager.page
                y: (index - pager.page * list.per) * (list.rowHeight + Theme.gap)
                width: list.width - (pager.visible ? pager.width + Theme.gap : 0)
                height: list.rowHeight
                onImplicitHeightChanged: Qt.callLater(repeater.measure)
            }
        }
        Pager {
            id: pager
            anchors.right: parent.right
            pages: Math.ceil(ticket.model.count / list.per)
        }
    }

    Card {
        parent: ticket
        visible: ticket.busy
        x: ticket.touchArea.x
        y: Theme.portrait ? ticket.tellColumn.y + ticket.tellHeight + 48 : ticket.contentTop
        width: ticket.touchArea.width
        height: steps.implicitHeight + (Theme.portrait && !Theme.low ? 176 : 88)

        component Step: Column {
            id: step
            property string icon
            property string text
            property bool done: false
            property bool now: false
            spacing: 12
            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                width: 128
                height: 128
                radius: 64
                color: step.done ? Theme.pine : step.now ? Theme.mist : Theme.paper
                border.width: step.now ? 3 : 0
                border.color: Theme.pine
                Icon { anchors.centerIn: parent; name: step.done ? "check" : step.icon; colour: step.done ? Theme.overPine : step.now ? Theme.pine : Theme.off; side: 64 }
            }
            Words {
                anchors.horizontalCenter: parent.horizontalCenter
                text: step.text
                color: step.done || step.now ? Theme.ink : Theme.quiet
                wrapMode: Text.NoWrap
            }
        }

        Column {
            id: steps
            anchors.centerIn: parent
            width: parent.width - 96
            spacing: Theme.portrait && !Theme.low ? 40 : 24

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: 32
                Step { icon: "ticket"; text: Say.words["ticket.step_order"]; now: ticket.model.working === "ordering"; done: ticket.model.working === "printing" }
                Rectangle { y: 62; width: 160; height: 4; radius: 2; color: ticket.model.working === "printing" ? Theme.pine : Theme.line }
                Step { icon: "printer"; text: Say.words["ticket.step_print"]; now: ticket.model.working === "printing" }
            }
            Progress { anchors.horizontalCenter: parent.horizontalCenter }
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: ticket.model.working === "printing" ? Say.words["ticket.printing"] : Say.words["ticket.ordering"]
                strong: true
                font.pixelSize: Theme.title
            }
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: ticket.model.working === "printing" ? Say.words["ticket.printing_hint"] : Say.words["ticket.ordering_hint"]
                color: Theme.quiet
            }
        }
    }

    keys: BigButton {
        visible: !ticket.busy && !(Theme.low && Theme.kept)
        look: "quiet"
        icon: Theme.low ? "high" : "low"
        what: "low"
        size: Theme.body
        label: Theme.low ? Say.words["frame.low_off"] : Say.words["frame.low"]
    }
}
