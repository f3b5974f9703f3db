import Foundation
import Testing

@testable import Images

@Suite("Image shelf")
struct ImageShelfTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/shelf-\(UUID().uuidString)/run/images"

    private func image(_ text: String) throws -> ImageFile { try TextPicture.image(of: text) }

    @Test("An image is kept once, however often and by however many it is kept")
    func keepsOnce() async throws {
        let shelf = ImageShelf(folder: folder)
        let image = try image("one")
        let references = try await withThrowingTaskGroup(of: ImageReference.self) { group in
            for _ in 0..<20 { group.addTask { try await shelf.keep(image) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(references == [ImageReference(image)])
        #expect(try shelf.names() == ["\(image.digest).png"])
        #expect(try await shelf.image(ImageReference(image)) == image)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("Files that no response refers to are swept away, the drafts of a killed process among them")
    func sweeps() async throws {
        let shelf = ImageShelf(folder: folder)
        #expect(try shelf.sweep(keeping: []) == 0)
        let kept = try await shelf.keep(image("kept"))
        _ = try await shelf.keep(image("orphan"))
        try Data([1]).write(to: URL(fileURLWithPath: "\(folder)/.draft.png.1.1"))
        #expect(try shelf.sweep(keeping: [kept]) == 2)
        #expect(try shelf.names() == [kept.fileName])
        #expect(try shelf.sweep(keeping: [kept]) == 0)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("Nothing is swept away while another keeps images there")
    func sparesOthers() async throws {
        let (first, second) = (ImageShelf(folder: folder), ImageShelf(folder: folder))
        _ = try await first.keep(image("of the first"))
        _ = try await second.keep(image("of the second"))
        #expect(try second.sweep(keeping: []) == 0)
        #expect(try first.names().count == 2)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("A missing and a changed file are typed errors")
    func faults() async throws {
        let shelf = ImageShelf(folder: folder)
        let reference = try await shelf.keep(image("a"))
        let path = "\(folder)/\(reference.fileName)"
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
        await #expect(throws: ShelfFault.changed(path)) { try await shelf.image(reference) }
        try FileManager.default.removeItem(atPath: path)
        await #expect(throws: ShelfFault.missing(path)) { try await shelf.image(reference) }
        let nowhere = ImageShelf(folder: "/dev/null/images")
        await #expect(throws: ShelfFault.self) { try await nowhere.keep(image("a")) }
        try FileManager.default.removeItem(atPath: folder)
    }
}
