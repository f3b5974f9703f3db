import Foundation
import Foundations
import Images
import Records

/// The images that a page holds: those of the first findings, each once, and as many as it has room for.
package struct PagePictures: Sendable {
    /// Most bytes of images on the page, in base 64: with them it stays below 25 MB.
    private static let mostBytes = 14_000_000

    private let shelf: ImageShelf?
    private let inputs: ImageShelf?
    /// `data:` addresses.
    private let packed: [ImageReference: String]

    /// None: a page with links alone.
    package init() { (shelf, inputs, packed) = (nil, nil, [:]) }

    /// Reads and packs the images of findings, several at the same time.
    ///
    /// - Parameters:
    ///   - findings: in the order of the page
    ///   - shelf: the images of the run; nil for links alone
    ///   - inputs: those of data sets; nil for links alone
    package init(of findings: [TestRecord], shelf: ImageShelf?, inputs: ImageShelf? = nil) async throws {
        (self.shelf, self.inputs) = (shelf, inputs)
        var left = Self.mostBytes
        var seen: Set<ImageReference> = []
        var chosen: [(image: ImageReference, shelf: ImageShelf)] = []
        for picture in findings.lazy.flatMap({ TestPicture.all(of: $0) }) where seen.insert(picture.image).inserted {
            // Base 64 writes three bytes as four letters.
            let size = (picture.image.bytes + 2) / 3 * 4
            guard size <= left, let shelf = picture.isInput ? inputs : shelf, shelf.has(picture.image) else { continue }
            left -= size
            chosen.append((picture.image, shelf))
        }
        let read = try await chosen.concurrentMap(limit: ProcessInfo.processInfo.activeProcessorCount) { choice in
            (choice.image, choice.shelf.file(choice.image)?.dataAddress)
        }
        packed = Dictionary(uniqueKeysWithValues: read).compactMapValues(\.self)
    }

    /// The `data:` address of an image; nil for one that is not on the page.
    func address(of image: ImageReference) -> String? { packed[image] }

    /// Whether the place of an image is known, and it is not there.
    func isMissing(_ picture: TestPicture) -> Bool {
        (picture.isInput ? inputs : shelf).map { !$0.has(picture.image) } ?? false
    }
}
