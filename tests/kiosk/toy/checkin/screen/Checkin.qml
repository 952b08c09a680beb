import QtQuick
import kiosk.controls
import kiosk.models

Page {
    id: checkin

    required property CheckinModel model

    telling: Words {
        width: parent.width
        text: checkin.model.said
        strong: true
        font.pixelSize: Theme.title
    }
    keys: BigButton {
        look: "primary"
        what: "done"
        label: Say.words["slip.done"]
    }
}
