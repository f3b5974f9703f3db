import Foundation
import Images
import PostgreSQL

/// Images of runs and data sets, for machines without a common folder. A store in a file needs none: one machine works on it.
extension PostgresStore: ImageDepot {
    package func keep(_ image: ImageFile, on shelf: String) async throws {
        // A run that is forgotten meanwhile leaves no image: the lock waits for that, and then finds no run.
        let source = shelf == ImageShelf.inputs ? "" : "FROM run WHERE id = $1 FOR KEY SHARE"
        _ = try await write(
            "INSERT INTO image (shelf, digest, content) SELECT $1::text, $2::text, $3::bytea \(source) "
                + "ON CONFLICT DO NOTHING",
            [shelf, image.digest, Data(image.bytes)])
    }

    package func bytes(of image: ImageReference, on shelf: String) async throws -> [UInt8]? {
        let content: Data? = try await read(
            "SELECT content FROM image WHERE shelf = $1 AND digest = $2", [shelf, image.digest]
        ).records.first?["content"]
        return content.map(Array.init)
    }

    package func digests(on shelf: String) async throws -> Set<String> {
        Set(try await read("SELECT digest FROM image WHERE shelf = $1", [shelf]).records.map { $0["digest"] })
    }

    package func remove(_ digests: Set<String>, from shelf: String) async throws {
        guard !digests.isEmpty else { return }
        _ = try await write(
            "DELETE FROM image WHERE shelf = $1 AND digest = ANY ($2::text[])",
            [shelf, "{\(digests.joined(separator: ","))}"])
    }
}
