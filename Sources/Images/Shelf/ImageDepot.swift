/// A place that machines share, from which each fills its own shelf.
package protocol ImageDepot: Sendable {
    /// Keeps an image for a shelf of a name; durable when it returns. One that is there stays.
    func keep(_ image: ImageFile, on shelf: String) async throws
    /// The bytes of an image; nil for one that is not there.
    func bytes(of image: ImageReference, on shelf: String) async throws -> [UInt8]?
    /// Removes every image of a shelf but the given ones.
    func sweep(_ shelf: String, keeping images: Set<ImageReference>) async throws
}
