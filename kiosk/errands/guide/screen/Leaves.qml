import QtQuick

// Rows of whatever height, leafed through: as many on a page as there is room for. Its pager stands where its screen
// puts one.
Item {
    id: leaves

    property alias model: repeater.model
    property alias delegate: repeater.delegate
    property real spacing: 0
    property int page: 0
    property int pages: 1
    property int shown: 0 // rows on this page
    property string heads: "" // the kind of row that must not stand last on a page
    readonly property int count: repeater.count

    function leafed() {
        let found = [], page = [], used = 0;
        for (let i = 0; i < repeater.count; i++) {
            const row = repeater.itemAt(i);
            if (!row)
                continue;
            if (page.length > 0 && used + spacing + row.implicitHeight > height) {
                const last = page[page.length - 1];
                const along = heads !== "" && page.length > 1 && last.kind === heads ? [page.pop()] : [];
                found.push(page);
                page = along;
                used = along.length > 0 ? last.implicitHeight : 0;
            }
            used += row.implicitHeight + (page.length > 0 ? spacing : 0);
            page.push(row);
        }
        if (page.length > 0)
            found.push(page);
        return found;
    }
    // A pager that comes makes the rows narrower, and so taller: until nothing moves any more.
    function arrange() {
        for (let n = 0; n < 4; n++) {
            const found = leafed(), before = pages;
            pages = Math.max(1, found.length);
            place(found[Math.min(page, pages - 1)] || []);
            if (pages === before && n > 0)
                break;
        }
    }
    function place(here) {
        let y = 0;
        for (let i = 0; i < repeater.count; i++) {
            const row = repeater.itemAt(i);
            if (!row)
                continue;
            row.visible = here.indexOf(row) >= 0;
            if (row.visible) {
                row.y = y;
                row.height = row.implicitHeight;
                y += row.implicitHeight + spacing;
            }
        }
        shown = here.length;
    }

    onHeightChanged: Qt.callLater(arrange)
    onWidthChanged: Qt.callLater(arrange)
    onPageChanged: Qt.callLater(arrange)

    Repeater {
        id: repeater
        onItemAdded: (index, item) => {
            item.implicitHeightChanged.connect(leaves.later);
            leaves.later();
        }
        onItemRemoved: leaves.later()
    }
    function later() {
        Qt.callLater(arrange);
    }
}
