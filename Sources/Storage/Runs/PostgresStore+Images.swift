import Foundation
import Images
import PostgreSQL

/// Images of runs and data sets, for machines without a common folder. A store in a file needs none: one machine works on it.
extension PostgresStore: ImageDepot {
    package func keep(_ image: ImageFile, on shelf: String) async throws {
        _ = try await write(
            "INSERT INTO image (shelf, digest, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [shelf, image.digest, Data(image.bytes)])
    }

    package func bytes(of image: ImageReference, on shelf: String) async throws -> [UInt8]? {
        let content: Data? = try await read(
            "SELECT content FROM image WHERE shelf = $1 AND digest = $2", [shelf, image.digest]
        ).records.first?["content"]
        return content.map(Array.init)
    }

    package func sweep(_ shelf: String, keeping images: Set<ImageReference>) async throws {
        let digests = "{\(images.map(\.digest).joined(separator: ","))}"
        _ = try await write(
            "DELETE FROM image WHERE shelf = $1 AND NOT digest = ANY ($2::text[])", [shelf, digests])
    }
}
