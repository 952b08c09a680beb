import QtQuick
import kiosk.controls
import kiosk.models

// The slip is out, by the printer's own word; or how a scanned slip stands.
Page {
    id: slip

    required property SlipModel model

    leavable: false // 好，完成 does it

    telling: [
        Rectangle {
            visible: slip.model.printed && (Theme.portrait || !Theme.care)
            anchors.horizontalCenter: Theme.portrait ? parent.horizontalCenter : undefined
            width: 104
            height: 104
            radius: 52
            color: Theme.mist
            Icon { anchors.centerIn: parent; name: "check"; colour: Theme.pine; side: 60 }
        },
        Words {
            width: parent.width
            horizontalAlignment: Theme.portrait ? Text.AlignHCenter : Text.AlignLeft
            text: slip.model.title
            strong: true
            font.pixelSize: Theme.chinese ? Math.max(64, Theme.title) : Theme.title
            lineHeight: 0.95
        },
        Words {
            width: parent.width
            horizontalAlignment: Theme.portrait ? Text.AlignHCenter : Text.AlignLeft
            text: slip.model.proof
            color: Theme.quiet
        },
        Words {
            width: parent.width
            visible: text !== ""
            horizontalAlignment: Theme.portrait ? Text.AlignHCenter : Text.AlignLeft
            text: slip.model.state
            strong: true
            color: slip.model.over ? Theme.amber : Theme.pine
            font.pixelSize: slip.model.waiting ? Theme.key : Theme.title
        }
    ]

    NumberCard {
        id: card
        parent: slip
        x: Theme.portrait ? Theme.margin : slip.touchArea.x
        y: Theme.portrait ? slip.tellColumn.y + slip.tellHeight + Theme.gutter : slip.contentTop
        width: Theme.portrait ? Theme.column : slip.touchArea.width
        model: slip.model
    }
    Card {
        id: wayCard

        readonly property real room: slip.footTop - y - (remarks.implicitHeight > 0 ? remarks.implicitHeight + Theme.gap : 0)
        readonly property real saidHeight: said.implicitHeight + 2 * 28
        readonly property bool pictured: room - saidHeight >= 280

        parent: slip
        visible: slip.model.way !== "" && room >= saidHeight
        x: Theme.margin
        y: Theme.portrait ? card.y + card.height + Theme.gap : slip.tellColumn.y + slip.tellHeight + Theme.gutter
        width: Theme.column
        height: pictured ? Math.min(room, saidHeight + 560) : saidHeight
        Words {
            id: said
            anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: 36; rightMargin: 36; topMargin: 28 }
            text: slip.model.way
            strong: true
            color: Theme.pine
            font.pixelSize: Theme.body
        }
        FloorDrawing {
            anchors { left: parent.left; right: parent.right; top: said.bottom; bottom: parent.bottom; margins: 8; topMargin: 16 }
            visible: wayCard.pictured
            drawing: slip.model.wayPicture
        }
    }
    Column {
        id: remarks
        parent: slip
        x: Theme.margin
        y: wayCard.visible ? wayCard.y + wayCard.height + Theme.gap : wayCard.y
        width: Theme.column
        spacing: 20

        component Remark: Row {
            id: remark
            property string icon
            property string text
            property color tint: Theme.quiet
            visible: text !== ""
            width: parent.width
            spacing: 20
            Icon { name: remark.icon; colour: remark.tint; side: 44 }
            Words { width: parent.width - 64; text: remark.text; color: remark.tint }
        }
        Remark { icon: "window"; tint: Theme.pine; text: Theme.portrait || slip.model.over ? "" : slip.model.place }
        Remark { icon: "offline"; tint: Theme.amber; text: slip.model.offline ? "" : slip.model.wayWarning }
        Remark { icon: "offline"; tint: Theme.amber; text: slip.model.offline ? Say.words["slip.offline"] : "" }
        Remark { icon: "info"; text: slip.model.printed && slip.model.way === "" && !slip.lowPortrait && !Theme.care ? Say.words["slip.missed_rule"] : "" }
        Remark { icon: "code"; text: slip.model.code !== "" && !Theme.care && !slip.lowPortrait && slip.model.printed && slip.model.way === "" ? Say.words["slip.scan_again"] : "" }
    }

    keys: [
        BigButton {
            visible: slip.model.way !== ""
            what: "way"
            label: Say.words["way.key"]
        },
        BigButton {
            look: "primary"
            what: "done"
            label: Say.words["slip.done"]
        }
    ]
}
