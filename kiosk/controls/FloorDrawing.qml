import QtQuick
import kiosk.models

// Filled by a picture drawn for its very size, once that is there.
Image {
    id: drawn

    property alias drawing: picture.drawing

    source: picture.source

    FloorPicture {
        id: picture
        across: drawn.visible ? Math.round(drawn.width) : 0
        down: drawn.visible ? Math.round(drawn.height) : 0
    }
}
