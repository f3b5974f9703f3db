/// The images that were kept last, for a judge that looks at them next.
struct RecentImages {
    private static let (most, mostBytes) = (64, 8 << 20)

    private var images: [(reference: ImageReference, image: ImageFile)] = []
    private var bytes = 0

    /// Takes in an image; the oldest go that there is no room for.
    mutating func insert(_ image: ImageFile, _ reference: ImageReference) {
        guard reference.bytes <= Self.mostBytes, self[reference] == nil else { return }
        images.append((reference, image))
        bytes += reference.bytes
        while images.count > Self.most || bytes > Self.mostBytes { bytes -= images.removeFirst().reference.bytes }
    }

    /// An image, where it is among the last.
    subscript(reference: ImageReference) -> ImageFile? { images.first { $0.reference == reference }?.image }
}
