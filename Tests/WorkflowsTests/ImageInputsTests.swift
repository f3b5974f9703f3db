import Foundation
import Foundations
import Images
import Records
import TestSupport
import Testing

@testable import Workflows

@Suite("Images of data sets")
struct ImageInputsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder("set/pictures"), withIntermediateDirectories: true)
        let image = Data(try TextPicture.image(of: "a map").bytes)
        try image.write(to: URL(fileURLWithPath: folder("set/pictures/map.png")))
        try image.write(to: URL(fileURLWithPath: folder("outside.png")))
        try Data("no image".utf8).write(to: URL(fileURLWithPath: folder("set/text.png")))
        try FileManager.default.createSymbolicLink(
            atPath: folder("set/link.png"), withDestinationPath: folder("outside.png"))
    }

    private func taking(_ path: String) async throws -> DataSetRow {
        let inputs = ImageInputs(column: "file", file: folder("set/rows.csv"), shelf: .inputs(in: folder("out")))
        return try await inputs.taking(
            DataSetRow(ordinal: 4, prompt: "What is it?", fields: ["file": .string(path)]))
    }

    @Test("A row's image is kept, and its fields say which it is")
    func keeps() async throws {
        let image = try #require(ImageReference(origin: try await taking("pictures/map.png").fields))
        #expect(try await ImageShelf.inputs(in: folder("out")).image(image) == TextPicture.image(of: "a map"))
    }

    @Test(
        "What leads out of the folder, is missing or is no image is told",
        arguments: ["../outside.png", "link.png", "/etc/hostname", "none.png", "text.png", ""])
    func refuses(path: String) async throws {
        let fault = await #expect(throws: ImageInputs.RowFault.self) { try await taking(path) }
        #expect("\(try #require(fault))".contains(path.isEmpty ? "column 'file'" : "'\(path)'"))
        #expect(!ImageShelf.inputs(in: folder("out")).exists)
    }
}
