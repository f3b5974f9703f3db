import FlyingFox
import Foundation
import Images
import Records
import Storage

/// `GET /runs/<id>/images/<file>` and `/runs/inputs/<file>`: an image, where the report and the review of a run name it.
struct ImageRoute: DashboardRoute {
    let store: any Store
    /// The output folder.
    let output: String

    func response(to request: HTTPRequest, path: [String]) async throws -> HTTPResponse? {
        guard path.first == "runs", let (folder, file) = try await place(Array(path.dropFirst())),
            let type = Self.mediaType(of: file)
        else { return nil }
        guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)") else {
            return try .notice(.notFound, "this image is not on this machine, or was removed")
        }
        return HTTPResponse(statusCode: .ok, headers: [.contentType: type], body: bytes)
    }

    /// The folder and the file that a path names; nil for any other path.
    private func place(_ path: [String]) async throws -> (folder: String, file: String)? {
        if path.count == 2, path[0] == ImageShelf.inputs {
            return ("\(output)/\(ImageShelf.inputs)", path[1])
        }
        guard path.count == 3, path[1] == "images" else { return nil }
        // The store's own name of the run, and no other path.
        return (ImageShelf.folder(of: try await store.run(path[0]).id, in: output), path[2])
    }

    /// The type of a file that is named as a shelf names its own; nil for any other name.
    private static func mediaType(of file: String) -> String? {
        let parts = file.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 64,
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        return ImageFormat.allCases.first { $0.fileExtension == parts[1] }?.mediaType
    }
}
