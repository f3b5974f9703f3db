import Dispatch
import Foundation
import Foundations
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

    @Test("A reference is read from JSON as its coding writes it, and not where a part is missing or of another kind")
    func readsJSON() throws {
        let reference = ImageReference(try image("a"))
        let value = try JSONValue(encoding: reference)
        #expect(ImageReference(value) == reference)
        guard case .object(let members) = value else { preconditionFailure("a reference is an object") }
        #expect(members.count == 5)
        for key in members.keys {
            for part in [nil, JSONValue.bool(true)] {
                var others = members
                others[key] = part
                #expect(ImageReference(.object(others)) == nil)
            }
        }
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

    @Test("What was kept may be loose until it is said that the store refers to it")
    func loose() async throws {
        let shelf = ImageShelf(folder: folder)
        #expect(!shelf.mayHaveLoose)
        let first = try await shelf.keep(image("first"))
        let second = try await shelf.keep(image("second"))
        shelf.refer(to: [first])
        #expect(shelf.mayHaveLoose)
        shelf.refer(to: [second])
        #expect(!shelf.mayHaveLoose)
        #expect(try await shelf.keep(image("first")) == first)
        #expect(shelf.mayHaveLoose)
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

    @Test("The images kept last need not be read again, as many as there is room for, until they are swept away")
    func recent() async throws {
        let shelf = ImageShelf(folder: folder)
        var references: [ImageReference] = []
        for number in 0..<65 { references.append(try await shelf.keep(image("\(number)"))) }
        for name in try shelf.names() { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
        #expect(try await shelf.image(references[64]) == image("64"))
        #expect(try await shelf.image(references[1]) == image("1"))
        await #expect(throws: ShelfFault.self) { try await shelf.image(references[0]) }
        try shelf.sweep(keeping: references)
        await #expect(throws: ShelfFault.self) { try await shelf.image(references[64]) }
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("A missing and a changed file are typed errors")
    func faults() async throws {
        let reference = try await ImageShelf(folder: folder).keep(image("a"))
        let shelf = ImageShelf(folder: folder)
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

@Suite("Threads that wait for the disk")
struct DiskThreadsTests {
    @Test("As many as wait at once leave those of the tasks free", .timeLimit(.minutes(1)))
    func leavesTasksAlone() async throws {
        let (begun, end) = (Locked(0), DispatchSemaphore(value: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await DiskThreads.run {
                        begun.withLock { $0 += 1 }
                        end.wait()
                    }
                }
            }
            while begun.withLock({ $0 }) < 8 { await Task.yield() }
            #expect(await Task.detached { 1 }.value == 1)
            for _ in 0..<8 { end.signal() }
            try await group.waitForAll()
        }
    }
}

@Suite("Shelves that machines share")
struct ImageDepotTests {
    private actor Depot: ImageDepot {
        private(set) var kept: [String: [UInt8]] = [:]
        func keep(_ image: ImageFile, on shelf: String) { kept["\(shelf)/\(image.digest)"] = image.bytes }
        func bytes(of image: ImageReference, on shelf: String) -> [UInt8]? { kept["\(shelf)/\(image.digest)"] }
        func damage() {
            kept = kept.mapValues { bytes in
                var bytes = bytes
                bytes[bytes.count / 2] ^= 1
                return bytes
            }
        }
        func digests(on shelf: String) -> Set<String> {
            Set(kept.keys.filter { $0.hasPrefix("\(shelf)/") }.map { String($0.dropFirst(shelf.count + 1)) })
        }
        func remove(_ digests: Set<String>, from shelf: String) {
            for digest in digests { kept["\(shelf)/\(digest)"] = nil }
        }
    }

    @Test("An image of one machine is found by another, stands there from then on, and is swept everywhere")
    func shared() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/depot-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let depot = Depot()
        let here = ImageShelf.of(run: "r1", in: "\(folder)/here", depot: depot)
        let there = ImageShelf.of(run: "r1", in: "\(folder)/there", depot: depot)
        let image = try TextPicture.image(of: "a lamp")
        let reference = try await here.keep(image)
        // Who kept nothing does not know what others did.
        #expect(!there.has(reference) && there.mayHaveLoose)
        #expect(try await there.image(reference) == image)
        #expect(there.has(reference))
        await #expect(throws: ShelfFault.self) {
            try await ImageShelf.of(run: "r2", in: folder, depot: depot).image(reference)
        }
        // Who only plans has no folder of its own.
        try await ImageShelf.of(run: "r1", in: "\(folder)/nowhere", depot: depot).sweepAll { [] }
        #expect(await depot.kept.isEmpty && here.has(reference))
        try await here.sweepAll { [] }
        #expect(!here.has(reference))
    }

    @Test(
        "Of data sets goes what the depot had and nobody needs; another store's files stay, and what it lacks it gets")
    func inputs() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/depot-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let depot = Depot()
        let shelf = ImageShelf.inputs(in: folder, depot: depot)
        let kept = try await shelf.keep(TextPicture.image(of: "kept"))
        let gone = try await shelf.keep(TextPicture.image(of: "gone"))
        let late = try TextPicture.image(of: "late")
        await depot.remove([kept.digest], from: ImageShelf.inputs)
        let others = ImageReference(try TextPicture.image(of: "of another store"))
        #expect(FileManager.default.createFile(atPath: "\(shelf.folder)/\(others.fileName)", contents: Data()))
        try await shelf.sweepShared {
            await depot.keep(late, on: ImageShelf.inputs)
            return [kept]
        }
        #expect(shelf.has(kept) && shelf.has(others) && !shelf.has(gone))
        #expect(await depot.digests(on: ImageShelf.inputs) == [kept.digest, late.digest])
    }

    @Test("What the depot gives back damaged is not taken")
    func damaged() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/depot-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let depot = Depot()
        let image = try TextPicture.image(of: "a lamp")
        let reference = try await ImageShelf.of(run: "r1", in: "\(folder)/here", depot: depot).keep(image)
        await depot.damage()
        let there = ImageShelf.of(run: "r1", in: "\(folder)/there", depot: depot)
        await #expect(throws: ShelfFault.self) { try await there.image(reference) }
        #expect(!there.has(reference))
    }
}
