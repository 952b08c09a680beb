import QtQuick
import kiosk.controls
import kiosk.models

// A paper as it will lie in the hand: its pages, how many copies, and how far the printer is.
Page {
    id: paper

    required property PaperModel model
    readonly property bool ready: model.step === "ready"
    readonly property bool under: model.step === "printing" || model.step === "setting"
    readonly property bool narrow: !Theme.portrait && Theme.care

    leavable: model.step !== "out" // 好，完成 does it

    telling: [
        Words {
            width: parent.width
            text: paper.model.title
            strong: true
            font.pixelSize: paper.narrow ? 48 : Theme.title
            lineHeight: 0.95
        },
        Words {
            width: parent.width
            text: paper.model.lead
            color: paper.ready ? Theme.quiet : Theme.pine
            strong: !paper.ready
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: paper.model.note
            color: Theme.amber
            font.pixelSize: Math.round(28 * Theme.type)
        },
        Column {
            visible: paper.model.step === "printing" || paper.model.step === "out"
            width: parent.width
            spacing: 16
            Rectangle {
                width: parent.width
                height: 16
                radius: 8
                color: Theme.mist
                Rectangle {
                    width: Math.max(parent.height, parent.width * paper.model.share)
                    height: parent.height
                    radius: parent.radius
                    color: Theme.pine
                }
            }
            Words { width: parent.width; text: paper.model.progress; font.pixelSize: Math.round(30 * Theme.type) }
        }
    ]

    Item {
        id: desk // where the page lies

        readonly property real begins: Theme.portrait ? paper.tellColumn.y + paper.tellHeight + Theme.gap : paper.contentTop
        readonly property real ends: Theme.portrait ? (paper.ready ? choose.y : paper.footTop) - Theme.gap : paper.footTop
        readonly property real beside: pager.visible ? pager.width + Theme.gap : 0

        parent: paper
        x: Theme.portrait ? Theme.margin : paper.touchArea.x
        y: begins
        width: paper.touchArea.width
        height: Math.max(0, ends - begins)

        Rectangle {
            readonly property real across: Math.min(desk.width - desk.beside, desk.height / 1.41421)
            x: Math.round((desk.width - desk.beside - width) / 2)
            width: Math.round(across)
            height: Math.round(across * 1.41421)
            color: Theme.sheet
            border.color: Theme.line
            border.width: Theme.stroke

            Image {
                anchors { fill: parent; margins: Theme.stroke }
                sourceSize: Qt.size(width, height)
                source: paper.model.pictures.length > 0 && width > 100 ? paper.model.pictures[Math.min(pager.page, paper.model.pictures.length - 1)] : ""
                cache: false
            }
            Progress {
                anchors.centerIn: parent
                visible: paper.model.pictures.length === 0
            }
        }
    }
    Pager {
        id: pager
        parent: paper
        x: paper.touchArea.x + paper.touchArea.width - width
        y: paper.lowPortrait ? paper.touchArea.y : desk.y
        visible: pages > 1 && !paper.under
        pages: paper.model.pictures.length
    }

    Row {
        id: choose

        parent: paper
        visible: paper.ready
        x: Theme.margin
        y: paper.footTop - height
        width: Theme.column - (paper.lowPortrait && pager.visible ? pager.width + Theme.gap : 0)
        height: Theme.touch
        spacing: Theme.gap

        component Step: Key {
            id: step
            property string sign
            what: "copies"
            Rectangle {
                anchors.fill: parent
                radius: width / 2
                color: step.pressed ? Theme.mist : Theme.sheet
                border.width: 3
                border.color: step.enabled ? Theme.pine : Theme.line
            }
            Rectangle { anchors.centerIn: parent; width: 40; height: 6; radius: 3; color: step.enabled ? Theme.pine : Theme.off }
            Rectangle { anchors.centerIn: parent; visible: step.arg === "more"; width: 6; height: 40; radius: 3; color: step.enabled ? Theme.pine : Theme.off }
        }

        Step { arg: "less"; label: Say.words["paper.fewer"]; enabled: paper.model.less }
        Words {
            height: parent.height
            width: Math.max(150 * Theme.type, implicitWidth)
            verticalAlignment: Text.AlignVCenter
            horizontalAlignment: Text.AlignHCenter
            text: paper.model.copies
            wrapMode: Text.NoWrap
            strong: true
        }
        Step { arg: "more"; label: Say.words["paper.more"]; enabled: paper.model.more }
        BigButton {
            visible: paper.model.otherSides !== ""
            height: parent.height
            look: "quiet"
            what: "two_sided"
            size: Theme.body
            label: paper.model.otherSides
        }
    }

    keys: [
        BigButton {
            visible: paper.model.form && (paper.ready || paper.model.step === "out")
            look: "quiet"
            what: "form"
            label: Say.words["paper.form"]
        },
        BigButton {
            visible: paper.ready
            look: "primary"
            icon: "printer"
            what: "print"
            label: Say.words["paper.print"]
        },
        BigButton {
            visible: paper.model.step === "out"
            what: "back"
            label: Say.words["paper.back"]
        },
        BigButton {
            visible: paper.model.step === "out"
            look: "primary"
            what: "done"
            label: Say.words["paper.done"]
        }
    ]
}
