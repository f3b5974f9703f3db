import Foundation
import Images

/// A folder in which a process finds the image of its prompt and leaves those that it draws; gone with the call.
final class ProcessFolder: Sendable {
    private let path: String
    private static let (outputs, input) = ("{{images}}", "{{image}}")

    /// The folder for a call; nil when the command line has no place for images.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` for a prompt with an image that the command has no place for.
    init?(for words: [String], _ request: ChatRequest, model: String) throws {
        if !words.contains(where: { $0.contains(Self.input) }) { try request.refuseImages(of: model) }
        guard words.contains(where: { $0.contains(Self.outputs) || $0.contains(Self.input) }) else { return nil }
        path = FileManager.default.temporaryDirectory.path + "/sextant-\(UUID().uuidString)"
        do {
            try FileManager.default.createDirectory(
                atPath: path + "/drawn", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            if let image = request.messages.last?.images.first {
                try Data(image.bytes).write(to: URL(fileURLWithPath: path + "/prompt"))
            }
        } catch {
            throw ChatError.configuration(model: model, problem: "no folder for its images: \(error)")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A word of the command line with the paths in their places.
    func naming(in word: String) -> String {
        word.replacing(Self.outputs, with: path + "/drawn").replacing(Self.input, with: path + "/prompt")
    }

    /// The images that the process left, in the order of their names. Links are not followed: a file is what it wrote itself.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` for a file that is no image.
    func images(of model: String) throws -> [ImageFile] {
        let limits = ImageLimits()
        let folder = URL(fileURLWithPath: path + "/drawn")
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .isSymbolicLinkKey, .fileSizeKey]
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: Array(keys))
        let wanted = try files.sorted { $0.lastPathComponent < $1.lastPathComponent }.filter { file in
            let values = try file.resourceValues(forKeys: keys)
            return values.isRegularFile == true && values.isSymbolicLink != true
        }
        do {
            guard wanted.count <= limits.count else { throw ImageFault.tooMany(wanted.count, limit: limits.count) }
            return try wanted.map { file in
                let size = try file.resourceValues(forKeys: keys).fileSize ?? 0
                guard size <= limits.bytes else { throw ImageFault.tooManyBytes(size, limit: limits.bytes) }
                return try ImageFile(Array(try Data(contentsOf: file)), limits: limits)
            }
        } catch let fault as ImageFault {
            throw ChatError.unreadable(model: model, problem: fault.description, excerpt: "")
        }
    }
}
