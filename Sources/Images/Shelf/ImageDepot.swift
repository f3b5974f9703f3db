/// A place that machines share, from which each fills its own shelf.
package protocol ImageDepot: Sendable {
    /// Keeps an image for a shelf of a name; durable when it returns. One that is there stays; one of a run that was forgotten
    /// goes nowhere.
    func keep(_ image: ImageFile, on shelf: String) async throws
    /// The bytes of an image; nil for one that is not there.
    func bytes(of image: ImageReference, on shelf: String) async throws -> [UInt8]?
    /// The digests of a shelf's images.
    func digests(on shelf: String) async throws -> Set<String>
    /// Removes images of a shelf.
    func remove(_ digests: Set<String>, from shelf: String) async throws
}
