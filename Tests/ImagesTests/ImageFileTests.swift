import Foundations
import Testing

@testable import Images

@Suite("Image files")
struct ImageFileTests {
    static let samples: [(bytes: [UInt8], format: ImageFormat)] = [
        (Samples.jpeg, .jpeg), (Samples.lossyWebP, .webp), (Samples.losslessWebP, .webp), (Samples.alphaWebP, .webp),
    ]

    @Test("The format is told by the bytes, the size is read, and no metadata are left", arguments: samples)
    func reads(sample: (bytes: [UInt8], format: ImageFormat)) throws {
        let image = try ImageFile(sample.bytes)
        #expect(image.format == sample.format)
        #expect([image.width, image.height] == [9, 7])
        #expect(image.digest == SHA256.hex(of: image.bytes))
        #expect(image.bytes.count > 20)
        for word in ["secret", "Exif", "EXIF", "XMP"] {
            #expect(image.bytes.firstRange(of: Array(word.utf8)) == nil)
        }
    }

    @Test("Chunks of a PNG that say something about the picture's origin are left out")
    func stripsPNG() throws {
        let picture: [(name: String, data: [UInt8])] = [
            Samples.header(width: 3, height: 2), ("IDAT", [1, 2, 3]), ("IEND", []),
        ]
        var told = picture
        told.insert(("tEXt", Array("Author\0nobody".utf8)), at: 1)
        told.insert(("caBX", [9]), at: 2)
        told.insert(("gAMA", [0, 0, 1, 1]), at: 3)
        let image = try ImageFile(Samples.png(told) + Array("behind the end".utf8))
        #expect(image.bytes == Samples.png([picture[0], ("gAMA", [0, 0, 1, 1])] + picture[1...]))
        #expect(image.isStripped && image.hadProvenance)
        #expect(try !ImageFile(Samples.png(picture)).isStripped)
    }

    @Test("What is no image, or none that is taken, is a typed error")
    func refuses() {
        let header = Samples.header(width: 3, height: 2)
        let end: (String, [UInt8]) = ("IEND", [])
        let cases: [(bytes: [UInt8], fault: ImageFault)] = [
            ([], .noImage(start: "nothing at all")),
            (Array("GIF89a".utf8), .noImage(start: "a GIF")),
            (Array("\0\0\0 ftypavif".utf8), .noImage(start: "an AVIF, a HEIC or a film")),
            (Array("  <svg/>".utf8), .noImage(start: "a web page or an SVG")),
            (Array("{\"error\":1}".utf8), .noImage(start: "JSON")),
            (Array(Samples.jpeg.dropLast(20)), .cutOff(.jpeg)),
            (Array(Samples.lossyWebP.dropLast(20)), .cutOff(.webp)),
            (Samples.animatedWebP, .unsupported(.webp, "it is an animation")),
            (Samples.png([header]), .cutOff(.png)),
            (Samples.png([header, end]), .broken(.png, "it has no picture")),
            (Samples.png([header, ("IDAT", []), end]), .broken(.png, "it has no picture")),
            (
                Samples.png([header, ("acTL", [0, 0, 0, 2, 0, 0, 0, 0]), ("IDAT", [1]), end]),
                .unsupported(.png, "it is an animation")
            ),
            (Samples.png([("IDAT", [1])]), .broken(.png, "it has no header")),
            (Samples.png([header, header]), .broken(.png, "it has two headers")),
            (Samples.png([header, ("ABCD", [])]), .unsupported(.png, "it needs the chunk ABCD")),
            (Samples.png([Samples.header(width: 0, height: 2)]), .broken(.png, "it has no pixels")),
            (
                Samples.png([Samples.header(width: 3, height: 2, colour: 3), ("IDAT", [1]), end]),
                .broken(.png, "it has no palette")
            ),
            (
                Samples.png([Samples.header(width: 30_000, height: 2), ("IDAT", [1]), end]),
                .tooLarge(width: 30_000, height: 2)
            ),
            (
                Samples.png([Samples.header(width: 16_000, height: 16_000), ("IDAT", [1]), end]),
                .tooLarge(width: 16_000, height: 16_000)
            ),
        ]
        for (bytes, fault) in cases {
            #expect(throws: fault, "\(fault)") { try ImageFile(bytes) }
        }
    }

    @Test("A file that ends early is none, wherever it is cut", arguments: samples.map(\.bytes))
    func cut(bytes: [UInt8]) throws {
        let whole = try ImageFile(bytes).bytes
        for size in 0..<whole.count {
            #expect(throws: ImageFault.self, "\(size) of \(whole.count) bytes") {
                try ImageFile(Array(whole.prefix(size)))
            }
        }
    }

    @Test("Limits of bytes and of the count hold to the last one")
    func limits() throws {
        let size = Samples.jpeg.count
        #expect(throws: Never.self) { try ImageFile(Samples.jpeg, limits: ImageLimits(bytes: size)) }
        #expect(throws: ImageFault.tooManyBytes(size, limit: size - 1)) {
            try ImageFile(Samples.jpeg, limits: ImageLimits(bytes: size - 1))
        }
        let two = ImageLimits(count: 2)
        #expect(try ImageFile.all([Samples.jpeg, Samples.lossyWebP], limits: two).count == 2)
        #expect(throws: ImageFault.tooMany(3, limit: 2)) {
            try ImageFile.all([Samples.jpeg, Samples.jpeg, Samples.jpeg], limits: two)
        }
    }

    @Test("Changed, cut and joined files never break the reader, and what it gives has nothing left to strip")
    func properties() throws {
        var random = SeededRandom(seed: 7)
        let seeds = Self.samples.map(\.bytes) + [try TextPicture.image(of: "Hello").bytes]
        var taken = 0
        for round in 0..<4000 {
            var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(place + 9, bytes.count))
                case 2: bytes.removeLast(bytes.count - place)
                default: bytes.insert(contentsOf: seeds[round % seeds.count].prefix(40), at: place)
                }
            }
            guard let image = try? ImageFile(bytes) else { continue }
            taken += 1
            let again = try ImageFile(image.bytes)
            #expect(again.bytes == image.bytes && !again.isStripped, "round \(round)")
            #expect([again.width, again.height] == [image.width, image.height], "round \(round)")
        }
        #expect(taken > 400 && taken < 3600)
    }
}
