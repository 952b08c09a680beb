import QtQuick

// Big arrows beside a list that is longer than the screen.
Column {
    id: pager

    property int page: 0
    property int pages: 1

    visible: pages > 1
    spacing: Theme.gap
    onPagesChanged: page = Math.min(page, pages - 1)

    component Arrow: Key {
        id: arrow
        property string icon
        what: "page"
        width: Theme.touch
        height: Theme.touch
        Rectangle {
            anchors.fill: parent
            radius: width / 2
            color: arrow.pressed ? Theme.mist : Theme.sheet
            border.width: 3
            border.color: arrow.enabled ? Theme.pine : Theme.line
        }
        Icon { anchors.centerIn: parent; name: arrow.icon; colour: arrow.enabled ? Theme.pine : Theme.off }
    }

    Arrow { icon: "up"; arg: "previous"; label: Say.words["frame.page_previous"]; enabled: pager.page > 0; onActivated: pager.page -= 1 }
    Words {
        width: Theme.touch
        horizontalAlignment: Text.AlignHCenter
        text: (pager.page + 1) + " / " + pager.pages
        color: Theme.quiet
    }
    Arrow { icon: "down"; arg: "next"; label: Say.words["frame.page_next"]; enabled: pager.page < pager.pages - 1; onActivated: pager.page += 1 }
}
