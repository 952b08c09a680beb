import QtQuick

// What can be laid down or scanned here and now; nothing that a broken reader could not take.
Rectangle {
    id: band

    property bool card: true
    readonly property bool narrow: width < 900
    property bool code: true
    readonly property bool any: card || code
  
    implicitHeight: column.implicitHeight + 2 * 36
    radius: Theme.radius
    color: Theme.haze

    component Thing: Row {
        id: thing
        property string icon
        property string text
        spacing: 16
        Rectangle {
            width: Theme.care || band.narrow ? 84 : 96
            height: width
            radius: width / 2
            color: Theme.mist
            anchors.verticalCenter: parent.verticalCenter
            Icon { anchors.centerIn: parent; name: thing.icon; colour: Theme.pine; side: 52 }
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: thing.text
            wrapMode: Text.NoWrap
            font.pixelSize: !Theme.care ? (band.narrow ? 30 : Theme.body) : Theme.chinese ? 40 : band.narrow ? 30 : 32
        }
    }

    Column {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: band.narrow ? 28 : 40 }
        spacing: 28

        Row {
            width: parent.width
            spacing: 20
            Item {
                visible: band.any
                width: 44
                height: 44
                anchors.verticalCenter: parent.verticalCenter
                Icon {
                    id: arrow
                    name: "down"
                    colour: Theme.pine
                    side: 44
                    SequentialAnimation on y {
                        running: band.visible && band.any && !Theme.still
                        loops: Animation.Infinite
                        NumberAnimation { to: 8; duration: 240; easing.type: Easing.OutCubic }
                        NumberAnimation { to: 0; duration: 240; easing.type: Easing.OutCubic }
                        PauseAnimation { duration: 1600 }
                    }
                }
            }
            Words {
                width: parent.width - 64
                anchors.verticalCenter: parent.verticalCenter
                text: band.any ? Say.words["home.scan"] : Say.words["home.scan_away"]
                strong: band.any
                font.pixelSize: Math.round(34 * Theme.type)
            }
        }
        Evenly {
            visible: band.any
            width: parent.width
            Thing { visible: band.card; icon: "card"; text: Say.words["home.scan_card"] }
            Thing { visible: band.code; icon: "phone"; text: Say.words["home.scan_code"] }
            Thing { visible: band.code; icon: "slip"; text: Say.words["home.scan_slip"] }
        }
    }
}
