import Foundation

@testable import Images

/// Small image files.
enum Samples {
    /// 9 x 7 pixels with EXIF and a comment that hold `secret words`.
    static let jpeg = decoded(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/4QAwRXhpZgAATU0AKgAAAAgAAQEOAAIAAAANAAAAGgAAAABzZWNyZXQgd29yZHMAAP/+AA5z\
        ZWNyZXQgd29yZHP/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQ\
        YEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//\
        wAARCAAHAAkDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQID\
        AAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZn\
        aGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx\
        8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJB\
        UQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3\
        eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6\
        /9oADAMBAAIRAxEAPwDD5z7UtFFc59ef/9k=
        """)
    /// The same picture with EXIF and XMP.
    static let lossyWebP = decoded(
        """
        UklGRqgAAABXRUJQVlA4WAoAAAAMAAAACAAABgAAVlA4ID4AAAAQAgCdASoJAAcAAUAmJbA2wBDk6APwAB2AAP7w+qzyRaQT13+E\
        Oyzawzj6rVf+7KAqdo7//uM//uM/93AAAEVYSUYoAAAATU0AKgAAAAgAAQEOAAIAAAANAAAAGgAAAABzZWNyZXQgd29yZHMAAFhN\
        UCATAAAAPHg+c2VjcmV0IHdvcmRzPC94PgA=
        """)
    static let losslessWebP = decoded("UklGRiwAAABXRUJQVlA4TB8AAAAvCIABAA8wHoP8nv/5Dx6oaduAUfkD7rlBRPQ/hBE6AA==")
    /// The picture with a transparent corner.
    static let alphaWebP = decoded(
        """
        UklGRqgAAABXRUJQVlA4WAoAAAAYAAAACAAABgAAQUxQSBMAAAABDzD/ERFCTENM/858MkT0P6QFAFZQOCA+AAAAEAIAnQEqCQAH\
        AAFAJiWwNsAQ5OgD8AAdgAD+8Pqs8kWkE7rGuul36liqS19//dlAVO0d//3Gf/3Gf+7gAABFWElGKAAAAE1NACoAAAAIAAEBDgAC\
        AAAADQAAABoAAAAAc2VjcmV0IHdvcmRzAAA=
        """)
    static let animatedWebP = decoded(
        """
        UklGRuwAAABXRUJQVlA4WAoAAAACAAAACAAABgAAQU5JTQYAAAAAAAAAAABBTk1GWAAAAAAAAAAAAAgAAAYAAAAAAAJWUDggQAAA\
        AFABAJ0BKgkABwABQCYlsAAEdAAA/vDpfPJHQ+w4U64X/VrjZ3JZg877a9a3//3ZQFletUIf/9xn//3Gf+7gAABBTk1GYAAAAAAA\
        AAAAAAgAAAYAAAAAAABWUDggSAAAANQBAJ0BKgkABwAAACYlsAADXxUMhDuAAP76o7kT52a7+uSXRidS8oPh/fUbaDL5Zt6uf//7\
        UPgj38rhmF5//tREr75//IAAAA==
        """)

    private static func decoded(_ text: String) -> [UInt8] { Array(Data(base64Encoded: text) ?? Data()) }

    /// A PNG of these chunks behind its signature; check sums are zeros, which no reader of ours minds.
    static func png(_ chunks: [(name: String, data: [UInt8])]) -> [UInt8] {
        PNGReader.signature
            + chunks.flatMap { chunk in
                bigEndian(chunk.data.count) + Array(chunk.name.utf8) + chunk.data + [0, 0, 0, 0]
            }
    }

    /// The header of a PNG with these properties.
    static func header(width: Int, height: Int, depth: UInt8 = 8, colour: UInt8 = 2) -> (name: String, data: [UInt8]) {
        ("IHDR", bigEndian(width) + bigEndian(height) + [depth, colour, 0, 0, 0])
    }

    static func bigEndian(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
