/// Walks the segments of a JPEG (ITU-T T.81, annex B).
///
/// Kept are the segments that a decoder needs, a JFIF header without its thumbnail, and Adobe's word on the colours.
enum JPEGReader {
    private enum Marker {
        static let (start, end, scan): (UInt8, UInt8, UInt8) = (0xD8, 0xD9, 0xDA)
        static let restarts: ClosedRange<UInt8> = 0xD0...0xD7
        static let applications: ClosedRange<UInt8> = 0xE0...0xEF
        static let comment: UInt8 = 0xFE
        /// Start of a frame in any of the codings; C4, C8 and CC are other things.
        static func isFrame(_ marker: UInt8) -> Bool {
            (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
        }
    }

    static func read(_ bytes: [UInt8]) throws(ImageFault) -> StrippedImage {
        var cursor = ByteCursor(bytes, from: 2)
        var result = StrippedImage(bytes: [0xFF, Marker.start])
        var hasScan = false
        while true {
            let marker = try marker(&cursor)
            if marker == Marker.end {
                result.bytes += [0xFF, marker]
                break
            }
            guard marker >= 0xC0, marker != Marker.start, !Marker.restarts.contains(marker) else {
                throw .broken(.jpeg, "it has a marker where none belongs")
            }
            let segment = try segment(&cursor)
            if Marker.isFrame(marker) { try frame(segment, &result) }
            try keep(segment, of: marker, &result)
            if marker == Marker.scan {
                guard result.width > 0 else { throw .broken(.jpeg, "its picture begins before its size is known") }
                result.bytes += coded(bytes, &cursor)
                hasScan = true
            }
        }
        guard hasScan else { throw .broken(.jpeg, "it has no picture") }
        if cursor.left > 0 { result.isStripped = true }
        return result
    }

    /// The next marker, behind any number of fill bytes.
    private static func marker(_ cursor: inout ByteCursor) throws(ImageFault) -> UInt8 {
        guard let prefix = cursor.byte() else { throw .cutOff(.jpeg) }
        guard prefix == 0xFF else { throw .broken(.jpeg, "it has something else in the place of a marker") }
        while true {
            guard let marker = cursor.byte() else { throw .cutOff(.jpeg) }
            if marker != 0xFF { return marker }
        }
    }

    /// What follows a marker: two bytes of length, which count themselves, and the data.
    private static func segment(_ cursor: inout ByteCursor) throws(ImageFault) -> ArraySlice<UInt8> {
        var ahead = cursor
        guard let length = ahead.bigEndian(2) else { throw .cutOff(.jpeg) }
        guard length >= 2 else { throw .broken(.jpeg, "it has a segment that is shorter than its length") }
        guard let segment = cursor.take(length) else { throw .cutOff(.jpeg) }
        return segment
    }

    private static func frame(_ segment: ArraySlice<UInt8>, _ result: inout StrippedImage) throws(ImageFault) {
        var cursor = ByteCursor(Array(segment), from: 3)
        guard let height = cursor.bigEndian(2), let width = cursor.bigEndian(2), let components = cursor.byte(),
            (1...4).contains(components), segment.count == 8 + 3 * Int(components)
        else { throw .broken(.jpeg, "the header of its picture has another length than it says") }
        guard result.width == 0 else { throw .unsupported(.jpeg, "it has several frames") }
        // A height of 0 is told only behind the picture.
        guard width > 0, height > 0 else { throw .unsupported(.jpeg, "it does not say how large it is") }
        (result.width, result.height) = (width, height)
    }

    private static func keep(
        _ segment: ArraySlice<UInt8>, of marker: UInt8, _ result: inout StrippedImage
    ) throws(ImageFault) {
        let data = Array(segment.dropFirst(2))
        switch marker {
        case 0xE0 where data.starts(with: "JFIF\0".utf8) && data.count >= 14:
            if data.count > 14 || data[12] != 0 || data[13] != 0 { result.isStripped = true }
            result.bytes += [0xFF, marker, 0, 16] + data.prefix(12) + [0, 0]
        case 0xEE where data.starts(with: "Adobe".utf8) && data.count >= 12:
            if data.count > 12 { result.isStripped = true }
            result.bytes += [0xFF, marker, 0, 14] + data.prefix(12)
        case Marker.applications, Marker.comment: result.note(marker == 0xEB)
        default: result.bytes += [0xFF, marker] + segment
        }
    }

    /// The coded picture behind the header of a scan, up to the next marker that is no restart.
    private static func coded(_ bytes: [UInt8], _ cursor: inout ByteCursor) -> ArraySlice<UInt8> {
        let start = cursor.place
        var place = start
        while place < bytes.count {
            if bytes[place] == 0xFF, place + 1 < bytes.count {
                let next = bytes[place + 1]
                if next != 0, !Marker.restarts.contains(next) { break }
                place += 2
            } else {
                place += 1
            }
        }
        _ = cursor.take(place - start)
        return bytes[start..<place]
    }
}
