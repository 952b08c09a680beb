import QtQuick
import QtQuick.Shapes

// The time left, as a ring that thins away.
Item {
    id: ring

    property real part: 1
    property color colour: Theme.amber
    property int side: 56
    property string seconds: ""

    width: side
    height: side

    Shape {
        anchors.fill: parent
        ShapePath {
            strokeColor: Theme.line
            strokeWidth: ring.side / 12
            fillColor: "transparent"
            PathAngleArc { centerX: ring.side / 2; centerY: ring.side / 2; radiusX: ring.side * 0.44; radiusY: radiusX; startAngle: 0; sweepAngle: 360 }
        }
        ShapePath {
            strokeColor: ring.colour
            strokeWidth: ring.side / 12
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            PathAngleArc { centerX: ring.side / 2; centerY: ring.side / 2; radiusX: ring.side * 0.44; radiusY: radiusX; startAngle: -90; sweepAngle: -360 * ring.part }
        }
    }
    Words {
        anchors.centerIn: parent
        text: ring.seconds
        strong: true
        wrapMode: Text.NoWrap
        font.pixelSize: Math.max(26, ring.side * 0.4)
    }
}
