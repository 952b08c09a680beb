import QtQuick
import kiosk.controls
import kiosk.models

// Which service; then, truthfully, what is being waited for.
Page {
    id: ticket

    required property TicketModel model
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
        }
    ]

    Item {
        id: list

        readonly property real least: Theme.care ? 176 : 136
        readonly property real room: ticket.touchArea.height - (ticket.model.count * (least + Theme.gap) - Theme.gap > ticket.touchArea.height ? Theme.touch + Theme.gap : 0)
        readonly property int per: Math.max(1, Math.min(Theme.care ? 4 : 8, Math.floor((room + Theme.gap) / (least + Theme.gap))))
        readonly property int shown: Math.min(per, Math.max(1, ticket.model.count))
        readonly property real rowHeight: Math.min(Theme.care ? 280 : 200, (room - (shown - 1) * Theme.gap) / shown)

        anchors.fill: parent
        visible: !ticket.busy

        Column {
            width: parent.width
            spacing: Theme.gap
            Repeater {
                model: ticket.model.services
                ServiceRow {
                    required property int index
                    visible: Math.floor(index / list.per) === pager.page
                    width: list.width
                    height: list.rowHeight
                }
            }
        }
        Pager {
            id: pager
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            pages: Math.ceil(ticket.model.count / list.per)
        }
    }

    Card {
        visible: ticket.busy
        width: parent.width
        height: Math.min(parent.height, 720)
        y: Theme.portrait && !Theme.low ? 48 : 0

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
        visible: !ticket.busy
        look: "quiet"
        icon: Theme.low ? "high" : "low"
        what: "low"
        size: Theme.body
        label: Theme.low ? Say.words["frame.low_off"] : Say.words["frame.low"]
    }
}
